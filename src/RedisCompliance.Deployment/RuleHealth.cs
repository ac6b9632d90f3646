using System.Globalization;

namespace RedisCompliance.Deployment;

/// <summary>How an installed rule is, in one word: the worst that is known. Words, so that they are words in JSON, too.</summary>
public static class AtRestRuleState
{
    /// <summary>There is neither rule nor function.</summary>
    public const string Missing = nameof(Missing);

    /// <summary>A part belongs to someone else.</summary>
    public const string Unmanaged = nameof(Unmanaged);

    /// <summary>The last run failed, or its results did not arrive.</summary>
    public const string Failed = nameof(Failed);

    /// <summary>No run has come to its end yet.</summary>
    public const string NeverRan = nameof(NeverRan);

    /// <summary>The last good run is older than the frequency allows.</summary>
    public const string Overdue = nameof(Overdue);

    /// <summary>A part is of a CloudFormation stack, which alone changes it.</summary>
    public const string ManagedByStack = nameof(ManagedByStack);

    /// <summary>AWS is still making or deleting a part in the accounts of an organization; nothing else differs.</summary>
    public const string Pending = nameof(Pending);

    /// <summary>A part is not as it is to be.</summary>
    public const string Drifted = nameof(Drifted);

    /// <summary>What would prove a good run could not be read.</summary>
    public const string Unknown = nameof(Unknown);

    /// <summary>Every part is as it is to be, and the last run was good and recent.</summary>
    public const string Current = nameof(Current);
}

/// <summary>What could be learned of a rule's runs. What could not be read has a failure instead.</summary>
public sealed record RunFacts
{
    /// <summary>The runs that the log tells of, the last one last.</summary>
    public IReadOnlyList<EndedRun> Runs { get; init; } = [];

    /// <summary>Why the log could not be read.</summary>
    public ServiceCallException? LogFailure { get; init; }

    /// <summary>When the newest result was recorded, UTC; null where there are none.</summary>
    public DateTime? NewestResult { get; init; }

    /// <summary>Why the results could not be read.</summary>
    public ServiceCallException? ResultsFailure { get; init; }

    /// <summary>What AWS Config says; it need not say anything.</summary>
    public RuleEvaluationStatus Hint { get; init; } = new();

    /// <summary>Whether the results are in other accounts, so that here is only the log.</summary>
    public bool IsOfOrganization { get; init; }
}

/// <summary>Whether a rule's runs do what they are for. A good run must be proven; of a failed one any word is enough.</summary>
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

    /// <summary>When the last good run ended, UTC; where the log does not tell, when results were last recorded.</summary>
    public DateTime? LastSuccessfulEvaluationTime { get; }

    /// <summary>When a run last failed, UTC.</summary>
    public DateTime? LastFailedEvaluationTime { get; }

    /// <summary>The kind of its error.</summary>
    public string? LastErrorCode { get; }

    /// <summary>Its error.</summary>
    public string? LastErrorMessage { get; }

    private bool HasFailed { get; }

    /// <summary>How old the last good run of a rule may be: its frequency, and a quarter of it or two hours.</summary>
    /// <param name="frequency">One of <see cref="MaximumExecutionFrequency"/>; a day where it is none.</param>
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

    /// <summary>Says how the runs are.</summary>
    /// <param name="facts">What is known of them.</param>
    /// <param name="frequency">How often the rule runs.</param>
    /// <param name="now">The time, UTC.</param>
    /// <returns>How they are.</returns>
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

    /// <summary>The last run of each account that the function ran for, where it failed.</summary>
    private static EndedRun[] Failing(RunFacts facts) => facts.IsOfOrganization
        ? [.. facts.Runs.GroupBy(run => run.AccountId ?? string.Empty).Select(runs => runs.Last()).Where(run => !run.IsGood)
            .OrderBy(run => run.Time)]
        : [.. facts.Runs.Skip(facts.Runs.Count - 1).Where(run => !run.IsGood)];

    /// <summary>The failure that AWS Config tells of, and whether no good run came after it.</summary>
    private static (DateTime? Time, bool IsNews) Hinted(RuleEvaluationStatus hint, DateTime? good)
    {
        DateTime? failed = hint.LastFailedInvocationTime > (hint.LastFailedEvaluationTime ?? DateTime.MinValue)
            ? hint.LastFailedInvocationTime : hint.LastFailedEvaluationTime;
        return (failed, failed > (good ?? DateTime.MinValue) && failed > (hint.LastSuccessfulEvaluationTime ?? DateTime.MinValue));
    }

    /// <summary>The permissions that are missing, or else what failed.</summary>
    internal static string Said(ServiceCallException failure) => failure.MissingActions.Count > 0
        ? string.Join(", ", failure.MissingActions) : failure.Message.TrimEnd('.', '。');

    private static string At(DateTime? time) => time?.ToString("u", CultureInfo.InvariantCulture) ?? Messages.NoReason;
}
