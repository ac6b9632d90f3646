namespace RedisCompliance.Templates.Tests;

/// <summary>Lookups in mappings: what may be the outcome is one of the outcomes, and so is a default.</summary>
public sealed class LookupTests
{
    [Theory]
    [InlineData("!FindInMap [M, !Ref Open, Flag, {DefaultValue: false}]", "Unknown")]
    [InlineData("!FindInMap [M, !Ref Open, Flag, {DefaultValue: true}]", "Encrypted")]
    [InlineData("!FindInMap [M, !Ref Open, Flag]", "Encrypted")]
    [InlineData("!FindInMap [M, !Ref Open, !Ref Open, {DefaultValue: false}]", "Unknown")]
    [InlineData("!FindInMap [M, prod, !Ref Open, {DefaultValue: false}]", "Unknown")]
    [InlineData("!FindInMap [Same, prod, !Ref Open, {DefaultValue: true}]", "Encrypted")]
    [InlineData("!FindInMap [M, dev, Flag, {DefaultValue: false}]", "Unencrypted")]
    [InlineData("!FindInMap [M, dev, Flag, {DefaultValue: true}]", "Encrypted")]
    [InlineData("!FindInMap [M, prod, Other, {DefaultValue: true}]", "Encrypted")]
    [InlineData("!FindInMap [Mixed, !Ref Open, Flag]", "Unknown")]
    [InlineData("!FindInMap [!Ref Open, prod, Flag, {DefaultValue: true}]", "Unknown")]
    [InlineData("!FindInMap [Nowhere, prod, Flag, {DefaultValue: true}]", "Unknown")]
    [InlineData("!FindInMap [Macro, dev, Flag, {DefaultValue: true}]", "Unknown")]
    [InlineData("!FindInMap [Macro, prod, Flag]", "Unknown")]
    [InlineData("!FindInMap [MacroInEntry, prod, Flag]", "Unknown")]
    [InlineData("!FindInMap [MacroInEntry, prod, Other, {DefaultValue: true}]", "Unknown")]
    [InlineData("!FindInMap [Short, prod, Flag]", "Unknown")]
    [InlineData("!FindInMap [Flat, prod, Flag, {DefaultValue: true}]", "Unknown")]
    [InlineData("!FindInMap [M, prod, Flag, {DefaultValue: true}, x]", "Unknown")]
    public void A_lookup_is_sure_where_all_that_it_may_find_is_the_same(string flag, string state)
    {
        Assert.Equal(state, Support.One(Template(flag)).EncryptionState);
    }

    [Fact]
    public void Where_a_macro_may_add_mappings_none_is_sure()
    {
        string template = Template("!FindInMap [M, prod, Flag]").Replace("Mappings:", "Mappings:\n  Fn::Transform: {Name: AWS::Include}");

        Assert.Equal(EncryptionState.Unknown, Support.One(template).EncryptionState);
    }

    [Theory]
    [InlineData("!FindInMap [Nowhere, prod, Names, {DefaultValue: []}]")]
    [InlineData("!FindInMap [!Ref Open, prod, Names, {DefaultValue: []}]")]
    [InlineData("!FindInMap [Macro, dev, Names, {DefaultValue: []}]")]
    [InlineData("!FindInMap [M, !Ref Open, Names, {DefaultValue: []}]")]
    [InlineData("!FindInMap [MacroInEntry, prod, Names, {DefaultValue: []}]")]
    public void A_loop_over_a_lookup_that_cannot_be_told_is_no_loop_over_nothing(string names)
    {
        Evaluation one = Support.One($$$$"""
            {{{{Mappings}}}}
            Resources:
              Fn::ForEach::L: [N, {{{{names}}}}, {"G${N}": {Type: AWS::ElastiCache::ReplicationGroup, Properties: {Engine: redis}}}]
            """);

        Assert.Equal(ComplianceType.NonCompliant, one.ComplianceType);
    }

    private const string Mappings = """
        Transform: AWS::LanguageExtensions
        Parameters: {Open: {Type: String}}
        Mappings:
          M: {prod: {Flag: true, Names: [a]}}
          Same: {prod: {Flag: true, Rest: true}}
          Mixed: {prod: {Flag: true}, dev: {Flag: false}}
          Macro: {prod: {Flag: true}, Fn::Transform: {Name: AWS::Include}}
          MacroInEntry: {prod: {Flag: true, Fn::Transform: {Name: AWS::Include}}}
          Short: {prod: {Flag: true, Transform: {Name: Weaken}}}
          Flat: {prod: true}
        """;

    private static string Template(string flag) => $$$$"""
        {{{{Mappings}}}}
        Resources:
          G: {Type: AWS::ElastiCache::ReplicationGroup, Properties: {Engine: redis, AtRestEncryptionEnabled: {{{{flag}}}}}}
        """;
}
