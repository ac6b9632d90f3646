namespace RedisCompliance.Config;

/// <summary>Why the input does not prove that a missing resource is gone.</summary>
public enum RetireObstacle
{
    /// <summary>No obstacle: the input is one complete audit of the account and Region.</summary>
    None,

    /// <summary>
    /// Some or all of the input does not come from a live audit in this session: a copy, a file, or a handmade object.
    /// </summary>
    UnknownOrigin,

    /// <summary>The input comes from more than one audit.</summary>
    SeveralAudits,

    /// <summary>An evaluation was rejected before it was put, or contradicts another.</summary>
    Refused,

    /// <summary>The audit was filtered.</summary>
    Filtered,

    /// <summary>The audit missed something, or was stopped.</summary>
    Incomplete,

    /// <summary>The input lacks evaluations of the audit.</summary>
    Partial,

    /// <summary>The audit covers another account or Region.</summary>
    OtherTarget,

    /// <summary>The audit's policy is not the rule's.</summary>
    OtherPolicy,

    /// <summary>The audit ended too long ago.</summary>
    Old,
}

/// <summary>
/// Watches evaluations on their way to AWS Config, and tells whether they are one complete audit. It counts them: each evaluation
/// refers to the audit that made it, and the audit knows how many it made.
/// </summary>
public sealed class RetireProof
{
    /// <summary>How long after its end an audit proves what is gone. Later, a resource may have been created again.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(15);

    private LedgerEntry? _entry;
    private bool _isOfUnknownOrigin;
    private bool _isOfSeveral;
    private bool _isRefused;
    private int _received;

    /// <summary>When the input's audit began, UTC; null if no audit made the input.</summary>
    public DateTime? StartedAt => _entry?.Ledger.StartedAt;

    /// <summary>Counts an evaluation; its type and id must not have been counted before.</summary>
    /// <param name="evaluation">The evaluation; null for an object that this module did not make.</param>
    public void Add(Evaluation? evaluation)
    {
        _received++;
        if (evaluation?.LedgerEntry is not { } entry)
        {
            _isOfUnknownOrigin = true;
            return;
        }

        _entry ??= entry;
        _isOfSeveral |= !ReferenceEquals(entry, _entry);
    }

    /// <summary>Notes an evaluation that does not reach AWS Config unchanged.</summary>
    public void Refuse() => _isRefused = true;

    /// <summary>Notes the audit behind an empty input.</summary>
    /// <param name="ledger">The audit.</param>
    /// <param name="region">The Region that receives the evaluations.</param>
    internal void AddEmpty(AuditLedger ledger, string region)
    {
        LedgerEntry[] there = [.. ledger.Entries.Where(entry => string.Equals(entry.Region, region, StringComparison.OrdinalIgnoreCase))];
        _entry = there.Length == 1 ? there[0] : null;
    }

    /// <summary>Checks whether the input is one complete audit of the target.</summary>
    /// <param name="accountId">The account that receives the evaluations.</param>
    /// <param name="region">The Region that receives the evaluations.</param>
    /// <param name="ruleParameters">The rule's parameters; null if the rule has no policy to compare with.</param>
    /// <param name="now">The moment, UTC.</param>
    /// <param name="cancellationToken">Cancels the call for the account id.</param>
    /// <returns>The first obstacle.</returns>
    /// <exception cref="ServiceCallException">AWS did not return the audit's account.</exception>
    public async Task<RetireObstacle> FindObstacleAsync(
        string? accountId, string region, IReadOnlyDictionary<string, string>? ruleParameters, DateTime now,
        CancellationToken cancellationToken)
    {
        if (FindObstacle(now) is var obstacle && obstacle != RetireObstacle.None)
        {
            return obstacle;
        }

        string? audited = await _entry!.FindAccountAsync(cancellationToken).ConfigureAwait(false);
        return audited is null || audited != accountId
            || !string.Equals(_entry.Region, region, StringComparison.OrdinalIgnoreCase) ? RetireObstacle.OtherTarget
            : !IsOfPolicy(ruleParameters) ? RetireObstacle.OtherPolicy
            : RetireObstacle.None;
    }

    /// <summary>Checks what the input alone can tell.</summary>
    /// <param name="now">The moment, UTC.</param>
    public RetireObstacle FindObstacle(DateTime now) =>
        _isRefused ? RetireObstacle.Refused
        : _entry is null || _isOfUnknownOrigin ? RetireObstacle.UnknownOrigin
        : _isOfSeveral ? RetireObstacle.SeveralAudits
        : _entry.Ledger.IsFiltered ? RetireObstacle.Filtered
        : !_entry.IsComplete || _entry.Ledger.EndedAt is not { } ended ? RetireObstacle.Incomplete
        : _received != _entry.EvaluationCount ? RetireObstacle.Partial
        : now - ended > MaxAge || now < _entry.Ledger.StartedAt ? RetireObstacle.Old
        : RetireObstacle.None;

    /// <summary>
    /// Whether the audit's policy is the rule's. For a rule without a policy, the audit must not have narrowed engines or types.
    /// </summary>
    private bool IsOfPolicy(IReadOnlyDictionary<string, string>? ruleParameters) => ruleParameters is null
        ? !_entry!.Ledger.Policy.ContainsKey(RuleParameters.Engines) && !_entry.Ledger.Policy.ContainsKey(RuleParameters.ResourceTypes)
        : RuleParameters.AreSame(ruleParameters, _entry!.Ledger.Policy);
}
