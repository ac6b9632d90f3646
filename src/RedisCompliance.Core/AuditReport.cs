using System.Collections;
using System.Diagnostics;

namespace RedisCompliance;

/// <summary>
/// What an audit has seen and what not: a row for each account and Region, in the order in which they ended, and their
/// sums. It fills while the audit goes on, so that it is there also when that is stopped.
/// </summary>
public sealed class AuditReport : IReadOnlyList<TargetResult>
{
    private readonly List<TargetResult> _rows = [];
    private readonly long _start = Stopwatch.GetTimestamp();
    private TimeSpan? _duration;

    /// <summary>How many rows there are.</summary>
    public int Count => _rows.Count;

    /// <summary>How many targets were audited completely, now or by an earlier audit.</summary>
    public int CompleteCount { get; private set; }

    /// <summary>How many targets could not be audited completely.</summary>
    public int FailedCount { get; private set; }

    /// <summary>
    /// How many targets an audit that was stopped never began; 0 of one that came to its end. Null while it goes on, and where
    /// it was stopped before it was known how many there are.
    /// </summary>
    public int? NotBegunCount { get; private set; }

    /// <summary>How many resources were judged.</summary>
    public int ResourceCount =>
        ReplicationGroupCount + CacheClusterCount + ServerlessCacheCount + SnapshotCount + ServerlessCacheSnapshotCount;

    /// <summary>How many of them are replication groups.</summary>
    public int ReplicationGroupCount { get; private set; }

    /// <summary>How many of them are standalone cache clusters.</summary>
    public int CacheClusterCount { get; private set; }

    /// <summary>How many of them are serverless caches.</summary>
    public int ServerlessCacheCount { get; private set; }

    /// <summary>How many of them are snapshots of groups and clusters.</summary>
    public int SnapshotCount { get; private set; }

    /// <summary>How many of them are snapshots of serverless caches.</summary>
    public int ServerlessCacheSnapshotCount { get; private set; }

    /// <summary>How many are compliant, in targets that were audited completely.</summary>
    public int CompliantCount { get; private set; }

    /// <summary>How many were found compliant in targets that were not audited completely.</summary>
    public int CompliantInIncompleteCount { get; private set; }

    /// <summary>How many are not compliant.</summary>
    public int NonCompliantCount { get; private set; }

    /// <summary>How many are exempt or being deleted.</summary>
    public int NotApplicableCount { get; private set; }

    /// <summary>How many calls to AWS the audit took, those that found and entered the accounts included.</summary>
    public int CallCount { get; private set; }

    /// <summary>How often a call was tried again.</summary>
    public int RetryCount { get; private set; }

    /// <summary>How long the audit has taken.</summary>
    public TimeSpan Duration => _duration ?? TimeSpan.FromSeconds((Stopwatch.GetTimestamp() - _start) / (double)Stopwatch.Frequency);

    /// <inheritdoc/>
    public TargetResult this[int index] => _rows[index];

    /// <inheritdoc/>
    public IEnumerator<TargetResult> GetEnumerator() => _rows.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The sums in a sentence.</summary>
    /// <returns>
    /// For example <c>12 of 13 targets audited completely, 1 not; 240 resources: 200 compliant, 0 compliant in incomplete targets, 40 not
    /// compliant, 0 not applicable; 39 calls, 2 retries, 1.3 s</c>.
    /// </returns>
    public override string ToString()
    {
        int targets = Count + (NotBegunCount ?? 0);
        string summary = Messages.ReportSummary.With(
            CompleteCount, targets, targets - CompleteCount, ResourceCount, CompliantCount, CompliantInIncompleteCount, NonCompliantCount,
            NotApplicableCount, CallCount, RetryCount, Duration.TotalSeconds);
        return _duration is null || NotBegunCount == 0 ? summary
            : NotBegunCount is { } notBegun ? Messages.ReportNotBegun.With(summary, notBegun)
            : Messages.ReportNotBegunUnknown.With(summary);
    }

    internal void Add(TargetResult row)
    {
        _rows.Add(row);
        CompleteCount += row.IsComplete ? 1 : 0;
        FailedCount += row.Status == TargetStatus.Failed ? 1 : 0;
        ReplicationGroupCount += row.ReplicationGroupCount;
        CacheClusterCount += row.CacheClusterCount;
        ServerlessCacheCount += row.ServerlessCacheCount;
        SnapshotCount += row.SnapshotCount;
        ServerlessCacheSnapshotCount += row.ServerlessCacheSnapshotCount;
        CompliantCount += row.CompliantCount;
        CompliantInIncompleteCount += row.CompliantInIncompleteCount;
        NonCompliantCount += row.NonCompliantCount;
        NotApplicableCount += row.NotApplicableCount;
        CallCount += row.CallCount;
        RetryCount += row.RetryCount;
    }

    /// <summary>Counts calls that were of no target in particular and targets that were never begun, and stops the clock.</summary>
    internal void Close(CallCounter others, int? notBegun)
    {
        NotBegunCount = notBegun;
        CallCount += others.CallCount;
        RetryCount += others.RetryCount;
        _duration = Duration;
    }
}
