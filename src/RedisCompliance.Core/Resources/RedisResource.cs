namespace RedisCompliance.Resources;

/// <summary>
/// One ElastiCache resource as the API described it. Texts are kept as reported; only <see cref="AtRestEvaluator"/> interprets
/// them, including missing and unexpected ones.
/// </summary>
public sealed record RedisResource
{
    /// <summary>One of <see cref="RedisCompliance.ResourceType"/>.</summary>
    public required string ResourceType { get; init; }

    /// <summary>
    /// ReplicationGroupId, CacheClusterId, ServerlessCacheName or the snapshot's name: unique in its type, account and Region.
    /// </summary>
    public required string Id { get; init; }

    /// <summary>The Amazon Resource Name, or null if none was reported.</summary>
    public string? Arn { get; init; }

    /// <summary>The Region's system name, from the ARN or else from the endpoint.</summary>
    public string? Region { get; init; }

    /// <summary>The 12-digit account id from the ARN.</summary>
    public string? AccountId { get; init; }

    /// <summary><c>redis</c>, <c>valkey</c> or <c>memcached</c>.</summary>
    public string? Engine { get; init; }

    /// <summary>The engine's version; replication groups do not report one.</summary>
    public string? EngineVersion { get; init; }

    /// <summary>The life-cycle status, in the API's own words (<c>available</c>, <c>AVAILABLE</c>, <c>deleting</c> …).</summary>
    public string? Status { get; init; }

    /// <summary>The effective state of encryption; never reported for cache clusters.</summary>
    public string? StorageEncryptionType { get; init; }

    /// <summary>The creation flag; never reported for serverless caches.</summary>
    public string? AtRestEncryptionEnabled { get; init; }

    /// <summary>The customer-managed KMS key, as id or ARN.</summary>
    public string? KmsKeyId { get; init; }

    /// <summary>For a cache cluster: its replication group, or null if the cluster is standalone.</summary>
    public string? ReplicationGroupId { get; init; }

    /// <summary>The tags; null if they were not read. No describe operation reports them.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>
    /// Members that are present but cannot be read. They are unknown, not absent. An ARN that does not match the id counts as
    /// unreadable.
    /// </summary>
    internal MemberNames Unreadable { get; init; }

    /// <summary>Missing members that a query may have removed; their absence means nothing.</summary>
    internal MemberNames LeftOut { get; set; }

    /// <summary>The members in which the records of the resource disagree: state, key, life cycle, engine or group.</summary>
    internal MemberNames Contradicted { get; init; }

    /// <summary>The partition of an <see cref="Arn"/> that is not stored, because the other members give the rest of it.</summary>
    internal string? ArnPartition { get; init; }

    /// <summary>For a group that no record describes: the member that the evidence comes from.</summary>
    internal string? KnownByMember { get; init; }

    /// <summary>When a group, cluster or serverless cache was created, UTC; null unless backups are audited.</summary>
    internal DateTime? CreateTime { get; init; }

    /// <summary>What a backup reports about its source.</summary>
    internal BackupOrigin? Origin { get; init; }

    /// <summary>What the audit found about a backup's source; null before it was looked up.</summary>
    internal BackupSource? BackupSource { get; init; }

    /// <summary>What a plan or template says about the resource; null for an existing resource.</summary>
    internal PlannedState? Planned { get; init; }

    /// <summary>Where the resource was read; null for a live listing.</summary>
    internal ResourceSource? Source { get; set; }
}
