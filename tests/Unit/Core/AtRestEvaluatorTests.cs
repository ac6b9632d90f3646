namespace RedisCompliance.Core.Tests;

public sealed class AtRestEvaluatorTests
{
    private static readonly DateTime s_seen = new(2026, 11, 23, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void An_unencrypted_group_is_annotated_in_the_article_s_words()
    {
        RedisResource group = new() { ResourceType = ResourceType.ReplicationGroup, Id = "test", StorageEncryptionType = "none", AtRestEncryptionEnabled = "false" };

        Evaluation evaluation = AtRestEvaluator.Evaluate(group, s_seen);

        Assert.Equal(ComplianceType.NonCompliant, evaluation.ComplianceType);
        Assert.Equal("Encryption at rest not enabled for Amazon ElastiCache cluster: test", evaluation.Annotation);
    }
}
