using System.Text.Json.Nodes;

namespace RedisCompliance.Remediation.Tests;

/// <summary>The table: situations, each with the way, the blockers and the first command that it must have.</summary>
internal static class Situations
{
    public static IReadOnlyDictionary<string, (Func<Situation> Make, string Expected)> All { get; } =
        new Dictionary<string, (Func<Situation> Make, string Expected)>
        {
            ["Redis, cluster mode disabled"] = (() => new(),
                "RestoreToReplicationGroup |  | create-snapshot --snapshot-name orders-before-encryption-20261126 "
                + "--cache-cluster-id orders-002 | not EnableDurability: EngineNotValkey, ClusterModeDisabled"),
            ["Valkey 9, everything there"] = (Situation.Durable,
                "EnableDurability |  | modify-replication-group --replication-group-id orders --durability async "
                + "--apply-immediately"),
            ["Valkey 9, TLS preferred"] = (() => Situation.Durable().Set(group => group["TransitEncryptionMode"] = "preferred"),
                "EnableDurability | TlsPreferred | modify-replication-group --replication-group-id orders "
                + "--transit-encryption-enabled --transit-encryption-mode required --apply-immediately"),
            ["Valkey 9, Multi-AZ off"] = (() => Situation.Durable().Set(group => group["MultiAZ"] = "disabled"),
                "EnableDurability | MultiAzDisabled | modify-replication-group --replication-group-id orders "
                + "--automatic-failover-enabled --multi-az-enabled --apply-immediately"),
            ["Valkey 9, failover off"] = (() => Situation.Durable().Set(group => group["AutomaticFailover"] = "disabled"),
                "EnableDurability | FailoverDisabled | modify-replication-group --replication-group-id orders "
                + "--automatic-failover-enabled --multi-az-enabled --apply-immediately"),
            ["Valkey 9, Multi-AZ off, subnets in one zone"] = (() => Situation.Durable().Set(group => group["MultiAZ"] = "disabled")
                .With(one => one.Subnets = Situation.SubnetGroup("us-east-1a")),
                "RestoreToReplicationGroup |  | create-snapshot --snapshot-name orders-before-encryption-20261126 "
                + "--replication-group-id orders | not EnableDurability: SingleZoneSubnets, MultiAzDisabled"),
            ["Valkey 9, Multi-AZ off, subnets unknown"] = (() => Situation.Durable().Set(group => group["MultiAZ"] = "disabled")
                .With(one => one.Subnets = null),
                "RestoreToReplicationGroup |  | create-snapshot --snapshot-name orders-before-encryption-20261126 "
                + "--replication-group-id orders | not EnableDurability: SubnetGroupUnknown, MultiAzDisabled"),
            ["Valkey 9, no replicas"] = (() => Situation.Durable().Set(group =>
            {
                group["NodeGroups"] = new JsonArray(Situation.Shard("0001", 1));
                group["MemberClusters"] = new JsonArray("orders-0001-001");
                group["MultiAZ"] = "disabled";
            }),
                "EnableDurability | NoReplica, MultiAzDisabled | increase-replica-count --replication-group-id orders "
                + "--new-replica-count 1 --apply-immediately"),
            ["Valkey 9, TLS off"] = (() => Situation.Durable().Set(group => group["TransitEncryptionEnabled"] = false),
                "RestoreToReplicationGroup |  | create-snapshot --snapshot-name orders-before-encryption-20261126 "
                + "--replication-group-id orders | not EnableDurability: TlsDisabled"),
            ["Valkey 8.1"] = (() => Situation.Durable().SetMember(member => member["EngineVersion"] = "8.1.0"),
                "RestoreToReplicationGroup |  | create-snapshot --snapshot-name orders-before-encryption-20261126 "
                + "--replication-group-id orders | not EnableDurability: EngineTooOld"),
            ["Valkey 8.1, cluster mode compatible"] = (() => Situation.Durable().Set(group => group["ClusterMode"] = "compatible")
                .SetMember(member => member["EngineVersion"] = "8.1.0"),
                "RestoreToReplicationGroup |  | create-snapshot --snapshot-name orders-before-encryption-20261126 "
                + "--replication-group-id orders | not EnableDurability: EngineTooOld, ClusterModeCompatible"),
            ["Valkey 9, cluster mode compatible"] = (() => Situation.Durable().Set(group => group["ClusterMode"] = "compatible"),
                "RestoreToReplicationGroup |  | create-snapshot --snapshot-name orders-before-encryption-20261126 "
                + "--replication-group-id orders | not EnableDurability: ClusterModeCompatible"),
            ["Redis, cluster mode enabled"] = (() => Situation.Durable().Set(group => group["Engine"] = "redis")
                .SetMember(member => member["EngineVersion"] = "7.1.0"),
                "RestoreToReplicationGroup |  | create-snapshot --snapshot-name orders-before-encryption-20261126 "
                + "--replication-group-id orders | not EnableDurability: EngineNotValkey"),
            ["Redis, own parameters, known"] = (() => Custom().With(one => one.Parameters = [("maxmemory-policy", "allkeys-lru")]),
                "RestoreToReplicationGroup |  | create-snapshot --snapshot-name orders-before-encryption-20261126 "
                + "--cache-cluster-id orders-002 | not EnableDurability: EngineNotValkey, ClusterModeDisabled"),
            ["Redis, own parameters, denied"] = (() => Custom(),
                "RestoreToReplicationGroup |  | create-snapshot --snapshot-name orders-before-encryption-20261126 "
                + "--cache-cluster-id orders-002 | not EnableDurability: ParametersUnknown, EngineNotValkey, "
                + "ClusterModeDisabled"),
            ["T4g"] = (() => Situation.Durable().Set(group => group["CacheNodeType"] = "cache.t4g.small"),
                "RestoreToReplicationGroup |  | create-snapshot --snapshot-name orders-before-encryption-20261126 "
                + "--replication-group-id orders | not EnableDurability: NodeFamilyNotDurable"),
            ["T2, which has no encryption"] = (() => new Situation().Set(group => group["CacheNodeType"] = "cache.t2.small"),
                "RestoreToReplicationGroup |  | create-snapshot --snapshot-name orders-before-encryption-20261126 "
                + "--cache-cluster-id orders-002 | not EnableDurability: NodeFamilyNotDurable, EngineNotValkey, "
                + "ClusterModeDisabled"),
            ["A family of which nothing is known"] = (() => new Situation().Set(group => group["CacheNodeType"] = "cache.x9z.large"),
                "RestoreToReplicationGroup | NodeFamilyWithoutEncryption | create-snapshot --snapshot-name "
                + "orders-before-encryption-20261126 --cache-cluster-id orders-002 | not EnableDurability: "
                + "NodeFamilyNotDurable, EngineNotValkey, ClusterModeDisabled"),
            ["Data tiering"] = (() => Situation.Durable().Set(group =>
            {
                group["CacheNodeType"] = "cache.r6gd.xlarge";
                group["DataTiering"] = "enabled";
            }),
                "RestoreToReplicationGroup |  | create-snapshot --snapshot-name orders-before-encryption-20261126 "
                + "--replication-group-id orders | not EnableDurability: DataTiering, NodeFamilyNotDurable"),
            ["Outpost"] = (() => Situation.Durable().SetMember(member => member["PreferredOutpostArn"] = "arn:aws:outposts:x"),
                "RestoreToReplicationGroup | Outpost | create-snapshot --snapshot-name orders-before-encryption-20261126 "
                + "--replication-group-id orders | not EnableDurability: Outpost"),
            ["Local Zone"] = (() => Situation.Durable().SetMember(member => member["PreferredAvailabilityZone"] = "us-east-1-bos-1a"),
                "RestoreToReplicationGroup |  | create-snapshot --snapshot-name orders-before-encryption-20261126 "
                + "--replication-group-id orders | not EnableDurability: LocalZone"),
            ["Global Datastore, primary"] = (() => Global("PRIMARY"),
                "RebuildGlobalDatastore |  | disassociate-global-replication-group --global-replication-group-id "
                + "ldgnf-shop --replication-group-id second --replication-group-region eu-west-1"),
            ["Global Datastore, secondary"] = (() => Global("SECONDARY"),
                "RebuildGlobalDatastore |  | disassociate-global-replication-group --global-replication-group-id "
                + "ldgnf-shop --replication-group-id orders --replication-group-region us-east-1"),
            ["Global Datastore, not to be read"] = (() => Global("PRIMARY").With(one => one.Datastore = null),
                "RebuildGlobalDatastore | GlobalDatastoreUnknown | -"),
            ["Standalone"] = (Situation.Standalone,
                "RestoreToReplicationGroup |  | create-snapshot --snapshot-name flags-before-encryption-20261126 "
                + "--cache-cluster-id flags"),
            ["Standalone, in no VPC"] = (() => Situation.Standalone().Set(cluster => cluster.Remove("CacheSubnetGroupName")),
                "RestoreToReplicationGroup | NotInVpc | create-snapshot --snapshot-name flags-before-encryption-20261126 "
                + "--cache-cluster-id flags"),
            ["Standalone, Redis 3.2.6"] = (() => Situation.Standalone().Set(cluster => cluster["EngineVersion"] = "3.2.6"),
                "RestoreToReplicationGroup | EngineTooOld | create-snapshot --snapshot-name "
                + "flags-before-encryption-20261126 --cache-cluster-id flags"),
            ["A customer-managed key is asked for, none is named"] = (() => Situation.Durable()
                .With(one => one.Policy = AtRestPolicy.Default with { RequireCustomerManagedKey = true }),
                "RestoreToReplicationGroup | KeyUnknown | create-snapshot --snapshot-name "
                + "orders-before-encryption-20261126 --replication-group-id orders --kms-key-id '<KmsKeyId>' | not "
                + "EnableDurability: KeyRequired"),
            ["A customer-managed key is asked for, and given"] = (() => Situation.Durable().With(one =>
            {
                one.Policy = AtRestPolicy.Default with { RequireCustomerManagedKey = true };
                one.Wish = Situation.Key;
            }),
                "RestoreToReplicationGroup |  | create-snapshot --snapshot-name orders-before-encryption-20261126 "
                + "--replication-group-id orders --kms-key-id "
                + "arn:aws:kms:us-east-1:123456789012:key/1f0c9a52-8a51-4a2f-9d0e-6a1d0d4a7c11 | not EnableDurability: "
                + "KeyRequired"),
            ["Approved keys, one of the Region"] = (() => Situation.Durable().With(one => one.Policy = AtRestPolicy.Default with
            {
                ApprovedKmsKeyIds = ["arn:aws:kms:eu-west-1:123456789012:key/aaaaaaaa-8a51-4a2f-9d0e-6a1d0d4a7c11", Situation.Key],
            }),
                "RestoreToReplicationGroup |  | create-snapshot --snapshot-name orders-before-encryption-20261126 "
                + "--replication-group-id orders --kms-key-id "
                + "arn:aws:kms:us-east-1:123456789012:key/1f0c9a52-8a51-4a2f-9d0e-6a1d0d4a7c11 | not EnableDurability: "
                + "KeyRequired"),
            ["Approved keys, all of another Region"] = (() => Situation.Durable().With(one => one.Policy = AtRestPolicy.Default with
            {
                ApprovedKmsKeyIds = ["arn:aws:kms:eu-west-1:123456789012:key/aaaaaaaa-8a51-4a2f-9d0e-6a1d0d4a7c11"],
            }),
                "RestoreToReplicationGroup | KeyUnknown | create-snapshot --snapshot-name "
                + "orders-before-encryption-20261126 --replication-group-id orders --kms-key-id '<KmsKeyId>' | not "
                + "EnableDurability: KeyRequired"),
            ["A key is given that is not approved"] = (() => Situation.Durable().With(one =>
            {
                one.Policy = AtRestPolicy.Default with { ApprovedKmsKeyIds = [Situation.Key] };
                one.Wish = "arn:aws:kms:us-east-1:123456789012:key/bbbbbbbb-8a51-4a2f-9d0e-6a1d0d4a7c11";
            }),
                "RestoreToReplicationGroup | KeyNotApproved | create-snapshot --snapshot-name "
                + "orders-before-encryption-20261126 --replication-group-id orders --kms-key-id "
                + "arn:aws:kms:us-east-1:123456789012:key/bbbbbbbb-8a51-4a2f-9d0e-6a1d0d4a7c11 | not EnableDurability: "
                + "KeyRequired"),
            ["Nobody has said what is asked of keys"] = (() => Situation.Durable().With(one => one.Policy = null),
                "RestoreToReplicationGroup | KeyPolicyUnknown | create-snapshot --snapshot-name "
                + "orders-before-encryption-20261126 --replication-group-id orders | not EnableDurability: KeyPolicyUnknown"),
            ["Creating"] = (() => Situation.Durable().Set(group => group["Status"] = "creating"),
                "RestoreToReplicationGroup | NotAvailable | create-snapshot --snapshot-name "
                + "orders-before-encryption-20261126 --replication-group-id orders | not EnableDurability: NotAvailable"),
            ["A change is pending"] = (() => Situation.Durable().Set(group =>
                group["PendingModifiedValues"] = new JsonObject { ["PrimaryClusterId"] = "orders-0002" }),
                "RestoreToReplicationGroup | PendingChange | create-snapshot --snapshot-name "
                + "orders-before-encryption-20261126 --replication-group-id orders | not EnableDurability: PendingChange"),
            ["The wrong key"] = (() => Situation.Durable().With(one =>
            {
                one.State = EncryptionState.Encrypted;
                one.Policy = AtRestPolicy.Default with { ApprovedKmsKeyIds = [Situation.Key] };
            }),
                "RestoreToReplicationGroup |  | create-snapshot --snapshot-name orders-before-encryption-20261126 "
                + "--replication-group-id orders --kms-key-id "
                + "arn:aws:kms:us-east-1:123456789012:key/1f0c9a52-8a51-4a2f-9d0e-6a1d0d4a7c11"),
            ["The wrong key, serverless"] = (Situation.Serverless,
                "RestoreToServerlessCache |  | create-serverless-cache-snapshot --serverless-cache-snapshot-name "
                + "search-before-encryption-20261126 --serverless-cache-name search --kms-key-id "
                + "arn:aws:kms:us-east-1:123456789012:key/1f0c9a52-8a51-4a2f-9d0e-6a1d0d4a7c11"),
            ["Serverless that says it is not encrypted"] = (() =>
                Situation.Serverless().With(one => one.State = EncryptionState.Unencrypted),
                "ShowEvidence |  | describe-serverless-caches --serverless-cache-name search"),
            ["Not known whether it is encrypted"] = (() => new Situation().With(one => one.State = EncryptionState.Unknown),
                "ShowEvidence |  | describe-replication-groups --replication-group-id orders"),
            ["AUTH token and user groups"] = (() => new Situation().Set(group =>
            {
                group["AuthTokenEnabled"] = true;
                group["UserGroupIds"] = new JsonArray("apps");
            }),
                "RestoreToReplicationGroup |  | create-snapshot --snapshot-name orders-before-encryption-20261126 "
                + "--cache-cluster-id orders-002 | not EnableDurability: EngineNotValkey, ClusterModeDisabled"),
            ["Group not there any more"] = (() => new Situation().Set(group => group["ReplicationGroupId"] = "other"),
                "RestoreToReplicationGroup | ResourceUnknown | - | not EnableDurability: ResourceUnknown, "
                + "CacheClusterUnknown"),
            ["Its clusters cannot be read"] = (() => Situation.Durable().With(one => one.Member = null),
                "RestoreToReplicationGroup | CacheClusterUnknown, EngineVersionUnknown | create-snapshot --snapshot-name "
                + "orders-before-encryption-20261126 --replication-group-id orders | not EnableDurability: "
                + "CacheClusterUnknown, EngineVersionUnknown"),
            ["Its tags cannot be copied"] = (() => Situation.Durable().With(one => one.Tags = [("a", "b\u202Ec")]),
                "EnableDurability |  | modify-replication-group --replication-group-id orders --durability async "
                + "--apply-immediately"),
            ["One replica here, two there"] = (() => Situation.Durable().Set(group => group["NodeGroups"] =
                new JsonArray(Situation.Shard("0001", 2), Situation.Shard("0002", 3))),
                "EnableDurability |  | modify-replication-group --replication-group-id orders --durability async "
                + "--apply-immediately"),
            ["Snapshot with a key"] = (() => Situation.Snapshot(ResourceType.Snapshot, "nightly").With(one => one.Wish = Situation.Key),
                "CopySnapshot |  | copy-snapshot --source-snapshot-name nightly --target-snapshot-name nightly-encrypted "
                + "--kms-key-id arn:aws:kms:us-east-1:123456789012:key/1f0c9a52-8a51-4a2f-9d0e-6a1d0d4a7c11"),
            ["Snapshot of which nothing tells"] = (() => Situation.Snapshot(ResourceType.Snapshot, "automatic.orders-2026-11-26")
                .With(one => one.State = EncryptionState.Unknown),
                "CopySnapshot | KeyUnknown | copy-snapshot --source-snapshot-name automatic.orders-2026-11-26 "
                + "--target-snapshot-name orders-2026-11-26-encrypted --kms-key-id '<KmsKeyId>'"),
            ["Serverless snapshot, wrong key"] = (() => Situation.Snapshot(ResourceType.ServerlessCacheSnapshot, "nightly").With(one =>
            {
                one.State = EncryptionState.Encrypted;
                one.Policy = AtRestPolicy.Default with { ApprovedKmsKeyIds = [Situation.Key] };
            }),
                "CopySnapshot |  | copy-serverless-cache-snapshot --source-serverless-cache-snapshot-name nightly "
                + "--target-serverless-cache-snapshot-name nightly-encrypted --kms-key-id "
                + "arn:aws:kms:us-east-1:123456789012:key/1f0c9a52-8a51-4a2f-9d0e-6a1d0d4a7c11"),
        };

    private static Situation Custom() => new Situation()
        .SetMember(member => member["CacheParameterGroup"] = new JsonObject { ["CacheParameterGroupName"] = "orders-params" });

    private static Situation Global(string role) => Situation.Durable().Set(group =>
        group["GlobalReplicationGroupInfo"] = new JsonObject
        {
            ["GlobalReplicationGroupId"] = "ldgnf-shop", ["GlobalReplicationGroupMemberRole"] = role,
        }).With(one => one.Datastore = new JsonObject
        {
            ["GlobalReplicationGroupId"] = "ldgnf-shop",
            ["Members"] = new JsonArray(Member(role == "PRIMARY" ? "orders" : "first", Situation.Region, "PRIMARY"),
                Member(role == "PRIMARY" ? "second" : "orders", "eu-west-1", "SECONDARY")),
        });

    private static JsonObject Member(string id, string region, string role) =>
        new() { ["ReplicationGroupId"] = id, ["ReplicationGroupRegion"] = region, ["Role"] = role };
}
