namespace RedisCompliance.Aws;

/// <summary>The inventory of one account in one Region, read from Amazon ElastiCache.</summary>
public sealed class ElastiCacheInventory : IRedisInventory, IDisposable
{
    private readonly AmazonElastiCacheClient _client;

    internal ElastiCacheInventory(AwsConnection connection)
    {
        Region = connection.Region;
        _client = new AmazonElastiCacheClient(connection);
        Endpoint = _client.Endpoint;
    }

    /// <inheritdoc/>
    public string Region { get; }

    /// <summary>The URL that is called.</summary>
    public string Endpoint { get; }

    /// <inheritdoc/>
    public async Task<ResourcePage> GetPageAsync(string resourceType, string? marker, CancellationToken cancellationToken)
    {
        (string operation, Func<string?, CancellationToken, Task<ResourcePage>> describe) = resourceType switch
        {
            ResourceType.ReplicationGroup => ("DescribeReplicationGroups", _client.DescribeReplicationGroupsAsync),
            ResourceType.CacheCluster => ("DescribeCacheClusters", _client.DescribeCacheClustersAsync),
            ResourceType.ServerlessCache => ("DescribeServerlessCaches", (Func<string?, CancellationToken, Task<ResourcePage>>)_client.DescribeServerlessCachesAsync),
            _ => throw new ArgumentOutOfRangeException(nameof(resourceType), resourceType, "Not a resource type of ElastiCache."),
        };
        try
        {
            return await describe(marker, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (ServiceErrors.Translate(exception, operation, Region, cancellationToken) is { } failure)
        {
            throw failure;
        }
    }

    /// <summary>Lets go of the client.</summary>
    public void Dispose() => _client.Dispose();
}
