namespace RedisCompliance.Aws.ElastiCache;

/// <summary>The inventory of one account in one Region, read from Amazon ElastiCache.</summary>
public sealed class ElastiCacheInventory : IRedisInventory, IResourceDetails, IDisposable
{
    private readonly AmazonElastiCacheClient _client;
    private readonly AwsConnection _connection;

    internal ElastiCacheInventory(AwsConnection connection)
    {
        _connection = connection;
        Region = connection.Region;
        _client = new AmazonElastiCacheClient(connection);
        Endpoint = _client.Endpoint;
    }

    /// <inheritdoc/>
    public string Region { get; }

    /// <summary>The URL that the client calls.</summary>
    public string Endpoint { get; }

    /// <inheritdoc/>
    public Task<string> GetAccountIdAsync(CancellationToken cancellationToken) => _connection.GetAccountIdAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<ResourcePage> GetPageAsync(string resourceType, string? marker, CancellationToken cancellationToken) => resourceType switch
    {
        ResourceType.Snapshot => _client.DescribeSnapshotsAsync(marker, cancellationToken),
        ResourceType.ServerlessCacheSnapshot => _client.DescribeServerlessCacheSnapshotsAsync(marker, cancellationToken),
        _ => GetPageAsync(resourceType, marker, isOfSources: false, cancellationToken),
    };

    /// <inheritdoc/>
    public Task<ResourcePage> GetSourcePageAsync(string resourceType, string? marker, CancellationToken cancellationToken) =>
        GetPageAsync(resourceType, marker, isOfSources: true, cancellationToken);

    private Task<ResourcePage> GetPageAsync(
        string resourceType, string? marker, bool isOfSources, CancellationToken cancellationToken) => resourceType switch
    {
        ResourceType.ReplicationGroup => _client.DescribeReplicationGroupsAsync(marker, isOfSources, cancellationToken),
        ResourceType.CacheCluster => _client.DescribeCacheClustersAsync(marker, isOfSources, cancellationToken),
        ResourceType.ServerlessCache => _client.DescribeServerlessCachesAsync(marker, isOfSources, cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(resourceType), resourceType, "Not a resource type of ElastiCache."),
    };

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, string>> ListTagsForResourceAsync(string resourceArn, CancellationToken cancellationToken) =>
        _client.ListTagsForResourceAsync(resourceArn, cancellationToken);

    /// <inheritdoc/>
    Task<IReadOnlyList<DescribedRecord>> IResourceDetails.DescribeAsync(
        DetailKind kind, string name, CancellationToken cancellationToken) =>
        _client.DescribeAsync(kind, name, cancellationToken);

    /// <summary>Disposes of the client.</summary>
    public void Dispose() => _client.Dispose();
}
