using System.Globalization;

namespace RedisCompliance.Deployment;

/// <summary>
/// The state of an installed rule, in one word: the worst that is known. Strings, so that JSON shows them as words, too.
/// </summary>
public static class AtRestRuleState
{
    /// <summary>Neither rule nor function exists.</summary>
    public const string Missing = nameof(Missing);

    /// <summary>A part belongs to someone else.</summary>
    public const string Unmanaged = nameof(Unmanaged);

    /// <summary>The last run failed, or its results did not arrive.</summary>
    public const string Failed = nameof(Failed);

    /// <summary>No run has ended yet.</summary>
    public const string NeverRan = nameof(NeverRan);

    /// <summary>The last successful run is older than the frequency allows.</summary>
    public const string Overdue = nameof(Overdue);

    /// <summary>A part belongs to a CloudFormation stack, which alone may change it.</summary>
    public const string ManagedByStack = nameof(ManagedByStack);

    /// <summary>AWS is still creating or deleting a part in an organization's accounts; nothing else differs.</summary>
    public const string Pending = nameof(Pending);

    /// <summary>A part is not in its desired state.</summary>
    public const string Drifted = nameof(Drifted);

    /// <summary>The evidence of a successful run could not be read.</summary>
    public const string Unknown = nameof(Unknown);

    /// <summary>Every part is in its desired state, and the last run was successful and recent.</summary>
    public const string Current = nameof(Current);
}

/// <summary>What is known of a rule's runs. Where a source could not be read, its failure is set.</summary>
public sealed record RunFacts
{
    /// <summary>The runs in the log, the most recent last.</summary>
    public IReadOnlyList<EndedRun> Runs { get; init; } = [];

    /// <summary>Why the log could not be read.</summary>
    public ServiceCallException? LogFailure { get; init; }

    /// <summary>When the newest result was recorded, UTC; null if there are none.</summary>
    public DateTime? NewestResult { get; init; }

    /// <summary>Why the results could not be read.</summary>
    public ServiceCallException? ResultsFailure { get; init; }

    /// <summary>AWS Config's own status, which may be empty.</summary>
    public RuleEvaluationStatus Hint { get; init; } = new();

    /// <summary>Whether the results are in other accounts, so that only the log is available here.</summary>
    public bool IsOfOrganization { get; init; }
}

/// <summary>The health of a rule's runs. A successful run must be proven; any sign of a failed one is enough.</summary>
public sealed class RuleHealth
{
    private static readonly TimeSpan s_leastSlack = TimeSpan.FromHours(2);

    private readonly List<string> _reasons = [];

    private RuleHealth(RunFacts facts)
    {
        EndedRun[] failing = Failing(facts);
        EndedRun? good = facts.Runs.LastOrDefault(run => run.IsGood);
        EndedRun? bad = failing.LastOrDefault() ?? facts.Runs.LastOrDefault(run => !run.IsGood);
        (DateTime? hinted, bool isNews) = Hinted(facts.Hint, good?.Time);
        LastSuccessfulEvaluationTime = good?.Time ?? facts.NewestResult ?? facts.Hint.LastSuccessfulEvaluationTime;
        bool isHint = hinted > (bad?.Time ?? DateTime.MinValue);
        LastFailedEvaluationTime = isHint ? hinted : bad?.Time;
        LastErrorCode = isHint ? facts.Hint.LastErrorCode : bad?.ErrorCode;
        LastErrorMessage = isHint ? facts.Hint.LastErrorMessage : bad?.Error;
        HasFailed = failing.Length > 0 || isNews;
    }

    /// <summary>One of <see cref="AtRestRuleState"/>: Failed, NeverRan, Overdue, Unknown or Current.</summary>
    public string State { get; private set; } = AtRestRuleState.Unknown;

    /// <summary>Why it is not Current, one sentence each.</summary>
    public IReadOnlyList<string> Reasons => _reasons;

    /// <summary>When the last successful run ended, UTC; if the log does not say, when results were last recorded.</summary>
    public DateTime? LastSuccessfulEvaluationTime { get; }

    /// <summary>When a run last failed, UTC.</summary>
    public DateTime? LastFailedEvaluationTime { get; }

    /// <summary>The kind of error of the last failed run.</summary>
    public string? LastErrorCode { get; }

    /// <summary>The error of the last failed run.</summary>
    public string? LastErrorMessage { get; }

    private bool HasFailed { get; }

    /// <summary>
    /// The allowed age of a rule's last successful run: its frequency plus a quarter of it, or two hours if that is more.
    /// </summary>
    /// <param name="frequency">One of <see cref="MaximumExecutionFrequency"/>; any other value counts as a day.</param>
    /// <returns>The age.</returns>
    public static TimeSpan AllowedAge(string? frequency)
    {
        TimeSpan period = TimeSpan.FromHours(frequency switch
        {
            MaximumExecutionFrequency.OneHour => 1,
            MaximumExecutionFrequency.ThreeHours => 3,
            MaximumExecutionFrequency.SixHours => 6,
            MaximumExecutionFrequency.TwelveHours => 12,
            _ => 24,
        });
        TimeSpan quarter = TimeSpan.FromTicks(period.Ticks / 4);
        return TimeSpan.FromHours(Math.Ceiling((period + (quarter > s_leastSlack ? quarter : s_leastSlack)).TotalHours));
    }

    /// <summary>Assesses the runs.</summary>
    /// <param name="facts">What is known of the runs.</param>
    /// <param name="frequency">How often the rule runs.</param>
    /// <param name="now">The time, UTC.</param>
    /// <returns>The health.</returns>
    public static RuleHealth Assess(RunFacts facts, string? frequency, DateTime now)
    {
        RuleHealth health = new(facts);
        health.State = health.Judge(facts, now - AllowedAge(frequency));
        return health;
    }

    private string Judge(RunFacts facts, DateTime oldest)
    {
        DateTime? good = facts.Runs.LastOrDefault(run => run.IsGood)?.Time;
        DateTime? results = facts.IsOfOrganization ? good : facts.NewestResult;
        if (HasFailed)
        {
            _reasons.Add(Messages.HealthFailed.With(At(LastFailedEvaluationTime), LastErrorMessage ?? LastErrorCode ?? Messages.NoReason));
        }

        if (facts.LogFailure is { } noLog)
        {
            _reasons.Add(Messages.HealthLogUnread.With(Said(noLog)));
        }

        if (facts.ResultsFailure is { } noResults)
        {
            _reasons.Add(Messages.HealthResultsUnread.With(Said(noResults)));
        }

        if (HasFailed)
        {
            return AtRestRuleState.Failed;
        }

        bool isLogRead = facts.LogFailure is null;
        bool areResultsRead = facts.ResultsFailure is null;
        if (good is null && results is null && isLogRead && areResultsRead)
        {
            _reasons.Add(Messages.HealthNeverRan);
            return AtRestRuleState.NeverRan;
        }

        if (good < oldest || results < oldest)
        {
            _reasons.Add(Messages.HealthOverdue.With(At(good < results ? good : results ?? good), At(oldest)));
            return AtRestRuleState.Overdue;
        }

        if (good is not null && results is null && areResultsRead)
        {
            _reasons.Add(Messages.HealthNoResults.With(At(good)));
            return AtRestRuleState.Failed;
        }

        if (good is null && results is not null && isLogRead)
        {
            _reasons.Add(Messages.HealthNoRunInLog.With(At(results)));
        }

        return good is null || results is null ? AtRestRuleState.Unknown : AtRestRuleState.Current;
    }

    /// <summary>The last run for each account, if it failed.</summary>
    private static EndedRun[] Failing(RunFacts facts) => facts.IsOfOrganization
        ? [.. facts.Runs.GroupBy(run => run.AccountId ?? string.Empty).Select(runs => runs.Last()).Where(run => !run.IsGood)
            .OrderBy(run => run.Time)]
        : [.. facts.Runs.Skip(facts.Runs.Count - 1).Where(run => !run.IsGood)];

    /// <summary>The failure that AWS Config reports, and whether no successful run followed it.</summary>
    private static (DateTime? Time, bool IsNews) Hinted(RuleEvaluationStatus hint, DateTime? good)
    {
        DateTime? failed = hint.LastFailedInvocationTime > (hint.LastFailedEvaluationTime ?? DateTime.MinValue)
            ? hint.LastFailedInvocationTime : hint.LastFailedEvaluationTime;
        return (failed, failed > (good ?? DateTime.MinValue) && failed > (hint.LastSuccessfulEvaluationTime ?? DateTime.MinValue));
    }

    /// <summary>The missing permissions, or else the failure's message.</summary>
    internal static string Said(ServiceCallException failure) => failure.MissingActions.Count > 0
        ? string.Join(", ", failure.MissingActions) : failure.Message.TrimEnd('.', '。');

    private static string At(DateTime? time) => time?.ToString("u", CultureInfo.InvariantCulture) ?? Messages.NoReason;
}
