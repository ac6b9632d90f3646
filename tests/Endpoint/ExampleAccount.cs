namespace RedisCompliance.Endpoint;

/// <summary>The account that the examples of the help and of the README are run against.</summary>
public static class ExampleAccount
{
    /// <summary>Fills an endpoint: a small fleet in one Region of three, recorders in all, and two rules that are none of ours.</summary>
    public static void Populate(AwsEndpoint endpoint)
    {
        endpoint.ElastiCache.PageSize = 2;
        endpoint.ElastiCache.Add("us-east-1",
            Described.ReplicationGroup("orders", "sse-kms")
                .With("KmsKeyId", "arn:aws:kms:us-east-1:123456789012:key/1f0c9a52-8a51-4a2f-9d0e-6a1d0d4a7c11"),
            Described.ReplicationGroup("sessions", engine: "valkey"),
            Described.ReplicationGroup("catalog-legacy", "none", "false"),
            Described.CacheCluster("orders-001", "true", memberOf: "orders"),
            Described.CacheCluster("catalog-legacy-001", memberOf: "catalog-legacy").With("CacheSubnetGroupName", "private") with
            {
                Nested = "<CacheParameterGroup><CacheParameterGroupName>default.redis7</CacheParameterGroupName></CacheParameterGroup>"
                    + "<SecurityGroups><member><SecurityGroupId>sg-0a1b2c3d</SecurityGroupId></member></SecurityGroups>",
            },
            Described.CacheCluster("feature-flags"),
            Described.CacheCluster("page-cache", engine: "memcached"),
            Described.ServerlessCache("search-suggest"));
        foreach (string region in new[] { "us-east-1", "eu-west-1", "ap-northeast-1" })
        {
            endpoint.Config.AddRecorder(region: region);
        }

        endpoint.ElastiCache.AddOther("CacheSubnetGroups", "private",
            "<CacheSubnetGroup><CacheSubnetGroupName>private</CacheSubnetGroupName></CacheSubnetGroup>");
        endpoint.Organizations.AddAccount(Described.Account, "management");
        endpoint.Organizations.AddAccount("111111111111", "prod-shop");
        endpoint.ElastiCache.AddTo(
            "111111111111", "us-east-1", Described.ReplicationGroup("carts"), Described.ReplicationGroup("wishlists", "none", "false"));
        foreach ((string rule, string token) in new[] { ("article-rule", "token"), ("event-rule", "event-token"),
            ("function-rule", "function-token") })
        {
            endpoint.Config.AddRule(rule, token);
            endpoint.Config.Store(rule, "AWS::ElastiCache::CacheCluster", "gone", "NON_COMPLIANT");
        }

        endpoint.Config.AddRule("redis-at-rest-process-check", "process-check-token");
    }
}
