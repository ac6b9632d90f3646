using System.Management.Automation;
using System.Text.Json;
using RedisCompliance.Aws;
using RedisCompliance.Aws.SecurityHub;
using RedisCompliance.Reports.Formats;

namespace RedisCompliance.Commands.Reports;

/// <summary>
/// The AWS side of Publish-SecurityHubFinding, a separate class so that the runtime loads nothing of AWS before it is needed.
/// Decides for each finding what to send to Security Hub.
/// </summary>
internal sealed class SecurityHubSession : IDisposable
{
    private readonly AwsCmdlet _cmdlet;
    private readonly SecurityHubFindings _hub;
    private readonly Dictionary<string, StoredFinding> _stored = [];
    private readonly List<(AsffFinding Asff, object? Source)> _outgoing = [];
    private readonly DateTime _now = DateTime.UtcNow;
    private int _kept;

    private SecurityHubSession(AwsCmdlet cmdlet, SecurityHubFindings hub, string accountId)
    {
        _cmdlet = cmdlet;
        _hub = hub;
        AccountId = accountId;
    }

    public string AccountId { get; }

    public string Region => _hub.Region;

    /// <summary>Connects, and asks AWS for the account of the credentials.</summary>
    public static SecurityHubSession Open(AwsCmdlet cmdlet, string? region)
    {
        AwsConnection connection = AwsSession.Connect(cmdlet, region);
        SecurityHubFindings hub = new(connection);
        cmdlet.WriteVerbose($"Region {connection.Region} (from {connection.RegionSource}), credentials from "
            + $"{connection.CredentialSource}, "
            + $"endpoint {hub.Endpoint}.");
        try
        {
            return new SecurityHubSession(cmdlet, hub, cmdlet.Wait(new ValueTask<string>(hub.GetAccountIdAsync(cmdlet.StopToken))));
        }
        catch (ServiceCallException exception)
        {
            hub.Dispose();
            cmdlet.ThrowTerminatingError(Record(exception, connection.Region));
            throw;
        }
    }

    /// <summary>Reads the module's active findings; without them, new findings cannot be told from known ones.</summary>
    public void ReadStored()
    {
        try
        {
            foreach (StoredFinding stored in StoredPages.Read(
                _cmdlet, _hub.ReadAsync(AsffFinding.GeneratorId, AccountId, _cmdlet.StopToken)))
            {
                _stored[stored.Id] = stored;
            }
        }
        catch (ServiceCallException exception)
        {
            _cmdlet.ThrowTerminatingError(Record(exception, Region));
        }
    }

    /// <summary>Decides about a finding: a failure is sent; anything else only if it ends an earlier failure.</summary>
    /// <param name="finding">The finding.</param>
    /// <param name="mayArchive">Whether the input is one complete audit, so that a finding that passes now may be archived.</param>
    /// <param name="source">The object that the finding was made from.</param>
    public void Take(Finding finding, bool mayArchive, object source)
    {
        AsffFinding asff = AsffFinding.Of(finding, _now)!;
        if (!_stored.TryGetValue(asff.Id, out StoredFinding? stored))
        {
            if (finding.IsFailure)
            {
                _outgoing.Add((asff, source));
            }

            return;
        }

        // A resource found compliant in an incomplete audit, or nobody knows when, does not count as fixed.
        _stored.Remove(asff.Id);
        bool isIncomplete = source is PSObject { BaseObject: Evaluation { LedgerEntry: { IsComplete: false } } };
        if (stored.LastObservedAt > finding.EvidenceTime || finding.IsUndatedPass || (isIncomplete && !finding.IsFailure))
        {
            _kept++;
            return;
        }

        asff = asff with
        {
            CreatedAt = stored.CreatedAt,
            UpdatedAt = After(stored),
            ObservedAt = asff.ObservedAt ?? stored.LastObservedAt,
            IsArchived = mayArchive && !finding.IsFailure,
        };
        _outgoing.Add((asff, source));
    }

    /// <summary>Archives stored findings that the input lacks, unless they are newer than the audit.</summary>
    /// <param name="startedAt">When the audit began, UTC.</param>
    public void ArchiveGone(DateTime startedAt)
    {
        foreach (StoredFinding stored in _stored.Values)
        {
            if (stored.UpdatedAt > startedAt || stored.LastObservedAt > startedAt)
            {
                _kept++;
                continue;
            }

            _outgoing.Add((new AsffFinding
            {
                Id = stored.Id,
                AccountId = AccountId,
                Region = Region,
                Partition = AwsNames.PartitionOf(stored.ResourceId, Region),
                Title = PlainText.OneLine(stored.Title),
                Description = "The resource does not exist any more, or is not judged any more: "
                    + "a whole audit of the account and Region did not have it.",
                Severity = "INFORMATIONAL",
                Status = "NOT_AVAILABLE",
                ReasonCode = "GONE",
                IsArchived = true,
                CreatedAt = stored.CreatedAt,
                UpdatedAt = After(stored),
                ObservedAt = startedAt,
                ResourceType = stored.ResourceType,
                ResourceId = stored.ResourceId,
            }, null));
        }
    }

    /// <summary>Sends the findings, and writes an error for each cause of failure.</summary>
    /// <returns>The counts, and the objects whose findings Security Hub accepted.</returns>
    public (SecurityHubResult Result, IReadOnlyList<object> Arrived) Send(int refused)
    {
        IReadOnlyList<FailedFinding> failed = [];
        try
        {
            failed = _cmdlet.Wait(new ValueTask<IReadOnlyList<FailedFinding>>(
                _hub.ImportAsync(_outgoing.Select(Write), _cmdlet.StopToken)));
        }
        catch (ServiceCallException exception)
        {
            _cmdlet.ThrowTerminatingError(Record(exception, Region));
        }

        Dictionary<string, object> sources = [];
        foreach ((AsffFinding asff, object? source) in _outgoing)
        {
            sources[asff.Id] = source ?? asff.ResourceId;
        }

        foreach (var cause in failed.GroupBy(one => (one.ErrorCode, one.ErrorMessage)))
        {
            object[] target = [.. cause.Select(one => sources[one.Id])];
            _cmdlet.WriteError(ErrorRecords.Create(
                new InvalidOperationException(
                    Messages.FindingsNotImported.With(
                        target.Length, string.Join(", ", cause.Select(one => one.Id).Take(5)), cause.Key.ErrorCode,
                        cause.Key.ErrorMessage)),
                ErrorId.FindingFailed, ErrorCategory.WriteError, target, Messages.AdviceFindingFailed));
        }

        HashSet<string> lost = [.. failed.Select(one => one.Id)];
        return (new SecurityHubResult
        {
            AccountId = AccountId,
            Region = Region,
            PublishedCount = _outgoing.Count(one => !one.Asff.IsArchived && !lost.Contains(one.Asff.Id)),
            ArchivedCount = _outgoing.Count(one => one.Asff.IsArchived && !lost.Contains(one.Asff.Id)),
            KeptCount = _kept,
            FailedCount = failed.Count + refused,
            CallCount = _hub.CallCount,
        }, [.. _outgoing.Where(one => one.Source is not null && !lost.Contains(one.Asff.Id)).Select(one => one.Source!)]);
    }

    public void Dispose() => _hub.Dispose();

    /// <summary>Security Hub accepts only an update newer than the last, even if the last came from a clock that is ahead.</summary>
    private DateTime After(StoredFinding stored) => stored.UpdatedAt < _now ? _now : stored.UpdatedAt.AddMilliseconds(1);

    private static WrittenFinding Write((AsffFinding Asff, object? Source) one)
    {
        using MemoryStream written = new();
        using (Utf8JsonWriter json = new(written))
        {
            one.Asff.Write(json);
        }

        return new WrittenFinding(one.Asff.Id, written.ToArray());
    }

    private static ErrorRecord Record(ServiceCallException exception, string region) => exception.ErrorCode == "InvalidAccessException"
        ? ErrorRecords.Create(exception, ErrorId.SecurityHubNotEnabled, ErrorCategory.ResourceUnavailable, region,
            Messages.AdviceSecurityHubNotEnabled)
        : ErrorRecords.From(exception, region);
}
