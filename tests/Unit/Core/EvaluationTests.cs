namespace RedisCompliance.Core.Tests;

/// <summary>What an evaluation says of itself in one word and in one line.</summary>
public sealed class EvaluationTests
{
    private static readonly RedisResource s_group = new()
    {
        ResourceType = ResourceType.ReplicationGroup,
        Id = "orders",
        Region = "us-east-1",
        AccountId = "123456789012",
        StorageEncryptionType = "sse-kms",
        KmsKeyId = "key-1",
    };

    [Theory]
    [InlineData("none", "Unencrypted")]
    [InlineData("sse-elasticache", "ServiceManaged")]
    [InlineData("sse-kms", "CustomerManaged")]
    [InlineData("odd", "Unknown")]
    public void Encryption_is_the_kind_of_key_where_it_is_known_and_else_the_state(string storageEncryptionType, string encryption)
    {
        Assert.Equal(encryption, Judge(s_group with { StorageEncryptionType = storageEncryptionType }).Encryption);
    }

    [Fact]
    public void What_is_encrypted_with_a_key_of_unknown_kind_is_encrypted()
    {
        Assert.Equal("Encrypted",
            Judge(new RedisResource { ResourceType = ResourceType.CacheCluster, Id = "a", AtRestEncryptionEnabled = "true" }).Encryption);
    }

    [Theory]
    [InlineData(ResourceType.ReplicationGroup, "ReplicationGroup")]
    [InlineData(ResourceType.Account, "Account")]
    [InlineData("odd", "odd")]
    public void Type_and_Id_are_short_for_AWS_Config_s_names(string resourceType, string type)
    {
        Evaluation evaluation = Judge(s_group with { ResourceType = resourceType });

        Assert.Equal((type, "orders"), (evaluation.Type, evaluation.Id));
    }

    [Fact]
    public void One_line_says_all_that_two_audits_can_differ_in()
    {
        Assert.Equal("COMPLIANT AWS::ElastiCache::ReplicationGroup orders (123456789012 us-east-1) CustomerManaged key-1",
            Judge(s_group).ToString());
    }

    [Fact]
    public void Two_evaluations_are_told_apart_by_anything_but_the_moment()
    {
        string line = Judge(s_group).ToString();

        Assert.Equal(line, AtRestEvaluator.Evaluate(s_group, DateTime.UnixEpoch.AddDays(1)).ToString());
        Assert.All(
            [s_group with { KmsKeyId = "key-2" }, s_group with { KmsKeyId = null }, s_group with { StorageEncryptionType = "none" },
                s_group with { Id = "b" },
                s_group with { Region = "eu-west-1" }, s_group with { AccountId = null }, s_group with { Status = "deleting" }],
            other => Assert.NotEqual(line, Judge(other).ToString()));
    }

    private static Evaluation Judge(RedisResource resource) => AtRestEvaluator.Evaluate(resource, DateTime.UnixEpoch);
}
