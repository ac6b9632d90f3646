namespace RedisCompliance.Deployment;

/// <summary>The outcome of a rule's run. Strings, so that JSON shows them as words, too.</summary>
public static class RuleEvaluationOutcome
{
    /// <summary>It has not ended yet.</summary>
    public const string Running = nameof(Running);

    /// <summary>It succeeded, and its results have arrived.</summary>
    public const string Succeeded = nameof(Succeeded);

    /// <summary>The function failed, or could not be invoked.</summary>
    public const string Failed = nameof(Failed);
}

/// <summary>Follows a run of an installed rule by the traces it leaves.</summary>
/// <param name="rules">AWS Config, for its status hints.</param>
/// <param name="evidence">The traces that runs leave.</param>
/// <param name="configRuleName">The rule's name.</param>
public sealed class RuleRun(IConfigRules rules, RunEvidence evidence, string configRuleName)
{
    /// <summary>How far back the log is read if it has no run yet: its times come from another clock than this computer's.</summary>
    private static readonly TimeSpan s_logWindow = TimeSpan.FromDays(1);

    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(1);

    /// <summary>The state when the run was requested, in AWS's own times, so that two clocks are never compared.</summary>
    private RuleEvaluationStatus _before = new();
    private DateTime? _lastEnd;
    private DateTime? _lastRecorded;
    private DateTime? _arrived;

    /// <summary>The rule's status at the last look.</summary>
    public RuleEvaluationStatus Status { get; private set; } = new();

    /// <summary>Whether no run had left a trace at <see cref="BeginAsync"/>: then a new rule's first run is still in progress.</summary>
    public bool IsFirst => _lastEnd is null && _lastRecorded is null;

    /// <summary>Records the state before a run; the rule need not exist yet.</summary>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <returns>Nothing.</returns>
    /// <exception cref="ServiceCallException">A call failed.</exception>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        Status = _before = await HintAsync(cancellationToken).ConfigureAwait(false);
        _lastEnd = await evidence.ReadRunsAsync(DateTime.UtcNow - s_logWindow, cancellationToken).ConfigureAwait(false)
            is [.., var last] ? last.Time : null;
        _lastRecorded = await evidence.FindRecordedAsync(null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Checks whether a run has ended since <see cref="BeginAsync"/>.</summary>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <returns>One of <see cref="RuleEvaluationOutcome"/>; <see cref="Status"/> has the rest.</returns>
    /// <exception cref="ServiceCallException">A call failed.</exception>
    public async Task<string> LookAsync(CancellationToken cancellationToken)
    {
        RuleEvaluationStatus hint = await HintAsync(cancellationToken).ConfigureAwait(false);
        EndedRun? ended = await FindEndAsync(cancellationToken).ConfigureAwait(false);
        Status = ended is null ? hint : hint.With(ended);
        return ended is { IsGood: false }
            || IsNewer(hint.LastFailedEvaluationTime, _before.LastFailedEvaluationTime)
            || IsNewer(hint.LastFailedInvocationTime, _before.LastFailedInvocationTime) ? RuleEvaluationOutcome.Failed
            : await AreResultsInAsync(ended, cancellationToken).ConfigureAwait(false) ? RuleEvaluationOutcome.Succeeded
            : RuleEvaluationOutcome.Running;
    }

    private async Task<EndedRun?> FindEndAsync(CancellationToken cancellationToken)
    {
        DateTime since = _lastEnd + s_tick ?? DateTime.UtcNow - s_logWindow;
        IReadOnlyList<EndedRun> runs = await evidence.ReadRunsAsync(since, cancellationToken).ConfigureAwait(false);
        return runs is [.., var last] && IsNewer(last.Time, _lastEnd) ? last : null;
    }

    /// <summary>
    /// The log says when a run has ended. Without a log, results arrive while the run continues, and are complete once no more arrive.
    /// </summary>
    private async Task<bool> AreResultsInAsync(EndedRun? ended, CancellationToken cancellationToken)
    {
        if (ended is null && evidence.HasLog)
        {
            return false;
        }

        DateTime? recorded = await evidence.FindRecordedAsync(ended is null ? null : _lastRecorded ?? DateTime.MinValue, cancellationToken)
            .ConfigureAwait(false);
        if (!IsNewer(recorded, _lastRecorded))
        {
            return false;
        }

        if (ended is null && recorded != _arrived)
        {
            _arrived = recorded;
            return false;
        }

        Status = Status.With(ended ?? new EndedRun(recorded!.Value, null, null, null));
        return true;
    }

    private async Task<RuleEvaluationStatus> HintAsync(CancellationToken cancellationToken) =>
        await rules.DescribeConfigRuleEvaluationStatusAsync(configRuleName, cancellationToken).ConfigureAwait(false) ?? new();

    private static bool IsNewer(DateTime? now, DateTime? before) => now > (before ?? DateTime.MinValue);
}
