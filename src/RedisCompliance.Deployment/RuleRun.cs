namespace RedisCompliance.Deployment;

/// <summary>How a run of a rule is. Words, so that they are words in JSON, too.</summary>
public static class RuleEvaluationOutcome
{
    /// <summary>It has not come to its end yet.</summary>
    public const string Running = nameof(Running);

    /// <summary>It ended well, and its results are in.</summary>
    public const string Succeeded = nameof(Succeeded);

    /// <summary>The function failed, or could not be invoked.</summary>
    public const string Failed = nameof(Failed);
}

/// <summary>A run of an installed rule that is waited for, by what it leaves behind.</summary>
/// <param name="rules">AWS Config, for the hints that it gives.</param>
/// <param name="evidence">What runs leave behind.</param>
/// <param name="configRuleName">The rule.</param>
public sealed class RuleRun(IConfigRules rules, RunEvidence evidence, string configRuleName)
{
    /// <summary>How far the log is read back where it has no run yet: its times are of another clock than this computer's.</summary>
    private static readonly TimeSpan s_logWindow = TimeSpan.FromDays(1);

    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(1);

    /// <summary>What was known when the run was asked for: AWS's own times, so that no clock is compared with another.</summary>
    private RuleEvaluationStatus _before = new();
    private DateTime? _lastEnd;
    private DateTime? _lastRecorded;
    private DateTime? _arrived;

    /// <summary>How the rule is now, or was when last looked at.</summary>
    public RuleEvaluationStatus Status { get; private set; } = new();

    /// <summary>Whether no run had left anything at <see cref="BeginAsync"/>: then the one of a new rule is still under way.</summary>
    public bool IsFirst => _lastEnd is null && _lastRecorded is null;

    /// <summary>Notes how things are before a run; there need not be a rule yet.</summary>
    /// <param name="cancellationToken">Ends the looking.</param>
    /// <returns>Nothing.</returns>
    /// <exception cref="ServiceCallException">It could not be looked at.</exception>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        Status = _before = await HintAsync(cancellationToken).ConfigureAwait(false);
        _lastEnd = await evidence.ReadRunsAsync(DateTime.UtcNow - s_logWindow, cancellationToken).ConfigureAwait(false)
            is [.., var last] ? last.Time : null;
        _lastRecorded = await evidence.FindRecordedAsync(null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Looks whether a run has ended that had not ended at <see cref="BeginAsync"/>.</summary>
    /// <param name="cancellationToken">Ends the looking.</param>
    /// <returns>One of <see cref="RuleEvaluationOutcome"/>; <see cref="Status"/> has the rest.</returns>
    /// <exception cref="ServiceCallException">It could not be looked at.</exception>
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
    /// The log says when a run is through. Where there is none to read, results that come in while the run goes on are
    /// complete when no more of them come.
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
