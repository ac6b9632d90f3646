namespace RedisCompliance.Deployment;

/// <summary>How a run of a rule ended.</summary>
public enum RuleEvaluationOutcome
{
    /// <summary>Its results are in.</summary>
    Succeeded,

    /// <summary>The function failed, or could not be invoked.</summary>
    Failed,

    /// <summary>It was not through when the time was up.</summary>
    TimedOut,
}

/// <summary>Runs of an installed rule.</summary>
/// <param name="rules">AWS Config.</param>
/// <param name="configRuleName">The rule.</param>
/// <param name="delay">Waits between two looks; null for the clock.</param>
public sealed class RuleRun(IConfigRules rules, string configRuleName, Func<TimeSpan, CancellationToken, Task>? delay = null)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(5);

    private readonly Func<TimeSpan, CancellationToken, Task> _delay = delay ?? Task.Delay;

    /// <summary>What was known when the run was asked for: AWS's own times, so that no clock is compared with another.</summary>
    private RuleEvaluationStatus _before = new();

    /// <summary>How the rule is now, or was when last looked at.</summary>
    public RuleEvaluationStatus Status { get; private set; } = new();

    /// <summary>Whether no run had ended at <see cref="BeginAsync"/>: then the one of a new rule is still under way.</summary>
    public bool IsFirst => _before is { LastSuccessfulEvaluationTime: null, LastFailedEvaluationTime: null,
        LastFailedInvocationTime: null };

    /// <summary>Notes how the rule is before a run.</summary>
    /// <param name="cancellationToken">Ends the looking.</param>
    /// <returns>Whether there is such a rule.</returns>
    /// <exception cref="ServiceCallException">It could not be looked at.</exception>
    public async Task<bool> BeginAsync(CancellationToken cancellationToken)
    {
        RuleEvaluationStatus? status = await rules.DescribeConfigRuleEvaluationStatusAsync(configRuleName, cancellationToken)
            .ConfigureAwait(false);
        Status = _before = status ?? new();
        return status is not null;
    }

    /// <summary>Looks until a run has ended that had not ended at <see cref="BeginAsync"/>.</summary>
    /// <param name="timeout">How long to look.</param>
    /// <param name="cancellationToken">Ends the looking.</param>
    /// <returns>How it ended; <see cref="Status"/> has the rest.</returns>
    /// <exception cref="ServiceCallException">It could not be looked at.</exception>
    public async Task<RuleEvaluationOutcome> WaitAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        for (TimeSpan waited = TimeSpan.Zero; ; waited += s_interval)
        {
            Status = await rules.DescribeConfigRuleEvaluationStatusAsync(configRuleName, cancellationToken).ConfigureAwait(false) ?? new();
            if (Status.LastSuccessfulEvaluationTime > (_before.LastSuccessfulEvaluationTime ?? DateTime.MinValue))
            {
                return RuleEvaluationOutcome.Succeeded;
            }

            if (Status.LastFailedEvaluationTime > (_before.LastFailedEvaluationTime ?? DateTime.MinValue)
                || Status.LastFailedInvocationTime > (_before.LastFailedInvocationTime ?? DateTime.MinValue))
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
}
