using System.Management.Automation;

namespace RedisCompliance.Commands;

/// <summary>
/// The parameters that define an installed hook. Install makes the hook so, and Get compares it with them: with the same parameters,
/// both mean the same hook.
/// </summary>
public abstract class HookDefinitionCmdlet : InstallationDefinitionCmdlet
{
    /// <summary>A valid alias for CloudFormation, which reserves some names.</summary>
    internal const string HookNamePattern =
        @"^(?!(AWS|AMZN|Amazon|Alexa|ASK|Custom|Dev)::)[A-Za-z0-9]{2,64}::[A-Za-z0-9]{2,64}::[A-Za-z0-9]{2,64}\z";

    /// <summary>The name of the hook: its three-part alias in CloudFormation's registry.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidatePattern(HookNamePattern)]
    public string HookName { get; set; } = HookDefinition.DefaultHookName;

    /// <summary>The name of the Lambda function.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidatePattern(FunctionNamePattern)]
    public string FunctionName { get; set; } = HookDefinition.DefaultFunctionName;

    /// <summary>The name of the function's role, which is shared by all Regions.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidatePattern(RoleNamePattern)]
    public string RoleName { get; set; } = HookDefinition.DefaultRoleName;

    /// <summary>The name of the role with which CloudFormation calls the function; shared by all Regions.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidatePattern(RoleNamePattern)]
    public string ExecutionRoleName { get; set; } = HookDefinition.DefaultExecutionRoleName;

    /// <summary>What a failure does: WARN warns, FAIL stops the operation.</summary>
    [Parameter]
    [ValidateSet(HookFailureMode.Warn, HookFailureMode.Fail)]
    public string FailureMode { get; set; } = HookFailureMode.Warn;

    /// <summary>The operations that call the hook.</summary>
    [Parameter]
    [ValidateSet("RESOURCE", "CLOUD_CONTROL", "STACK", "CHANGE_SET")]
    public string[] TargetOperation { get; set; } = ["RESOURCE", "CLOUD_CONTROL"];

    /// <summary>The defaults, under the given name.</summary>
    private protected HookDefinition Defaults() => new()
    {
        HookName = HookName, Package = StagedFunction.Load(), Version = StagedFunction.ModuleVersion,
    };

    /// <summary>Defines the hook: the given parameters, over known values.</summary>
    /// <param name="known">The installed hook, or <see cref="Defaults"/>.</param>
    private protected HookDefinition Define(HookDefinition known) => known with
    {
        HookName = HookName,
        FunctionName = Given(nameof(FunctionName), FunctionName, known.FunctionName),
        RoleName = Given(nameof(RoleName), RoleName, known.RoleName),
        ExecutionRoleName = Given(nameof(ExecutionRoleName), ExecutionRoleName, known.ExecutionRoleName),
        FailureMode = Given(nameof(FailureMode), FailureMode.ToUpperInvariant(), known.FailureMode),
        TargetOperations = Given(nameof(TargetOperation),
            [.. TargetOperation.Select(operation => operation.ToUpperInvariant()).Distinct()], known.TargetOperations),
        Policy = DefinePolicy(known.Policy),
        MemorySize = Given(nameof(MemorySize), MemorySize, known.MemorySize),
        Architecture = Given(nameof(Architecture), Architecture, known.Architecture),
        LogRetentionInDays = Given(nameof(LogRetentionInDays), LogRetentionInDays, known.LogRetentionInDays),
        Tags = DefineTags(known.Tags),
    };

    /// <summary>Finds the hook installed under this name in a Region.</summary>
    private protected InstalledHook FindInstalled(RuleServices services) => Wait(new ValueTask<InstalledHook>(InstalledHook.FindAsync(
        services, HookName, Has(nameof(FunctionName)) ? FunctionName : null, StopToken)));
}
