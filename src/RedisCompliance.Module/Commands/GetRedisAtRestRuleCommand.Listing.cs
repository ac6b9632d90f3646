using System.Management.Automation;

namespace RedisCompliance.Commands;

/// <content>Without a name: every installation of a Region.</content>
public sealed partial class GetRedisAtRestRuleCommand
{
    /// <summary>Whether it was said which installation is meant.</summary>
    private bool IsNamed => Has(nameof(RuleName)) || Has(nameof(FunctionName)) || Has(nameof(RoleName)) || Has(nameof(RoleArn));

    /// <summary>Tells of each installation; where there is none, of the one with the default names, which is missing.</summary>
    private void TellOfAll(string? region)
    {
        (string RuleName, SwitchParameter Organization) given = (RuleName, Organization);
        try
        {
            foreach (FoundInstallation found in List(region).DefaultIfEmpty(new FoundInstallation(RuleName, null, Organization)))
            {
                RuleName = found.RuleName;
                Organization = found.IsOfOrganization;
                TellOf(region, Defaults());
            }
        }
        catch (ServiceCallException exception)
        {
            Report(exception, ErrorRecords.FromRule(exception, RuleName));
        }
        finally
        {
            (RuleName, Organization) = given;
        }
    }

    private IReadOnlyList<FoundInstallation> List(string? region)
    {
        using RuleServiceClients site = RuleSession.Open(this, region);
        IReadOnlyList<FoundInstallation> all = Wait(new ValueTask<IReadOnlyList<FoundInstallation>>(
            InstalledRules.ListAsync(site.Services, StopToken)));
        return Has(nameof(Organization)) ? [.. all.Where(found => found.IsOfOrganization == Organization)] : all;
    }
}
