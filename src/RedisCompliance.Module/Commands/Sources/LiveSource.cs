using System.Management.Automation;

namespace RedisCompliance.Commands.Sources;

/// <summary>What a live audit is asked.</summary>
internal sealed record LiveRequest
{
    public required AtRestPolicy Policy { get; init; }

    public required DateTime Moment { get; init; }

    public required IReadOnlyCollection<string> ResourceTypes { get; init; }

    public required FleetSettings Fleet { get; init; }

    /// <summary>The Region to begin in; null where the session names it.</summary>
    public string? FirstRegion { get; init; }

    /// <summary>Whether more than the one account and Region of the session is audited.</summary>
    public bool IsFleet { get; init; }

    public bool IncludeTag { get; init; }

    /// <summary>Whether something of the policy is left out, so that nothing can be retired by what is found.</summary>
    public bool IsFiltered { get; init; }
}

/// <summary>Evaluates what AWS lists, in one account and Region or in many.</summary>
/// <param name="cmdlet">The cmdlet that runs.</param>
/// <param name="output">Takes the evaluations and errors.</param>
/// <param name="report">What the targets came to.</param>
/// <param name="reporter">Fills the report.</param>
internal sealed class LiveSource(AwsCmdlet cmdlet, EvaluationOutput output, AuditReport report, AuditReporter reporter)
{
    private IReadOnlyList<(string Key, string Given)> _givenKeys = [];
    private AtRestAudit? _audit;

    /// <summary>Which keys and exemptions were of use.</summary>
    public PolicyUse? PolicyUse => _audit?.PolicyUse;

    /// <summary>An approved key as the user wrote it: the alias that led to it, or the key itself.</summary>
    public string GivenKey(string key) => _givenKeys.FirstOrDefault(given => given.Key == key).Given ?? key;

    public void Run(LiveRequest request)
    {
        // First, so that an audit that cannot even connect is not one that never was.
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

            // Last: a pipeline that stops takes no progress any more, and says so by throwing.
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

        // One error for each cause: three listings that fail alike are one thing to mend.
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
    /// Credentials that no target accepted end the cmdlet; where one accepted them, each that did not is an error of
    /// its own.
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

    /// <summary>Also after Ctrl+C the report says what was audited; then it is the only way left to say so.</summary>
    private void Close(AtRestAudit audit, AwsFleet fleet, bool isFleet)
    {
        reporter.Close(audit.OpenTargets, fleet.Calls, fleet.TargetCount);
        if (isFleet && cmdlet.StopToken.IsCancellationRequested)
        {
            cmdlet.Host.UI.WriteWarningLine(report.ToString());
        }
    }
}
