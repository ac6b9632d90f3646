namespace RedisCompliance.Config;

/// <summary>The port to AWS Config in one account and Region: where evaluations are put and read back.</summary>
public interface IEvaluationStore
{
    /// <summary>The Region of the store.</summary>
    string Region { get; }

    /// <summary>Asks whose account is written to.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The 12-digit account id.</returns>
    /// <exception cref="ServiceCallException">It could not be told.</exception>
    /// <remarks>AWS STS, GetCallerIdentity: it needs no permission.</remarks>
    Task<string> GetAccountIdAsync(CancellationToken cancellationToken);

    /// <summary>Reads what a rule is put with.</summary>
    /// <param name="configRuleName">The rule.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Its parameters; empty where it has none, null where it has some that are no JSON object of texts.</returns>
    /// <exception cref="ServiceCallException">There is no such rule, or it could not be read.</exception>
    Task<IReadOnlyDictionary<string, string>?> GetRuleParametersAsync(string configRuleName, CancellationToken cancellationToken);

    /// <summary>Puts a batch.</summary>
    /// <param name="evaluations">1 to 100 evaluations.</param>
    /// <param name="resultToken">The token of the rule's run; in test mode any text.</param>
    /// <param name="testMode">Whether the evaluations are only checked.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>
    /// Those that AWS Config did not take (<c>FailedEvaluations</c>): the objects of the batch, and whatever else it names
    /// that is none of them.
    /// </returns>
    /// <exception cref="ServiceCallException">The call failed; none of the batch was taken.</exception>
    Task<IReadOnlyList<ConfigEvaluation>> PutEvaluationsAsync(
        IReadOnlyList<ConfigEvaluation> evaluations, string resultToken, bool testMode, CancellationToken cancellationToken);

    /// <summary>Puts the one evaluation of a process-check rule, which is of the account.</summary>
    /// <param name="configRuleName">The rule.</param>
    /// <param name="evaluation">An evaluation of <see cref="ResourceType.Account"/>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Nothing.</returns>
    /// <exception cref="ServiceCallException">The call failed.</exception>
    Task PutExternalEvaluationAsync(string configRuleName, ConfigEvaluation evaluation, CancellationToken cancellationToken);

    /// <summary>Reads one page of what a rule has stored.</summary>
    /// <param name="configRuleName">The rule.</param>
    /// <param name="complianceTypes">The verdicts to read.</param>
    /// <param name="nextToken">Of the page before, or null for the first.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The page.</returns>
    /// <exception cref="ServiceCallException">The page could not be had.</exception>
    Task<TokenPage<StoredEvaluation>> GetComplianceDetailsByConfigRuleAsync(
        string configRuleName, IReadOnlyCollection<string> complianceTypes, string? nextToken, CancellationToken cancellationToken);
}

/// <summary>What a rule has stored of one resource. AWS Config documents all but the resource as optional.</summary>
/// <param name="ResourceType">The type that it was stored under.</param>
/// <param name="ResourceId">The resource's id.</param>
/// <param name="ComplianceType">The verdict.</param>
/// <param name="OrderingTimestamp">The moment that the evaluation was put with, UTC.</param>
/// <param name="ResultRecordedTime">When AWS Config recorded it, UTC.</param>
/// <param name="ConfigRuleInvokedTime">When AWS Config invoked the rule for it, UTC.</param>
/// <remarks>AWS Config API Reference, EvaluationResult.</remarks>
public readonly record struct StoredEvaluation(
    string ResourceType, string ResourceId, string? ComplianceType = null,
    DateTime? OrderingTimestamp = null, DateTime? ResultRecordedTime = null, DateTime? ConfigRuleInvokedTime = null)
{
    /// <summary>The type and id: what tells one stored evaluation from another.</summary>
    public (string ResourceType, string ResourceId) Key => (ResourceType, ResourceId);
}
