using System.Management.Automation;
using RedisCompliance.Aws;

namespace RedisCompliance.Commands;

/// <summary>
/// Puts up the CloudFormation Lambda Hook with everything that it needs: log group, roles, Lambda function and hook. Can be repeated at
/// any time: it does what is missing and nothing else.
/// </summary>
[Cmdlet(VerbsLifecycle.Install, "RedisAtRestHook", SupportsShouldProcess = true)]
[OutputType(typeof(HookPart))]
public sealed class InstallRedisAtRestHookCommand : HookDefinitionCmdlet
{
    /// <summary>Take over a hook, role or function of these names that was made by hand.</summary>
    [Parameter]
    public SwitchParameter Adopt { get; set; }

    /// <summary>Installs in each Region.</summary>
    protected override void ProcessRecord()
    {
        // What cannot be is refused before AWS is asked anything.
        HookDefinition defaults = Defaults();
        HookDefinition asked = Define(defaults);
        if (Has(nameof(RoleName)) && Has(nameof(ExecutionRoleName)))
        {
            CheckRoles(asked);
        }

        ForEachRegion(region => InstallIn(region, defaults));
    }

    /// <summary>One role for both would be given to the one, and then to the other, at every run.</summary>
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
                // What is there already would be taken for missing, and put up once more.
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
