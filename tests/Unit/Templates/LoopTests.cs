namespace RedisCompliance.Templates.Tests;

/// <summary>The variable of a loop counts wherever it stands in the body: in names of members, in types, in names of conditions.</summary>
public sealed class LoopTests
{
    private const string Group = "AWS::ElastiCache::ReplicationGroup";

    /// <summary>Conditions stand outside the loop.</summary>
    [Fact]
    public void A_variable_of_a_loop_that_is_called_as_a_parameter_is_none_of_the_conditions() =>
        Assert.Equal(EncryptionState.Unencrypted, Support.One("""
            Transform: AWS::LanguageExtensions
            Parameters: {Env: {Type: String, Default: dev}}
            Conditions: {IsProd: !Equals [!Ref Env, prod]}
            Resources:
              Fn::ForEach::L:
                - Env
                - [prod]
                - Cache${Env}:
                    Type: AWS::ElastiCache::ReplicationGroup
                    Properties: {Engine: redis, AtRestEncryptionEnabled: !If [IsProd, true, false]}
            """).EncryptionState);

    [Theory]
    [InlineData("AtRestEncryptionEnabled", "'${K}': false, Engine: valkey", "Unencrypted")]
    [InlineData("Enabled", "'AtRestEncryption${K}': false, Engine: valkey", "Unencrypted")]
    [InlineData("AtRest-EncryptionEnabled", "'&{K}': false, Engine: valkey", "Unencrypted")]
    [InlineData("AtRestEncryptionEnabled", "'${K}': true, Engine: redis", "Encrypted")]
    [InlineData("Engine", "'${K}': redis", "Unencrypted")]
    [InlineData("!Ref Open", "'${K}': false, Engine: valkey", "Unknown")]
    [InlineData("!Ref Open", "'${K}': false, AtRestEncryptionEnabled: true", "Unknown")]
    [InlineData("A", "AtRestEncryptionEnabled: !Sub ['${A}', {'${K}': false}], Engine: valkey", "Unencrypted")]
    [InlineData("!Ref Open", "AtRestEncryptionEnabled: !Sub ['${A}', {'${K}': false}], Engine: valkey", "Unknown")]
    [InlineData("DefaultValue", "AtRestEncryptionEnabled: !FindInMap [M, !Ref Open, On, {'${K}': false}]", "Unknown")]
    [InlineData("!Ref Open", "AtRestEncryptionEnabled: !FindInMap [M, !Ref Open, On, {'${K}': false}]", "Unknown")]
    [InlineData("x", "AtRestEncryptionEnabled: !FindInMap [M, !Ref Open, On, {Default: false}]", "Unknown")]
    [InlineData("yes", "AtRestEncryptionEnabled: !FindInMap [M, !Ref K, On, {DefaultValue: true}]", "Unknown")]
    public void A_property_is_called_what_the_loop_makes_of_it(string item, string properties, string state)
    {
        Evaluation one = Support.One(Template(item, $"{{Type: {Group}, Properties: {{{properties}}}}}"));

        Assert.Equal(state, one.EncryptionState);
    }

    [Theory]
    [InlineData("Properties", "Type: AWS::ElastiCache::ReplicationGroup, '${K}': {AtRestEncryptionEnabled: true}",
        "Encrypted", "COMPLIANT")]
    [InlineData("Type", "'${K}': AWS::ElastiCache::ReplicationGroup", "Unencrypted", "NON_COMPLIANT")]
    [InlineData("Condition", "Type: AWS::ElastiCache::ReplicationGroup, '${K}': IsOff", "Unencrypted", "NOT_APPLICABLE")]
    [InlineData("'Off'", "Type: AWS::ElastiCache::ReplicationGroup, Condition: 'Is${K}'", "Unencrypted", "NOT_APPLICABLE")]
    [InlineData("'On'", "Type: AWS::ElastiCache::ReplicationGroup, Condition: 'Is${K}'", "Unencrypted", "NON_COMPLIANT")]
    [InlineData("!Ref Open", "Type: AWS::ElastiCache::ReplicationGroup, Condition: 'Is${K}'", "Unencrypted", "NON_COMPLIANT")]
    [InlineData("!Ref Open", "Type: AWS::ElastiCache::ReplicationGroup, '${K}': IsOff", "Unknown", "NON_COMPLIANT")]
    public void A_member_of_a_resource_is_called_what_the_loop_makes_of_it(string item, string resource, string state, string verdict)
    {
        Evaluation one = Support.One(Template(item, $"{{{resource}}}"));

        Assert.Equal((state, verdict), (one.EncryptionState, one.ComplianceType));
    }

    [Theory]
    [InlineData("ReplicationGroup", "AWS::ElastiCache::${K}", "Unencrypted")]
    [InlineData("ElastiCache", "AWS::${K}::ReplicationGroup", "Unencrypted")]
    [InlineData("ServerlessCache", "AWS::ElastiCache::${K}", "Encrypted")]
    [InlineData("!Ref Open", "AWS::ElastiCache::${K}", "Unknown")]
    [InlineData("!Ref Open", "AWS::${K}", "Unknown")]
    [InlineData("!Ref Open", "${K}", "Unknown")]
    [InlineData("SubnetGroup", "AWS::ElastiCache::${K}", null)]
    [InlineData("!Ref Open", "AWS::S3::${K}", null)]
    public void A_type_is_what_the_loop_makes_of_it(string item, string type, string? state)
    {
        List<Evaluation> all = Support.Judge(Template(item, $"{{Type: '{type}', Properties: {{Engine: redis}}}}"));

        Assert.Equal(state is null ? [] : [state], all.Select(one => one.EncryptionState));
        Assert.All(all, one => Assert.Equal(
            state == EncryptionState.Encrypted ? ComplianceType.Compliant : ComplianceType.NonCompliant, one.ComplianceType));
    }

    [Theory]
    [InlineData("Stack", "AWS::CloudFormation::${K}", 1)]
    [InlineData("!Ref Open", "AWS::CloudFormation::${K}", 1)]
    [InlineData("WaitCondition", "AWS::CloudFormation::${K}", 0)]
    public void What_may_hold_other_resources_is_warned_of(string item, string type, int warnings)
    {
        Assert.Equal(warnings, Support.Read(Template(item, $"{{Type: '{type}'}}")).Warnings.Count);
    }

    [Theory]
    [InlineData("AWS::CloudFormation::Stack")]
    [InlineData("AWS::CloudFormation::StackSet")]
    [InlineData("AWS::Serverless::Application")]
    [InlineData("AWS::ServiceCatalog::CloudFormationProvisionedProduct")]
    [InlineData("My::Own::Cache::MODULE")]
    public void What_holds_other_resources_is_warned_of(string type)
    {
        PlannedInput input = Support.Read("Resources:\n  A: {Type: '" + type + "'}\n");

        Assert.Empty(input.Resources);
        Assert.Contains("Give their templates as well", Assert.Single(input.Warnings));
    }

    [Fact]
    public void A_warning_is_given_once()
    {
        PlannedInput input = Support.Read("""
            Resources:
              Fn::ForEach::L: [K, [a, b, c], {Fn::Transform: {Name: Weaken}}]
            """);

        Assert.Single(input.Warnings);
    }

    private static string Template(string item, string resource) => """
        Transform: AWS::LanguageExtensions
        Parameters: {Open: {Type: String}, A: {Type: String, Default: true}}
        Mappings: {M: {prod: {'On': true}, 'true': {'On': false}}}
        Conditions: {IsOff: !Equals [a, b], IsOn: !Equals [a, a]}
        Resources:
          Fn::ForEach::L: [K, [ITEM], {'G${K}': RESOURCE}]
        """.Replace("ITEM", item).Replace("RESOURCE", resource);
}
