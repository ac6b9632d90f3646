using System.Management.Automation;

namespace RedisCompliance.Module.Tests;

/// <summary>Objects as AWS.Tools.ElastiCache gives them, of types that the module does not know.</summary>
public sealed class PipelineObjectTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Objects_of_Get_ECReplicationGroup_are_judged_by_their_properties()
    {
        ReplicationGroup group = new() { ReplicationGroupId = "orders", Engine = "redis", StorageEncryptionType = new("sse-kms"),
            KmsKeyId = "key-1", AtRestEncryptionEnabled = false };

        Outcome outcome = _session.Run("$input | Get-RedisAtRestCompliance", group);

        Assert.Equal(["COMPLIANT orders"], outcome.Verdicts);
        Assert.Equal(["CustomerManaged"], outcome.All("KeyKind"));
    }

    [Fact]
    public void Objects_of_Get_ECCacheCluster_are_judged_unless_they_are_members()
    {
        Outcome outcome = _session.Run("$input | Get-RedisAtRestCompliance",
            new CacheCluster { CacheClusterId = "alone", Engine = "redis", AtRestEncryptionEnabled = false },
            new CacheCluster { CacheClusterId = "orders-001", Engine = "redis", ReplicationGroupId = "orders" });

        Assert.Equal(["NON_COMPLIANT alone"], outcome.Verdicts);
        Assert.StartsWith("GroupNotDescribed,", Assert.Single(outcome.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void A_whole_answer_is_taken_apart()
    {
        Outcome outcome = _session.Run("""
            [pscustomobject]@{ ReplicationGroups = @(
                [pscustomobject]@{ ReplicationGroupId = 'a'; AtRestEncryptionEnabled = $true }
                [pscustomobject]@{ ReplicationGroupId = 'b'; AtRestEncryptionEnabled = $false }) } | Get-RedisAtRestCompliance
            """);

        Assert.Equal(["COMPLIANT a", "NON_COMPLIANT b"], outcome.Verdicts);
    }

    [Fact]
    public void The_Region_given_stands_in_for_a_missing_ARN()
    {
        Outcome outcome = _session.Run("[pscustomobject]@{ ReplicationGroupId = 'a' } | Get-RedisAtRestCompliance -Region eu-west-1");

        Assert.Equal(["eu-west-1"], outcome.All("Region"));
    }

    [Fact]
    public void Another_object_is_an_error_that_carries_it()
    {
        ErrorRecord error = Assert.Single(_session.Run("[pscustomobject]@{ Name = 'x' } | Get-RedisAtRestCompliance").Errors);

        Assert.StartsWith("NotAResource,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(ErrorCategory.InvalidType, error.CategoryInfo.Category);
        Assert.Equal("x", ((PSObject)error.TargetObject).Properties["Name"].Value);
    }

    private sealed class ReplicationGroup
    {
        public string? ReplicationGroupId { get; set; }

        public string? Engine { get; set; }

        public Constant? StorageEncryptionType { get; set; }

        public bool? AtRestEncryptionEnabled { get; set; }

        public string? KmsKeyId { get; set; }
    }

    private sealed class CacheCluster
    {
        public string? CacheClusterId { get; set; }

        public string? Engine { get; set; }

        public string? ReplicationGroupId { get; set; }

        public bool? AtRestEncryptionEnabled { get; set; }
    }

    /// <summary>As the SDK's ConstantClass: no string, but shows as one.</summary>
    private sealed class Constant(string value)
    {
        public string Value { get; } = value;

        public override string ToString() => Value;
    }
}
