namespace RedisCompliance.Evaluating;

/// <summary>What an audit has seen of the source of a backup.</summary>
/// <param name="Resource">The group, cluster or serverless cache that the backup is shown to be of; null where none is.</param>
/// <param name="Why">Why none is, as the end of a sentence.</param>
internal sealed record BackupSource(RedisResource? Resource, string? Why);

/// <summary>
/// Groups, clusters and serverless caches that one audit has seen, and which backups are of them. A name shows nothing by itself:
/// its resource may have been deleted, and another created under it. Moments of creation do.
/// </summary>
/// <param name="moment">The moment of the audit, UTC: nothing was seen later.</param>
internal sealed class BackupSources(DateTime moment)
{
    private readonly Dictionary<(string ResourceType, string Region, string AccountId, string Id), RedisResource> _resources = [];

    /// <summary>Takes a resource that was seen, whether or not it is judged.</summary>
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

    /// <summary>The backup with what was seen of its source; any other resource as it is.</summary>
    public RedisResource AddTo(RedisResource resource) =>
        resource.Origin is { } origin && resource.KmsKeyId is null ? resource with { BackupSource = Find(resource, origin) } : resource;

    private BackupSource Find(RedisResource backup, BackupOrigin origin) =>
        !IsIdentified(backup) ? NotShown("its account and Region are not known")
        : origin.ServerlessCacheName is { } cache ? Find(backup, ResourceType.ServerlessCache, cache, origin.Earliest)
        : origin.ReplicationGroupId is { } group ? Find(backup, ResourceType.ReplicationGroup, group, origin.Earliest)
        : origin.CacheClusterId is { } cluster ? FindCluster(backup, cluster, origin.CacheClusterCreateTime)
        : NotShown("it names no source");

    /// <summary>A cluster, or the group that it is a member of: a backup of a group without shards names one of its members.</summary>
    private BackupSource FindCluster(RedisResource backup, string id, DateTime? created)
    {
        RedisResource? cluster = Seen(backup, ResourceType.CacheCluster, id);
        return cluster is null ? NotSeen(id)
            : cluster.CreateTime is null || created is null ? NotDated(id)
            : cluster.CreateTime != created ? NotShown($"it is of another cluster {id} than there is now")
            : cluster.ReplicationGroupId is { } group ? Find(backup, ResourceType.ReplicationGroup, group, created)
            : Find(backup, ResourceType.CacheCluster, id, created);
    }

    /// <summary>A source, if it was there when the backup's nodes were created, and still there when it was seen.</summary>
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
