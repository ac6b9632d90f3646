namespace RedisCompliance;

/// <summary>The port to AWS Config in one account and Region: where evaluations are put and read back.</summary>
public interface IEvaluationStore
{
    /// <summary>The Region of the store.</summary>
    string Region { get; }

    /// <summary>Puts a batch.</summary>
    /// <param name="evaluations">1 to 100 evaluations.</param>
    /// <param name="resultToken">The token of the rule's run; in test mode any text.</param>
    /// <param name="testMode">Whether the evaluations are only checked.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Those that AWS Config did not take (<c>FailedEvaluations</c>).</returns>
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

    /// <summary>Reads one page of the resources that a rule has as COMPLIANT or NON_COMPLIANT.</summary>
    /// <param name="configRuleName">The rule.</param>
    /// <param name="nextToken">Of the page before, or null for the first.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The page.</returns>
    /// <exception cref="ServiceCallException">The page could not be had.</exception>
    Task<StoredEvaluationPage> GetComplianceDetailsByConfigRuleAsync(string configRuleName, string? nextToken, CancellationToken cancellationToken);

    /// <summary>The configuration of a resource, which an event was too small for.</summary>
    /// <param name="resourceType">Its type.</param>
    /// <param name="resourceId">Its id.</param>
    /// <param name="laterTime">The capture time that the event names, UTC.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The newest configuration item up to that time, as JSON with AWS Config's member names.</returns>
    /// <exception cref="ServiceCallException">It could not be had.</exception>
    Task<string> GetResourceConfigHistoryAsync(string resourceType, string resourceId, DateTime laterTime, CancellationToken cancellationToken);
}

/// <summary>One page of stored evaluations.</summary>
/// <param name="Keys">Type and id of each.</param>
/// <param name="NextToken">Where the next page begins; null or empty after the last.</param>
public sealed record StoredEvaluationPage(IReadOnlyList<(string ResourceType, string ResourceId)> Keys, string? NextToken);
