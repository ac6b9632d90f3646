namespace RedisCompliance.Templates.Tests;

/// <summary>A secondary of a Global Datastore is as encrypted as the primary, where a template shows which group that is.</summary>
public sealed class GlobalDatastoreTests
{
    [Theory]
    [InlineData("!GetAtt Global.GlobalReplicationGroupId")]
    [InlineData("!Ref Global")]
    public void A_secondary_is_as_encrypted_as_the_primary_in_the_template(string reference)
    {
        List<Evaluation> all = Support.Judge($$$"""
            Resources:
              Primary: {Type: AWS::ElastiCache::ReplicationGroup, Properties: {Engine: redis, AtRestEncryptionEnabled: true}}
              Global:
                Type: AWS::ElastiCache::GlobalReplicationGroup
                Properties: {Members: [{ReplicationGroupId: !Ref Primary, Role: PRIMARY}]}
              Secondary:
                Type: AWS::ElastiCache::ReplicationGroup
                Properties: {GlobalReplicationGroupId: {{{reference}}}}
            """);

        Assert.Equal((EncryptionState.Encrypted, EncryptionEvidence.GlobalReplicationGroup), (all[1].EncryptionState, all[1].Evidence));
    }

    [Theory]
    [InlineData(
        "[{ReplicationGroupId: !Ref Primary, Role: PRIMARY, ReplicationGroupRegion: !Ref AWS::Region}]", EncryptionState.Encrypted)]
    [InlineData("[{ReplicationGroupId: !Ref Primary, Role: PRIMARY, ReplicationGroupRegion: eu-west-1}]", EncryptionState.Unknown)]
    [InlineData("[{ReplicationGroupId: !Ref Primary, Role: PRIMARY, ReplicationGroupRegion: !Ref Where}]", EncryptionState.Unknown)]
    [InlineData("[{Role: !Ref Where}, {ReplicationGroupId: !Ref Primary, Role: PRIMARY}]", EncryptionState.Unknown)]
    [InlineData("[{Role: PRIMARY}, {ReplicationGroupId: !Ref Primary, Role: PRIMARY}]", EncryptionState.Unknown)]
    [InlineData("[{ReplicationGroupId: !GetAtt Primary.ReaderEndPoint.Address, Role: PRIMARY}]", EncryptionState.Unknown)]
    [InlineData("[{ReplicationGroupId: !Ref Primary, Role: SECONDARY}]", EncryptionState.Unknown)]
    public void A_secondary_is_encrypted_only_where_it_is_certain_which_group_is_the_primary(string members, string state)
    {
        List<Evaluation> all = Support.Judge("""
            Parameters: {Where: {Type: String}}
            Resources:
              Primary: {Type: AWS::ElastiCache::ReplicationGroup, Properties: {Engine: redis, AtRestEncryptionEnabled: true}}
              Global: {Type: AWS::ElastiCache::GlobalReplicationGroup, Properties: {Members: MEMBERS}}
              Secondary: {Type: AWS::ElastiCache::ReplicationGroup, Properties: {GlobalReplicationGroupId: !Ref Global}}
            """.Replace("MEMBERS", members));

        Assert.Equal(state, all[1].EncryptionState);
    }

    [Fact]
    public void An_attribute_of_a_Global_Datastore_that_is_not_its_id_leads_to_no_primary()
    {
        List<Evaluation> all = Support.Judge("""
            Resources:
              Primary: {Type: AWS::ElastiCache::ReplicationGroup, Properties: {Engine: redis, AtRestEncryptionEnabled: true}}
              Global:
                Type: AWS::ElastiCache::GlobalReplicationGroup
                Properties: {Members: [{ReplicationGroupId: !Ref Primary, Role: PRIMARY}]}
              Secondary: {Type: AWS::ElastiCache::ReplicationGroup, Properties: {GlobalReplicationGroupId: !GetAtt Global.Status}}
            """);

        Assert.Equal(EncryptionState.Unknown, all[1].EncryptionState);
    }

    [Fact]
    public void Only_a_Global_Datastore_has_a_primary()
    {
        List<Evaluation> all = Support.Judge("""
            Resources:
              Primary: {Type: AWS::ElastiCache::ReplicationGroup, Properties: {Engine: redis, AtRestEncryptionEnabled: true}}
              Fake: {Type: Custom::Thing, Properties: {Members: [{ReplicationGroupId: !Ref Primary, Role: PRIMARY}]}}
              Secondary: {Type: AWS::ElastiCache::ReplicationGroup, Properties: {GlobalReplicationGroupId: !GetAtt Fake.Id}}
            """);

        Assert.Equal(EncryptionState.Unknown, all[1].EncryptionState);
    }
}
