namespace RedisCompliance;

/// <summary>How the audit of one account in one Region ended.</summary>
public static class TargetStatus
{
    /// <summary>The target was audited completely.</summary>
    public const string Completed = "Completed";

    /// <summary>Part or all of the target could not be audited.</summary>
    public const string Failed = "Failed";

    /// <summary>The audit was stopped before the target was completed.</summary>
    public const string Stopped = "Stopped";

    /// <summary>The target was skipped: an earlier audit completed it.</summary>
    public const string Skipped = "Skipped";
}

/// <summary>An audit's result for one account in one Region: a row of an <see cref="AuditReport"/>.</summary>
public sealed class TargetResult
{
    /// <summary>The 12-digit account id; null if unknown.</summary>
    public string? AccountId { get; init => field = PlainText.Of(value); }

    /// <summary>The account's name, if AWS Organizations gave it.</summary>
    public string? AccountName { get; init => field = PlainText.Of(value); }

    /// <summary>The Region's system name; null for an account whose Regions are unknown.</summary>
    public string? Region { get; init => field = PlainText.Of(value); }

    /// <summary>One of <see cref="TargetStatus"/>: how it ended.</summary>
    public required string Status { get; init; }

    /// <summary>The id of the first error, as in its FullyQualifiedErrorId; null if there was none.</summary>
    public string? ErrorId { get; init => field = PlainText.Of(value); }

    /// <summary>All errors in one text; null if there were none.</summary>
    public string? ErrorMessage { get; init => field = PlainText.OneLine(value); }

    /// <summary>The number of compliant resources; 0 if the target was not audited completely.</summary>
    public int CompliantCount { get; init; }

    /// <summary>The number of compliant resources in a target that was not audited completely.</summary>
    public int CompliantInIncompleteCount { get; init; }

    /// <summary>The number of resources that are not compliant.</summary>
    public int NonCompliantCount { get; init; }

    /// <summary>The number of resources that are exempt or being deleted.</summary>
    public int NotApplicableCount { get; init; }

    /// <summary>The number of replication groups judged.</summary>
    public int ReplicationGroupCount { get; init; }

    /// <summary>The number of standalone cache clusters judged.</summary>
    public int CacheClusterCount { get; init; }

    /// <summary>The number of serverless caches judged.</summary>
    public int ServerlessCacheCount { get; init; }

    /// <summary>The number of snapshots of groups and clusters judged; 0 unless they were requested.</summary>
    public int SnapshotCount { get; init; }

    /// <summary>The number of snapshots of serverless caches judged; 0 unless they were requested.</summary>
    public int ServerlessCacheSnapshotCount { get; init; }

    /// <summary><see cref="ResourceCount"/> under a short name.</summary>
    public int Resources => ResourceCount;

    /// <summary><see cref="NonCompliantCount"/> under a short name.</summary>
    public int NonCompliant => NonCompliantCount;

    /// <summary>The number of resources judged.</summary>
    public int ResourceCount =>
        ReplicationGroupCount + CacheClusterCount + ServerlessCacheCount + SnapshotCount + ServerlessCacheSnapshotCount;

    /// <summary>The audit's policy, as rule parameters in JSON; null for the default policy.</summary>
    public string? Policy { get; init => field = PlainText.Of(value); }

    /// <summary>The number of calls to AWS.</summary>
    public int CallCount { get; init; }

    /// <summary>The number of retries.</summary>
    public int RetryCount { get; init; }

    /// <summary>The time from the first call to the last page.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Whether an audit that resumes this one can skip the target.</summary>
    public bool IsComplete => Status is TargetStatus.Completed or TargetStatus.Skipped;

    /// <summary>Account, Region and status, for a log line.</summary>
    /// <returns>For example <c>111111111111 us-east-1 Completed</c>.</returns>
    public override string ToString() => string.Join(" ", new[] { AccountId, Region, Status }.Where(part => part is not null));
}
