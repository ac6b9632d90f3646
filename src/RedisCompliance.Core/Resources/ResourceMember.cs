namespace RedisCompliance.Resources;

/// <summary>The members of a described resource that are read, as the ElastiCache API names them.</summary>
/// <remarks>
/// Amazon ElastiCache API Reference: ReplicationGroup, CacheCluster, ServerlessCache, Snapshot, ServerlessCacheSnapshot.
/// </remarks>
public enum ResourceMember
{
    /// <summary>The id of a replication group; of a cache cluster, the group that it is a member of.</summary>
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

    /// <summary>The flag of creation.</summary>
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

    /// <summary>When a cache cluster was created; of a snapshot, its source.</summary>
    CacheClusterCreateTime,

    /// <summary>When a serverless cache, or a snapshot of one, was created.</summary>
    CreateTime,
}
