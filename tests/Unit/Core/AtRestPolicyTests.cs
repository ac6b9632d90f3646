namespace RedisCompliance.Core.Tests;

/// <summary>Which resources are judged at all, and which key is an approved one.</summary>
public sealed class AtRestPolicyTests
{
    [Theory]
    [InlineData("redis")]
    [InlineData("valkey")]
    [InlineData("Redis")]
    [InlineData("VALKEY")]
    public void Redis_and_Valkey_are_in_scope_in_any_case(string engine)
    {
        Assert.True(AtRestPolicy.Default.IsInScope(Cluster(engine)));
    }

    [Theory]
    [InlineData("memcached")]
    [InlineData("Memcached")]
    public void Other_engines_are_out_of_scope(string engine)
    {
        Assert.False(AtRestPolicy.Default.IsInScope(Cluster(engine)));
    }

    [Fact]
    public void A_resource_that_reports_no_engine_is_in_scope()
    {
        Assert.True(AtRestPolicy.Default.IsInScope(Cluster(engine: null)));
    }

    [Theory]
    [InlineData("redis")]
    [InlineData(null)]
    public void A_member_cluster_is_out_of_scope_since_its_group_is_judged(string? engine)
    {
        Assert.False(AtRestPolicy.Default.IsInScope(Cluster(engine, memberOf: "orders")));
    }

    [Theory]
    [InlineData("valkey", true)]
    [InlineData("Valkey", true)]
    [InlineData("redis", false)]
    [InlineData(null, true)]
    public void A_narrowed_policy_judges_its_own_engines_and_those_that_are_not_reported(string? engine, bool isInScope)
    {
        AtRestPolicy valkeyOnly = new() { Engines = ["VALKEY"] };

        Assert.Equal(isInScope, valkeyOnly.IsInScope(Cluster(engine)));
    }

    [Theory]
    [InlineData("arn:aws:kms:us-east-1:123456789012:key/k-1", "arn:aws:kms:us-east-1:123456789012:key/K-1", true)]
    [InlineData("arn:aws:kms:us-east-1:123456789012:key/k-1", "k-1", true)]
    [InlineData("k-1", "arn:aws:kms:us-east-1:123456789012:key/k-1", true)]
    [InlineData("k-1", "k-1", true)]
    [InlineData("k-1", "arn:aws:kms:us-east-1:123456789012:key/another-k-1", false)]
    [InlineData("arn:aws:kms:us-east-1:123456789012:key/k-1", "arn:aws:kms:us-west-2:123456789012:key/k-1", false)]
    [InlineData("arn:aws:kms:us-east-1:123456789012:key/k-1", "alias/k-1", false)]
    [InlineData("arn:aws:kms:us-east-1:123456789012:key/k-1", "arn:aws:kms:us-east-1:123456789012:alias/k-1", false)]
    [InlineData("k-1", "arn:aws:kms:us-east-1:123456789012:alias/k-1", false)]
    [InlineData("k-1", "arn:aws:kms:us-east-1:123456789012:alias/key/k-1", false)]
    [InlineData("arn:aws:kms:us-east-1:123456789012:alias/k-1", "k-1", false)]
    [InlineData("k-1", "alias/k-1", false)]
    [InlineData("k-1", "", false)]
    public void An_id_is_the_key_of_an_ARN_and_an_alias_is_no_key_by_its_name(string approved, string key, bool isSame)
    {
        Assert.Equal(isSame, AtRestPolicy.IsSameKey(approved, key));
    }

    private static RedisResource Cluster(string? engine, string? memberOf = null) =>
        new() { ResourceType = ResourceType.CacheCluster, Id = "orders-001", Engine = engine, ReplicationGroupId = memberOf };
}
