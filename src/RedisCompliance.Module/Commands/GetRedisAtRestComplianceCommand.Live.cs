using System.Management.Automation;
using RedisCompliance.Aws;

namespace RedisCompliance.Commands;

/// <content>The live way: the APIs of ElastiCache, in one account and Region or in many.</content>
public sealed partial class GetRedisAtRestComplianceCommand
{
    private readonly List<(AuditScope Scope, ScopeResult Row)> _refused = [];
    private readonly HashSet<AuditScope> _ended = [];
    private IReadOnlyList<(string Key, string Given)> _givenKeys = [];
    private ScopeReport _report = null!;
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
            IsFiltered = Id is not null || ResourceType is not null || ComplianceType is not null || SkipScope is not null,
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
                Accounts = [.. (AccountId ?? []).Select(account => new AccountTarget(account)),
                    .. _accounts.Select(account => new AccountTarget(account.AccountId, account.Name) { Regions = account.Regions ?? [], RoleName = account.RoleName, ExternalId = account.ExternalId })],
                Organization = Organization,
                OrganizationalUnitIds = OrganizationalUnitId ?? [],
                Regions = Region?.Distinct(StringComparer.OrdinalIgnoreCase).ToArray() ?? [],
                AllRegions = AllRegions,
                RoleName = RoleName,
                ExternalId = ExternalId,
                RoleSessionName = RoleSessionName,
                DurationInSeconds = DurationInSeconds,
                ThrottleLimit = ThrottleLimit,
                TellAccount = ScopeReport is not null || SkipScope is not null,
                IsSkipped = (accountId, region) => _settled.ContainsKey((accountId, region)),
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
            .RunAsync(fleet.GetScopesAsync(StopToken), ResourceType ?? _policy.ResourceTypes, ThrottleLimit, StopToken)
            .GetAsyncEnumerator(CancellationToken.None);
        try
        {
            while (Wait(pages.MoveNextAsync()))
            {
                AuditPage page = pages.Current;
                Take(page, progress);
                if (page.IsLastOfScope)
                {
                    EndScope(page.Scope);
                }

                progress.Show(page, _report, fleet.ScopeCount);
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
        AuditScope scope = page.Scope;
        foreach (Evaluation evaluation in page.Evaluate())
        {
            progress.Add(evaluation);
            Emit(evaluation);
        }

        if (page.ResourceType is not null && page.Failure is null)
        {
            WriteVerbose($"{page.ResourceType}: {page.ResourceCount} resources on page {page.PageNumber}{(page.IsLast ? ", the last," : null)} of {scope.Region} from {((ElastiCacheInventory)scope.Inventory!).Endpoint}{(_isFleet && scope.AccountId is not null ? $" for {scope.AccountId}" : null)}.");
        }
    }

    private void EndScope(AuditScope scope)
    {
        ScopeResult row = scope.ToResult(_asked);
        if (scope.IsSkipped && _settled.TryGetValue((row.AccountId, row.Region ?? string.Empty), out PSObject? earlier))
        {
            row = WithCountsOf(earlier, row);
        }

        _ended.Add(scope);
        _report.Add(row);
        if (scope.Warning is not null)
        {
            WriteWarning(scope.Warning);
        }

        if (scope.Failures.Count == 0)
        {
            return;
        }

        _isIncomplete = true;
        if (scope.Failures.All(failed => failed.Failure.IsOfCredentials))
        {
            // Whether the credentials are at fault or the Region is, the other scopes will tell.
            _refused.Add((scope, row));
        }
        else
        {
            ReportFailed(scope, row);
        }
    }

    private void ReportFailed(AuditScope scope, ScopeResult row)
    {
        if (_isFleet)
        {
            WriteError(ErrorRecords.From(scope, row));
            return;
        }

        // One error for each cause: three listings that fail alike are one thing to mend.
        foreach (var cause in scope.Failures.GroupBy(failed => (failed.Failure.Failure, failed.Failure.ErrorCode)))
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

    /// <summary>Credentials that no scope took end the cmdlet; where another took them, each that did not is an error of its own.</summary>
    private void ReportRefused(string region)
    {
        if (_refused.Count > 0 && _refused.Count == _report.Count(row => row.Status != ScopeStatus.Skipped))
        {
            ThrowTerminatingError(ErrorRecords.From(_refused[0].Scope.Failures[0].Failure, region));
        }

        foreach ((AuditScope scope, ScopeResult row) in _refused)
        {
            ReportFailed(scope, row);
        }
    }

    /// <summary>Also of an audit that was stopped, the report says what was seen; then it is the only way left to say so.</summary>
    private void CloseReport(AwsFleet fleet)
    {
        AuditScope[] left = [.. _audit.OpenScopes.Where(scope => !_ended.Contains(scope))];
        foreach (AuditScope scope in left)
        {
            _report.Add(scope.ToResult(_asked, isStopped: true));
        }

        _report.Close(fleet.Calls, fleet.ScopeCount is { } all ? Math.Max(0, all - _ended.Count - left.Length) : null);
        if (_isFleet && StopToken.IsCancellationRequested)
        {
            Host.UI.WriteWarningLine(_report.ToString());
        }
    }
}

/// <summary>What of accounts and Regions is for AWS's side to say; apart from the cmdlet, so that an offline audit loads nothing of it.</summary>
internal static class ScopeSession
{
    /// <summary>The first that is no Region of AWS; null if all are.</summary>
    public static string? UnknownRegion(IReadOnlyList<string>? regions, string? endpointUrl) =>
        regions is not { Count: > 0 } ? null : AwsFleet.FindUnknown(regions, endpointUrl);
}
