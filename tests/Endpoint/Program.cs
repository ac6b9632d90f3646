using RedisCompliance.Endpoint;

// Serves a small fleet until standard input ends, for tests in other processes and for trying the live way by hand:
//   dotnet run --project tests/Endpoint
await using AwsEndpoint endpoint = await AwsEndpoint.StartAsync();
endpoint.ElastiCache.PageSize = 2;
endpoint.ElastiCache.Add("us-east-1",
    Described.ReplicationGroup("orders", "sse-kms").With("KmsKeyId", "arn:aws:kms:us-east-1:123456789012:key/1f0c9a52-8a51-4a2f-9d0e-6a1d0d4a7c11"),
    Described.ReplicationGroup("sessions", engine: "valkey"),
    Described.ReplicationGroup("catalog-legacy", "none", "false"),
    Described.CacheCluster("orders-001", "true", memberOf: "orders"),
    Described.CacheCluster("feature-flags"),
    Described.CacheCluster("page-cache", engine: "memcached"),
    Described.ServerlessCache("search-suggest"));
endpoint.Config.AddRecorder();
endpoint.Config.AddRule("redis-encrypted-at-rest-check-rule", "token");
endpoint.Config.Store("redis-encrypted-at-rest-check-rule", "AWS::ElastiCache::CacheCluster", "gone", "NON_COMPLIANT");
endpoint.Config.AddRule("process-check", "process-check-token");
Console.WriteLine(endpoint.Url);
await Console.In.ReadToEndAsync();
