namespace RedisCompliance.Deployment;

/// <summary>An installed rule, in one account and Region: its parts, its last run, and its results.</summary>
public sealed class AtRestRule
{
    /// <summary>The rule's name.</summary>
    public required string RuleName { get; init => field = PlainText.Of(value); }

    /// <summary>The account.</summary>
    public required string AccountId { get; init; }

    /// <summary>The Region.</summary>
    public required string Region { get; init; }

    /// <summary>The function's name.</summary>
    public required string FunctionName { get; init => field = PlainText.Of(value); }

    /// <summary>The role's name.</summary>
    public required string RoleName { get; init => field = PlainText.Of(value); }

    /// <summary>The version of the module that last installed it; null if unknown.</summary>
    public string? InstalledVersion { get; init => field = PlainText.Of(value); }

    /// <summary>The version of this module.</summary>
    public required string ModuleVersion { get; init; }

    /// <summary>Whether it is an organization rule.</summary>
    public bool Organization { get; init; }

    /// <summary>
    /// The rule's health, in one word (<see cref="AtRestRuleState"/>). Missing: neither rule nor function exists. Unmanaged: a part
    /// belongs to someone else. Failed, NeverRan or Overdue: from its runs. ManagedByStack: a CloudFormation stack owns a part. Drifted:
    /// a part is not in its desired state. Pending: AWS is still working and nothing else differs. Unknown: no successful run is proven.
    /// Otherwise Current.
    /// </summary>
    public string State => PartsState is AtRestRuleState.Missing or AtRestRuleState.Unmanaged ? PartsState : Health?.State switch
    {
        null or AtRestRuleState.Current => PartsState,
        AtRestRuleState.Unknown when PartsState != AtRestRuleState.Current => PartsState,
        // The first run starts when AWS has finished.
        AtRestRuleState.NeverRan when PartsState == AtRestRuleState.Pending => PartsState,
        var runs => runs,
    };

    /// <summary>Reasons for the state that come from the runs rather than the parts, one sentence each.</summary>
    public IReadOnlyList<string> StateReasons => [.. (Health?.Reasons ?? []).Select(reason => PlainText.OneLine(reason))];

    /// <summary>The health of its runs; null if there is no rule.</summary>
    internal RuleHealth? Health { get; init; }

    private string PartsState =>
        Parts.Any(part => part.State == RulePartState.ManagedByStack) ? RulePartState.ManagedByStack
        : Parts.Any(part => part.State == RulePartState.Unmanaged) ? RulePartState.Unmanaged
        : Parts.All(part => part.State == RulePartState.Current) ? RulePartState.Current
        : Parts.All(part => part.State is RulePartState.Current or RulePartState.Pending) ? RulePartState.Pending
        : Parts.Where(part => part.Part is "Function" or "Rule").All(part => part.State == RulePartState.Missing) ? RulePartState.Missing
        : RulePartState.Drifted;

    /// <summary>The parts, in installation order.</summary>
    public required IReadOnlyList<RulePart> Parts { get; init; }

    /// <summary>How often it runs; null if there is no rule.</summary>
    public string? MaximumExecutionFrequency { get; init => field = PlainText.Of(value); }

    /// <summary>The rule parameters as JSON; null if there is no rule.</summary>
    public string? InputParameters { get; init => field = PlainText.Of(value); }

    /// <summary>When a run last succeeded, UTC; if the log does not say, when results were last recorded.</summary>
    public DateTime? LastSuccessfulEvaluationTime => Health?.LastSuccessfulEvaluationTime;

    /// <summary>When a run last failed, UTC.</summary>
    public DateTime? LastFailedEvaluationTime => Health?.LastFailedEvaluationTime;

    /// <summary>The kind of error of the last failed run.</summary>
    public string? LastErrorCode => PlainText.Of(Health?.LastErrorCode);

    /// <summary>The last failed run's error message.</summary>
    public string? LastErrorMessage => PlainText.OneLine(Health?.LastErrorMessage);

    /// <summary>The number of resources stored as COMPLIANT; null if AWS Config did not report it.</summary>
    public int? CompliantCount { get; init; }

    /// <summary>The number of resources stored as NON_COMPLIANT; null if AWS Config did not report it.</summary>
    public int? NonCompliantCount { get; init; }

    /// <summary>The member accounts of an organization rule; empty for a rule of one account.</summary>
    public IReadOnlyList<MemberAccountStatus> Members { get; init; } = [];

    /// <summary>The number of members per status, largest first, for example <c>998 CREATE_SUCCESSFUL</c>.</summary>
    public IReadOnlyList<string> MemberCounts =>
        [.. Members.GroupBy(member => member.MemberAccountRuleStatus).OrderByDescending(members => members.Count())
            .ThenBy(members => members.Key, StringComparer.Ordinal).Select(members => $"{members.Count()} {members.Key}")];

    /// <summary>The members whose rule is neither deployed nor in progress.</summary>
    public IReadOnlyList<MemberAccountStatus> FailedMembers =>
        [.. Members.Where(member => !member.IsDone && !member.IsInProgress)];

    /// <summary>Rule, Region and state, for a log line.</summary>
    /// <returns>For example <c>redis-check in us-east-1: Current</c>.</returns>
    public override string ToString() => $"{RuleName} in {Region}: {State}";
}
