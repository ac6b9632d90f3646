namespace RedisCompliance.Config;

/// <summary>Why what the input lacks may not be taken for gone, nor the input for the whole account.</summary>
public enum RetireObstacle
{
    /// <summary>There is none: the input is one whole audit of the account and Region.</summary>
    None,

    /// <summary>
    /// Some or all of the input does not come from a live audit of this session: a copy, a file, an object made by
    /// hand.
    /// </summary>
    UnknownOrigin,

    /// <summary>The input comes from more than one audit.</summary>
    SeveralAudits,

    /// <summary>An evaluation was refused on its way, or contradicts another.</summary>
    Refused,

    /// <summary>The audit was filtered.</summary>
    Filtered,

    /// <summary>The audit did not see everything, or did not come to its end.</summary>
    Incomplete,

    /// <summary>Evaluations of the audit are missing from the input.</summary>
    Partial,

    /// <summary>The audit is of another account or Region.</summary>
    OtherTarget,

    /// <summary>The audit asked for something else than the rule.</summary>
    OtherPolicy,

    /// <summary>The audit ended too long ago.</summary>
    Old,
}

/// <summary>
/// Watches evaluations on their way to AWS Config and says whether they are one whole audit. It counts the evaluations
/// themselves: each knows the audit that made it, and the audit knows how many it made.
/// </summary>
public sealed class RetireProof
{
    /// <summary>How long after its end an audit still says what is gone. A resource may be back by then.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(15);

    private LedgerEntry? _entry;
    private bool _isOfUnknownOrigin;
    private bool _isOfSeveral;
    private bool _isRefused;
    private int _received;

    /// <summary>When the audit behind the input began, UTC; null where the input has no audit.</summary>
    public DateTime? StartedAt => _entry?.Ledger.StartedAt;

    /// <summary>Counts an evaluation that none before had the type and id of.</summary>
    /// <param name="evaluation">The evaluation; null for an object that is none of ours.</param>
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

    /// <summary>Counts an evaluation that does not reach AWS Config as it is.</summary>
    public void Refuse() => _isRefused = true;

    /// <summary>Takes an audit that made no evaluation for the one behind an empty input.</summary>
    /// <param name="ledger">The audit.</param>
    /// <param name="region">The Region that is written to.</param>
    internal void AddEmpty(AuditLedger ledger, string region)
    {
        LedgerEntry[] there = [.. ledger.Entries.Where(entry => string.Equals(entry.Region, region, StringComparison.OrdinalIgnoreCase))];
        _entry = there.Length == 1 ? there[0] : null;
    }

    /// <summary>Looks for what speaks against the input being one whole audit.</summary>
    /// <param name="accountId">The account that is written to.</param>
    /// <param name="region">The Region that is written to.</param>
    /// <param name="ruleParameters">What the rule asks; null where it has no policy of its own to be held against.</param>
    /// <param name="now">The moment, UTC.</param>
    /// <param name="cancellationToken">Ends the asking for the account.</param>
    /// <returns>The first obstacle.</returns>
    /// <exception cref="ServiceCallException">The account of the audit could not be told.</exception>
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

    /// <summary>What speaks against it as far as the input itself tells.</summary>
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
    /// Whether the audit asked what the rule asks; of a rule without a policy of its own, whether it asked of every
    /// resource.
    /// </summary>
    private bool IsOfPolicy(IReadOnlyDictionary<string, string>? ruleParameters) => ruleParameters is null
        ? !_entry!.Ledger.Policy.ContainsKey(RuleParameters.Engines) && !_entry.Ledger.Policy.ContainsKey(RuleParameters.ResourceTypes)
        : RuleParameters.AreSame(ruleParameters, _entry!.Ledger.Policy);
}
