using System.Globalization;

namespace RedisCompliance.Aws.ElastiCache;

/// <summary>
/// The describe operations of Amazon ElastiCache that the audit needs. Names follow AWSSDK.ElastiCache, which this client
/// replaces; it reads answers directly into resources.
/// </summary>
/// <remarks>Amazon ElastiCache API Reference, version 2015-02-02.</remarks>
internal sealed class AmazonElastiCacheClient(AwsConnection connection)
    : ServiceClient(connection, new AmazonElastiCacheConfig(connection))
{
    private const string ApiVersion = "2015-02-02";

    // The API's maximum. The operations of serverless caches document a default
    // of 50; for their snapshots 50 is the maximum, too.
    private const int MaxRecords = 100;
    private const int MaxSnapshots = 50;
    private const int MaxResults = 50;

    private static readonly QueryRequestMarshaller s_marshaller = new("ElastiCache");

    private readonly string _region = connection.Region;
    private readonly string? _accountId = connection.AccountId;

    public Task<ResourcePage> DescribeReplicationGroupsAsync(string? marker, bool readsTimes, CancellationToken cancellationToken) =>
        CallAsync(Request("DescribeReplicationGroups", MaxRecords, marker),
            Reader(ResourceType.ReplicationGroup, "ReplicationGroups", readsTimes: readsTimes), cancellationToken);

    /// <summary>Lists cache clusters: standalone ones, or all of them with their times of creation.</summary>
    public Task<ResourcePage> DescribeCacheClustersAsync(string? marker, bool readsTimes, CancellationToken cancellationToken)
    {
        QueryRequest request = Request("DescribeCacheClusters", MaxRecords, marker);
        request.Add("ShowCacheClustersNotInReplicationGroups", readsTimes ? null : "true");
        return CallAsync(request, Reader(ResourceType.CacheCluster, "CacheClusters", readsTimes: readsTimes), cancellationToken);
    }

    public Task<ResourcePage> DescribeServerlessCachesAsync(string? nextToken, bool readsTimes, CancellationToken cancellationToken) =>
        CallAsync(RequestOf("DescribeServerlessCaches", nextToken),
            Reader(ResourceType.ServerlessCache, "ServerlessCaches", "NextToken", readsTimes), cancellationToken);

    public Task<ResourcePage> DescribeSnapshotsAsync(string? marker, CancellationToken cancellationToken) =>
        CallAsync(Request("DescribeSnapshots", MaxSnapshots, marker),
            Reader(ResourceType.Snapshot, "Snapshots", readsTimes: true), cancellationToken);

    public Task<ResourcePage> DescribeServerlessCacheSnapshotsAsync(string? nextToken, CancellationToken cancellationToken) =>
        CallAsync(RequestOf("DescribeServerlessCacheSnapshots", nextToken),
            Reader(ResourceType.ServerlessCacheSnapshot, "ServerlessCacheSnapshots", "NextToken", readsTimes: true), cancellationToken);

    public Task<IReadOnlyDictionary<string, string>> ListTagsForResourceAsync(string resourceArn, CancellationToken cancellationToken)
    {
        QueryRequest request = new("ListTagsForResource", ApiVersion);
        request.Add("ResourceName", resourceArn);
        return CallAsync<IReadOnlyDictionary<string, string>>(
            request.Action, request, s_marshaller,
            new QueryAnswerUnmarshaller<IReadOnlyDictionary<string, string>>(request.Action, ReadTags), cancellationToken);
    }

    /// <summary>Describes one resource by its name: every item of the answer's list, on all pages.</summary>
    public async Task<IReadOnlyList<DescribedRecord>> DescribeAsync(DetailKind kind, string name, CancellationToken cancellationToken)
    {
        (string action, string member, string list, string token) = kind switch
        {
            DetailKind.ReplicationGroup => ("DescribeReplicationGroups", "ReplicationGroupId", "ReplicationGroups", "Marker"),
            DetailKind.CacheCluster => ("DescribeCacheClusters", "CacheClusterId", "CacheClusters", "Marker"),
            DetailKind.ServerlessCache => ("DescribeServerlessCaches", "ServerlessCacheName", "ServerlessCaches", "NextToken"),
            DetailKind.SubnetGroup => ("DescribeCacheSubnetGroups", "CacheSubnetGroupName", "CacheSubnetGroups", "Marker"),
            DetailKind.Parameters => ("DescribeCacheParameters", "CacheParameterGroupName", "Parameters", "Marker"),
            DetailKind.GlobalReplicationGroup =>
                ("DescribeGlobalReplicationGroups", "GlobalReplicationGroupId", "GlobalReplicationGroups", "Marker"),
            DetailKind.Tags => ("ListTagsForResource", "ResourceName", "TagList", "Marker"),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };
        return await TokenPages.ReadAllAsync(action, (marker, cancelled) =>
        {
            QueryRequest request = new(action, ApiVersion);
            request.Add(member, name);
            request.Add("ShowMemberInfo", kind == DetailKind.GlobalReplicationGroup ? "true" : null);
            request.Add("ShowCacheNodeInfo", kind == DetailKind.CacheCluster ? "true" : null);
            request.Add("Source", kind == DetailKind.Parameters ? "user" : null);
            request.Add(token, marker);
            return CallAsync<TokenPage<DescribedRecord>>(action, request, s_marshaller,
                new QueryAnswerUnmarshaller<TokenPage<DescribedRecord>>(action, xml => RecordReader.ReadPage(xml, list)), cancelled);
        }, cancellationToken).ConfigureAwait(false);
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

    private static QueryRequest Request(string action, int maxRecords, string? marker)
    {
        QueryRequest request = new(action, ApiVersion);
        request.Add("MaxRecords", maxRecords.ToString(CultureInfo.InvariantCulture));
        request.Add("Marker", marker);
        return request;
    }

    private static QueryRequest RequestOf(string action, string? nextToken)
    {
        QueryRequest request = new(action, ApiVersion);
        request.Add("MaxResults", MaxResults.ToString(CultureInfo.InvariantCulture));
        request.Add("NextToken", nextToken);
        return request;
    }

    private ResourcePageReader Reader(string resourceType, string list, string marker = "Marker", bool readsTimes = false) =>
        new(resourceType, list, marker, _region, _accountId, readsTimes);

    private Task<ResourcePage> CallAsync(QueryRequest request, ResourcePageReader reader, CancellationToken cancellationToken) =>
        CallAsync<ResourcePage>(request.Action, request, s_marshaller,
            new QueryAnswerUnmarshaller<ResourcePage>(request.Action, reader.Read), cancellationToken);

    private sealed class AmazonElastiCacheConfig(AwsConnection connection) : ServiceConfig(connection, "ElastiCache", "elasticache")
    {
        public override string ServiceVersion => ApiVersion;
    }
}
