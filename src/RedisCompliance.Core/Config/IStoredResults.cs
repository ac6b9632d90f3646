namespace RedisCompliance.Config;

/// <summary>One stored result of a rule.</summary>
/// <param name="ResourceType">The type that it is stored under.</param>
/// <param name="ResourceId">The resource's id.</param>
/// <param name="ComplianceType">The verdict.</param>
/// <param name="Annotation">The reason.</param>
/// <param name="OrderingTimestamp">The moment of the evaluation, UTC.</param>
/// <param name="AccountId">The account; null if AWS Config does not report it.</param>
/// <param name="Region">The Region.</param>
public sealed record StoredResult(
    string ResourceType, string ResourceId, string ComplianceType, string? Annotation, DateTime OrderingTimestamp, string? AccountId,
    string Region)
{
    /// <summary>When AWS Config recorded it, UTC; null if not reported. Every run records its results anew.</summary>
    public DateTime? ResultRecordedTime { get; init; }

    /// <summary>
    /// The result as an evaluation, for display. AWS Config stores the verdict and its reason, not the evidence. The texts come
    /// from whoever put the result.
    /// </summary>
    /// <returns>An evaluation whose evidence is <see cref="EncryptionEvidence.StoredEvaluation"/>.</returns>
    public Evaluation ToEvaluation() => new()
    {
        ComplianceResourceType = PlainText.Of(ResourceType),
        ComplianceResourceId = PlainText.Of(ResourceId),
        ComplianceType = PlainText.Of(ComplianceType),
        Annotation = PlainText.OneLine(Annotation),
        OrderingTimestamp = OrderingTimestamp,
        EncryptionState = EncryptionState.Unknown,
        Evidence = EncryptionEvidence.StoredEvaluation,
        KeyKind = KeyKind.Unknown,
        AccountId = PlainText.Of(AccountId ?? (ResourceType == RedisCompliance.ResourceType.Account ? ResourceId : null)),
        Region = PlainText.Of(Region),
    };
}

/// <summary>A rule in one account and Region, as an aggregator reports it.</summary>
/// <param name="ConfigRuleName">The rule.</param>
/// <param name="AccountId">The account.</param>
/// <param name="AwsRegion">The Region.</param>
/// <param name="ComplianceType">The rule's compliance; null if there is none yet.</param>
public sealed record AggregateRule(string ConfigRuleName, string AccountId, string AwsRegion, string? ComplianceType);

/// <summary>The port to AWS Config's stored results, of one account or, through an aggregator, of many.</summary>
/// <remarks>
/// AWS Config API Reference: GetComplianceDetailsByConfigRule, DescribeAggregateComplianceByConfigRules,
/// GetAggregateComplianceDetailsByConfigRule.
/// </remarks>
public interface IStoredResults
{
    /// <summary>Reads one page of a rule's results.</summary>
    /// <exception cref="ServiceCallException">The page could not be read.</exception>
    Task<TokenPage<StoredResult>> GetResultsAsync(string configRuleName, string? nextToken, CancellationToken cancellationToken);

    /// <summary>Reads one page of the accounts and Regions in which an aggregator sees a rule.</summary>
    /// <exception cref="ServiceCallException">The page could not be read.</exception>
    Task<TokenPage<AggregateRule>> DescribeAggregateRulesAsync(
        string aggregatorName, string configRuleName, string? nextToken, CancellationToken cancellationToken);

    /// <summary>Reads one page of a rule's results of one verdict in one account and Region.</summary>
    /// <exception cref="ServiceCallException">The page could not be read.</exception>
    Task<TokenPage<StoredResult>> GetAggregateResultsAsync(
        string aggregatorName, AggregateRule rule, string complianceType, string? nextToken, CancellationToken cancellationToken);
}

/// <summary>Reads stored results page by page to their end.</summary>
public static class StoredResults
{
    /// <summary>Reads all results of a rule, a page at a time.</summary>
    /// <param name="results">AWS Config.</param>
    /// <param name="configRuleName">The rule.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The pages.</returns>
    /// <exception cref="ServiceCallException">A page could not be read, or the pages go in circles.</exception>
    public static IAsyncEnumerable<IReadOnlyList<StoredResult>> ReadAsync(
        this IStoredResults results, string configRuleName, CancellationToken cancellationToken) =>
        TokenPages.ReadAsync("GetComplianceDetailsByConfigRule", (token, stop) => results.GetResultsAsync(configRuleName, token, stop),
            cancellationToken);

    /// <summary>Reads all results of a rule in every account and Region that an aggregator sees, a page at a time.</summary>
    /// <param name="results">AWS Config.</param>
    /// <param name="aggregatorName">The aggregator.</param>
    /// <param name="configRuleName">The rule's name in those accounts.</param>
    /// <param name="complianceTypes">The verdicts to read.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The pages.</returns>
    /// <exception cref="ServiceCallException">A page could not be read, or the pages go in circles.</exception>
    public static async IAsyncEnumerable<IReadOnlyList<StoredResult>> ReadAggregateAsync(
        this IStoredResults results, string aggregatorName, string configRuleName, IReadOnlyCollection<string> complianceTypes,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IAsyncEnumerable<IReadOnlyList<AggregateRule>> rules = TokenPages.ReadAsync("DescribeAggregateComplianceByConfigRules",
            (token, stop) => results.DescribeAggregateRulesAsync(aggregatorName, configRuleName, token, stop), cancellationToken);
        await foreach (IReadOnlyList<AggregateRule> page in rules.ConfigureAwait(false))
        {
            foreach (AggregateRule rule in page)
            {
                foreach (string complianceType in complianceTypes)
                {
                    IAsyncEnumerable<IReadOnlyList<StoredResult>> found = TokenPages.ReadAsync("GetAggregateComplianceDetailsByConfigRule",
                        (token, stop) => results.GetAggregateResultsAsync(aggregatorName, rule, complianceType, token, stop),
                        cancellationToken);
                    await foreach (IReadOnlyList<StoredResult> result in found.ConfigureAwait(false))
                    {
                        yield return result;
                    }
                }
            }
        }
    }
}
