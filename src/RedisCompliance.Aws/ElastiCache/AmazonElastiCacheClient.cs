using System.Globalization;

namespace RedisCompliance.Aws.ElastiCache;

/// <summary>
/// The describe operations of Amazon ElastiCache that the audit needs. Names as in AWSSDK.ElastiCache, whose place it
/// takes; an answer is read straight into resources.
/// </summary>
/// <remarks>Amazon ElastiCache API Reference, version 2015-02-02.</remarks>
internal sealed class AmazonElastiCacheClient(AwsConnection connection)
    : ServiceClient(connection, new AmazonElastiCacheConfig(connection))
{
    private const string ApiVersion = "2015-02-02";

    // The largest that the API allows. DescribeServerlessCaches documents a default of 50 and no maximum.
    private const int MaxRecords = 100;
    private const int MaxResults = 50;

    private static readonly QueryRequestMarshaller s_marshaller = new("ElastiCache");

    private readonly ResourcePageReader _replicationGroups = new(
        ResourceType.ReplicationGroup, "ReplicationGroups", "Marker", connection.Region, connection.AccountId);
    private readonly ResourcePageReader _cacheClusters = new(
        ResourceType.CacheCluster, "CacheClusters", "Marker", connection.Region, connection.AccountId);
    private readonly ResourcePageReader _serverlessCaches = new(
        ResourceType.ServerlessCache, "ServerlessCaches", "NextToken", connection.Region, connection.AccountId);

    public Task<ResourcePage> DescribeReplicationGroupsAsync(string? marker, CancellationToken cancellationToken)
    {
        QueryRequest request = new("DescribeReplicationGroups", ApiVersion);
        request.Add("MaxRecords", MaxRecords.ToString(CultureInfo.InvariantCulture));
        request.Add("Marker", marker);
        return CallAsync(request, _replicationGroups, cancellationToken);
    }

    public Task<ResourcePage> DescribeCacheClustersAsync(string? marker, CancellationToken cancellationToken)
    {
        QueryRequest request = new("DescribeCacheClusters", ApiVersion);
        request.Add("ShowCacheClustersNotInReplicationGroups", "true");
        request.Add("MaxRecords", MaxRecords.ToString(CultureInfo.InvariantCulture));
        request.Add("Marker", marker);
        return CallAsync(request, _cacheClusters, cancellationToken);
    }

    public Task<ResourcePage> DescribeServerlessCachesAsync(string? nextToken, CancellationToken cancellationToken)
    {
        QueryRequest request = new("DescribeServerlessCaches", ApiVersion);
        request.Add("MaxResults", MaxResults.ToString(CultureInfo.InvariantCulture));
        request.Add("NextToken", nextToken);
        return CallAsync(request, _serverlessCaches, cancellationToken);
    }

    public Task<IReadOnlyDictionary<string, string>> ListTagsForResourceAsync(string resourceArn, CancellationToken cancellationToken)
    {
        QueryRequest request = new("ListTagsForResource", ApiVersion);
        request.Add("ResourceName", resourceArn);
        return CallAsync<IReadOnlyDictionary<string, string>>(
            request.Action, request, s_marshaller,
            new QueryAnswerUnmarshaller<IReadOnlyDictionary<string, string>>(request.Action, ReadTags), cancellationToken);
    }

    private static Dictionary<string, string> ReadTags(Utf8XmlReader xml) => QueryMembers.Find(xml, "TagList", list =>
    {
        Dictionary<string, string> tags = new(StringComparer.Ordinal);
        for (int depth = list.Depth; list.ReadItem(depth);)
        {
            Dictionary<string, string> tag = QueryMembers.Texts(list);
            tags[tag.Required("Key")] = tag.TryGetValue("Value", out string? value) ? value : string.Empty;
        }

        return tags;
    }) ?? throw QueryMembers.Missing("TagList");

    private Task<ResourcePage> CallAsync(QueryRequest request, ResourcePageReader reader, CancellationToken cancellationToken) =>
        CallAsync<ResourcePage>(request.Action, request, s_marshaller,
            new QueryAnswerUnmarshaller<ResourcePage>(request.Action, reader.Read), cancellationToken);

    private sealed class AmazonElastiCacheConfig(AwsConnection connection) : ServiceConfig(connection, "ElastiCache", "elasticache")
    {
        public override string ServiceVersion => ApiVersion;
    }
}
