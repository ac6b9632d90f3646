using System.Management.Automation;
using RedisCompliance.Aws;

namespace RedisCompliance.Commands;

/// <summary>
/// Reports the state of an installed rule: compares each part with what Install-RedisAtRestRule would make with the same
/// parameters, and adds the last evaluation and the number of compliant resources. Changes nothing.
/// </summary>
[Cmdlet(VerbsCommon.Get, "RedisAtRestRule")]
[OutputType(typeof(AtRestRule))]
public sealed partial class GetRedisAtRestRuleCommand : RuleDefinitionCmdlet
{
    /// <summary>Reports each Region.</summary>
    protected override void ProcessRecord()
    {
        RuleDefinition defaults = Defaults();
        Define(defaults);
        ForEachRegion(region =>
        {
            if (IsNamed)
            {
                TellOf(region, defaults);
            }
            else
            {
                TellOfAll(region);
            }
        });
    }

    private void TellOf(string? region, RuleDefinition defaults)
    {
        RuleDefinition definition = defaults;
        try
        {
            using RuleServiceClients site = RuleSession.Open(this, region);
            InstalledRule installed = FindInstalled(site.Services);
            definition = Define(installed.ToDefinition(defaults));
            RuleInstallation installation = new(site.Services, definition, new InstallationOptions());
            Wait(installation.ReadAsync(StopToken));
            bool isOfAccount = installation.HasRule && definition.Organization is null;
            string? frequency = installation.RuleSettings?.MaximumExecutionFrequency;
            RunFacts? runs = installation.HasRule ? ReadRuns(site, definition, frequency) : null;
            StoredCounts? counts = isOfAccount ? Count(site, definition.RuleName) : null;
            RuleHealth? health = runs is null ? null : RuleHealth.Assess(
                runs with { NewestResult = counts?.Newest, ResultsFailure = counts?.Failure }, frequency, DateTime.UtcNow);
            WriteFound(new AtRestRule
            {
                RuleName = definition.RuleName,
                AccountId = site.Services.Identity.AccountId,
                Region = site.Services.Identity.Region,
                FunctionName = definition.FunctionName,
                RoleName = definition.RoleName,
                InstalledVersion = installed.Version,
                ModuleVersion = definition.Version,
                Organization = definition.Organization is not null,
                Parts = installation.Parts,
                MaximumExecutionFrequency = installation.RuleSettings?.MaximumExecutionFrequency,
                InputParameters = installation.RuleSettings?.InputParameters,
                Health = health,
                CompliantCount = counts is { Failure: null } ? counts.Compliant : null,
                NonCompliantCount = counts is { Failure: null } ? counts.NonCompliant : null,
                Members = installation.Members,
            });
        }
        catch (ServiceCallException exception)
        {
            Report(exception, ErrorRecords.FromRule(exception, definition.RuleName));
        }
    }
}
