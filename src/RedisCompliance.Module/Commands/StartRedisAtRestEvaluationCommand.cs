using System.Management.Automation;
using RedisCompliance.Aws;

namespace RedisCompliance.Commands;

/// <summary>Runs an installed rule now, instead of on its schedule.</summary>
[Cmdlet(VerbsLifecycle.Start, "RedisAtRestEvaluation", SupportsShouldProcess = true)]
[OutputType(typeof(RuleEvaluationStatus))]
public sealed class StartRedisAtRestEvaluationCommand : RuleCmdlet
{
    /// <summary>Wait for the results, and then output the rule's status.</summary>
    [Parameter]
    public new SwitchParameter Wait { get; set; }

    /// <summary>How long to wait for the results, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 86_400)]
    public int TimeoutSec { get; set; } = 900;

    /// <summary>Starts in each Region.</summary>
    protected override void ProcessRecord() => ForEachRegion(StartIn);

    private void StartIn(string? region)
    {
        try
        {
            using RuleServiceClients site = RuleSession.Open(this, region);
            string of = site.Services.Identity.Region;
            if (!ShouldProcess(Messages.TargetConfigRule.With(RuleName, of), Messages.ActionStartEvaluation))
            {
                return;
            }

            RuleRun? evaluation = Wait ? Begin(site) : null;
            base.Wait(site.Services.ConfigRules.StartConfigRulesEvaluationAsync(RuleName, StopToken));
            if (evaluation is not null && RuleRunWaiter.Await(this, evaluation, RuleName, of, TimeoutSec))
            {
                WriteObject(evaluation.Status);
            }
        }
        catch (ServiceCallException exception)
        {
            Report(exception, ErrorRecords.FromRule(exception, RuleName));
        }
    }

    /// <summary>Notes the state before the run; null without a rule, in which case the start reports the error.</summary>
    private RuleRun? Begin(RuleServiceClients site)
    {
        if (base.Wait(new ValueTask<RunEvidence?>(RunEvidence.FindAsync(site.Services, site.Results, RuleName, StopToken)))
            is not { } evidence)
        {
            return null;
        }

        RuleRun evaluation = new(site.Services.ConfigRules, evidence, RuleName);
        base.Wait(evaluation.BeginAsync(StopToken));
        return evaluation;
    }
}
