#pragma warning disable CA1507 // The names are those of AWS, whatever properties here are called.
using System.Text;
using System.Text.Json.Nodes;

namespace RedisCompliance.Remediation.Tests;

/// <summary>A resource with everything that AWS says of it, any of which a test may change; and what is asked of its key.</summary>
internal sealed class Situation
{
    public const string Account = "123456789012";
    public const string Region = "us-east-1";
    public const string Key = "arn:aws:kms:us-east-1:123456789012:key/1f0c9a52-8a51-4a2f-9d0e-6a1d0d4a7c11";
    public static readonly DateTime Moment = new(2026, 11, 26, 12, 0, 0, DateTimeKind.Utc);

    public string ResourceType { get; set; } = RedisCompliance.ResourceType.ReplicationGroup;

    public string Id { get; set; } = "orders";

    public string State { get; set; } = EncryptionState.Unencrypted;

    public string? Status { get; set; } = "available";

    public AtRestPolicy? Policy { get; set; } = AtRestPolicy.Default;

    public string? Wish { get; set; }

    /// <summary>The group, the cluster or the serverless cache.</summary>
    public JsonObject Resource { get; set; } = Group();

    /// <summary>One of a group's clusters.</summary>
    public JsonObject? Member { get; set; } = MemberCluster();

    public JsonObject? Subnets { get; set; } = SubnetGroup("us-east-1a", "us-east-1b");

    public JsonObject? Datastore { get; set; }

    public (string Key, string Value)[] Tags { get; set; } = [("team", "shop")];

    public (string Name, string Value)[]? Parameters { get; set; }

    /// <summary>A group of two shards that durability can be switched on in as it is.</summary>
    public static Situation Durable() => new Situation().Set(group =>
    {
        group["Engine"] = "valkey";
        group["ClusterEnabled"] = true;
        group["ClusterMode"] = "enabled";
        group["NodeGroups"] = new JsonArray(Shard("0001", 2), Shard("0002", 2));
        group["MemberClusters"] = new JsonArray("orders-0001-001", "orders-0001-002", "orders-0002-001", "orders-0002-002");
    }).SetMember(member =>
    {
        member["CacheClusterId"] = "orders-0001-001";
        member["Engine"] = "valkey";
        member["EngineVersion"] = "9.0.1";
        member["CacheParameterGroup"] = new JsonObject { ["CacheParameterGroupName"] = "default.valkey9.cluster.on" };
    });

    public static Situation Standalone() => new()
    {
        ResourceType = RedisCompliance.ResourceType.CacheCluster,
        Id = "flags",
        Resource = MemberCluster("flags"),
        Member = null,
    };

    public static Situation Serverless() => new()
    {
        ResourceType = RedisCompliance.ResourceType.ServerlessCache,
        Id = "search",
        State = EncryptionState.Encrypted,
        Policy = AtRestPolicy.Default with { ApprovedKmsKeyIds = [Key] },
        Resource = new JsonObject
        {
            ["ServerlessCacheName"] = "search", ["Status"] = "available", ["Engine"] = "valkey", ["MajorEngineVersion"] = "8",
            ["Description"] = "Suggestions", ["SecurityGroupIds"] = new JsonArray("sg-1"),
            ["SubnetIds"] = new JsonArray("subnet-a", "subnet-b"),
            ["CacheUsageLimits"] = new JsonObject
            {
                ["DataStorage"] = new JsonObject { ["Maximum"] = 10, ["Unit"] = "GB" },
                ["ECPUPerSecond"] = new JsonObject { ["Maximum"] = 5000 },
            },
            ["SnapshotRetentionLimit"] = 1, ["DailySnapshotTime"] = "03:00", ["UserGroupId"] = "apps",
            ["ARN"] = $"arn:aws:elasticache:{Region}:{Account}:serverlesscache:search",
        },
        Member = null,
        Subnets = null,
    };

    public static Situation Snapshot(string type, string id) => new() { ResourceType = type, Id = id, Member = null, Subnets = null };

    public Situation Set(Action<JsonObject> change)
    {
        change(Resource);
        return this;
    }

    public Situation SetMember(Action<JsonObject> change)
    {
        change(Member!);
        return this;
    }

    public Situation With(Action<Situation> change)
    {
        change(this);
        return this;
    }

    public static JsonObject Shard(string id, int nodes) => new()
    {
        ["NodeGroupId"] = id,
        ["Slots"] = id == "0001" ? "0-8191" : "8192-16383",
        ["PrimaryEndpoint"] = new JsonObject { ["Address"] = "orders.cache.amazonaws.com", ["Port"] = 6380 },
        ["NodeGroupMembers"] = new JsonArray([.. Enumerable.Range(1, nodes).Select(node => (JsonNode)new JsonObject
        {
            ["CacheClusterId"] = $"orders-{id}-00{node}", ["PreferredAvailabilityZone"] = node % 2 == 0 ? "us-east-1b" : "us-east-1a",
        })]),
    };

    public static JsonObject SubnetGroup(params string[] zones) => new()
    {
        ["CacheSubnetGroupName"] = "private",
        ["Subnets"] = new JsonArray([.. zones.Select((zone, i) => (JsonNode)new JsonObject
        {
            ["SubnetIdentifier"] = $"subnet-{i}", ["SubnetAvailabilityZone"] = new JsonObject { ["Name"] = zone },
        })]),
    };

    public Evaluation ToEvaluation() => new()
    {
        ComplianceResourceType = ResourceType,
        ComplianceResourceId = Id,
        ComplianceType = ComplianceType.NonCompliant,
        Annotation = $"Encryption at rest not enabled for Amazon ElastiCache cluster: {Id}",
        OrderingTimestamp = Moment,
        EncryptionState = State,
        Evidence = EncryptionEvidence.StorageEncryptionType,
        KeyKind = KeyKind.None,
        Status = Status,
        Region = Region,
        AccountId = Account,
        Arn = $"arn:aws:elasticache:{Region}:{Account}:replicationgroup:{Id}",
        Policy = Policy,
    };

    public async Task<RemediationPlan> PlanAsync()
    {
        Evaluation evaluation = ToEvaluation();
        FactReader reader = new(new Details(this));
        ResourceFacts facts = await reader.ReadAsync(evaluation, TestContext.Current.CancellationToken);
        return Planner.Plan(facts, KeyRule.Find(Policy is null ? [] : [Policy], Wish, evaluation), Moment);
    }

    private static JsonObject Group() => new()
    {
        ["ReplicationGroupId"] = "orders",
        ["Description"] = "Orders of the shop",
        ["Status"] = "available",
        ["Engine"] = "redis",
        ["PendingModifiedValues"] = new JsonObject(),
        ["MemberClusters"] = new JsonArray("orders-001", "orders-002"),
        ["NodeGroups"] = new JsonArray(new JsonObject
        {
            ["NodeGroupId"] = "0001",
            ["PrimaryEndpoint"] = new JsonObject { ["Address"] = "orders.cache.amazonaws.com", ["Port"] = 6380 },
            ["NodeGroupMembers"] = new JsonArray(
                Node("orders-001", "primary", "us-east-1a"), Node("orders-002", "replica", "us-east-1b")),
        }),
        ["AutomaticFailover"] = "enabled",
        ["MultiAZ"] = "enabled",
        ["SnapshotRetentionLimit"] = 7,
        ["SnapshotWindow"] = "18:00-19:00",
        ["ClusterEnabled"] = false,
        ["ClusterMode"] = "disabled",
        ["CacheNodeType"] = "cache.r7g.large",
        ["AuthTokenEnabled"] = false,
        ["TransitEncryptionEnabled"] = true,
        ["TransitEncryptionMode"] = "required",
        ["LogDeliveryConfigurations"] = new JsonArray(new JsonObject
        {
            ["LogType"] = "slow-log", ["DestinationType"] = "cloudwatch-logs", ["LogFormat"] = "json", ["Status"] = "active",
            ["DestinationDetails"] = new JsonObject { ["CloudWatchLogsDetails"] = new JsonObject { ["LogGroup"] = "/redis/orders" } },
        }),
        ["ARN"] = $"arn:aws:elasticache:{Region}:{Account}:replicationgroup:orders",
    };

    private static JsonObject Node(string id, string role, string zone) =>
        new() { ["CacheClusterId"] = id, ["CurrentRole"] = role, ["PreferredAvailabilityZone"] = zone };

    private static JsonObject MemberCluster(string id = "orders-001") => new()
    {
        ["CacheClusterId"] = id,
        ["CacheNodeType"] = "cache.r7g.large",
        ["Engine"] = "redis",
        ["EngineVersion"] = "7.1.0",
        ["CacheClusterStatus"] = "available",
        ["PreferredAvailabilityZone"] = "us-east-1a",
        ["PreferredMaintenanceWindow"] = "sun:05:00-sun:06:00",
        ["NotificationConfiguration"] = new JsonObject
        {
            ["TopicArn"] = "arn:aws:sns:us-east-1:123456789012:cache", ["TopicStatus"] = "active",
        },
        ["CacheParameterGroup"] = new JsonObject { ["CacheParameterGroupName"] = "default.redis7" },
        ["CacheSubnetGroupName"] = "private",
        ["AutoMinorVersionUpgrade"] = true,
        ["SecurityGroups"] = new JsonArray(new JsonObject { ["SecurityGroupId"] = "sg-1", ["Status"] = "active" }),
        ["SnapshotRetentionLimit"] = 1,
        ["ARN"] = $"arn:aws:elasticache:{Region}:{Account}:cluster:{id}",
    };

    /// <summary>The records as an export has them, and beside them what no export tells by name: tags and parameters.</summary>
    private sealed class Details : IResourceDetails
    {
        private readonly Situation _situation;
        private readonly ExportedDetails _exports = new();

        public Details(Situation situation)
        {
            _situation = situation;
            string list = situation.ResourceType switch
            {
                RedisCompliance.ResourceType.CacheCluster => "CacheClusters",
                RedisCompliance.ResourceType.ServerlessCache => "ServerlessCaches",
                _ => "ReplicationGroups",
            };
            Add(list, situation.Resource);
            Add("CacheClusters", situation.Member);
            Add("CacheSubnetGroups", situation.Subnets);
            Add("GlobalReplicationGroups", situation.Datastore);
        }

        public Task<IReadOnlyList<DescribedRecord>> DescribeAsync(
            DetailKind kind, string name, CancellationToken cancellationToken) => kind switch
        {
            DetailKind.Tags => Pairs(_situation.Tags, "Key", "Value"),
            DetailKind.Parameters => _situation.Parameters is { } parameters ? Pairs(parameters, "ParameterName", "ParameterValue")
                : Task.FromException<IReadOnlyList<DescribedRecord>>(new Failures.ServiceCallException(
                    Failures.ServiceFailure.AccessDenied, "DescribeCacheParameters", "DescribeCacheParameters: access denied.")
                { MissingActions = ["elasticache:DescribeCacheParameters"] }),
            _ => _exports.DescribeAsync(kind, name, cancellationToken),
        };

        private static Task<IReadOnlyList<DescribedRecord>> Pairs((string Key, string Value)[] pairs, string key, string value) =>
            Task.FromResult<IReadOnlyList<DescribedRecord>>([.. pairs.Select(pair =>
            {
                DescribedRecord record = new();
                record.Add(key, new DescribedRecord(pair.Key));
                record.Add(value, new DescribedRecord(pair.Value));
                return record;
            })]);

        private void Add(string list, JsonObject? record)
        {
            if (record is not null)
            {
                JsonObject answer = new() { [list] = new JsonArray(record.DeepClone()) };
                _exports.Read(new MemoryStream(Encoding.UTF8.GetBytes(answer.ToJsonString())));
            }
        }
    }
}
