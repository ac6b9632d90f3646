namespace RedisCompliance.Deployment;

/// <summary>An installed hook, in one account and Region.</summary>
public sealed class AtRestHook
{
    /// <summary>The hook: its alias in CloudFormation's registry.</summary>
    public required string HookName { get; init => field = PlainText.Of(value); }

    /// <summary>The account.</summary>
    public required string AccountId { get; init; }

    /// <summary>The Region.</summary>
    public required string Region { get; init; }

    /// <summary>The function's name.</summary>
    public required string FunctionName { get; init => field = PlainText.Of(value); }

    /// <summary>The name of the function's role.</summary>
    public required string RoleName { get; init => field = PlainText.Of(value); }

    /// <summary>The name of the role that CloudFormation calls the function with.</summary>
    public required string ExecutionRoleName { get; init => field = PlainText.Of(value); }

    /// <summary>The version of the module that last installed it; null if unknown.</summary>
    public string? InstalledVersion { get; init => field = PlainText.Of(value); }

    /// <summary>The version of this module.</summary>
    public required string ModuleVersion { get; init; }

    /// <summary>
    /// The state, in one word (<see cref="RulePartState"/>). ManagedByStack: a CloudFormation stack owns a part. Unmanaged: a part
    /// belongs to someone else. Drifted: a part is not in its desired state. Unknown: a part could not be read, and none is known to
    /// differ. Missing: neither hook nor function exists. Otherwise Current.
    /// </summary>
    public string State =>
        Parts.Any(part => part.State == RulePartState.ManagedByStack) ? RulePartState.ManagedByStack
        : Parts.Any(part => part.State == RulePartState.Unmanaged) ? RulePartState.Unmanaged
        : Parts.Any(part => part.State == RulePartState.Drifted) ? RulePartState.Drifted
        : Parts.Any(part => part.State == RulePartState.Unknown) ? RulePartState.Unknown
        : Parts.All(part => part.State == RulePartState.Current) ? RulePartState.Current
        : Parts.Where(part => part.Part is "Function" or "Hook").All(part => part.State == RulePartState.Missing) ? RulePartState.Missing
        : RulePartState.Drifted;

    /// <summary>What could not be read and which permission is missing, one sentence each.</summary>
    public IReadOnlyList<string> StateReasons =>
    [
        .. Parts.Where(part => part.State == RulePartState.Unknown).SelectMany(part => part.Differences.Select(reason =>
            PlainText.OneLine(Messages.Sentence.With($"{part.Part} {part.Name}: {reason}")))),
    ];

    /// <summary>The hook's WARN or FAIL; null if there is no hook or its configuration cannot be read.</summary>
    public string? FailureMode { get; init => field = PlainText.Of(value); }

    /// <summary>The hook's ENABLED or DISABLED; null as above.</summary>
    public string? HookStatus { get; init => field = PlainText.Of(value); }

    /// <summary>The operations that CloudFormation calls the hook for.</summary>
    public IReadOnlyList<string> TargetOperations { get; init => field = [.. value.Select(one => PlainText.OneLine(one))]; } = [];

    /// <summary>The installed policy, as rule parameters in JSON.</summary>
    public string? InputParameters { get; init => field = PlainText.Of(value); }

    /// <summary>The parts, in installation order.</summary>
    public required IReadOnlyList<HookPart> Parts { get; init; }

    /// <summary>Hook, Region and state, for a log line.</summary>
    /// <returns>For example <c>RedisCompliance::AtRest::Hook in us-east-1: Current</c>.</returns>
    public override string ToString() => $"{HookName} in {Region}: {State}";
}
