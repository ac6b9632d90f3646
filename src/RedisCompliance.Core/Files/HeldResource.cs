namespace RedisCompliance.Files;

/// <summary>
/// A resource until it is judged. Of a hundred thousand, most differ by their ids alone; so what is not the id is held once
/// for many, and an ARN that is made of the rest is not held at all.
/// </summary>
/// <param name="Id">Its id.</param>
/// <param name="Others">Its other members, but for the group that a member is of.</param>
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

    /// <summary>The partition of an ARN that its resource's other members say the rest of; null for any other.</summary>
    public static string? PartitionOf(RedisResource resource)
    {
        var arn = ElastiCacheArn.Parse(resource.Arn);
        return arn.ResourceType == resource.ResourceType && arn.ResourceId.SequenceEqual(resource.Id.AsSpan())
            && arn.Region.SequenceEqual(resource.Region.AsSpan()) && arn.AccountId.SequenceEqual(resource.AccountId.AsSpan())
            && !arn.Region.IsEmpty && !arn.AccountId.IsEmpty
            ? ElastiCacheArn.Known(arn.Partition)
            : null;
    }

    /// <summary>Holds resources, and remembers of the last few what another may be like.</summary>
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
