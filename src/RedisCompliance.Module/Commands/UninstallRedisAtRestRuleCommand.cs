using System.Management.Automation;
using RedisCompliance.Aws;

namespace RedisCompliance.Commands;

/// <summary>
/// Removes what Install-RedisAtRestRule made, identified by its tags, and nothing else. The recorder stays: it belongs
/// to the account.
/// </summary>
[Cmdlet(VerbsLifecycle.Uninstall, "RedisAtRestRule", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(RulePart))]
public sealed class UninstallRedisAtRestRuleCommand : RuleCmdlet
{
    /// <summary>The name of the Lambda function.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidatePattern(FunctionNamePattern)]
    public string FunctionName { get; set; } = RuleDefinition.DefaultFunctionName;

    /// <summary>The name of the function's execution role.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidatePattern(RoleNamePattern)]
    public string RoleName { get; set; } = RuleDefinition.DefaultRoleName;

    /// <summary>The rule is an organization rule.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public SwitchParameter Organization { get; set; }

    /// <summary>Keep the role.</summary>
    [Parameter]
    public SwitchParameter KeepRole { get; set; }

    /// <summary>Keep the log group with its events.</summary>
    [Parameter]
    public SwitchParameter KeepLogs { get; set; }

    /// <summary>Do not ask for confirmation.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Wait until AWS Config has deleted the rule with its results.</summary>
    [Parameter]
    public new SwitchParameter Wait { get; set; }

    /// <summary>How long to wait for the deletion, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 86_400)]
    public int TimeoutSec { get; set; } = 900;

    /// <summary>Uninstalls in each Region.</summary>
    protected override void ProcessRecord() => ForEachRegion(UninstallIn);

    private void UninstallIn(string? region)
    {
        RuleDefinition definition = new()
        {
            RuleName = RuleName,
            Organization = Organization ? new OrganizationScope(RuleDefinition.DefaultExecutionRoleName, []) : null,
            Package = new FunctionPackage(default, string.Empty),
        };
        RuleInstallation? installation = null;
        RuleChanges changes = new(this, Messages.ProgressUninstalling, Force);
        bool isComplete = false;
        try
        {
            using RuleServiceClients site = RuleSession.Open(this, region);
            definition = FindParts(site.Services, definition);
            installation = new RuleInstallation(
                site.Services, definition,
                new InstallationOptions
                {
                    Recorder = null, IsRemoval = true, KeepRole = KeepRole, KeepLogs = KeepLogs, Waiting = changes.Wait,
                });
            base.Wait(installation.ReadAsync(StopToken));
            if (installation.ScopeObstacle is { } obstacle)
            {
                WriteError(ErrorRecords.From(obstacle, definition, installation.Parts));
                return;
            }

            isComplete = changes.Apply(installation.Uninstall());
            if (Wait && isComplete && !changes.HasOnlyShown && !installation.HasRule)
            {
                RuleRunWaiter.AwaitRemoval(this, site.Services, RuleName, Organization, TimeoutSec);
            }
        }
        catch (ServiceCallException exception)
        {
            Report(exception, ErrorRecords.From(exception, changes.StoppedAt, installation?.Parts, RuleName, "Uninstall-RedisAtRestRule"));
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

    /// <summary>Unless the user names them, the function is the one that the rule calls, and the role is the function's.</summary>
    private RuleDefinition FindParts(RuleServices services, RuleDefinition definition)
    {
        string? functionName = MyInvocation.BoundParameters.ContainsKey(nameof(FunctionName)) ? FunctionName : null;
        InstalledRule installed = base.Wait(
            new ValueTask<InstalledRule>(InstalledRule.FindAsync(services, RuleName, functionName, Organization, StopToken)));
        RuleDefinition found = installed.ToDefinition(definition);
        return definition with
        {
            FunctionName = found.FunctionName,
            RoleName = MyInvocation.BoundParameters.ContainsKey(nameof(RoleName)) ? RoleName : found.RoleName,
            RoleArn = found.RoleArn,
        };
    }
}
