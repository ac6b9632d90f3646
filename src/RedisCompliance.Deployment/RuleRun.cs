namespace RedisCompliance.Deployment;

/// <summary>How a run of a rule ended.</summary>
public static class RuleEvaluationOutcome
{
    /// <summary>Its results are in.</summary>
    public const string Succeeded = nameof(Succeeded);

    /// <summary>The function failed, or could not be invoked.</summary>
    public const string Failed = nameof(Failed);

    /// <summary>It was not through when the time was up.</summary>
    public const string TimedOut = nameof(TimedOut);
}

/// <summary>A run of an installed rule that is waited for, by what it leaves behind.</summary>
/// <param name="rules">AWS Config, for the hints that it gives.</param>
/// <param name="evidence">What runs leave behind.</param>
/// <param name="configRuleName">The rule.</param>
/// <param name="delay">Waits between two looks; null for the clock.</param>
public sealed class RuleRun(IConfigRules rules, RunEvidence evidence, string configRuleName, Func<TimeSpan, CancellationToken, Task>? delay = null)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(5);

    /// <summary>How far the log is read back: its times are of another clock than this computer's.</summary>
    private static readonly TimeSpan s_logWindow = TimeSpan.FromDays(1);

    private readonly Func<TimeSpan, CancellationToken, Task> _delay = delay ?? Task.Delay;
    private readonly DateTime _logStart = DateTime.UtcNow - s_logWindow;

    /// <summary>What was known when the run was asked for: AWS's own times, so that no clock is compared with another.</summary>
    private RuleEvaluationStatus _before = new();
    private DateTime? _lastEnd;
    private DateTime? _lastRecorded;

    /// <summary>How the rule is now, or was when last looked at.</summary>
    public RuleEvaluationStatus Status { get; private set; } = new();

    /// <summary>Whether no run had left anything at <see cref="BeginAsync"/>: then the one of a new rule is still under way.</summary>
    public bool IsFirst => _lastEnd is null && _lastRecorded is null;

    /// <summary>Notes how the rule is before a run.</summary>
    /// <param name="cancellationToken">Ends the looking.</param>
    /// <returns>Whether there is such a rule.</returns>
    /// <exception cref="ServiceCallException">It could not be looked at.</exception>
    public async Task<bool> BeginAsync(CancellationToken cancellationToken)
    {
        RuleEvaluationStatus? status = await rules.DescribeConfigRuleEvaluationStatusAsync(configRuleName, cancellationToken).ConfigureAwait(false);
        Status = _before = status ?? new();
        _lastEnd = (await evidence.FindLastAsync(_logStart, cancellationToken).ConfigureAwait(false))?.Time;
        _lastRecorded = await evidence.FindRecordedAsync(cancellationToken).ConfigureAwait(false);
        return status is not null;
    }

    /// <summary>Looks until a run has ended that had not ended at <see cref="BeginAsync"/>.</summary>
    /// <param name="timeout">How long to look.</param>
    /// <param name="cancellationToken">Ends the looking.</param>
    /// <returns>How it ended; <see cref="Status"/> has the rest.</returns>
    /// <exception cref="ServiceCallException">It could not be looked at.</exception>
    public async Task<string> WaitAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        DateTime? arrived = null;
        for (TimeSpan waited = TimeSpan.Zero; ; waited += s_interval)
        {
            RuleEvaluationStatus hint = await rules.DescribeConfigRuleEvaluationStatusAsync(configRuleName, cancellationToken).ConfigureAwait(false) ?? new();
            EndedRun? ended = await evidence.FindLastAsync(_logStart, cancellationToken).ConfigureAwait(false);
            if (ended is not null && ended.Time > (_lastEnd ?? DateTime.MinValue))
            {
                Status = hint.With(ended);
                return ended.Error is null ? RuleEvaluationOutcome.Succeeded : RuleEvaluationOutcome.Failed;
            }

            DateTime? recorded = await evidence.FindRecordedAsync(cancellationToken).ConfigureAwait(false);
            if (recorded > (_lastRecorded ?? DateTime.MinValue))
            {
                // Results come in while the run goes on. Where no log tells of its end, it has ended when no more of them come.
                if (recorded == arrived)
                {
                    Status = hint.With(new EndedRun(recorded.Value, null));
                    return RuleEvaluationOutcome.Succeeded;
                }

                arrived = recorded;
            }

            Status = hint;
            if (IsNewer(hint.LastFailedEvaluationTime, _before.LastFailedEvaluationTime) || IsNewer(hint.LastFailedInvocationTime, _before.LastFailedInvocationTime))
            {
                return RuleEvaluationOutcome.Failed;
            }

            if (waited >= timeout)
            {
                return RuleEvaluationOutcome.TimedOut;
            }

            await _delay(s_interval, cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool IsNewer(DateTime? now, DateTime? before) => now > (before ?? DateTime.MinValue);
}
