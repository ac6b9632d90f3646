using System.Collections;
using System.Diagnostics;

namespace RedisCompliance;

/// <summary>
/// What an audit covered and what it did not: a row for each account and Region, in the order in which they ended, and the totals.
/// It fills during the audit, so that it also exists if the audit is stopped.
/// </summary>
public sealed class AuditReport : IReadOnlyList<TargetResult>
{
    private readonly List<TargetResult> _rows = [];
    private readonly long _start = Stopwatch.GetTimestamp();
    private TimeSpan? _duration;

    /// <summary>The number of rows.</summary>
    public int Count => _rows.Count;

    /// <summary>The number of targets audited completely, now or by an earlier audit.</summary>
    public int CompleteCount { get; private set; }

    /// <summary>The number of targets that could not be audited completely.</summary>
    public int FailedCount { get; private set; }

    /// <summary>
    /// The number of targets that a stopped audit never began; 0 after an audit that ended by itself. Null while the audit runs,
    /// and if it was stopped before the number of targets was known.
    /// </summary>
    public int? NotBegunCount { get; private set; }

    /// <summary>The number of resources judged.</summary>
    public int ResourceCount =>
        ReplicationGroupCount + CacheClusterCount + ServerlessCacheCount + SnapshotCount + ServerlessCacheSnapshotCount;

    /// <summary>The number of replication groups judged.</summary>
    public int ReplicationGroupCount { get; private set; }

    /// <summary>The number of standalone cache clusters judged.</summary>
    public int CacheClusterCount { get; private set; }

    /// <summary>The number of serverless caches judged.</summary>
    public int ServerlessCacheCount { get; private set; }

    /// <summary>The number of snapshots of groups and clusters judged.</summary>
    public int SnapshotCount { get; private set; }

    /// <summary>The number of snapshots of serverless caches judged.</summary>
    public int ServerlessCacheSnapshotCount { get; private set; }

    /// <summary>The number of compliant resources in targets that were audited completely.</summary>
    public int CompliantCount { get; private set; }

    /// <summary>The number of compliant resources in targets that were not audited completely.</summary>
    public int CompliantInIncompleteCount { get; private set; }

    /// <summary>The number of resources that are not compliant.</summary>
    public int NonCompliantCount { get; private set; }

    /// <summary>The number of resources that are exempt or being deleted.</summary>
    public int NotApplicableCount { get; private set; }

    /// <summary>The number of calls to AWS, including those that found and entered the accounts.</summary>
    public int CallCount { get; private set; }

    /// <summary>The number of retries.</summary>
    public int RetryCount { get; private set; }

    /// <summary>How long the audit has taken.</summary>
    public TimeSpan Duration => _duration ?? TimeSpan.FromSeconds((Stopwatch.GetTimestamp() - _start) / (double)Stopwatch.Frequency);

    /// <inheritdoc/>
    public TargetResult this[int index] => _rows[index];

    /// <inheritdoc/>
    public IEnumerator<TargetResult> GetEnumerator() => _rows.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The totals in a sentence.</summary>
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

    /// <summary>Adds the calls that belong to no single target and the targets never begun, and stops the clock.</summary>
    internal void Close(CallCounter others, int? notBegun)
    {
        NotBegunCount = notBegun;
        CallCount += others.CallCount;
        RetryCount += others.RetryCount;
        _duration = Duration;
    }
}
