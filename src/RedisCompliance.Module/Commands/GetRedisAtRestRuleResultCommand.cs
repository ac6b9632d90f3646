using System.Management.Automation;

namespace RedisCompliance.Commands;

/// <summary>
/// Reads the results that an AWS Config rule has stored, of one account or of all accounts in an aggregator, without
/// an audit.
/// </summary>
[Cmdlet(VerbsCommon.Get, "RedisAtRestRuleResult")]
[OutputType(typeof(Evaluation))]
public sealed class GetRedisAtRestRuleResultCommand : AwsCmdlet
{
    private EvaluationOutput _output = null!;

    /// <summary>
    /// The rule. With an aggregator, its name in the accounts, or the name of an organization rule of this account.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("RuleName")]
    [ArgumentCompleter(typeof(ConfigRuleNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string? ConfigRuleName { get; set; }

    /// <summary>Read the results of all accounts and Regions in this AWS Config aggregator.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ConfigurationAggregatorName { get; set; }

    /// <summary>The Regions, by system name (AWSRegion objects also work).</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("RegionToCall")]
    [ArgumentCompleter(typeof(RegionCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Region { get; set; }

    /// <summary>Only results with these ids. Wildcards are allowed; an id without wildcards must exist.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Id { get; set; }

    /// <summary>Only results of these types: the full name or its last part.</summary>
    [Parameter]
    [ResourceTypeTransformation]
    [ArgumentCompleter(typeof(ResourceTypeCompleter))]
    [ValidateResourceType]
    public string[]? ResourceType { get; set; }

    /// <summary>Only results with these verdicts.</summary>
    [Parameter]
    [ValidateSet(RedisCompliance.ComplianceType.Compliant, RedisCompliance.ComplianceType.NonCompliant,
        RedisCompliance.ComplianceType.NotApplicable)]
    public string[]? ComplianceType { get; set; }

    /// <summary>Prepares the filter.</summary>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _output = new EvaluationOutput(this, new EvaluationFilter(Id, ResourceType, ComplianceType, regions: null), showsTags: false);
    }

    /// <summary>Reads the results of one rule in each Region.</summary>
    protected override void ProcessRecord()
    {
        foreach (string? region in Region?.Distinct(StringComparer.OrdinalIgnoreCase) ?? [null])
        {
            try
            {
                Read(region);
            }
            catch (ServiceCallException exception)
            {
                ErrorRecord record = ErrorRecords.FromRule(exception, ConfigRuleName!);
                if (exception.IsCredentialFailure)
                {
                    ThrowTerminatingError(record);
                }

                _output.WriteError(record);
            }
        }
    }

    /// <summary>Reports requested ids that were not found.</summary>
    protected override void EndProcessing()
    {
        foreach (string id in _output.IsIncomplete ? [] : _output.Filter.IdsNotFound)
        {
            WriteError(ErrorRecords.Create(
                new ItemNotFoundException(Messages.ResultNotFound.With(id)), ErrorId.ResultNotFound, ErrorCategory.ObjectNotFound, id,
                Messages.AdviceResultNotFound));
        }
    }

    private void Read(string? region)
    {
        using RuleServiceClients site = RuleSession.Open(this, region);
        string accountId = site.Services.Identity.AccountId;
        IAsyncEnumerable<IReadOnlyList<StoredResult>> pages = ConfigurationAggregatorName is null
            ? site.Results.ReadAsync(ConfigRuleName!, StopToken)
            : site.Results.ReadAggregateAsync(ConfigurationAggregatorName, FindMemberRuleName(site),
                ComplianceType ?? [.. RedisCompliance.ComplianceType.All], StopToken);
        foreach (StoredResult result in StoredPages.Read(this, pages))
        {
            _output.Write((result.AccountId is null ? result with { AccountId = accountId } : result).ToEvaluation());
        }
    }

    /// <summary>The rule's name in the accounts: an organization rule of this account has another name there.</summary>
    private string FindMemberRuleName(RuleServiceClients site)
    {
        try
        {
            return Wait(new ValueTask<OrganizationRuleDetail?>(
                site.Services.OrganizationRules.DescribeOrganizationConfigRuleAsync(ConfigRuleName!, StopToken)))
                ?.MemberRuleName ?? ConfigRuleName!;
        }
        catch (ServiceCallException exception) when (!exception.IsCredentialFailure)
        {
            WriteVerbose($"Taken for the rule's name in the accounts: {ConfigRuleName}. {exception.Message}");
            return ConfigRuleName!;
        }
    }
}
