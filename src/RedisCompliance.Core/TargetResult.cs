namespace RedisCompliance;

/// <summary>How the audit of one account in one Region ended.</summary>
public static class TargetStatus
{
    /// <summary>Everything in it was seen.</summary>
    public const string Completed = "Completed";

    /// <summary>Something in it, or all of it, could not be seen.</summary>
    public const string Failed = "Failed";

    /// <summary>The audit was stopped before the target came to its end.</summary>
    public const string Stopped = "Stopped";

    /// <summary>It was left out: an earlier audit has seen it.</summary>
    public const string Skipped = "Skipped";
}

/// <summary>One account in one Region, as an audit saw it: a row of a <see cref="AuditReport"/>.</summary>
public sealed class TargetResult
{
    /// <summary>The 12-digit account id; null where nothing told it.</summary>
    public string? AccountId { get; init => field = PlainText.Of(value); }

    /// <summary>The account's name, where AWS Organizations told it.</summary>
    public string? AccountName { get; init => field = PlainText.Of(value); }

    /// <summary>The Region's system name; null for an account whose Regions could not be told.</summary>
    public string? Region { get; init => field = PlainText.Of(value); }

    /// <summary>One of <see cref="TargetStatus"/>: how it ended.</summary>
    public required string Status { get; init; }

    /// <summary>The id of the first error, as in its FullyQualifiedErrorId; null where there was none.</summary>
    public string? ErrorId { get; init => field = PlainText.Of(value); }

    /// <summary>What went wrong, all of it; null where nothing did.</summary>
    public string? ErrorMessage { get; init => field = PlainText.OneLine(value); }

    /// <summary>How many resources are compliant; 0 if the target was not audited completely.</summary>
    public int CompliantCount { get; init; }

    /// <summary>How many resources were found compliant in a target that was not audited completely.</summary>
    public int CompliantInIncompleteCount { get; init; }

    /// <summary>How many resources are not compliant.</summary>
    public int NonCompliantCount { get; init; }

    /// <summary>How many resources are exempt or being deleted.</summary>
    public int NotApplicableCount { get; init; }

    /// <summary>How many of the resources are replication groups.</summary>
    public int ReplicationGroupCount { get; init; }

    /// <summary>How many of the resources are standalone cache clusters.</summary>
    public int CacheClusterCount { get; init; }

    /// <summary>How many of the resources are serverless caches.</summary>
    public int ServerlessCacheCount { get; init; }

    /// <summary>How many of the resources are snapshots of groups and clusters; 0 unless they were asked for.</summary>
    public int SnapshotCount { get; init; }

    /// <summary>How many of the resources are snapshots of serverless caches; 0 unless they were asked for.</summary>
    public int ServerlessCacheSnapshotCount { get; init; }

    /// <summary><see cref="ResourceCount"/> under a short name.</summary>
    public int Resources => ResourceCount;

    /// <summary><see cref="NonCompliantCount"/> under a short name.</summary>
    public int NonCompliant => NonCompliantCount;

    /// <summary>How many resources were judged.</summary>
    public int ResourceCount =>
        ReplicationGroupCount + CacheClusterCount + ServerlessCacheCount + SnapshotCount + ServerlessCacheSnapshotCount;

    /// <summary>What was asked, as rule parameters in JSON; null for everything, by the default policy.</summary>
    public string? Policy { get; init => field = PlainText.Of(value); }

    /// <summary>How many calls to AWS that took.</summary>
    public int CallCount { get; init; }

    /// <summary>How often a call was tried again.</summary>
    public int RetryCount { get; init; }

    /// <summary>From its first call to its last page.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Whether an audit that goes on from here need not see it again.</summary>
    public bool IsComplete => Status is TargetStatus.Completed or TargetStatus.Skipped;

    /// <summary>Account, Region and status, for a log line.</summary>
    /// <returns>For example <c>111111111111 us-east-1 Completed</c>.</returns>
    public override string ToString() => string.Join(" ", new[] { AccountId, Region, Status }.Where(part => part is not null));
}
