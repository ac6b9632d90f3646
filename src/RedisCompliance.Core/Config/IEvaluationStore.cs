namespace RedisCompliance.Config;

/// <summary>The port to AWS Config in one account and Region: puts evaluations and reads them back.</summary>
public interface IEvaluationStore
{
    /// <summary>The Region of the store.</summary>
    string Region { get; }

    /// <summary>Asks AWS which account the credentials belong to.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The 12-digit account id.</returns>
    /// <exception cref="ServiceCallException">AWS did not return the account.</exception>
    /// <remarks>AWS STS, GetCallerIdentity: requires no permission.</remarks>
    Task<string> GetAccountIdAsync(CancellationToken cancellationToken);

    /// <summary>Reads a rule's parameters.</summary>
    /// <param name="configRuleName">The rule.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The parameters; empty if there are none, null if they are not a JSON object of texts.</returns>
    /// <exception cref="ServiceCallException">The rule does not exist, or could not be read.</exception>
    Task<IReadOnlyDictionary<string, string>?> GetRuleParametersAsync(string configRuleName, CancellationToken cancellationToken);

    /// <summary>Puts a batch.</summary>
    /// <param name="evaluations">1 to 100 evaluations.</param>
    /// <param name="resultToken">The token of the rule's run; any text in test mode.</param>
    /// <param name="testMode">Whether AWS Config only validates the evaluations.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>
    /// The evaluations that AWS Config did not accept (<c>FailedEvaluations</c>): the batch's own objects, and any that AWS Config
    /// names but the batch does not hold.
    /// </returns>
    /// <exception cref="ServiceCallException">The call failed; AWS Config accepted nothing of the batch.</exception>
    Task<IReadOnlyList<ConfigEvaluation>> PutEvaluationsAsync(
        IReadOnlyList<ConfigEvaluation> evaluations, string resultToken, bool testMode, CancellationToken cancellationToken);

    /// <summary>Puts the one evaluation of a process-check rule, on the account.</summary>
    /// <param name="configRuleName">The rule.</param>
    /// <param name="evaluation">An evaluation of <see cref="ResourceType.Account"/>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Nothing.</returns>
    /// <exception cref="ServiceCallException">The call failed.</exception>
    Task PutExternalEvaluationAsync(string configRuleName, ConfigEvaluation evaluation, CancellationToken cancellationToken);

    /// <summary>Reads one page of a rule's stored results.</summary>
    /// <param name="configRuleName">The rule.</param>
    /// <param name="complianceTypes">The verdicts to read.</param>
    /// <param name="nextToken">The token from the previous page, or null for the first.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The page.</returns>
    /// <exception cref="ServiceCallException">The page could not be read.</exception>
    Task<TokenPage<StoredEvaluation>> GetComplianceDetailsByConfigRuleAsync(
        string configRuleName, IReadOnlyCollection<string> complianceTypes, string? nextToken, CancellationToken cancellationToken);
}

/// <summary>A rule's stored result for one resource. AWS Config documents every member but the resource as optional.</summary>
/// <param name="ResourceType">The type that it is stored under.</param>
/// <param name="ResourceId">The resource's id.</param>
/// <param name="ComplianceType">The verdict.</param>
/// <param name="OrderingTimestamp">The ordering timestamp of the evaluation, UTC.</param>
/// <param name="ResultRecordedTime">When AWS Config recorded it, UTC.</param>
/// <param name="ConfigRuleInvokedTime">When AWS Config invoked the rule for it, UTC.</param>
/// <remarks>AWS Config API Reference, EvaluationResult.</remarks>
public readonly record struct StoredEvaluation(
    string ResourceType, string ResourceId, string? ComplianceType = null,
    DateTime? OrderingTimestamp = null, DateTime? ResultRecordedTime = null, DateTime? ConfigRuleInvokedTime = null)
{
    /// <summary>The type and id, which identify a stored evaluation.</summary>
    public (string ResourceType, string ResourceId) Key => (ResourceType, ResourceId);
}
