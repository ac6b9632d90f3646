using CsCheck;

namespace RedisCompliance.Core.Tests;

/// <summary>The verdict. What is said about it is in <see cref="AnnotationTests"/>.</summary>
public sealed class AtRestEvaluatorTests
{
    private const string Group = ResourceType.ReplicationGroup;
    private const string Cluster = ResourceType.CacheCluster;
    private const string Serverless = ResourceType.ServerlessCache;
    private const string Compliant = ComplianceType.Compliant;
    private const string NonCompliant = ComplianceType.NonCompliant;
    private const string Encrypted = EncryptionState.Encrypted;
    private const string Unencrypted = EncryptionState.Unencrypted;
    private const string Unknown = EncryptionState.Unknown;
    private const string ByState = EncryptionEvidence.StorageEncryptionType;
    private const string ByFlag = EncryptionEvidence.AtRestEncryptionEnabled;
    private const string ByDocumentation = EncryptionEvidence.AlwaysEncrypted;
    private const string ByNothing = EncryptionEvidence.None;

    private static readonly DateTime s_seen = new(2026, 11, 23, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>What the two evidence fields may hold: what AWS documents, in either case, and anything else.</summary>
    private static readonly Gen<string?> s_evidence = Gen.OneOf(
        Gen.OneOf<string?>(null, "none", "sse-elasticache", "sse-kms", "SSE-KMS", "true", "false", "TRUE", "", "sse-kms "),
        Gen.String.Select(text => (string?)text));

    /// <summary>Wherever the effective state is reported, it decides, and the flag changes nothing.</summary>
    [Theory]
    [InlineData(Group, "none", "false", null, NonCompliant, Unencrypted, KeyKind.None)]
    [InlineData(Group, "none", "true", null, NonCompliant, Unencrypted, KeyKind.None)]
    [InlineData(Group, "none", null, null, NonCompliant, Unencrypted, KeyKind.None)]
    [InlineData(Group, "none", "yes", null, NonCompliant, Unencrypted, KeyKind.None)]
    [InlineData(Group, "none", "true", "k-1", NonCompliant, Unencrypted, KeyKind.None)]
    [InlineData(Group, "NONE", "false", null, NonCompliant, Unencrypted, KeyKind.None)]
    [InlineData(Group, "sse-elasticache", "true", null, Compliant, Encrypted, KeyKind.ServiceManaged)]
    [InlineData(Group, "sse-elasticache", "false", null, Compliant, Encrypted, KeyKind.ServiceManaged)]
    [InlineData(Group, "sse-elasticache", null, null, Compliant, Encrypted, KeyKind.ServiceManaged)]
    [InlineData(Group, "sse-elasticache", "1", null, Compliant, Encrypted, KeyKind.ServiceManaged)]
    [InlineData(Group, "SSE-ElastiCache", "true", null, Compliant, Encrypted, KeyKind.ServiceManaged)]
    [InlineData(Group, "sse-kms", "true", "k-1", Compliant, Encrypted, KeyKind.CustomerManaged)]
    [InlineData(Group, "sse-kms", "true", null, Compliant, Encrypted, KeyKind.CustomerManaged)]
    [InlineData(Group, "sse-kms", "false", "k-1", Compliant, Encrypted, KeyKind.CustomerManaged)]
    [InlineData(Group, "sse-kms", null, "k-1", Compliant, Encrypted, KeyKind.CustomerManaged)]
    [InlineData(Group, "sse-kms", "odd", "k-1", Compliant, Encrypted, KeyKind.CustomerManaged)]
    [InlineData(Group, "SSE-KMS", "true", "k-1", Compliant, Encrypted, KeyKind.CustomerManaged)]
    [InlineData(Group, "sse-quantum", "true", "k-1", NonCompliant, Unknown, KeyKind.Unknown)]
    [InlineData(Group, "sse-quantum", null, null, NonCompliant, Unknown, KeyKind.Unknown)]
    [InlineData(Group, "true", "true", null, NonCompliant, Unknown, KeyKind.Unknown)]
    [InlineData(Group, "", "true", null, NonCompliant, Unknown, KeyKind.Unknown)]
    [InlineData(Cluster, "none", "true", null, NonCompliant, Unencrypted, KeyKind.None)]
    [InlineData(Cluster, "sse-elasticache", "false", null, Compliant, Encrypted, KeyKind.ServiceManaged)]
    [InlineData(Serverless, "none", null, null, NonCompliant, Unencrypted, KeyKind.None)]
    [InlineData(Serverless, "none", null, "k-1", NonCompliant, Unencrypted, KeyKind.None)]
    [InlineData(Serverless, "sse-elasticache", null, null, Compliant, Encrypted, KeyKind.ServiceManaged)]
    [InlineData(Serverless, "sse-kms", null, "k-1", Compliant, Encrypted, KeyKind.CustomerManaged)]
    [InlineData(Serverless, "sse-quantum", null, "k-1", NonCompliant, Unknown, KeyKind.Unknown)]
    public void The_effective_state_decides_whatever_the_flag_says(
        string resourceType, string storageEncryptionType, string? flag, string? kmsKeyId, string verdict, string state, string key)
    {
        Evaluation evaluation = Judge(resourceType, storageEncryptionType, flag, kmsKeyId);

        Assert.Equal((verdict, state, ByState, key), Finding(evaluation));
    }

    [Theory]
    [InlineData(Group, "true", null, Compliant, Encrypted, ByFlag, KeyKind.ServiceManaged)]
    [InlineData(Group, "true", "k-1", Compliant, Encrypted, ByFlag, KeyKind.CustomerManaged)]
    [InlineData(Group, "TRUE", null, Compliant, Encrypted, ByFlag, KeyKind.ServiceManaged)]
    [InlineData(Group, "false", null, NonCompliant, Unencrypted, ByFlag, KeyKind.None)]
    [InlineData(Group, "False", "k-1", NonCompliant, Unencrypted, ByFlag, KeyKind.None)]
    [InlineData(Group, "yes", null, NonCompliant, Unknown, ByFlag, KeyKind.Unknown)]
    [InlineData(Group, "1", "k-1", NonCompliant, Unknown, ByFlag, KeyKind.Unknown)]
    [InlineData(Group, "", null, NonCompliant, Unknown, ByFlag, KeyKind.Unknown)]
    [InlineData(Group, null, null, NonCompliant, Unknown, ByNothing, KeyKind.Unknown)]
    [InlineData(Group, null, "k-1", NonCompliant, Unknown, ByNothing, KeyKind.Unknown)]
    [InlineData(Cluster, "true", null, Compliant, Encrypted, ByFlag, KeyKind.Unknown)]
    [InlineData(Cluster, "true", "k-1", Compliant, Encrypted, ByFlag, KeyKind.CustomerManaged)]
    [InlineData(Cluster, "false", null, NonCompliant, Unencrypted, ByFlag, KeyKind.None)]
    [InlineData(Cluster, "yes", null, NonCompliant, Unknown, ByFlag, KeyKind.Unknown)]
    [InlineData(Cluster, null, null, NonCompliant, Unknown, ByNothing, KeyKind.Unknown)]
    public void Without_the_effective_state_the_flag_decides(
        string resourceType, string? flag, string? kmsKeyId, string verdict, string state, string evidence, string key)
    {
        Evaluation evaluation = Judge(resourceType, null, flag, kmsKeyId);

        Assert.Equal((verdict, state, evidence, key), Finding(evaluation));
    }

    [Theory]
    [InlineData(null, KeyKind.ServiceManaged)]
    [InlineData("arn:aws:kms:eu-central-1:123456789012:key/k-1", KeyKind.CustomerManaged)]
    public void A_serverless_cache_is_encrypted_by_AWS_s_documentation_and_names_its_own_key(string? kmsKeyId, string key)
    {
        Evaluation evaluation = Judge(Serverless, null, null, kmsKeyId);

        Assert.Equal((Compliant, Encrypted, ByDocumentation, key), Finding(evaluation));
    }

    [Theory]
    [InlineData("deleting")]
    [InlineData("DELETING")]
    [InlineData("deleted")]
    public void What_is_being_deleted_is_not_judged(string status)
    {
        Evaluation evaluation = AtRestEvaluator.Evaluate(Resource(Group, "none", "false", null, status), s_seen);

        Assert.Equal(ComplianceType.NotApplicable, evaluation.ComplianceType);
    }

    [Fact]
    public void What_is_being_deleted_still_shows_what_was_found()
    {
        Evaluation evaluation = AtRestEvaluator.Evaluate(Resource(Group, "sse-kms", "true", "k-1", "deleting"), s_seen);

        Assert.Equal((ComplianceType.NotApplicable, Encrypted, ByState, KeyKind.CustomerManaged), Finding(evaluation));
    }

    [Theory]
    [InlineData("creating")]
    [InlineData("create-failed")]
    [InlineData("modifying")]
    [InlineData("not-deleting")]
    [InlineData(null)]
    public void Every_other_status_is_judged_like_available(string? status)
    {
        Evaluation evaluation = AtRestEvaluator.Evaluate(Resource(Group, "none", "false", null, status), s_seen);

        Assert.Equal(NonCompliant, evaluation.ComplianceType);
    }

    [Fact]
    public void The_evaluation_carries_the_moment_it_was_given()
    {
        Assert.Equal(s_seen, Judge(Group, "none", "false", null).OrderingTimestamp);
    }

    [Fact]
    public void The_evaluation_carries_the_reported_fields_as_they_were_reported()
    {
        RedisResource resource = new()
        {
            ResourceType = Group,
            Id = "orders",
            Arn = "arn:aws:elasticache:eu-central-1:123456789012:replicationgroup:orders",
            Region = "eu-central-1",
            AccountId = "123456789012",
            Engine = "Valkey",
            EngineVersion = "8.1",
            Status = "AVAILABLE",
            StorageEncryptionType = "SSE-KMS",
            AtRestEncryptionEnabled = "True",
            KmsKeyId = "k-1",
        };

        Evaluation evaluation = AtRestEvaluator.Evaluate(resource, s_seen);

        Assert.Equal(
            (resource.ResourceType, resource.Id, resource.Arn, resource.Region, resource.AccountId, resource.Engine),
            (evaluation.ComplianceResourceType, evaluation.ComplianceResourceId, evaluation.Arn, evaluation.Region, evaluation.AccountId,
                evaluation.Engine));
        Assert.Equal(
            (resource.EngineVersion, resource.Status, resource.StorageEncryptionType, resource.AtRestEncryptionEnabled, resource.KmsKeyId),
            (evaluation.EngineVersion, evaluation.Status, evaluation.StorageEncryptionType, evaluation.AtRestEncryptionEnabled,
                evaluation.KmsKeyId));
    }

    /// <summary>Fail closed: the only ways to COMPLIANT are listed here, and no text of any kind finds another.</summary>
    [Fact]
    public void Nothing_is_compliant_but_by_a_known_encrypted_value()
    {
        Gen.Select(Gen.OneOf(Group, Cluster, Serverless), s_evidence, s_evidence).Sample(
            (resourceType, storageEncryptionType, flag) =>
            {
                bool isKnownEncrypted = storageEncryptionType?.ToLowerInvariant() switch
                {
                    "sse-elasticache" or "sse-kms" => true,
                    null => resourceType == Serverless || flag?.ToLowerInvariant() == "true",
                    _ => false,
                };
                return Judge(resourceType, storageEncryptionType, flag, "k-1").ComplianceType == Compliant == isKnownEncrypted;
            },
            iter: 2_000);
    }

    private static Evaluation Judge(string resourceType, string? storageEncryptionType, string? flag, string? kmsKeyId) =>
        AtRestEvaluator.Evaluate(Resource(resourceType, storageEncryptionType, flag, kmsKeyId, "available"), s_seen);

    private static RedisResource Resource(
        string resourceType, string? storageEncryptionType, string? flag, string? kmsKeyId, string? status) => new()
    {
        ResourceType = resourceType,
        Id = "orders",
        StorageEncryptionType = storageEncryptionType,
        AtRestEncryptionEnabled = flag,
        KmsKeyId = kmsKeyId,
        Status = status,
    };

    private static (string, string, string, string) Finding(Evaluation evaluation) =>
        (evaluation.ComplianceType, evaluation.EncryptionState, evaluation.Evidence, evaluation.KeyKind);
}
