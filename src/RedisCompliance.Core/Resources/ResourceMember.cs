namespace RedisCompliance.Resources;

/// <summary>The members of a described resource that are read, under the ElastiCache API's names.</summary>
/// <remarks>
/// Amazon ElastiCache API Reference: ReplicationGroup, CacheCluster, ServerlessCache, Snapshot, ServerlessCacheSnapshot.
/// </remarks>
public enum ResourceMember
{
    /// <summary>The id of a replication group; for a cache cluster, its group.</summary>
    ReplicationGroupId,

    /// <summary>The id of a cache cluster.</summary>
    CacheClusterId,

    /// <summary>The name of a serverless cache.</summary>
    ServerlessCacheName,

    /// <summary>The Amazon Resource Name.</summary>
    ARN,

    /// <summary>The engine.</summary>
    Engine,

    /// <summary>The engine's version.</summary>
    EngineVersion,

    /// <summary>The status of a group or serverless cache.</summary>
    Status,

    /// <summary>The status of a cache cluster.</summary>
    CacheClusterStatus,

    /// <summary>The effective state of encryption.</summary>
    StorageEncryptionType,

    /// <summary>The creation flag.</summary>
    AtRestEncryptionEnabled,

    /// <summary>The customer-managed key.</summary>
    KmsKeyId,

    /// <summary>The name of a snapshot.</summary>
    SnapshotName,

    /// <summary>The name of a snapshot of a serverless cache.</summary>
    ServerlessCacheSnapshotName,

    /// <summary>The status of a snapshot.</summary>
    SnapshotStatus,

    /// <summary>When a replication group was created.</summary>
    ReplicationGroupCreateTime,

    /// <summary>When a cache cluster was created; for a snapshot, its source cluster.</summary>
    CacheClusterCreateTime,

    /// <summary>When a serverless cache, or a snapshot of one, was created.</summary>
    CreateTime,
}
