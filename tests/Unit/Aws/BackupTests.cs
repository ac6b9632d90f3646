using RedisCompliance.Endpoint;

namespace RedisCompliance.Aws.Tests;

/// <summary>Listings of backups, with what they may be of.</summary>
public sealed class BackupTests : EndpointTest
{
    private static readonly AtRestPolicy s_policy = AtRestPolicy.Default with { ResourceTypes = ResourceType.All };

    [Theory]
    [InlineData(ResourceType.Snapshot, "Action=DescribeSnapshots MaxRecords=50 Version=2015-02-02")]
    [InlineData(ResourceType.ServerlessCacheSnapshot, "Action=DescribeServerlessCacheSnapshots MaxResults=50 Version=2015-02-02")]
    public async Task The_largest_pages_are_asked_for(string resourceType, string parameters)
    {
        using ElastiCacheInventory inventory = await OpenAsync();

        await inventory.GetPageAsync(resourceType, null, Cancelled);

        Assert.Equal(parameters, string.Join(' ', Assert.Single(Endpoint.Calls).Parameters
            .OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key}={one.Value}")));
    }

    [Fact]
    public async Task A_snapshot_is_read_and_is_no_member_of_its_source()
    {
        Endpoint.ElastiCache.Add(Region, Described.Snapshot("nightly", "orders", kmsKeyId: "k-1"));
        using ElastiCacheInventory inventory = await OpenAsync();

        RedisResource snapshot = Assert.Single((await inventory.GetPageAsync(ResourceType.Snapshot, null, Cancelled)).Resources);

        Assert.Equal(("nightly", "redis", "7.1.0", "available", "k-1"),
            (snapshot.Id, snapshot.Engine, snapshot.EngineVersion, snapshot.Status, snapshot.KmsKeyId));
        Assert.Null(snapshot.ReplicationGroupId);
    }

    [Fact]
    public async Task A_snapshot_of_a_serverless_cache_is_read_with_the_engine_of_its_source()
    {
        Endpoint.ElastiCache.Add(Region, Described.ServerlessCacheSnapshot("weekly", "search"));
        using ElastiCacheInventory inventory = await OpenAsync();

        RedisResource snapshot = Assert.Single(
            (await inventory.GetPageAsync(ResourceType.ServerlessCacheSnapshot, null, Cancelled)).Resources);

        Assert.Equal(("weekly", "valkey", "8"), (snapshot.Id, snapshot.Engine, snapshot.EngineVersion));
    }

    [Fact]
    public async Task Members_are_listed_as_sources_alone()
    {
        Endpoint.ElastiCache.Add(Region, Described.CacheCluster("orders-001", memberOf: "orders"), Described.CacheCluster("alone"));
        using ElastiCacheInventory inventory = await OpenAsync();

        Assert.Single((await inventory.GetPageAsync(ResourceType.CacheCluster, null, Cancelled)).Resources);
        IReadOnlyList<RedisResource> sources = (await inventory.GetSourcePageAsync(ResourceType.CacheCluster, null, Cancelled)).Resources;
        Assert.Equal(["orders-001 orders", "alone "], sources.Select(source => $"{source.Id} {source.ReplicationGroupId}"));
    }

    /// <summary>Nothing is listed twice and nothing is looked up in a list: the calls are the pages.</summary>
    [Fact]
    public async Task Hundreds_of_pages_of_backups_are_as_many_calls()
    {
        const int Groups = 2_000;
        const int Backups = 20_000;
        Endpoint.ElastiCache.Add(Region, Enumerable.Range(0, Groups).Select(i => Described.ReplicationGroup($"g{i}")));
        Endpoint.ElastiCache.Add(Region, Enumerable.Range(0, Backups).Select(i => Described.Snapshot($"s{i}", $"g{i % (2 * Groups)}")));
        using ElastiCacheInventory inventory = await OpenAsync();
        TargetTally? tally = null;
        await foreach (AuditPage page in new AtRestAudit(s_policy, DateTime.UtcNow)
            .RunAsync(inventory, [ResourceType.Snapshot, ResourceType.ReplicationGroup], Cancelled))
        {
            Assert.Null(page.Failure);
            tally = page.Tally;
            Assert.Equal(page.ResourceCount, page.Evaluate().Count());
        }

        Assert.Equal((Groups / 100) + (Backups / 50), Endpoint.Calls.Length);
        TargetResult result = tally!.ToResult();
        Assert.Equal((Groups, Backups, Groups + (Backups / 2), Backups / 2),
            (result.ReplicationGroupCount, result.SnapshotCount, result.CompliantCount, result.NonCompliantCount));
    }

    [Fact]
    public async Task A_listing_of_backups_that_fails_half_way_leaves_the_target_incomplete()
    {
        Endpoint.ElastiCache.PageSize = 1;
        Endpoint.ElastiCache.Add(
            Region, Described.ReplicationGroup("orders"), Described.Snapshot("a", "orders"), Described.Snapshot("b", "orders"));
        Endpoint.Fault = call => call is { Operation: "DescribeSnapshots", Marker: "page-1" } ? Fault.AccessDenied : null;
        using ElastiCacheInventory inventory = await OpenAsync();
        AtRestAudit audit = new(s_policy, DateTime.UtcNow);
        List<Evaluation> evaluations = [];
        TargetTally? tally = null;
        await foreach (AuditPage page in audit.RunAsync(inventory, ResourceType.All, Cancelled))
        {
            evaluations.AddRange(page.Evaluate());
            tally = page.Tally;
        }

        Assert.Equal(["a", "orders"], evaluations.Select(evaluation => evaluation.ComplianceResourceId).Order());
        Assert.Equal((TargetStatus.Failed, 0), (tally!.ToResult().Status, tally.ToResult().CompliantCount));
    }
}
