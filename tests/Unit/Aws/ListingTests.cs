using RedisCompliance.Endpoint;

namespace RedisCompliance.Aws.Tests;

public sealed class ListingTests : EndpointTest
{
    [Fact]
    public async Task A_replication_group_is_read_member_by_member()
    {
        Endpoint.ElastiCache.Add(Region, Described.ReplicationGroup("orders", "sse-kms", "true").With("KmsKeyId", "key-1"));
        using ElastiCacheInventory inventory = await OpenAsync();

        RedisResource group = Assert.Single((await inventory.GetPageAsync(ResourceType.ReplicationGroup, null, Cancelled)).Resources);

        Assert.Equivalent(new RedisResource
        {
            ResourceType = ResourceType.ReplicationGroup,
            Id = "orders",
            Arn = "arn:aws:elasticache:us-east-1:123456789012:replicationgroup:orders",
            Region = "us-east-1",
            AccountId = "123456789012",
            Engine = "redis",
            Status = "available",
            StorageEncryptionType = "sse-kms",
            AtRestEncryptionEnabled = "true",
            KmsKeyId = "key-1",
        }, group, strict: true);
    }

    [Fact]
    public async Task A_cache_cluster_is_read_with_its_version_and_its_own_status()
    {
        Endpoint.ElastiCache.Add(Region, Described.CacheCluster("alone", "false").With("CacheClusterStatus", "deleting"));
        using ElastiCacheInventory inventory = await OpenAsync();

        RedisResource cluster = Assert.Single((await inventory.GetPageAsync(ResourceType.CacheCluster, null, Cancelled)).Resources);

        Assert.Equal(("alone", "7.1.0", "deleting", "false"),
            (cluster.Id, cluster.EngineVersion, cluster.Status, cluster.AtRestEncryptionEnabled));
    }

    [Fact]
    public async Task A_serverless_cache_is_read_with_its_key()
    {
        Endpoint.ElastiCache.Add(Region, Described.ServerlessCache("search", "key-2", "sse-kms"));
        using ElastiCacheInventory inventory = await OpenAsync();

        RedisResource cache = Assert.Single((await inventory.GetPageAsync(ResourceType.ServerlessCache, null, Cancelled)).Resources);

        Assert.Equal(("search", "valkey", "key-2", "sse-kms"), (cache.Id, cache.Engine, cache.KmsKeyId, cache.StorageEncryptionType));
    }

    [Theory]
    [InlineData(ResourceType.ReplicationGroup, "Action=DescribeReplicationGroups MaxRecords=100 Version=2015-02-02")]
    [InlineData(ResourceType.CacheCluster,
        "Action=DescribeCacheClusters MaxRecords=100 ShowCacheClustersNotInReplicationGroups=true Version=2015-02-02")]
    [InlineData(ResourceType.ServerlessCache, "Action=DescribeServerlessCaches MaxResults=50 Version=2015-02-02")]
    public async Task The_largest_page_is_asked_for(string resourceType, string parameters)
    {
        using ElastiCacheInventory inventory = await OpenAsync();

        await inventory.GetPageAsync(resourceType, null, Cancelled);

        Assert.Equal(parameters, string.Join(
            ' ', Assert.Single(Endpoint.Calls).Parameters.OrderBy(parameter => parameter.Key, StringComparer.Ordinal)
                .Select(parameter => $"{parameter.Key}={parameter.Value}")));
    }

    [Fact]
    public async Task All_pages_of_all_listings_are_read()
    {
        Endpoint.ElastiCache.PageSize = 3;
        string[] ids = [.. Enumerable.Range(0, 10).Select(i => $"r{i}")];
        Endpoint.ElastiCache.Add(Region, ids.Select(id => Described.ReplicationGroup(id)));
        Endpoint.ElastiCache.Add(Region, ids.Select(id => Described.CacheCluster(id)));
        Endpoint.ElastiCache.Add(Region, ids.Select(id => Described.ServerlessCache(id)));

        (List<Evaluation> evaluations, _) = await AuditAsync();

        Assert.Equal(30, evaluations.Select(evaluation => (evaluation.ComplianceResourceType, evaluation.ComplianceResourceId)).Distinct()
            .Count());
        Assert.Equal(12, Endpoint.Calls.Length);
    }

    [Fact]
    public async Task The_three_listings_are_under_way_at_the_same_time()
    {
        using CountdownEvent arrived = new(3);
        Endpoint.Fault = _ =>
        {
            arrived.Signal();
            Assert.True(arrived.Wait(TimeSpan.FromSeconds(30)), "The others did not come.");
            return null;
        };

        (_, List<ServiceCallException> failures) = await AuditAsync();

        Assert.Empty(failures);
    }

    [Fact]
    public async Task Members_are_not_judged_where_an_endpoint_lists_them_regardless()
    {
        Endpoint.ElastiCache.HonoursNotInReplicationGroups = false;
        Endpoint.ElastiCache.Add(
            Region, Described.ReplicationGroup("orders"), Described.CacheCluster("orders-001", memberOf: "orders"),
            Described.CacheCluster("alone"));

        (List<Evaluation> evaluations, _) = await AuditAsync();

        Assert.Equal(["alone", "orders"], evaluations.Select(evaluation => evaluation.ComplianceResourceId).Order());
    }

    [Fact]
    public async Task Text_beyond_ASCII_and_escaped_text_come_through()
    {
        Endpoint.ElastiCache.Add(
            Region, Described.ReplicationGroup("a").With("Description", "在庫 <&>").With("KmsKeyId", "鍵-\u00e9\U0001F511 <&> \"'")
                .With("StorageEncryptionType", "sse-kms"));

        Evaluation evaluation = Assert.Single((await AuditAsync()).Evaluations);

        Assert.Equal("鍵-\u00e9\U0001F511 <&> \"'", evaluation.KmsKeyId);
    }

    [Theory]
    [InlineData(null, null, "NON_COMPLIANT Unknown")]
    [InlineData(null, "perhaps", "NON_COMPLIANT Unknown")]
    [InlineData(null, "", "NON_COMPLIANT Unknown")]
    [InlineData("sse-quantum", "true", "NON_COMPLIANT Unknown")]
    [InlineData("none", "true", "NON_COMPLIANT Unencrypted")]
    [InlineData("sse-kms", "false", "COMPLIANT Encrypted")]
    [InlineData("", "true", "COMPLIANT Encrypted")]
    public async Task Missing_contradictory_and_odd_evidence_ends_in_the_documented_verdict(string? type, string? flag, string verdict)
    {
        Endpoint.ElastiCache.Add(Region, Described.ReplicationGroup("a", type, flag));

        Evaluation evaluation = Assert.Single((await AuditAsync()).Evaluations);

        Assert.Equal(verdict, $"{evaluation.ComplianceType} {evaluation.EncryptionState}");
    }

    [Fact]
    public async Task A_record_without_a_name_is_counted_and_the_others_are_read()
    {
        Endpoint.ElastiCache.Add(
            Region, Described.ReplicationGroup("a").With("ReplicationGroupId", null).With("ARN", null), Described.ReplicationGroup("b"));
        using ElastiCacheInventory inventory = await OpenAsync();

        ResourcePage page = await inventory.GetPageAsync(ResourceType.ReplicationGroup, null, Cancelled);

        Assert.Equal((1, "b"), (page.Unnamed, Assert.Single(page.Resources).Id));
    }
}
