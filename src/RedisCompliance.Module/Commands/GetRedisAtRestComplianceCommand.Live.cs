using System.Management.Automation;
using RedisCompliance.Aws;

namespace RedisCompliance.Commands;

/// <content>The live way: the APIs of ElastiCache, in one account and Region or in many.</content>
public sealed partial class GetRedisAtRestComplianceCommand
{
    private readonly List<(AuditTarget Target, TargetResult Row)> _refused = [];
    private readonly HashSet<AuditTarget> _ended = [];
    private IReadOnlyList<(string Key, string Given)> _givenKeys = [];
    private AuditReport _report = null!;
    private bool _isFleet;

    // Apart from the rest, so that nothing of AWS is loaded before a live audit begins.
    private void AuditLive()
    {
        _isFleet = MeansFleet();
        AwsConnection connection = AwsSession.Connect(this, FirstRegion, AllRegions ? "us-east-1" : null);
        using AwsFleet fleet = OpenFleet(connection);
        WriteVerbose($"Region {connection.Region} (from {connection.RegionSource}), credentials from {connection.CredentialSource}.");
        AuditLedger ledger = new(DateTime.UtcNow, RuleParameters.FromPolicy(_policy))
        {
            Report = _report,
            IsFiltered = Id is not null || ResourceType is not null || ComplianceType is not null || ResumeFrom is not null,
        };
        LatestAudit.Note(ledger);
        AtRestPolicy policy = ResolveAliases(connection);
        _audit = new AtRestAudit(policy, _now, IncludeTag, ledger);
        _givenKeys = [.. policy.ApprovedKmsKeyIds.Zip(_policy.ApprovedKmsKeyIds, (key, given) => (key, given))];
        Run(fleet);
        ReportRefused(connection.Region);
        if (_isFleet && _report.FailedCount > 0)
        {
            WriteWarning(_report.ToString());
        }

        WriteVerbose(_report.ToString());
    }

    private AwsFleet OpenFleet(AwsConnection connection)
    {
        try
        {
            return AwsSession.OrTerminate(this, AwsFleet.OpenAsync(connection, new FleetSettings
            {
                Accounts = [.. (AccountId ?? []).Select(account => new AccountSettings(account)),
                    .. _accounts.Select(account => new AccountSettings(account.AccountId, account.Name) { Regions = account.Regions ?? [], RoleName = account.RoleName, ExternalId = account.ExternalId })],
                Organization = Organization,
                OrganizationalUnitIds = OrganizationalUnitId ?? [],
                Regions = Region?.Distinct(StringComparer.OrdinalIgnoreCase).ToArray() ?? [],
                AllRegions = AllRegions,
                RoleName = RoleName,
                ExternalId = ExternalId,
                RoleSessionName = RoleSessionName,
                DurationInSeconds = DurationInSeconds,
                ThrottleLimit = ThrottleLimit,
                TellAccount = ReportVariable is not null || ResumeFrom is not null,
                IsSkipped = (accountId, region) => _complete.ContainsKey((accountId, region)),
            }, StopToken));
        }
        catch (ServiceCallException exception)
        {
            ThrowTerminatingError(ErrorRecords.From(exception, connection.Region));
            throw;
        }
    }

    private AtRestPolicy ResolveAliases(AwsConnection connection)
    {
        try
        {
            return Wait(new ValueTask<AtRestPolicy>(connection.ResolveKeyAliasesAsync(_policy, StopToken)));
        }
        catch (ServiceCallException exception)
        {
            ThrowTerminatingError(ErrorRecords.From(exception, _policy.ApprovedKmsKeyIds));
            throw;
        }
    }

    private void Run(AwsFleet fleet)
    {
        AuditProgress progress = new(this, _isFleet);
        IAsyncEnumerator<AuditPage> pages = _audit
            .RunAsync(fleet.GetTargetsAsync(StopToken), ResourceType ?? _policy.ResourceTypes, ThrottleLimit, StopToken)
            .GetAsyncEnumerator(CancellationToken.None);
        try
        {
            while (Wait(pages.MoveNextAsync()))
            {
                AuditPage page = pages.Current;
                Take(page, progress);
                if (page.IsLastOfTarget)
                {
                    EndTarget(page.Target);
                }

                progress.Show(page, _report, fleet.TargetCount);
            }
        }
        finally
        {
            fleet.Stop();
            pages.DisposeAsync().AsTask().GetAwaiter().GetResult();
            CloseReport(fleet);

            // Last: a pipeline that stops takes no progress any more, and says so by throwing.
            progress.Complete();
        }
    }

    private void Take(AuditPage page, AuditProgress progress)
    {
        AuditTarget target = page.Target;
        foreach (Evaluation evaluation in page.Evaluate())
        {
            progress.Add(evaluation);
            Emit(evaluation);
        }

        if (page.ResourceType is not null && page.Failure is null)
        {
            WriteVerbose($"{page.ResourceType}: {page.ResourceCount} resources on page {page.PageNumber}{(page.IsLast ? ", the last," : null)} of {target.Region} from {((ElastiCacheInventory)target.Inventory!).Endpoint}{(_isFleet && target.AccountId is not null ? $" for {target.AccountId}" : null)}.");
        }
    }

    private void EndTarget(AuditTarget target)
    {
        TargetResult row = target.ToResult(_asked);
        if (target.IsSkipped && _complete.TryGetValue((row.AccountId, row.Region ?? string.Empty), out PSObject? earlier))
        {
            row = WithCountsOf(earlier, row);
        }

        _ended.Add(target);
        _report.Add(row);
        if (target.Warning is not null)
        {
            WriteWarning(target.Warning);
        }

        if (target.Failures.Count == 0)
        {
            return;
        }

        _isIncomplete = true;
        if (target.Failures.All(failed => failed.Failure.IsCredentialFailure))
        {
            // Whether the credentials are at fault or the Region is, the other targets will tell.
            _refused.Add((target, row));
        }
        else
        {
            ReportFailed(target, row);
        }
    }

    private void ReportFailed(AuditTarget target, TargetResult row)
    {
        if (_isFleet)
        {
            WriteError(ErrorRecords.From(target, row));
            return;
        }

        // One error for each cause: three listings that fail alike are one thing to mend.
        foreach (var cause in target.Failures.GroupBy(failed => (failed.Failure.Failure, failed.Failure.ErrorCode)))
        {
            ServiceCallException first = cause.First().Failure;
            string[] types = [.. cause.Select(failed => failed.ResourceType!)];
            ServiceCallException error = types.Length == 1 ? first : new ServiceCallException(
                first.Failure, string.Join(", ", cause.Select(failed => failed.Failure.Operation).Distinct()),
                Messages.SameForOthers.With(first.Message, string.Join(", ", types.Skip(1))), first.ErrorCode, first)
            {
                Service = first.Service,
                MissingActions = [.. cause.SelectMany(failed => failed.Failure.MissingActions).Distinct()],
            };
            WriteError(ErrorRecords.From(error, types.Length == 1 ? types[0] : types));
        }
    }

    /// <summary>Credentials that no target took end the cmdlet; where another took them, each that did not is an error of its own.</summary>
    private void ReportRefused(string region)
    {
        if (_refused.Count > 0 && _refused.Count == _report.Count(row => row.Status != TargetStatus.Skipped))
        {
            ThrowTerminatingError(ErrorRecords.From(_refused[0].Target.Failures[0].Failure, region));
        }

        foreach ((AuditTarget target, TargetResult row) in _refused)
        {
            ReportFailed(target, row);
        }
    }

    /// <summary>Also of an audit that was stopped, the report says what was seen; then it is the only way left to say so.</summary>
    private void CloseReport(AwsFleet fleet)
    {
        AuditTarget[] left = [.. _audit.OpenTargets.Where(target => !_ended.Contains(target))];
        foreach (AuditTarget target in left)
        {
            _report.Add(target.ToResult(_asked, isStopped: true));
        }

        _report.Close(fleet.Calls, fleet.TargetCount is { } all ? Math.Max(0, all - _ended.Count - left.Length) : null);
        if (_isFleet && StopToken.IsCancellationRequested)
        {
            Host.UI.WriteWarningLine(_report.ToString());
        }
    }
}

/// <summary>What of accounts and Regions is for AWS's side to say; apart from the cmdlet, so that an offline audit loads nothing of it.</summary>
internal static class FleetRegions
{
    /// <summary>The first that is no Region of AWS; null if all are.</summary>
    public static string? UnknownRegion(IReadOnlyList<string>? regions, string? endpointUrl) =>
        regions is not { Count: > 0 } ? null : AwsFleet.FindUnknown(regions, endpointUrl);
}
