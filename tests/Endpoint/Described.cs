using System.Globalization;
using System.Text;

namespace RedisCompliance.Endpoint;

/// <summary>A resource as the API describes it: its members in order, any of which a test may change or take out.</summary>
/// <param name="List">The list that it is in.</param>
/// <param name="Members">Its scalar members.</param>
/// <param name="Nested">Its other members, as XML.</param>
public sealed record Described(string List, IReadOnlyDictionary<string, string> Members, string Nested = "")
{
    public const string Account = "123456789012";
    public const string OrganizationId = "o-a1b2c3d4e5";

    /// <summary>A replication group of a primary and a replica, with everything that the API says of one.</summary>
    public static Described ReplicationGroup(
        string id, string? storageEncryptionType = "sse-elasticache", string? flag = "true", string region = "us-east-1",
        string engine = "redis") =>
        new Described("ReplicationGroups", new Dictionary<string, string>
        {
            ["ReplicationGroupId"] = id,
            ["ReplicationGroupCreateTime"] = "2026-01-01T00:00:00.000Z",
            ["Description"] = $"Cache of {id}",
            ["Status"] = "available",
            ["Engine"] = engine,
            ["AutomaticFailover"] = "enabled",
            ["MultiAZ"] = "enabled",
            ["SnapshotRetentionLimit"] = "7",
            ["SnapshotWindow"] = "18:00-19:00",
            ["ClusterEnabled"] = "false",
            ["CacheNodeType"] = "cache.r7g.large",
            ["AuthTokenEnabled"] = "false",
            ["TransitEncryptionEnabled"] = "true",
            ["ARN"] = $"arn:aws:elasticache:{region}:{Account}:replicationgroup:{id}",
        }, NodeGroups(id, region)).With("StorageEncryptionType", storageEncryptionType).With("AtRestEncryptionEnabled", flag);

    /// <summary>A cache cluster, standing alone unless it is given a group.</summary>
    public static Described CacheCluster(
        string id, string? flag = "false", string? memberOf = null, string region = "us-east-1", string engine = "redis") =>
        new Described("CacheClusters", new Dictionary<string, string>
        {
            ["CacheClusterId"] = id,
            ["CacheClusterCreateTime"] = "2026-01-02T00:00:00.000Z",
            ["CacheNodeType"] = "cache.t4g.small",
            ["Engine"] = engine,
            ["EngineVersion"] = "7.1.0",
            ["CacheClusterStatus"] = "available",
            ["NumCacheNodes"] = "1",
            ["ARN"] = $"arn:aws:elasticache:{region}:{Account}:cluster:{id}",
        }).With("ReplicationGroupId", memberOf).With("AtRestEncryptionEnabled", flag);

    public static Described ServerlessCache(
        string id, string? kmsKeyId = null, string? storageEncryptionType = null, string region = "us-east-1", string engine = "valkey") =>
        new Described("ServerlessCaches", new Dictionary<string, string>
        {
            ["ServerlessCacheName"] = id,
            ["Status"] = "available",
            ["Engine"] = engine,
            ["FullEngineVersion"] = "8.1",
            ["CreateTime"] = "2026-01-01T00:00:00.000Z",
            ["ARN"] = $"arn:aws:elasticache:{region}:{Account}:serverlesscache:{id}",
        }).With("KmsKeyId", kmsKeyId).With("StorageEncryptionType", storageEncryptionType);

    /// <summary>A backup of a group, or of a cluster where one is named; its one node was created on 2 January 2026.</summary>
    public static Described Snapshot(
        string id, string? ofGroup = null, string? ofCluster = null, string? kmsKeyId = null, string region = "us-east-1",
        string nodeCreated = "2026-01-02T00:00:00.000Z") =>
        new Described("Snapshots", new Dictionary<string, string>
        {
            ["SnapshotName"] = id,
            ["SnapshotStatus"] = "available",
            ["SnapshotSource"] = "automated",
            ["CacheNodeType"] = "cache.r7g.large",
            ["Engine"] = "redis",
            ["EngineVersion"] = "7.1.0",
            ["ARN"] = $"arn:aws:elasticache:{region}:{Account}:snapshot:{id}",
        }, $"""
                    <NodeSnapshots>
                      <NodeSnapshot>
                        <CacheNodeId>0001</CacheNodeId>
                        <CacheSize>5 MB</CacheSize>
                        <CacheNodeCreateTime>{nodeCreated}</CacheNodeCreateTime>
                        <SnapshotCreateTime>2026-03-01T00:00:00Z</SnapshotCreateTime>
                      </NodeSnapshot>
                    </NodeSnapshots>

            """).With("ReplicationGroupId", ofGroup).With("CacheClusterId", ofCluster).With("KmsKeyId", kmsKeyId)
            .With("CacheClusterCreateTime", ofCluster is null ? null : nodeCreated);

    /// <summary>A backup of a serverless cache, made on 1 March 2026.</summary>
    public static Described ServerlessCacheSnapshot(
        string id, string ofCache, string? kmsKeyId = null, string region = "us-east-1", string engine = "valkey") =>
        new Described("ServerlessCacheSnapshots", new Dictionary<string, string>
        {
            ["ServerlessCacheSnapshotName"] = id,
            ["Status"] = "available",
            ["SnapshotType"] = "manual",
            ["CreateTime"] = "2026-03-01T00:00:00Z",
            ["ARN"] = $"arn:aws:elasticache:{region}:{Account}:serverlesscachesnapshot:{id}",
        }, $"""
                    <ServerlessCacheConfiguration>
                      <ServerlessCacheName>{ofCache}</ServerlessCacheName>
                      <Engine>{engine}</Engine>
                      <MajorEngineVersion>8</MajorEngineVersion>
                    </ServerlessCacheConfiguration>

            """).With("KmsKeyId", kmsKeyId);

    /// <summary>The same in another account and Region.</summary>
    internal Described In(string account, string region)
    {
        if (!Members.TryGetValue("ARN", out string? arn))
        {
            return this;
        }

        string[] parts = arn.Split(':', 6);
        return With("ARN", string.Join(':', parts[0], parts[1], parts[2], region, account, parts[5]));
    }

    /// <summary>The same with one member set, or taken out where the value is null.</summary>
    public Described With(string member, string? value)
    {
        Dictionary<string, string> members = new(Members);
        if (value is null)
        {
            members.Remove(member);
        }
        else
        {
            members[member] = value;
        }

        return this with { Members = members };
    }

    private static string NodeGroups(string id, string region)
    {
        StringBuilder xml = new("        <PendingModifiedValues/>\n        <MemberClusters>\n");
        StringBuilder nodes = new();
        string domain = $"{id}.a1b2c3.{region}.cache.amazonaws.com";
        for (int node = 1; node <= 2; node++)
        {
            string member = string.Create(CultureInfo.InvariantCulture, $"{id}-00{node}");
            xml.Append(CultureInfo.InvariantCulture, $"          <ClusterId>{member}</ClusterId>\n");
            nodes.Append(CultureInfo.InvariantCulture, $"""
                                <NodeGroupMember>
                                  <CacheClusterId>{member}</CacheClusterId>
                                  <CacheNodeId>0001</CacheNodeId>
                                  <ReadEndpoint><Address>{member}.{domain}</Address><Port>6379</Port></ReadEndpoint>
                                  <PreferredAvailabilityZone>{region}a</PreferredAvailabilityZone>
                                  <CurrentRole>{(node == 1 ? "primary" : "replica")}</CurrentRole>
                                </NodeGroupMember>

                """);
        }

        return xml.Append(CultureInfo.InvariantCulture, $"""
                    </MemberClusters>
                    <NodeGroups>
                      <NodeGroup>
                        <NodeGroupId>0001</NodeGroupId>
                        <Status>available</Status>
                        <PrimaryEndpoint><Address>master.{domain}</Address><Port>6379</Port></PrimaryEndpoint>
                        <ReaderEndpoint><Address>replica.{domain}</Address><Port>6379</Port></ReaderEndpoint>
                        <NodeGroupMembers>
            {nodes}            </NodeGroupMembers>
                      </NodeGroup>
                    </NodeGroups>

            """).ToString();
    }
}
