namespace RedisCompliance;

/// <summary>The parts of an ElastiCache ARN: <c>arn:partition:elasticache:region:account:type:id</c>.</summary>
/// <remarks>Service Authorization Reference, "Resource types defined by Amazon ElastiCache".</remarks>
internal readonly struct ElastiCacheArn
{
    private const int Parts = 7;

    public string? Region { get; private init; }

    public string? AccountId { get; private init; }

    public string? ResourceType { get; private init; }

    public string? ResourceId { get; private init; }

    /// <summary>Reads an ARN; what is not one of ElastiCache has no parts.</summary>
    public static ElastiCacheArn Parse(string? text)
    {
        string[] parts = text?.Split(':') ?? [];
        if (parts.Length != Parts || parts[0] != "arn" || parts[2] != "elasticache")
        {
            return default;
        }

        return new ElastiCacheArn
        {
            Region = Part(parts[3]),
            AccountId = Part(parts[4]),
            ResourceType = parts[5] switch
            {
                "replicationgroup" => RedisCompliance.ResourceType.ReplicationGroup,
                "cluster" => RedisCompliance.ResourceType.CacheCluster,
                "serverlesscache" => RedisCompliance.ResourceType.ServerlessCache,
                _ => null,
            },
            ResourceId = Part(parts[6]),
        };
    }

    private static string? Part(string text) => text.Length == 0 ? null : text;
}
