using System.Management.Automation;
using RedisCompliance.Aws;

namespace RedisCompliance.Commands;

/// <summary>
/// Tells how an installed rule is: each part compared with what Install-RedisAtRestRule would make of the same
/// parameters, the last evaluation, and how many resources are compliant. Changes nothing.
/// </summary>
[Cmdlet(VerbsCommon.Get, "RedisAtRestRule")]
[OutputType(typeof(AtRestRule))]
public sealed partial class GetRedisAtRestRuleCommand : RuleDefinitionCmdlet
{
    /// <summary>Tells of each Region.</summary>
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
            RuleEvaluationStatus status = isOfAccount ? ReadStatus(site, definition.RuleName) : new();
            (int Compliant, int NonCompliant)? counts = isOfAccount ? Count(site, definition.RuleName) : null;
            WriteObject(new AtRestRule
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
                LastSuccessfulEvaluationTime = status.LastSuccessfulEvaluationTime,
                LastFailedEvaluationTime = status.LastFailedEvaluationTime ?? status.LastFailedInvocationTime,
                LastErrorCode = status.LastErrorCode,
                LastErrorMessage = status.LastErrorMessage,
                CompliantCount = counts?.Compliant,
                NonCompliantCount = counts?.NonCompliant,
                Members = installation.Members,
            });
        }
        catch (ServiceCallException exception)
        {
            Report(exception, ErrorRecords.FromRule(exception, definition.RuleName));
        }
    }

    /// <summary>The parts are worth telling also where AWS Config does not say how the last run went.</summary>
    private RuleEvaluationStatus ReadStatus(RuleServiceClients site, string ruleName)
    {
        try
        {
            return Wait(new ValueTask<RuleEvaluationStatus?>(
                site.Services.ConfigRules.DescribeConfigRuleEvaluationStatusAsync(ruleName, StopToken))) ?? new();
        }
        catch (ServiceCallException exception) when (!exception.IsCredentialFailure)
        {
            WriteWarning(Messages.LastEvaluationUnknown.With(exception.Message));
            return new();
        }
    }

    private (int, int)? Count(RuleServiceClients site, string ruleName)
    {
        try
        {
            int compliant = 0;
            int nonCompliant = 0;
            foreach (StoredResult result in StoredPages.Read(this, site.Results.ReadAsync(ruleName, StopToken)))
            {
                compliant += result.ComplianceType == ComplianceType.Compliant ? 1 : 0;
                nonCompliant += result.ComplianceType == ComplianceType.NonCompliant ? 1 : 0;
            }

            return (compliant, nonCompliant);
        }
        catch (ServiceCallException exception) when (!exception.IsCredentialFailure)
        {
            WriteWarning(Messages.ResultsUnknown.With(exception.Message));
            return null;
        }
    }
}
