using System.Runtime.CompilerServices;

namespace RedisCompliance.Resources;

/// <summary>The parts of an ElastiCache ARN: <c>arn:partition:elasticache:region:account:type:id</c>.</summary>
/// <remarks>Service Authorization Reference, "Resource types defined by Amazon ElastiCache".</remarks>
internal readonly ref struct ElastiCacheArn
{
    private static readonly string[] s_partitions =
        ["aws", "aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f", "aws-eusc"];

    public ReadOnlySpan<char> Partition { get; private init; }

    public ReadOnlySpan<char> Region { get; private init; }

    public ReadOnlySpan<char> AccountId { get; private init; }

    public string? ResourceType { get; private init; }

    public ReadOnlySpan<char> ResourceId { get; private init; }

    /// <summary>Parses an ARN; any other text gives no parts.</summary>
    [MethodImpl(MethodOptions.AggressiveOptimization)]
    public static ElastiCacheArn Parse(string? text)
    {
        ReadOnlySpan<char> rest = text.AsSpan();
        ReadOnlySpan<char> partition = default;
        if (!Next(ref rest).SequenceEqual("arn".AsSpan()) || (partition = Next(ref rest)).IsEmpty
            || !Next(ref rest).SequenceEqual("elasticache".AsSpan()))
        {
            return default;
        }

        return new ElastiCacheArn
        {
            Partition = partition,
            Region = Next(ref rest),
            AccountId = Next(ref rest),
            ResourceType = TypeOf(Next(ref rest)),
            ResourceId = rest,
        };
    }

    /// <summary>The partition if AWS has one of that name; otherwise null.</summary>
    public static string? Known(ReadOnlySpan<char> partition)
    {
        foreach (string known in s_partitions)
        {
            if (partition.SequenceEqual(known.AsSpan()))
            {
                return known;
            }
        }

        return null;
    }

    /// <summary>Composes the ARN of a resource.</summary>
    public static string Compose(string partition, string region, string accountId, string resourceType, string id)
    {
        string kind = resourceType switch
        {
            RedisCompliance.ResourceType.ReplicationGroup => "replicationgroup",
            RedisCompliance.ResourceType.CacheCluster => "cluster",
            RedisCompliance.ResourceType.ServerlessCache => "serverlesscache",
            RedisCompliance.ResourceType.Snapshot => "snapshot",
            _ => "serverlesscachesnapshot",
        };
        return $"arn:{partition}:elasticache:{region}:{accountId}:{kind}:{id}";
    }

    [MethodImpl(MethodOptions.AggressiveOptimization)]
    private static string? TypeOf(ReadOnlySpan<char> type) => type switch
    {
        "replicationgroup" => RedisCompliance.ResourceType.ReplicationGroup,
        "cluster" => RedisCompliance.ResourceType.CacheCluster,
        "serverlesscache" => RedisCompliance.ResourceType.ServerlessCache,
        "snapshot" => RedisCompliance.ResourceType.Snapshot,
        "serverlesscachesnapshot" => RedisCompliance.ResourceType.ServerlessCacheSnapshot,
        _ => null,
    };

    [MethodImpl(MethodOptions.AggressiveOptimization)]
    private static ReadOnlySpan<char> Next(scoped ref ReadOnlySpan<char> rest)
    {
        int length = rest.IndexOf(':');
        ReadOnlySpan<char> part = length < 0 ? rest : rest.Slice(0, length);
        rest = length < 0 ? default : rest.Slice(length + 1);
        return part;
    }
}
