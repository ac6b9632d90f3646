namespace RedisCompliance.Resources;

/// <summary>
/// One ElastiCache resource as the API described it. Texts stand as they were reported: what they mean, also
/// where they are missing or odd, is for <see cref="AtRestEvaluator"/> alone to say.
/// </summary>
public sealed record RedisResource
{
    /// <summary>One of <see cref="RedisCompliance.ResourceType"/>.</summary>
    public required string ResourceType { get; init; }

    /// <summary>
    /// ReplicationGroupId, CacheClusterId, ServerlessCacheName or the snapshot's name: unique in its type, account and Region.
    /// </summary>
    public required string Id { get; init; }

    /// <summary>The Amazon Resource Name, or null where none was reported.</summary>
    public string? Arn { get; init; }

    /// <summary>The Region's system name, of the ARN or else of the endpoint that was asked.</summary>
    public string? Region { get; init; }

    /// <summary>The 12-digit account id of the ARN.</summary>
    public string? AccountId { get; init; }

    /// <summary><c>redis</c>, <c>valkey</c> or <c>memcached</c>.</summary>
    public string? Engine { get; init; }

    /// <summary>The engine's version; replication groups do not report one.</summary>
    public string? EngineVersion { get; init; }

    /// <summary>The life-cycle status, in the API's own words (<c>available</c>, <c>AVAILABLE</c>, <c>deleting</c> …).</summary>
    public string? Status { get; init; }

    /// <summary>The effective state of encryption; never reported for cache clusters.</summary>
    public string? StorageEncryptionType { get; init; }

    /// <summary>The flag of creation; never reported for serverless caches.</summary>
    public string? AtRestEncryptionEnabled { get; init; }

    /// <summary>The customer-managed KMS key, as id or ARN.</summary>
    public string? KmsKeyId { get; init; }

    /// <summary>For a cache cluster: the replication group that it is a member of, or null if it stands alone.</summary>
    public string? ReplicationGroupId { get; init; }

    /// <summary>Its tags; null where they were not read. No describe operation reports them.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>
    /// Members that are there with a value of a shape that cannot be read. They are unknown, not absent. So is an ARN that is of
    /// another resource than the id.
    /// </summary>
    internal MemberNames Unreadable { get; init; }

    /// <summary>Members that are not there and that a query may have left out: their absence says nothing.</summary>
    internal MemberNames LeftOut { get; set; }

    /// <summary>In what the records of the resource contradict each other: its state, key, life cycle, engine or group.</summary>
    internal MemberNames Contradicted { get; init; }

    /// <summary>The partition of an <see cref="Arn"/> that was left out, because the other members say the rest of it.</summary>
    internal string? ArnPartition { get; init; }

    /// <summary>For a group that no record describes: the member whose evidence this is.</summary>
    internal string? KnownByMember { get; init; }

    /// <summary>When a group, cluster or serverless cache was created, UTC; null unless backups are judged by it.</summary>
    internal DateTime? CreateTime { get; init; }

    /// <summary>What a backup says of its source.</summary>
    internal BackupOrigin? Origin { get; init; }

    /// <summary>What the audit has seen of a backup's source; null until somebody has looked for it.</summary>
    internal BackupSource? BackupSource { get; init; }

    /// <summary>What a plan or template says of it; null for what exists.</summary>
    internal PlannedState? Planned { get; init; }

    /// <summary>Where it was read; null for what was listed live.</summary>
    internal ResourceSource? Source { get; set; }
}
