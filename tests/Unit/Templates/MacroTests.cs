namespace RedisCompliance.Templates.Tests;

/// <summary>What a macro may change, wherever it is called, cannot be determined. What it may add is warned of.</summary>
public sealed class MacroTests
{
    private const string Good = "{Type: AWS::ElastiCache::ReplicationGroup, Properties: {Engine: redis, AtRestEncryptionEnabled: true}}";
    private const string Call = "Fn::Transform: {Name: Weaken}";
    private const string Properties = "Properties: {Engine: redis, AtRestEncryptionEnabled: true}";

    public static TheoryData<string, string> Macros => new()
    {
        { "over the template", "Transform: Weaken\nResources:\n  G: " + Good },
        { "in the template", Call + "\nResources:\n  G: " + Good },
        { "one of a name that AWS may have some day", "Transform: AWS::Weaken\nResources:\n  G: " + Good },
        { "in Resources", "Resources:\n  " + Call + "\n  G: " + Good },
        { "in Resources, before or after", "Resources:\n  G: " + Good + "\n  " + Call },
        { "in Resources, as AWS's own that includes a text",
            "Resources:\n  Fn::Transform: {Name: AWS::Include, Parameters: {Location: x}}\n  G: " + Good },
        { "in Resources, in short", "Resources:\n  Transform: {Name: Weaken}\n  G: " + Good },
        { "around a loop",
            "Resources:\n  " + Call + "\n  Fn::ForEach::L: [N, [a], {'G${N}': " + Good + "}]" },
        { "in a loop", "Resources:\n  Fn::ForEach::L: [N, [a], {'G${N}': " + Good + ", " + Call + "}]" },
        { "around a loop in a loop",
            "Resources:\n  Fn::ForEach::L: [N, [a], {Fn::ForEach::I: [M, [b], {'G${N}${M}': " + Good + "}], " + Call + "}]" },
        { "beside the type", $"Resources:\n  G: {{Type: AWS::ElastiCache::ReplicationGroup, {Call}, {Properties}}}" },
        { "beside the type, in short",
            $"Resources:\n  G: {{Type: AWS::ElastiCache::ReplicationGroup, Transform: {{Name: Weaken}}, {Properties}}}" },
        { "among the properties",
            "Resources:\n  G: {Type: AWS::ElastiCache::ReplicationGroup, " + Properties.Replace("{", "{" + Call + ", ") + "}" },
        { "among the properties, in short",
            "Resources:\n  G: {Type: AWS::ElastiCache::ReplicationGroup, "
                + Properties.Replace("{", "{Transform: {Name: Weaken}, ") + "}" },
        { "instead of the properties",
            "Resources:\n  G: {Type: AWS::ElastiCache::ReplicationGroup, Properties: !Transform {Name: Weaken}}" },
        { "instead of the flag", Flag("!Transform {Name: Weaken}") },
        { "instead of the flag, in short", Flag("{Transform: {Name: Weaken}}") },
        { "beside a text's names", Flag("!Sub ['${On}', {Fn::Transform: {Name: Weaken}}]") },
        { "instead of a text's names", Flag("!Sub ['${On}', !Transform {Name: Weaken}]") },
        { "among the parameters", Flag("!Ref On").Replace("Parameters: {", "Parameters: {" + Call + ", ") },
        { "in the parameter", Flag("!Ref On").Replace("Type: String", "Type: String, " + Call) },
        { "among the conditions", Flag("!If [IsOn, true, false]").Replace("Conditions: {", "Conditions: {" + Call + ", ") },
        { "in a condition", Flag("!If [IsAll, true, false]") },
        { "instead of a condition's operands", Flag("!If [IsAnd, true, false]") },
        { "instead of the operands of one that is not met", Flag("!If [IsOr, false, true]") },
        { "beside a resource whose condition is false",
            Flag("true").Replace("G: {", "G: {Condition: IsOff, " + Call + ", ") },
    };

    [Theory]
    [MemberData(nameof(Macros))]
    public void What_a_macro_may_change_cannot_be_told(string where, string template)
    {
        Assert.NotEmpty(where);
        Evaluation one = Support.One(template);

        Assert.Equal((EncryptionState.Unknown, ComplianceType.NonCompliant), (one.EncryptionState, one.ComplianceType));
    }

    [Theory]
    [InlineData("Transform: AWS::LanguageExtensions")]
    [InlineData("Transform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]")]
    [InlineData("Transform: AWS::SecretsManager-2020-07-23")]
    public void Those_of_AWS_that_leave_ElastiCache_as_it_is_do_not_matter(string transform)
    {
        Assert.Equal(ComplianceType.Compliant, Support.One($"{transform}\nResources:\n  G: {Good}").ComplianceType);
    }

    [Fact]
    public void A_resource_may_be_called_Transform()
    {
        Evaluation one = Support.One("Resources:\n  Transform: " + Good);

        Assert.Equal(("Transform", ComplianceType.Compliant), (one.Address, one.ComplianceType));
    }

    [Theory]
    [InlineData("Fn::Transform: {Name: Weaken}")]
    [InlineData("Transform: {Name: Weaken}")]
    [InlineData("'Fn::ForEach::L': [N, [a], {'Fn::Transform': {Name: Weaken}}]")]
    [InlineData("G: {Fn::Transform: {Name: Weaken}}")]
    [InlineData("G: {Type: AWS::S3::Bucket, Fn::Transform: {Name: Weaken}}")]
    public void What_a_macro_may_make_is_warned_of(string resources)
    {
        PlannedInput input = Support.Read("AWSTemplateFormatVersion: 2010-09-09\nResources:\n  " + resources);

        Assert.Empty(input.Resources);
        Assert.Contains("Weaken", Assert.Single(input.Warnings));
    }

    [Theory]
    [InlineData("Engine: memcached")]
    [InlineData("Engine: redis, ReplicationGroupId: legacy")]
    [InlineData("Engine: redis, Tags: [{Key: data, Value: public}]")]
    public void Neither_scope_nor_exemptions_go_by_what_a_macro_may_change(string properties)
    {
        AtRestPolicy policy = new()
        {
            Exemptions =
            [
                new() { Id = "legacy", Reason = "x", Expires = new DateTime(2099, 12, 31) },
                new() { Tag = "data=public", Reason = "x", Expires = new DateTime(2099, 12, 31) },
            ],
        };

        Evaluation one = Support.One(
            $"Resources:\n  G: {{Type: AWS::ElastiCache::ReplicationGroup, {Call}, Properties: {{{properties}}}}}", policy: policy);

        Assert.Equal(ComplianceType.NonCompliant, one.ComplianceType);
    }

    [Fact]
    public void A_tag_that_a_macro_may_change_exempts_nothing()
    {
        AtRestExemption exemption = new() { Tag = "data=public", Reason = "x", Expires = new DateTime(2099, 12, 31) };
        Evaluation one = Support.One(
            "Resources:\n  G: {Type: AWS::ElastiCache::ReplicationGroup, Properties: {Tags: [{Key: data, Value: public, " + Call + "}]}}",
            policy: new() { Exemptions = [exemption] });

        Assert.Equal(ComplianceType.NonCompliant, one.ComplianceType);
    }

    [Theory]
    [InlineData("Members: [{ReplicationGroupId: !Ref P, Role: PRIMARY}], Fn::Transform: {Name: Weaken}", "")]
    [InlineData("Members: [{ReplicationGroupId: !Ref P, Role: PRIMARY, Fn::Transform: {Name: Weaken}}]", "")]
    [InlineData("Members: [{ReplicationGroupId: !Ref P, Role: PRIMARY}, {Fn::Transform: {Name: Weaken}}]", "")]
    [InlineData("Members: [{ReplicationGroupId: !Ref P, Role: PRIMARY}]", "Fn::Transform: {Name: Weaken}, ")]
    public void A_primary_that_a_macro_may_change_is_none(string datastore, string beside)
    {
        List<Evaluation> all = Support.Judge("""
            Resources:
              P: GOOD
              D: {BESIDE Type: AWS::ElastiCache::GlobalReplicationGroup, Properties: {DATASTORE}}
              S: {Type: AWS::ElastiCache::ReplicationGroup, Properties: {GlobalReplicationGroupId: !GetAtt D.GlobalReplicationGroupId}}
            """.Replace("GOOD", Good).Replace("DATASTORE", datastore).Replace("BESIDE", beside));

        Assert.Equal([EncryptionState.Encrypted, EncryptionState.Unknown], all.Select(one => one.EncryptionState));
    }

    private static string Flag(string flag) => """
        Parameters: {On: {Type: String, Default: "true"}}
        Conditions: {IsOn: !Equals [!Ref On, "true"], IsOff: !Equals [a, b], IsAll: !And [!Condition IsOn, !Transform {Name: Weaken}],
          IsAnd: {Fn::And: {Fn::Transform: {Name: Weaken}}}, IsOr: {Fn::Or: {Fn::Transform: {Name: Weaken}}}}
        Resources:
          G: {Type: AWS::ElastiCache::ReplicationGroup, Properties: {Engine: redis, AtRestEncryptionEnabled: FLAG}}
        """.Replace("FLAG", flag);
}
