using System.Management.Automation;

namespace RedisCompliance.Commands;

/// <content>Without a name: every installation in a Region.</content>
public sealed partial class GetRedisAtRestRuleCommand
{
    /// <summary>Whether the user named an installation.</summary>
    private bool IsNamed => Has(nameof(RuleName)) || Has(nameof(FunctionName)) || Has(nameof(RoleName)) || Has(nameof(RoleArn));

    /// <summary>Reports each installation; if there is none, the default names, which are then reported as missing.</summary>
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
