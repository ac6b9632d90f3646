using System.Management.Automation;
using RedisCompliance.Aws;

namespace RedisCompliance.Commands;

/// <content>The health of a rule's runs. What cannot be read makes the state Unknown, but the rest is still reported.</content>
public sealed partial class GetRedisAtRestRuleCommand
{
    /// <summary>How far back to read the log of a rule of one account, to report a failure even if nothing has run since.</summary>
    private static readonly TimeSpan s_logWindow = TimeSpan.FromDays(7);

    /// <summary>A missing rule is an error, like a missing file; a rule is output if any part of it exists.</summary>
    private void WriteFound(AtRestRule rule)
    {
        if (rule.State == AtRestRuleState.Missing)
        {
            WriteError(ErrorRecords.Create(
                new ItemNotFoundException(Messages.RuleNotInstalled.With(rule.RuleName, rule.AccountId, rule.Region)),
                ErrorId.RuleNotFound,
                ErrorCategory.ObjectNotFound, rule.RuleName, Messages.AdviceRuleNotFound));
            return;
        }

        WriteObject(rule);
    }

    /// <summary>
    /// AWS Config's hint, and then the log. The results are read after both: by then they include those of any run in the log.
    /// </summary>
    private RunFacts ReadRuns(RuleServiceClients site, RuleDefinition definition, string? frequency)
    {
        bool isOfOrganization = definition.Organization is not null;
        RunFacts facts = new()
        {
            IsOfOrganization = isOfOrganization,
            Hint = isOfOrganization ? new() : ReadHint(site, definition.RuleName),
        };
        DateTime since = DateTime.UtcNow - (isOfOrganization ? RuleHealth.AllowedAge(frequency) : s_logWindow);
        try
        {
            RunEvidence evidence = new(site.Services.LogGroups, site.Results, definition.RuleName, definition.LogGroupName);
            return facts with { Runs = Wait(new ValueTask<IReadOnlyList<EndedRun>>(evidence.ReadRunsAsync(since, StopToken))) };
        }
        catch (ServiceCallException exception) when (!exception.IsCredentialFailure)
        {
            return facts with { LogFailure = exception };
        }
    }

    private RuleEvaluationStatus ReadHint(RuleServiceClients site, string ruleName)
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

    private StoredCounts Count(RuleServiceClients site, string ruleName)
    {
        StoredCounts counts = new();
        try
        {
            foreach (StoredResult result in StoredPages.Read(this, site.Results.ReadAsync(ruleName, StopToken)))
            {
                counts.Add(result);
            }
        }
        catch (ServiceCallException exception) when (!exception.IsCredentialFailure)
        {
            WriteWarning(Messages.ResultsUnknown.With(exception.Message));
            counts.Failure = exception;
        }

        return counts;
    }

    /// <summary>Counts of the stored results.</summary>
    private sealed class StoredCounts
    {
        public int Compliant { get; private set; }

        public int NonCompliant { get; private set; }

        public DateTime? Newest { get; private set; }

        public ServiceCallException? Failure { get; set; }

        public void Add(StoredResult result)
        {
            Compliant += result.ComplianceType == ComplianceType.Compliant ? 1 : 0;
            NonCompliant += result.ComplianceType == ComplianceType.NonCompliant ? 1 : 0;
            Newest = result.ResultRecordedTime > (Newest ?? DateTime.MinValue) ? result.ResultRecordedTime : Newest;
        }
    }
}
