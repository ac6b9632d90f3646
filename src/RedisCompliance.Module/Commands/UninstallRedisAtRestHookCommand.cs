using System.Management.Automation;
using RedisCompliance.Aws;

namespace RedisCompliance.Commands;

/// <summary>Removes what Install-RedisAtRestHook made, identified by its tags, and nothing else. The hook goes first.</summary>
[Cmdlet(VerbsLifecycle.Uninstall, "RedisAtRestHook", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(HookPart))]
public sealed class UninstallRedisAtRestHookCommand : InstallationCmdlet
{
    /// <summary>The name of the hook.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidatePattern(HookDefinitionCmdlet.HookNamePattern)]
    public string HookName { get; set; } = HookDefinition.DefaultHookName;

    /// <summary>The name of the Lambda function.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidatePattern(FunctionNamePattern)]
    public string FunctionName { get; set; } = HookDefinition.DefaultFunctionName;

    /// <summary>The name of the function's role.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidatePattern(RoleNamePattern)]
    public string RoleName { get; set; } = HookDefinition.DefaultRoleName;

    /// <summary>The name of the role with which CloudFormation calls the function.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidatePattern(RoleNamePattern)]
    public string ExecutionRoleName { get; set; } = HookDefinition.DefaultExecutionRoleName;

    /// <summary>Keep the log group with its events.</summary>
    [Parameter]
    public SwitchParameter KeepLogs { get; set; }

    /// <summary>Do not ask for confirmation.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Uninstalls in each Region.</summary>
    protected override void ProcessRecord() => ForEachRegion(UninstallIn);

    private void UninstallIn(string? region)
    {
        HookDefinition definition = new() { HookName = HookName, Package = new FunctionPackage(default, string.Empty) };
        HookInstallation? installation = null;
        RuleChanges changes = new(this, "Uninstalling the CloudFormation hook", Force);
        bool isComplete = false;
        try
        {
            using RuleServiceClients site = RuleSession.Open(this, region);
            InstalledHook installed = Wait(new ValueTask<InstalledHook>(InstalledHook.FindAsync(
                site.Services, HookName, Has(nameof(FunctionName)) ? FunctionName : null, StopToken)));
            definition = installed.ToDefinition(definition);
            definition = definition with
            {
                RoleName = Given(nameof(RoleName), RoleName, definition.RoleName),
                ExecutionRoleName = Given(nameof(ExecutionRoleName), ExecutionRoleName, definition.ExecutionRoleName),
            };
            installation = new HookInstallation(site.Services, definition,
                new InstallationOptions { IsRemoval = true, KeepLogs = KeepLogs, Waiting = changes.Wait });
            Wait(installation.ReadWhatCanBeReadAsync(installed.Unread, StopToken));
            isComplete = changes.Apply(installation.Uninstall());
            foreach ((ServiceCallException failure, IReadOnlyList<HookPart> parts) in installation.Unread)
            {
                WriteError(ErrorRecords.FromLeaving(failure, parts, HookName));
            }
        }
        catch (ServiceCallException exception)
        {
            Report(exception, ErrorRecords.From(
                exception, changes.StoppedAt, installation?.Parts, HookName, "Uninstall-RedisAtRestHook"));
        }
        catch (InstallationException exception)
        {
            WriteError(ErrorRecords.From(exception, definition, installation?.Parts));
        }

        if (installation is not null && !changes.HasOnlyShown && (isComplete || changes.StoppedAt is not null))
        {
            installation.Close(isComplete);
            WriteObject(installation.Parts, enumerateCollection: true);
        }
    }
}
