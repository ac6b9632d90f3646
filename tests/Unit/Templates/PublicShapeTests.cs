namespace RedisCompliance.Templates.Tests;

/// <summary>Shapes that templates and plans in public repositories have, written anew.</summary>
public sealed class PublicShapeTests
{
    [Fact]
    public void A_stack_that_is_full_of_functions_is_judged_by_the_one_member_that_decides()
    {
        Evaluation one = Support.One("""
            AWSTemplateFormatVersion: '2010-09-09'
            Parameters: {Stage: {Type: String, AllowedValues: [dev, prod]}}
            Conditions: {IsProd: !Equals [!Ref Stage, prod]}
            Resources:
              Subnets:
                Type: AWS::ElastiCache::SubnetGroup
                Properties: {Description: x, SubnetIds: !Split [',', !ImportValue network-PrivateSubnets]}
              Cache:
                Type: AWS::ElastiCache::ReplicationGroup
                DeletionPolicy: Delete
                Properties:
                  ReplicationGroupId: !Sub '${AWS::StackName}-redis'
                  ReplicationGroupDescription: Sessions
                  Engine: redis
                  EngineVersion: 7.1
                  CacheNodeType: !If [IsProd, cache.r7g.medium, cache.t4g.micro]
                  MultiAZEnabled: !If [IsProd, true, false]
                  AtRestEncryptionEnabled: true   # always
                  AuthToken: !If
                    - IsProd
                    - !Sub '{{resolve:secretsmanager:${AWS::StackName}/token}}'
                    - !Ref AWS::NoValue
                  KmsKeyId: !GetAtt Key.Arn
              Key: {Type: AWS::KMS::Key}
            """);

        Assert.Equal((ComplianceType.Compliant, KeyKind.CustomerManaged), (one.ComplianceType, one.KeyKind));
        Assert.Equal("7.1", one.EngineVersion);
    }

    [Theory]
    [InlineData("!Condition : IsOne")]
    [InlineData("Condition: IsOne")]
    [InlineData("!Condition IsOne")]
    public void A_condition_that_is_written_oddly_is_never_taken_for_false(string written)
    {
        Evaluation one = Support.One("""
            Parameters: {Count: {Type: Number}}
            Conditions:
              IsOne: !Equals [!Ref Count, 1]
              IsMade: !And [WRITTEN, !Equals [a, a]]
            Resources:
              Cache: {Type: AWS::ElastiCache::ReplicationGroup, Condition: IsMade}
            """.Replace("WRITTEN", written.Contains(": ", StringComparison.Ordinal) ? $"{{{written}}}" : written));

        Assert.Equal(ComplianceType.NonCompliant, one.ComplianceType);
    }

    [Fact]
    public void A_group_with_a_network_and_nothing_else_is_Redis_OSS_without_encryption()
    {
        Evaluation one = Support.One("""
            Resources:
              Cache:
                Type: AWS::ElastiCache::ReplicationGroup
                Properties: {SecurityGroupIds: [!Ref Group]}
            """);

        Assert.Equal((EncryptionState.Unencrypted, EncryptionEvidence.ServiceDefault), (one.EncryptionState, one.Evidence));
    }

    [Fact]
    public void An_update_whose_plan_holds_nothing_but_what_changes_shows_nothing()
    {
        Evaluation one = Support.One("""
            {"format_version":"1.0","resource_changes":[{"address":"aws_elasticache_replication_group.redis","mode":"managed",
            "type":"aws_elasticache_replication_group","name":"redis","change":{"actions":["update"],
            "before":{"number_cache_clusters":2},"after":{"number_cache_clusters":3}}}]}
            """);

        Assert.Equal((ComplianceType.NonCompliant, EncryptionState.Unknown), (one.ComplianceType, one.EncryptionState));
    }

    [Fact]
    public void A_Memcached_cluster_is_not_judged_whatever_else_it_has() => Assert.Empty(Support.Judge("""
        {"Resources":{"Cache":{"Type":"AWS::ElastiCache::CacheCluster","Properties":{"Engine":"memcached","CacheNodeType":"cache.m1.small",
        "NumCacheNodes":1}}}}
        """));
}
