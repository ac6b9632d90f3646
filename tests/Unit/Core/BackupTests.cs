using CsCheck;

namespace RedisCompliance.Core.Tests;

/// <summary>The verdict on backups: by their key, else by their source, if it is shown to be theirs.</summary>
public sealed class BackupTests
{
    private const string Arn = "arn:aws:elasticache:us-east-1:123456789012:";
    private const string Compliant = ComplianceType.Compliant;
    private const string NonCompliant = ComplianceType.NonCompliant;
    private const string Encrypted = EncryptionState.Encrypted;
    private const string Unencrypted = EncryptionState.Unencrypted;
    private const string Unknown = EncryptionState.Unknown;

    private static readonly DateTime s_audit = new(2026, 11, 26, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime s_created = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime s_node = s_created.AddDays(1);

    /// <summary>A policy that asks for backups too.</summary>
    private static readonly AtRestPolicy s_policy = AtRestPolicy.Default with { ResourceTypes = ResourceType.All };

    [Theory]
    [InlineData("sse-elasticache", "true", null, Compliant, Encrypted, KeyKind.ServiceManaged)]
    [InlineData(null, "true", null, Compliant, Encrypted, KeyKind.ServiceManaged)]
    [InlineData("none", "false", null, NonCompliant, Unencrypted, KeyKind.None)]
    [InlineData("none", "true", null, NonCompliant, Unencrypted, KeyKind.None)]
    [InlineData(null, "false", null, NonCompliant, Unencrypted, KeyKind.None)]
    [InlineData(null, null, null, NonCompliant, Unknown, KeyKind.Unknown)]
    [InlineData("sse-quantum", "true", null, NonCompliant, Unknown, KeyKind.Unknown)]

    // Durability encrypts in place: what was backed up before is not encrypted by it.
    [InlineData("sse-elasticache", "false", null, NonCompliant, Unknown, KeyKind.Unknown)]
    [InlineData("sse-elasticache", null, null, NonCompliant, Unknown, KeyKind.Unknown)]

    // A backup of a group with a customer-managed key has one, too.
    [InlineData("sse-kms", "true", "k-1", NonCompliant, Unknown, KeyKind.Unknown)]
    [InlineData("sse-kms", "true", null, NonCompliant, Unknown, KeyKind.Unknown)]
    public void A_backup_without_a_key_is_as_its_group_was_created(
        string? storageEncryptionType, string? flag, string? kmsKeyId, string verdict, string state, string key)
    {
        RedisResource group = Group() with
        {
            StorageEncryptionType = storageEncryptionType, AtRestEncryptionEnabled = flag, KmsKeyId = kmsKeyId,
        };

        Evaluation evaluation = Judge(OfGroup(), group);

        Assert.Equal((verdict, state, EncryptionEvidence.BackupSource, key),
            (evaluation.ComplianceType, evaluation.EncryptionState, evaluation.Evidence, evaluation.KeyKind));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("sse-elasticache")]
    [InlineData(null)]
    public void A_key_decides_whatever_the_source_is(string? storageEncryptionType)
    {
        Evaluation evaluation = Judge(
            OfGroup() with { KmsKeyId = "k-1" }, Group() with { StorageEncryptionType = storageEncryptionType });

        Assert.Equal((Compliant, Encrypted, EncryptionEvidence.KmsKeyId, KeyKind.CustomerManaged, "k-1"),
            (evaluation.ComplianceType, evaluation.EncryptionState, evaluation.Evidence, evaluation.KeyKind, evaluation.KmsKeyId));
    }

    [Fact]
    public void A_key_that_is_not_approved_is_said_so()
    {
        Evaluation evaluation = Judge(s_policy with { ApprovedKmsKeyIds = ["k-2"] }, OfGroup() with { KmsKeyId = "k-1" });

        Assert.Equal((NonCompliant, "Encrypted at rest, but not with an approved KMS key (k-1): nightly"),
            (evaluation.ComplianceType, evaluation.Annotation));
    }

    [Fact]
    public void The_services_key_is_no_customer_managed_one()
    {
        Evaluation evaluation = Judge(s_policy with { RequireCustomerManagedKey = true }, OfGroup(), Group());

        Assert.Equal((NonCompliant, "Encrypted at rest, but not with a customer-managed key: nightly"),
            (evaluation.ComplianceType, evaluation.Annotation));
    }

    /// <summary>What a name alone would show, and moments do not.</summary>
    public static TheoryData<string, RedisResource, RedisResource[]> Unshown => new()
    {
        { "its source orders was not seen in this audit", OfGroup(), [] },
        { "its source orders was not seen in this audit", OfGroup(), [Group() with { Id = "other" }] },
        { "its source orders was not seen in this audit", OfGroup(), [Group() with { AccountId = "999999999999" }] },
        { "its source orders was not seen in this audit", OfGroup(), [Group() with { Region = "eu-west-1" }] },
        { "its source orders was not seen in this audit", OfGroup(), [Group() with { Region = null }] },
        { "its account and Region are not known", OfGroup() with { AccountId = null }, [Group()] },
        { "it is older than its source orders, which was created anew", OfGroup(s_created.AddSeconds(-1)), [Group()] },
        { "its source orders was seen before it was made", OfGroup(s_audit.AddSeconds(1)), [Group()] },
        { "its source orders was seen before it was made", OfGroup(),
            [Group() with { Source = new ResourceSource("old.json", s_node.AddSeconds(-1)) }] },
        { "whether it is of the orders that there is now is not reported", OfGroup(null), [Group()] },
        { "whether it is of the orders that there is now is not reported", OfGroup(), [Group() with { CreateTime = null }] },
        { "it names no source", Snapshot(new BackupOrigin { Earliest = s_node }), [Group()] },
        { "its source alone was not seen in this audit", OfCluster("alone"), [Group()] },
        { "it is of another cluster alone than there is now", OfCluster("alone"), [Cluster("alone", s_node.AddSeconds(1))] },
        { "it is of another cluster alone than there is now", OfCluster("alone"), [Cluster("alone", s_node.AddSeconds(-1))] },
        { "whether it is of the alone that there is now is not reported", OfCluster("alone", null), [Cluster("alone", s_node)] },
        { "whether it is of the alone that there is now is not reported", OfCluster("alone"), [Cluster("alone", null)] },
        { "its source orders was not seen in this audit", OfCluster("orders-001"), [Cluster("orders-001", s_node, "orders")] },
        { "it is older than its source orders, which was created anew", OfCluster("orders-001", s_created.AddDays(-1)),
            [Cluster("orders-001", s_created.AddDays(-1), "orders"), Group()] },
    };

    [Theory]
    [MemberData(nameof(Unshown), DisableDiscoveryEnumeration = true)]
    public void A_backup_whose_source_is_not_shown_fails_closed_and_says_why(string why, RedisResource backup, RedisResource[] seen)
    {
        Evaluation evaluation = Judge(backup, seen);

        Assert.Equal((NonCompliant, Unknown, EncryptionEvidence.None, KeyKind.Unknown),
            (evaluation.ComplianceType, evaluation.EncryptionState, evaluation.Evidence, evaluation.KeyKind));
        Assert.Equal(
            $"Encryption at rest cannot be shown for Amazon ElastiCache snapshot: nightly (no KmsKeyId is reported, and {why})",
            evaluation.Annotation);
    }

    [Fact]
    public void A_backup_of_a_member_is_judged_by_the_group_that_it_is_of() =>
        Assert.Equal(Compliant, Judge(OfCluster("orders-001"), Cluster("orders-001", s_node, "orders"), Group()).ComplianceType);

    [Fact]
    public void A_backup_of_a_standalone_cluster_is_not_encrypted() =>
        Assert.Equal("Encryption at rest not enabled for Amazon ElastiCache snapshot: nightly (its source alone is not)",
            Judge(OfCluster("alone"), Cluster("alone", s_node)).Annotation);

    [Fact]
    public void Of_two_resources_that_had_the_name_nobody_knows_which_was_backed_up() =>
        Assert.Equal(Unknown,
            Judge(OfGroup(), Group(), Group() with { CreateTime = s_created.AddHours(1) }).EncryptionState);

    [Fact]
    public void A_source_whose_records_contradict_each_other_shows_nothing() =>
        Assert.Equal((NonCompliant, Unknown), Verdict(Judge(
            OfGroup(), Group() with { Contradicted = MemberNames.StorageEncryptionType })));

    [Theory]
    [InlineData(null, Compliant, KeyKind.ServiceManaged)]
    [InlineData("k-1", NonCompliant, KeyKind.Unknown)]
    public void A_backup_of_a_serverless_cache_is_encrypted_where_its_cache_is_seen(string? keyOfCache, string verdict, string key)
    {
        RedisResource cache = Of(ResourceType.ServerlessCache, "serverlesscache", "search") with
        {
            CreateTime = s_created, KmsKeyId = keyOfCache,
        };

        Evaluation evaluation = Judge(OfCache(), cache);

        Assert.Equal((verdict, key), (evaluation.ComplianceType, evaluation.KeyKind));
        Assert.Equal((NonCompliant, Unknown), Verdict(Judge(OfCache())));
    }

    [Theory]
    [InlineData("deleting", ComplianceType.NotApplicable)]
    [InlineData("creating", NonCompliant)]
    [InlineData("copying", NonCompliant)]
    [InlineData("restoring", NonCompliant)]
    [InlineData("failed", NonCompliant)]
    [InlineData(null, NonCompliant)]
    public void Only_a_backup_that_is_being_deleted_is_not_judged(string? status, string verdict) =>
        Assert.Equal(verdict, Judge(OfGroup() with { Status = status }).ComplianceType);

    [Fact]
    public void An_exemption_by_name_or_ARN_counts_for_a_backup()
    {
        foreach (string id in new[] { "night*", Arn + "snapshot:*" })
        {
            AtRestExemption exemption = new() { Id = id, Reason = "goes in May", Expires = s_audit };

            Assert.Equal(ComplianceType.NotApplicable, Judge(s_policy with { Exemptions = [exemption] }, OfGroup()).ComplianceType);
        }
    }

    [Theory]
    [InlineData(nameof(MemberNames.KmsKeyId), "KmsKeyId has a value that cannot be read")]
    [InlineData(nameof(MemberNames.ARN), "ARN cannot be read, or is of another resource")]
    public void What_cannot_be_read_is_never_absent(string member, string why)
    {
        Evaluation evaluation = Judge(OfGroup() with { Unreadable = Enum.Parse<MemberNames>(member) }, Group());

        Assert.Equal((NonCompliant, Unknown), Verdict(evaluation));
        Assert.Contains($"({why})", evaluation.Annotation, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_a_query_has_left_out_is_of_an_unknown_kind()
    {
        Evaluation evaluation = Judge(OfGroup() with { LeftOut = MemberNames.KmsKeyId }, Group());

        Assert.Equal((Compliant, KeyKind.Unknown), (evaluation.ComplianceType, evaluation.KeyKind));
        Assert.Equal(NonCompliant, Judge(
            s_policy with { RequireCustomerManagedKey = true }, OfGroup() with { LeftOut = MemberNames.KmsKeyId }, Group())
            .ComplianceType);
    }

    [Fact]
    public void Backups_are_in_no_scope_that_does_not_ask_for_them()
    {
        Assert.False(AtRestPolicy.Default.IsInScope(OfGroup()));
        Assert.False(s_policy.IsInScope(OfCache() with { Engine = "memcached" }));
        Assert.True(s_policy.IsInScope(OfCache() with { Engine = "valkey" }));
    }

    [Fact]
    public void No_backup_without_a_key_is_compliant_unless_an_encrypted_group_was_there_all_the_time() =>
        Gen.Select(
            Gen.OneOf<string?>(null, "none", "sse-elasticache", "sse-kms", "other"), Gen.OneOf<string?>(null, "true", "false", "odd"),
            Gen.OneOf<int?>(null, -2, -1, 0, 1, 2, 400), Gen.OneOf<int?>(null, -1, 0, 1), Gen.OneOf<int?>(null, 0, 1, 2, 3), Gen.Bool)
        .Sample((type, flag, node, created, seen, isNamedAlike) =>
        {
            RedisResource group = Group() with
            {
                Id = isNamedAlike ? "orders" : "others",
                StorageEncryptionType = type,
                AtRestEncryptionEnabled = flag,
                CreateTime = Day(created),
                Source = seen is null ? null : new ResourceSource("a.json", Day(seen)),
            };

            bool isShown = isNamedAlike && created <= node && node < 329 && !(node > seen);
            bool isEncrypted = type is null or "sse-elasticache" && flag == "true";
            Assert.Equal(isShown && isEncrypted ? Compliant : NonCompliant, Judge(OfGroup(Day(node)), group).ComplianceType);
        });

    private static DateTime? Day(int? day) => day is { } days ? s_created.AddDays(days) : null;

    private static (string, string) Verdict(Evaluation evaluation) => (evaluation.ComplianceType, evaluation.EncryptionState);

    private static Evaluation Judge(RedisResource backup, params RedisResource[] seen) => Judge(s_policy, backup, seen);

    private static Evaluation Judge(AtRestPolicy policy, RedisResource backup, params RedisResource[] seen)
    {
        BackupSources sources = new(s_audit);
        foreach (RedisResource resource in seen)
        {
            sources.Note(resource);
        }

        return AtRestEvaluator.Evaluate(sources.AddTo(backup), s_audit, policy);
    }

    private static RedisResource OfGroup() => OfGroup(s_node);

    private static RedisResource OfGroup(DateTime? earliest) =>
        Snapshot(new BackupOrigin { ReplicationGroupId = "orders", Earliest = earliest });

    private static RedisResource OfCluster(string id) => OfCluster(id, s_node);

    private static RedisResource OfCluster(string id, DateTime? created) =>
        Snapshot(new BackupOrigin { CacheClusterId = id, CacheClusterCreateTime = created, Earliest = created });

    private static RedisResource OfCache() =>
        Of(ResourceType.ServerlessCacheSnapshot, "serverlesscachesnapshot", "nightly") with
        {
            Origin = new BackupOrigin { ServerlessCacheName = "search", Earliest = s_node },
        };

    private static RedisResource Snapshot(BackupOrigin origin) =>
        Of(ResourceType.Snapshot, "snapshot", "nightly") with { Origin = origin };

    private static RedisResource Group() => Of(ResourceType.ReplicationGroup, "replicationgroup", "orders") with
    {
        CreateTime = s_created, StorageEncryptionType = "sse-elasticache", AtRestEncryptionEnabled = "true",
    };

    private static RedisResource Cluster(string id, DateTime? created, string? group = null) =>
        Of(ResourceType.CacheCluster, "cluster", id) with
        {
            CreateTime = created, AtRestEncryptionEnabled = group is null ? "false" : "true", ReplicationGroupId = group,
        };

    private static RedisResource Of(string resourceType, string kind, string id) => new()
    {
        ResourceType = resourceType, Id = id, Arn = $"{Arn}{kind}:{id}", Region = "us-east-1", AccountId = "123456789012",
    };
}
