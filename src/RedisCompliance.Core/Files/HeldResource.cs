namespace RedisCompliance.Files;

/// <summary>
/// A resource kept until it is judged. In large audits, most resources differ only in their ids. Resources therefore share
/// everything but the id, and an ARN that the other members determine is not stored.
/// </summary>
/// <param name="Id">Its id.</param>
/// <param name="Others">Its other members, without the group that it belongs to.</param>
internal readonly record struct HeldResource(string Id, RedisResource Others)
{
    /// <summary>The resource as it was described.</summary>
    public RedisResource ToResource() => Others with
    {
        Id = Id,
        Arn = Others.ArnPartition is { } partition
            ? ElastiCacheArn.Compose(partition, Others.Region!, Others.AccountId!, Others.ResourceType, Id)
            : Others.Arn,
    };

    /// <summary>The ARN's partition if the resource's other members give the rest of the ARN; otherwise null.</summary>
    public static string? PartitionOf(RedisResource resource)
    {
        var arn = ElastiCacheArn.Parse(resource.Arn);
        return arn.ResourceType == resource.ResourceType && arn.ResourceId.SequenceEqual(resource.Id.AsSpan())
            && arn.Region.SequenceEqual(resource.Region.AsSpan()) && arn.AccountId.SequenceEqual(resource.AccountId.AsSpan())
            && !arn.Region.IsEmpty && !arn.AccountId.IsEmpty
            ? ElastiCacheArn.Known(arn.Partition)
            : null;
    }

    /// <summary>Creates held resources that share their members with recent equal ones.</summary>
    public sealed class Pool
    {
        private readonly RedisResource?[] _recent = new RedisResource?[16];
        private int _next;

        public HeldResource Hold(RedisResource resource)
        {
            string? partition = PartitionOf(resource);
            RedisResource others = resource with
            {
                Id = string.Empty,
                Arn = partition is null ? resource.Arn : null,
                ArnPartition = partition,
                ReplicationGroupId = null,
            };
            foreach (RedisResource? recent in _recent)
            {
                if (others == recent)
                {
                    return new HeldResource(resource.Id, recent);
                }
            }

            _recent[_next] = others;
            _next = (_next + 1) % _recent.Length;
            return new HeldResource(resource.Id, others);
        }
    }
}
