namespace RedisCompliance.Config;

/// <summary>
/// Sums up an account's evaluations in the one that a process-check rule takes: PutExternalEvaluation supports no resource type but
/// the account.
/// </summary>
/// <param name="accountId">The 12-digit account id.</param>
/// <remarks>AWS Config API Reference, ExternalEvaluation: ComplianceResourceType AWS::::Account.</remarks>
public sealed class AccountSummary(string accountId)
{
    private readonly List<string> _nonCompliant = [];
    private int _compliant;
    private int _count;
    private DateTime _orderingTimestamp;

    /// <summary>The evaluation of an account that was audited completely and has nothing in scope.</summary>
    /// <param name="accountId">The 12-digit account id.</param>
    /// <param name="orderingTimestamp">The moment, UTC.</param>
    /// <returns>NOT_APPLICABLE on the account.</returns>
    public static ConfigEvaluation NothingInScope(string accountId, DateTime orderingTimestamp) => new()
    {
        ComplianceResourceType = ResourceType.Account,
        ComplianceResourceId = accountId,
        ComplianceType = ComplianceType.NotApplicable,
        OrderingTimestamp = orderingTimestamp,
    };

    /// <summary>Adds an evaluation to the summary.</summary>
    /// <param name="evaluation">The evaluation.</param>
    public void Add(ConfigEvaluation evaluation)
    {
        _count++;
        _orderingTimestamp = _orderingTimestamp > evaluation.OrderingTimestamp ? _orderingTimestamp : evaluation.OrderingTimestamp;
        if (evaluation.ComplianceType == ComplianceType.NonCompliant)
        {
            _nonCompliant.Add(PlainText.Of(evaluation.ComplianceResourceId));
        }
        else if (evaluation.ComplianceType == ComplianceType.Compliant)
        {
            _compliant++;
        }
    }

    /// <summary>The summary: NON_COMPLIANT if any resource is, with their number and the first of their ids.</summary>
    /// <param name="now">The moment, UTC, to use if there are no evaluations.</param>
    /// <returns>One evaluation of the account.</returns>
    public ConfigEvaluation ToEvaluation(DateTime now) => _count == 0 ? NothingInScope(accountId, now) : new()
    {
        ComplianceResourceType = ResourceType.Account,
        ComplianceResourceId = accountId,
        ComplianceType = _nonCompliant.Count > 0 ? ComplianceType.NonCompliant
            : _compliant > 0 ? ComplianceType.Compliant
            : ComplianceType.NotApplicable,
        Annotation = _nonCompliant.Count == 0
            ? $"{_compliant} of {_count} ElastiCache resources compliant, none non-compliant"
            : Annotations.Shorten(
                $"{_nonCompliant.Count} of {_count} ElastiCache resources non-compliant: {string.Join(", ", _nonCompliant)}",
                Evaluation.MaxAnnotationLength),
        OrderingTimestamp = _orderingTimestamp,
    };
}
