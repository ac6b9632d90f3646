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
    /// Missing where there is neither rule nor function, Current where every part is as it is to be, Unmanaged where one
    /// belongs to someone else, ManagedByStack where one is of a CloudFormation stack, Pending where AWS is still at it and
    /// nothing else differs, Drifted for everything between.
    /// </summary>
    public string State =>
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

    /// <summary>When results last came in, UTC; null where none have, or where AWS Config did not say.</summary>
    public DateTime? LastSuccessfulEvaluationTime { get; init; }

    /// <summary>When a run last failed, UTC.</summary>
    public DateTime? LastFailedEvaluationTime { get; init; }

    /// <summary>The error of the last failed run.</summary>
    public string? LastErrorCode { get; init => field = PlainText.Of(value); }

    /// <summary>What the last failed run said.</summary>
    public string? LastErrorMessage { get; init => field = PlainText.OneLine(value); }

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
