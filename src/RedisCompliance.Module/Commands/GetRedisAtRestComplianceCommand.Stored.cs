using System.Management.Automation;
using RedisCompliance.Aws;

namespace RedisCompliance.Commands;

/// <content>The results that AWS Config has stored, of one account or of all that an aggregator sees.</content>
public sealed partial class GetRedisAtRestComplianceCommand
{
    private void ReadStored()
    {
        foreach (string? region in Region?.Distinct(StringComparer.OrdinalIgnoreCase) ?? [null])
        {
            try
            {
                ReadStoredIn(region);
            }
            catch (ServiceCallException exception)
            {
                _isIncomplete = true;
                ErrorRecord record = ErrorRecords.FromRule(exception, ConfigRuleName!);
                if (exception.IsCredentialFailure)
                {
                    ThrowTerminatingError(record);
                }

                WriteError(record);
            }
        }
    }

    private void ReadStoredIn(string? region)
    {
        using RuleServiceClients site = RuleSession.Open(this, region);
        string accountId = site.Services.Identity.AccountId;
        IAsyncEnumerable<IReadOnlyList<StoredResult>> pages = ConfigurationAggregatorName is null
            ? site.Results.ReadAsync(ConfigRuleName!, StopToken)
            : site.Results.ReadAggregateAsync(ConfigurationAggregatorName, MemberRuleName(site), ComplianceType ?? s_complianceTypes, StopToken);
        foreach (StoredResult result in StoredPages.Read(this, pages))
        {
            Emit((result.AccountId is null ? result with { AccountId = accountId } : result).ToEvaluation());
        }
    }

    /// <summary>An organization rule of this account has another name in the member accounts.</summary>
    private string MemberRuleName(RuleServiceClients site)
    {
        try
        {
            return Wait(new ValueTask<OrganizationRuleDetail?>(
                site.Services.OrganizationRules.DescribeOrganizationConfigRuleAsync(ConfigRuleName!, StopToken)))?.MemberRuleName ?? ConfigRuleName!;
        }
        catch (ServiceCallException exception) when (!exception.IsCredentialFailure)
        {
            WriteVerbose($"Taken for the rule's name in the accounts: {ConfigRuleName}. {exception.Message}");
            return ConfigRuleName!;
        }
    }
}
