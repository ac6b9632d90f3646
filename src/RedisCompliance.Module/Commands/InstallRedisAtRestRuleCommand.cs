using System.Management.Automation;
using RedisCompliance.Aws;

namespace RedisCompliance.Commands;

/// <summary>
/// Deploys the AWS Config rule with everything that it needs: recorder, log group, role, Lambda function, permission, rule
/// and first evaluation. Can be repeated at any time: it does only what is missing.
/// </summary>
[Cmdlet(VerbsLifecycle.Install, "RedisAtRestRule", SupportsShouldProcess = true)]
[OutputType(typeof(RulePart))]
public sealed class InstallRedisAtRestRuleCommand : RuleDefinitionCmdlet
{
    /// <summary>Do not check the recorder.</summary>
    [Parameter]
    public SwitchParameter SkipRecorderCheck { get; set; }

    /// <summary>Start the recorder if it is stopped; with -DeliveryBucketName, create one if there is none.</summary>
    [Parameter]
    public SwitchParameter EnableRecorder { get; set; }

    /// <summary>The S3 bucket of the delivery channel that is created with a recorder.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? DeliveryBucketName { get; set; }

    /// <summary>Take over a role, function or rule with these names that was made by hand, as the article describes.</summary>
    [Parameter]
    public SwitchParameter Adopt { get; set; }

    /// <summary>Wait for the results of the first evaluation.</summary>
    [Parameter]
    public new SwitchParameter Wait { get; set; }

    /// <summary>How long to wait for the results, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 86_400)]
    public int TimeoutSec { get; set; } = 900;

    /// <summary>Installs in each Region.</summary>
    protected override void ProcessRecord()
    {
        if (DeliveryBucketName is not null && !EnableRecorder)
        {
            ThrowTerminatingError(ErrorRecords.Create(new ArgumentException(Messages.EnableRecorderMissing),
                ErrorId.EnableRecorderMissing, ErrorCategory.InvalidArgument, DeliveryBucketName, Messages.AdviceEnableRecorderMissing));
        }

        // Invalid parameters are rejected before any call to AWS.
        CheckName();
        RuleDefinition defaults = Defaults();
        Define(defaults);
        ForEachRegion(region => InstallIn(region, defaults));
    }

    private void InstallIn(string? region, RuleDefinition defaults)
    {
        RuleDefinition definition = defaults;
        RuleInstallation? installation = null;
        RuleChanges changes = new(this, Messages.ProgressInstalling, force: false);
        try
        {
            using RuleServiceClients site = RuleSession.Open(this, region);
            InstalledRule installed = FindInstalled(site.Services);
            definition = Define(installed.ToDefinition(defaults)).Keeping(Define(defaults));
            RuleRun? awaited = null;
            installation = new RuleInstallation(site.Services, definition, new InstallationOptions
            {
                Recorder = SkipRecorderCheck ? null : new RecorderOptions(EnableRecorder, DeliveryBucketName),
                Adopt = Adopt,
                Waiting = changes.Wait,
                EvaluationStarting = token => awaited?.BeginAsync(token) ?? Task.CompletedTask,
            });
            base.Wait(installation.ReadAsync(StopToken));
            if (installation.Obstacles().ToArray() is { Length: > 0 } obstacles)
            {
                Array.ForEach(obstacles, obstacle => WriteError(ErrorRecords.From(obstacle, definition, installation.Parts)));
                return;
            }

            awaited = Wait && !changes.IsWhatIf && CanWait(definition) ? Begin(site, definition) : null;
            bool isComplete = changes.Apply(installation.Install());
            Tell(installation, changes, isComplete);
            if (awaited is not null && isComplete && (installation.IsEvaluating || awaited.IsFirst))
            {
                AwaitResults(awaited, definition.RuleName, site.Services.Identity.Region);
            }
        }
        catch (ServiceCallException exception)
        {
            Report(exception, ErrorRecords.From(
                exception, changes.StoppedAt, installation?.Parts, definition.RuleName, "Install-RedisAtRestRule"));
            Tell(installation, changes, isComplete: false);
        }
        catch (InstallationException exception)
        {
            WriteError(ErrorRecords.From(exception, definition, installation?.Parts));
            Tell(installation, changes, isComplete: false);
        }
    }

    /// <summary>An organization rule runs in the member accounts, and has no status in this one.</summary>
    private bool CanWait(RuleDefinition definition)
    {
        if (definition.Organization is null)
        {
            return true;
        }

        WriteWarning(Messages.WillNotWait.With(Messages.OrganizationResults));
        return false;
    }

    /// <summary>Without the state before the run the wait is impossible; the installation still proceeds.</summary>
    private RuleRun? Begin(RuleServiceClients site, RuleDefinition definition)
    {
        try
        {
            RuleRun evaluation = new(site.Services.ConfigRules,
                new RunEvidence(site.Services.LogGroups, site.Results, definition.RuleName, definition.LogGroupName), definition.RuleName);
            base.Wait(evaluation.BeginAsync(StopToken));
            return evaluation;
        }
        catch (ServiceCallException exception) when (!exception.IsCredentialFailure)
        {
            WriteWarning(Messages.WillNotWait.With(exception.Message));
            return null;
        }
    }

    private void AwaitResults(RuleRun evaluation, string ruleName, string region)
    {
        try
        {
            RuleRunWaiter.Await(this, evaluation, ruleName, region, TimeoutSec);
        }
        catch (ServiceCallException exception)
        {
            Report(exception, ErrorRecords.FromWaiting(exception, ruleName));
        }
    }

    private void Tell(RuleInstallation? installation, RuleChanges changes, bool isComplete)
    {
        if (installation is null || changes.HasOnlyShown || (!isComplete && changes.StoppedAt is null))
        {
            return;
        }

        installation.Close(isComplete);
        WriteObject(installation.Parts, enumerateCollection: true);
    }
}
