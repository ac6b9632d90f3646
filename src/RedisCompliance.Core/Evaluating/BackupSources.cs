namespace RedisCompliance.Evaluating;

/// <summary>What an audit found about the source of a backup.</summary>
/// <param name="Resource">The group, cluster or serverless cache that the backup was made from; null if that is not proven.</param>
/// <param name="Why">Why the source is not proven, as the end of a sentence.</param>
internal sealed record BackupSource(RedisResource? Resource, string? Why);

/// <summary>
/// Matches backups to the groups, clusters and serverless caches that one audit has seen. A name proves nothing: its resource may
/// have been deleted and another created under the same name. Creation times prove it.
/// </summary>
/// <param name="moment">The moment of the audit, UTC; nothing was seen later.</param>
internal sealed class BackupSources(DateTime moment)
{
    private readonly Dictionary<(string ResourceType, string Region, string AccountId, string Id), RedisResource> _resources = [];

    /// <summary>Notes a resource, whether or not it is judged.</summary>
    public void Note(RedisResource resource)
    {
        if (ResourceType.IsBackup(resource.ResourceType) || !IsIdentified(resource))
        {
            return;
        }

        var key = (resource.ResourceType, resource.Region!, resource.AccountId!, resource.Id);
        bool isOther = _resources.TryGetValue(key, out RedisResource? known)
            && (known.CreateTime != resource.CreateTime || known.ReplicationGroupId != resource.ReplicationGroupId);
        _resources[key] = isOther ? resource with { CreateTime = null } : resource;
    }

    /// <summary>Adds the source to a backup that reports no key; returns any other resource unchanged.</summary>
    public RedisResource AddTo(RedisResource resource) =>
        resource.Origin is { } origin && resource.KmsKeyId is null ? resource with { BackupSource = Find(resource, origin) } : resource;

    private BackupSource Find(RedisResource backup, BackupOrigin origin) =>
        !IsIdentified(backup) ? NotShown("its account and Region are not known")
        : origin.ServerlessCacheName is { } cache ? Find(backup, ResourceType.ServerlessCache, cache, origin.Earliest)
        : origin.ReplicationGroupId is { } group ? Find(backup, ResourceType.ReplicationGroup, group, origin.Earliest)
        : origin.CacheClusterId is { } cluster ? FindCluster(backup, cluster, origin.CacheClusterCreateTime)
        : NotShown("it names no source");

    /// <summary>Finds a cluster, or the group that it belongs to: a backup of a group without shards names a member cluster.</summary>
    private BackupSource FindCluster(RedisResource backup, string id, DateTime? created)
    {
        RedisResource? cluster = Seen(backup, ResourceType.CacheCluster, id);
        return cluster is null ? NotSeen(id)
            : cluster.CreateTime is null || created is null ? NotDated(id)
            : cluster.CreateTime != created ? NotShown($"it is of another cluster {id} than there is now")
            : cluster.ReplicationGroupId is { } group ? Find(backup, ResourceType.ReplicationGroup, group, created)
            : Find(backup, ResourceType.CacheCluster, id, created);
    }

    /// <summary>Finds a source that existed before the backup's nodes were created, and that the audit saw afterwards.</summary>
    private BackupSource Find(RedisResource backup, string resourceType, string id, DateTime? earliest)
    {
        RedisResource? source = Seen(backup, resourceType, id);
        return source is null ? NotSeen(id)
            : source.CreateTime is null || earliest is null ? NotDated(id)
            : earliest < source.CreateTime ? NotShown($"it is older than its source {id}, which was created anew")
            : earliest > moment || earliest > source.Source?.ObservedAt ? NotShown($"its source {id} was seen before it was made")
            : new BackupSource(source, null);
    }

    private RedisResource? Seen(RedisResource backup, string resourceType, string id) =>
        _resources.TryGetValue((resourceType, backup.Region!, backup.AccountId!, id), out RedisResource? resource) ? resource : null;

    private static bool IsIdentified(RedisResource resource) =>
        resource.Region is not null && resource.AccountId is not null && (resource.Unreadable & MemberNames.ARN) == 0;

    private static BackupSource NotSeen(string id) => NotShown($"its source {id} was not seen in this audit");

    private static BackupSource NotDated(string id) => NotShown($"whether it is of the {id} that there is now is not reported");

    private static BackupSource NotShown(string why) => new(null, why);
}
