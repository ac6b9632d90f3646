using System.Management.Automation;
using RedisCompliance.Aws;

namespace RedisCompliance.Commands;

/// <summary>
/// Deploys the CloudFormation Lambda Hook with everything that it needs: log group, roles, Lambda function and hook. Can be repeated
/// at any time: it does only what is missing.
/// </summary>
[Cmdlet(VerbsLifecycle.Install, "RedisAtRestHook", SupportsShouldProcess = true)]
[OutputType(typeof(HookPart))]
public sealed class InstallRedisAtRestHookCommand : HookDefinitionCmdlet
{
    /// <summary>Take over a hook, role or function with these names that was made by hand.</summary>
    [Parameter]
    public SwitchParameter Adopt { get; set; }

    /// <summary>Installs in each Region.</summary>
    protected override void ProcessRecord()
    {
        // Invalid parameters are rejected before any call to AWS.
        HookDefinition defaults = Defaults();
        HookDefinition asked = Define(defaults);
        if (Has(nameof(RoleName)) && Has(nameof(ExecutionRoleName)))
        {
            CheckRoles(asked);
        }

        ForEachRegion(region => InstallIn(region, defaults));
    }

    /// <summary>If both roles were one, every run would rewrite it for one purpose and then for the other.</summary>
    private void CheckRoles(HookDefinition definition)
    {
        if (string.Equals(definition.RoleName, definition.ExecutionRoleName, StringComparison.OrdinalIgnoreCase))
        {
            ThrowTerminatingError(ErrorRecords.Create(new ArgumentException(Messages.HookRolesAlike.With(definition.RoleName)),
                ErrorId.HookRolesAlike, ErrorCategory.InvalidArgument, definition.RoleName, Messages.AdviceHookRolesAlike));
        }
    }

    private void InstallIn(string? region, HookDefinition defaults)
    {
        HookDefinition definition = defaults;
        HookInstallation? installation = null;
        RuleChanges changes = new(this, "Installing the CloudFormation hook", force: false);
        try
        {
            using RuleServiceClients site = RuleSession.Open(this, region);
            InstalledHook installed = FindInstalled(site.Services);
            if (installed.Unread is { } unread)
            {
                // Existing parts would be taken for missing, and created again.
                throw unread;
            }

            definition = Define(installed.ToDefinition(defaults)).Keeping(Define(defaults));
            CheckRoles(definition);
            installation = new HookInstallation(
                site.Services, definition, new InstallationOptions { Adopt = Adopt, Waiting = changes.Wait });
            Wait(installation.ReadAsync(StopToken));
            if (installation.Obstacles().ToArray() is { Length: > 0 } obstacles)
            {
                Array.ForEach(obstacles, obstacle => WriteError(ErrorRecords.From(obstacle, definition, installation.Parts)));
                return;
            }

            Tell(installation, changes, changes.Apply(installation.Install()));
        }
        catch (ServiceCallException exception)
        {
            Report(exception, ErrorRecords.From(
                exception, changes.StoppedAt, installation?.Parts, definition.HookName, "Install-RedisAtRestHook"));
            Tell(installation, changes, isComplete: false);
        }
        catch (InstallationException exception)
        {
            WriteError(ErrorRecords.From(exception, definition, installation?.Parts));
            Tell(installation, changes, isComplete: false);
        }
    }

    private void Tell(HookInstallation? installation, RuleChanges changes, bool isComplete)
    {
        if (installation is null || changes.HasOnlyShown || (!isComplete && changes.StoppedAt is null))
        {
            return;
        }

        installation.Close(isComplete);
        WriteObject(installation.Parts, enumerateCollection: true);
    }
}
