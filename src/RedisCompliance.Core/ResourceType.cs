namespace RedisCompliance;

/// <summary>The resource types, in the spelling of CloudFormation and AWS Config.</summary>
public static class ResourceType
{
    /// <summary>A replication group: every Valkey cluster, and every Redis OSS cluster with replicas or shards.</summary>
    public const string ReplicationGroup = "AWS::ElastiCache::ReplicationGroup";

    /// <summary>A cache cluster. Only standalone ones are judged; members are part of their replication group.</summary>
    public const string CacheCluster = "AWS::ElastiCache::CacheCluster";

    /// <summary>A serverless cache.</summary>
    public const string ServerlessCache = "AWS::ElastiCache::ServerlessCache";

    /// <summary>A backup of a replication group or cache cluster.</summary>
    public const string Snapshot = "AWS::ElastiCache::Snapshot";

    /// <summary>A backup of a serverless cache.</summary>
    public const string ServerlessCacheSnapshot = "AWS::ElastiCache::ServerlessCacheSnapshot";

    /// <summary>The account itself, for a verdict on no single resource. Its id is the account id.</summary>
    public const string Account = "AWS::::Account";

    /// <summary>The types of a rule, and of an audit by default, in listing order.</summary>
    public static IReadOnlyList<string> Default { get; } = [ReplicationGroup, CacheCluster, ServerlessCache];

    /// <summary>The types of backups. They are judged only on request; AWS Config is not known to accept them.</summary>
    public static IReadOnlyList<string> Backups { get; } = [Snapshot, ServerlessCacheSnapshot];

    /// <summary>All types that can be judged, those of <see cref="Default"/> first.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Default, .. Backups];

    /// <summary>Whether a type is one of <see cref="Backups"/>.</summary>
    /// <param name="resourceType">A full name.</param>
    /// <returns>False also for other texts.</returns>
    public static bool IsBackup(string? resourceType) => resourceType is Snapshot or ServerlessCacheSnapshot;

    /// <summary>Finds an ElastiCache type by its full name or its last part.</summary>
    /// <param name="name">For example <c>ReplicationGroup</c>, in any case.</param>
    /// <returns>The full name, or null.</returns>
    public static string? Find(string? name) => All.FirstOrDefault(type =>
        string.Equals(type, name, StringComparison.OrdinalIgnoreCase) || type.EndsWith("::" + name, StringComparison.OrdinalIgnoreCase));
}
