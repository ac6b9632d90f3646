using System.Management.Automation;

namespace RedisCompliance.Commands.Sources;

/// <summary>The request for a live audit.</summary>
internal sealed record LiveRequest
{
    public required AtRestPolicy Policy { get; init; }

    public required DateTime Moment { get; init; }

    public required IReadOnlyCollection<string> ResourceTypes { get; init; }

    public required FleetSettings Fleet { get; init; }

    /// <summary>The Region of the first connection; null for the session's.</summary>
    public string? FirstRegion { get; init; }

    /// <summary>Whether more than the session's one account and Region is audited.</summary>
    public bool IsFleet { get; init; }

    public bool IncludeTag { get; init; }

    /// <summary>Whether a part of the policy's scope is left out, so that nothing may be retired by the results.</summary>
    public bool IsFiltered { get; init; }
}

/// <summary>Evaluates what AWS lists, in one account and Region or in many.</summary>
/// <param name="cmdlet">The cmdlet that runs.</param>
/// <param name="output">Takes the evaluations and errors.</param>
/// <param name="report">The report of the targets.</param>
/// <param name="reporter">Fills the report.</param>
internal sealed class LiveSource(AwsCmdlet cmdlet, EvaluationOutput output, AuditReport report, AuditReporter reporter)
{
    private IReadOnlyList<(string Key, string Given)> _givenKeys = [];
    private AtRestAudit? _audit;

    /// <summary>Which keys and exemptions were used.</summary>
    public PolicyUse? PolicyUse => _audit?.PolicyUse;

    /// <summary>An approved key as the user wrote it: the alias that resolved to it, or the key itself.</summary>
    public string GivenKey(string key) => _givenKeys.FirstOrDefault(given => given.Key == key).Given ?? key;

    public void Run(LiveRequest request)
    {
        // First, so that an audit that cannot even connect is on record.
        AuditLedger ledger = new(DateTime.UtcNow, RuleParameters.FromPolicy(request.Policy))
        {
            Report = report,
            IsFiltered = request.IsFiltered,
        };
        LatestAudit.Note(ledger);
        AwsConnection connection = AwsSession.Connect(cmdlet, request.FirstRegion, request.Fleet.AllRegions ? "us-east-1" : null);
        using AwsFleet fleet = OrTerminate(
            () => AwsSession.OrTerminate(cmdlet, AwsFleet.OpenAsync(connection, request.Fleet, cmdlet.StopToken)), connection.Region);
        cmdlet.WriteVerbose(
            $"Region {connection.Region} (from {connection.RegionSource}), credentials from {connection.CredentialSource}.");
        AtRestPolicy policy = OrTerminate(
            () => cmdlet.Wait(new ValueTask<AtRestPolicy>(connection.ResolveKeyAliasesAsync(request.Policy, cmdlet.StopToken))),
            request.Policy.ApprovedKmsKeyIds);
        _givenKeys = [.. policy.ApprovedKmsKeyIds.Zip(request.Policy.ApprovedKmsKeyIds, (key, given) => (key, given))];
        _audit = new AtRestAudit(policy, request.Moment, request.IncludeTag, ledger);
        Audit(_audit, fleet, request);
        ReportRefused(request, connection.Region);
        if (request.IsFleet && report.FailedCount > 0)
        {
            cmdlet.WriteWarning(report.ToString());
        }

        cmdlet.WriteVerbose(report.ToString());
    }

    private T OrTerminate<T>(Func<T> call, object target)
    {
        try
        {
            return call();
        }
        catch (ServiceCallException exception)
        {
            cmdlet.ThrowTerminatingError(ErrorRecords.From(exception, target));
            throw;
        }
    }

    private void Audit(AtRestAudit audit, AwsFleet fleet, LiveRequest request)
    {
        AuditProgress progress = new(cmdlet, request.IsFleet);
        IAsyncEnumerator<AuditPage> pages = audit
            .RunAsync(fleet.GetTargetsAsync(cmdlet.StopToken), request.ResourceTypes, request.Fleet.ThrottleLimit, cmdlet.StopToken)
            .GetAsyncEnumerator(CancellationToken.None);
        try
        {
            while (cmdlet.Wait(pages.MoveNextAsync()))
            {
                AuditPage page = pages.Current;
                Write(page, progress, request.IsFleet);
                if (page.IsLastOfTarget)
                {
                    End(page.Tally, request.IsFleet);
                }

                progress.Show(page, report, fleet.TargetCount);
            }
        }
        finally
        {
            fleet.Stop();
            pages.DisposeAsync().AsTask().GetAwaiter().GetResult();
            Close(audit, fleet, request.IsFleet);

            // Last: a stopping pipeline accepts no progress, and throws.
            progress.Complete();
        }
    }

    private void Write(AuditPage page, AuditProgress progress, bool isFleet)
    {
        foreach (Evaluation evaluation in page.Evaluate())
        {
            progress.Add(evaluation);
            output.Write(evaluation);
        }

        if (page.ResourceType is not null && page.Failure is null)
        {
            string account = isFleet && page.Tally.AccountId is { } id ? $" for {id}" : string.Empty;
            string last = page.IsLast ? ", the last," : string.Empty;
            cmdlet.WriteVerbose($"{page.ResourceType}: {page.ResourceCount} resources on page {page.PageNumber}{last} "
                + $"of {page.Target.Region} from {((ElastiCacheInventory)page.Target.Inventory!).Endpoint}{account}.");
        }
    }

    private void End(TargetTally tally, bool isFleet)
    {
        TargetResult row = reporter.End(tally, out bool isRefused);
        if (tally.Target.Warning is not null)
        {
            cmdlet.WriteWarning(tally.Target.Warning);
        }

        if (tally.Failures.Count > 0 && !isRefused)
        {
            ReportFailed(tally, row, isFleet);
        }
    }

    private void ReportFailed(TargetTally tally, TargetResult row, bool isFleet)
    {
        if (isFleet)
        {
            output.WriteError(ErrorRecords.From(tally, row));
            return;
        }

        // One error per cause: three listings that fail in the same way are one problem.
        foreach (var cause in tally.Failures.GroupBy(failed => (failed.Failure.Failure, failed.Failure.ErrorCode)))
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
            output.WriteError(ErrorRecords.From(error, types.Length == 1 ? types[0] : types));
        }
    }

    /// <summary>
    /// If no target accepted the credentials, terminates the cmdlet; if one did, writes an error for each that
    /// did not.
    /// </summary>
    private void ReportRefused(LiveRequest request, string region)
    {
        if (reporter.AreAllRefused)
        {
            cmdlet.ThrowTerminatingError(ErrorRecords.From(reporter.Refused[0].Tally.Failures[0].Failure, region));
        }

        foreach ((TargetTally tally, TargetResult row) in reporter.Refused)
        {
            ReportFailed(tally, row, request.IsFleet);
        }
    }

    /// <summary>Closes the report, and shows it even after Ctrl+C, when the host's warning line is the only output left.</summary>
    private void Close(AtRestAudit audit, AwsFleet fleet, bool isFleet)
    {
        reporter.Close(audit.OpenTargets, fleet.Calls, fleet.TargetCount);
        if (isFleet && cmdlet.StopToken.IsCancellationRequested)
        {
            cmdlet.Host.UI.WriteWarningLine(report.ToString());
        }
    }
}
