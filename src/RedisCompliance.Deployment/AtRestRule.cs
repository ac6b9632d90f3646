namespace RedisCompliance.Deployment;

/// <summary>An installed rule, in one account and Region: its parts, its last run, and its results.</summary>
public sealed class AtRestRule
{
    /// <summary>The rule.</summary>
    public required string RuleName { get; init => field = PlainText.Of(value); }

    /// <summary>The account.</summary>
    public required string AccountId { get; init; }

    /// <summary>The Region.</summary>
    public required string Region { get; init; }

    /// <summary>The function's name.</summary>
    public required string FunctionName { get; init => field = PlainText.Of(value); }

    /// <summary>The role's name.</summary>
    public required string RoleName { get; init => field = PlainText.Of(value); }

    /// <summary>The version of the module that installed it last; null where it is not known.</summary>
    public string? InstalledVersion { get; init => field = PlainText.Of(value); }

    /// <summary>The version of this module.</summary>
    public required string ModuleVersion { get; init; }

    /// <summary>Whether it is one of the whole organization.</summary>
    public bool Organization { get; init; }

    /// <summary>
    /// Whether the rule is healthy, in one word (<see cref="AtRestRuleState"/>): Missing where there is neither rule nor function,
    /// Unmanaged where a part belongs to someone else; Failed, NeverRan or Overdue by its runs; ManagedByStack where a part is of a
    /// CloudFormation stack, Drifted where one is not as it is to be, Pending where AWS is still at it and nothing else differs;
    /// Unknown where a good run is not proven; Current where nothing of all that is so.
    /// </summary>
    public string State => PartsState is AtRestRuleState.Missing or AtRestRuleState.Unmanaged ? PartsState : Health?.State switch
    {
        null or AtRestRuleState.Current => PartsState,
        AtRestRuleState.Unknown when PartsState != AtRestRuleState.Current => PartsState,
        // The first run comes when AWS is through.
        AtRestRuleState.NeverRan when PartsState == AtRestRuleState.Pending => PartsState,
        var runs => runs,
    };

    /// <summary>What the runs are said to be, beside the parts; one sentence each.</summary>
    public IReadOnlyList<string> StateReasons => [.. (Health?.Reasons ?? []).Select(reason => PlainText.OneLine(reason))];

    /// <summary>How its runs are; null where there is no rule.</summary>
    internal RuleHealth? Health { get; init; }

    private string PartsState =>
        Parts.Any(part => part.State == RulePartState.ManagedByStack) ? RulePartState.ManagedByStack
        : Parts.Any(part => part.State == RulePartState.Unmanaged) ? RulePartState.Unmanaged
        : Parts.All(part => part.State == RulePartState.Current) ? RulePartState.Current
        : Parts.All(part => part.State is RulePartState.Current or RulePartState.Pending) ? RulePartState.Pending
        : Parts.Where(part => part.Part is "Function" or "Rule").All(part => part.State == RulePartState.Missing) ? RulePartState.Missing
        : RulePartState.Drifted;

    /// <summary>The parts, in the order in which they are installed.</summary>
    public required IReadOnlyList<RulePart> Parts { get; init; }

    /// <summary>How often it runs; null where there is no rule.</summary>
    public string? MaximumExecutionFrequency { get; init => field = PlainText.Of(value); }

    /// <summary>The rule parameters as JSON; null where there is no rule.</summary>
    public string? InputParameters { get; init => field = PlainText.Of(value); }

    /// <summary>When a run last ended well, UTC; where the log does not tell, when results were last recorded.</summary>
    public DateTime? LastSuccessfulEvaluationTime => Health?.LastSuccessfulEvaluationTime;

    /// <summary>When a run last failed, UTC.</summary>
    public DateTime? LastFailedEvaluationTime => Health?.LastFailedEvaluationTime;

    /// <summary>The kind of error of the last failed run.</summary>
    public string? LastErrorCode => PlainText.Of(Health?.LastErrorCode);

    /// <summary>What the last failed run said.</summary>
    public string? LastErrorMessage => PlainText.OneLine(Health?.LastErrorMessage);

    /// <summary>How many resources are stored as COMPLIANT; null where AWS Config did not say.</summary>
    public int? CompliantCount { get; init; }

    /// <summary>How many resources are stored as NON_COMPLIANT; null where AWS Config did not say.</summary>
    public int? NonCompliantCount { get; init; }

    /// <summary>The member accounts of an organization rule; empty for a rule of one account.</summary>
    public IReadOnlyList<MemberAccountStatus> Members { get; init; } = [];

    /// <summary>How many members there are of each status, the most frequent first, for example <c>998 CREATE_SUCCESSFUL</c>.</summary>
    public IReadOnlyList<string> MemberCounts =>
        [.. Members.GroupBy(member => member.MemberAccountRuleStatus).OrderByDescending(members => members.Count())
            .ThenBy(members => members.Key, StringComparer.Ordinal).Select(members => $"{members.Count()} {members.Key}")];

    /// <summary>The members where the rule is neither as it was put nor on its way.</summary>
    public IReadOnlyList<MemberAccountStatus> FailedMembers =>
        [.. Members.Where(member => !member.IsDone && !member.IsInProgress)];

    /// <summary>Rule, Region and state, for a log line.</summary>
    /// <returns>For example <c>redis-check in us-east-1: Current</c>.</returns>
    public override string ToString() => $"{RuleName} in {Region}: {State}";
}
