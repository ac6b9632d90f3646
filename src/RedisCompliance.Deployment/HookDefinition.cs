using System.Text.Json.Nodes;

namespace RedisCompliance.Deployment;

/// <summary>What a hook does when it finds a violation or fails. Strings, so that JSON shows them as words, too.</summary>
public static class HookFailureMode
{
    /// <summary>The operation continues with a warning.</summary>
    public const string Warn = "WARN";

    /// <summary>The operation stops.</summary>
    public const string Fail = "FAIL";
}

/// <summary>The desired hook: everything that Install accepts.</summary>
public sealed record HookDefinition : InstallationDefinition
{
    /// <summary>The key of the tag on everything that Install makes; its value is the hook's name.</summary>
    public const string TagKey = TagKeyPrefix + "Hook";

    /// <summary>The default name of the hook, which is its alias in CloudFormation's registry.</summary>
    public const string DefaultHookName = "RedisCompliance::AtRest::Hook";

    /// <summary>The default name of the function.</summary>
    public const string DefaultFunctionName = "redis-encrypted-at-rest-hook-function";

    /// <summary>The default name of the function's role.</summary>
    public const string DefaultRoleName = "redis-encrypted-at-rest-hook-role";

    /// <summary>The default name of the role that CloudFormation calls the function with.</summary>
    public const string DefaultExecutionRoleName = "redis-encrypted-at-rest-hook-execution-role";

    /// <summary>The function's entry point.</summary>
    public const string Handler = "RedisCompliance.Function::RedisCompliance.Function.HookHandler::HandleAsync";

    private const string DescriptionPrefix = "Evaluates for the CloudFormation hook ";

    /// <summary>A hook with the default names.</summary>
    public HookDefinition()
    {
        FunctionName = DefaultFunctionName;
        RoleName = DefaultRoleName;
        Timeout = 30;
    }

    /// <summary>The hook's name: its alias, of three parts.</summary>
    public string HookName { get; init; } = DefaultHookName;

    /// <summary>The name of the role that CloudFormation calls the function with.</summary>
    public string ExecutionRoleName { get; init; } = DefaultExecutionRoleName;

    /// <summary>The effect of a failure (<see cref="HookFailureMode"/>).</summary>
    public string FailureMode { get; init; } = HookFailureMode.Warn;

    /// <summary>The operations it is called for; by default those that show complete values: docs/hook.md.</summary>
    public IReadOnlyList<string> TargetOperations { get; init; } = ["RESOURCE", "CLOUD_CONTROL"];

    internal override string OwnerTagKey => TagKey;

    internal override string OwnerName => HookName;

    /// <summary>IAM does not allow colons in policy names.</summary>
    internal override string PolicyPrefix => HookName.Replace("::", "-") + ".";

    internal override string InstallCmdlet => "Install-RedisAtRestHook";

    internal override string OfOther => Messages.OfOtherHook;

    internal override string OtherTagKey => RuleDefinition.TagKey;

    internal override string OtherHandler => RuleDefinition.Handler;

    internal override string OfOtherKind => Messages.IsOfRule;

    internal override string RunsForOtherKind => Messages.RunsForRule;

    internal override string FunctionHandler => Handler;

    internal override string FunctionDescription => $"{DescriptionPrefix}{HookName}.";

    internal override string RoleDescription => $"Execution role of the function of the CloudFormation hook {HookName}.";

    /// <summary>A copy that records which settings were kept only because they are installed.</summary>
    /// <param name="unaware">The definition that the caller would get without knowing what is installed.</param>
    /// <returns>The definition.</returns>
    public HookDefinition Keeping(HookDefinition unaware)
    {
        (string Name, object Own, object Other)[] settings =
        [
            (nameof(MemorySize), MemorySize, unaware.MemorySize),
            (nameof(Architecture), Architecture, unaware.Architecture),
            (nameof(LogRetentionInDays), LogRetentionInDays, unaware.LogRetentionInDays),
            (nameof(InputParameters), InputParameters, unaware.InputParameters),
            (nameof(FailureMode), FailureMode, unaware.FailureMode),
            (nameof(TargetOperations), string.Join(", ", TargetOperations), string.Join(", ", unaware.TargetOperations)),
        ];
        return this with { Kept = settings.Where(setting => !setting.Own.Equals(setting.Other))
            .ToDictionary(setting => setting.Name, setting => $"{setting.Own}") };
    }

    /// <summary>The hook that a function's description names; null if it names none.</summary>
    internal static string? HookNameIn(string description) =>
        description.StartsWith(DescriptionPrefix, StringComparison.Ordinal) && description[description.Length - 1] == '.'
            ? description.Substring(DescriptionPrefix.Length, description.Length - DescriptionPrefix.Length - 1) : null;

    internal override InstallationPart ToPart(InstallationStep step) => new HookPart(step, HookName);

    internal override string FunctionPolicy(InstallationContext context) => PolicyDocuments.HookFunctionPolicy(this, context.Identity);

    internal override InstallationRecord ToRecord(string? roleId, bool ownsLogGroup) => base.ToRecord(roleId, ownsLogGroup) with
    {
        FailureMode = FailureMode, TargetOperations = TargetOperations, ExecutionRoleName = ExecutionRoleName,
    };

    /// <summary>
    /// The filters: the judged types, on creation and update. Stacks and change sets get no type names, because AWS does not document
    /// that these select by content.
    /// </summary>
    internal JsonObject TargetFilters()
    {
        JsonObject filters = new()
        {
            ["Actions"] = new JsonArray("CREATE", "UPDATE"), ["InvocationPoints"] = new JsonArray("PRE_PROVISION"),
        };
        if (TargetOperations.All(operation => operation is "RESOURCE" or "CLOUD_CONTROL"))
        {
            filters["TargetNames"] =
                new JsonArray(ResourceType.ReplicationGroup, ResourceType.CacheCluster, ResourceType.ServerlessCache);
        }

        return filters;
    }

    private protected override void AddEnvironment(Dictionary<string, string> environment) =>
        environment[FunctionEnvironment.HookParameters] = InputParameters;
}
