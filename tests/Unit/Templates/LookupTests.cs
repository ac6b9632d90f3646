namespace RedisCompliance.Templates.Tests;

/// <summary>Lookups in mappings: what may be the outcome is one of the outcomes, and so is a default.</summary>
public sealed class LookupTests
{
    [Theory]
    [InlineData("!FindInMap [M, !Ref Open, On, {DefaultValue: false}]", "Unknown")]
    [InlineData("!FindInMap [M, !Ref Open, On, {DefaultValue: true}]", "Encrypted")]
    [InlineData("!FindInMap [M, !Ref Open, On]", "Encrypted")]
    [InlineData("!FindInMap [M, !Ref Open, !Ref Open, {DefaultValue: false}]", "Unknown")]
    [InlineData("!FindInMap [M, prod, !Ref Open, {DefaultValue: false}]", "Unknown")]
    [InlineData("!FindInMap [Same, prod, !Ref Open, {DefaultValue: true}]", "Encrypted")]
    [InlineData("!FindInMap [M, dev, On, {DefaultValue: false}]", "Unencrypted")]
    [InlineData("!FindInMap [M, dev, On, {DefaultValue: true}]", "Encrypted")]
    [InlineData("!FindInMap [M, prod, Off, {DefaultValue: true}]", "Encrypted")]
    [InlineData("!FindInMap [Mixed, !Ref Open, On]", "Unknown")]
    [InlineData("!FindInMap [!Ref Open, prod, On, {DefaultValue: true}]", "Unknown")]
    [InlineData("!FindInMap [Nowhere, prod, On, {DefaultValue: true}]", "Unknown")]
    [InlineData("!FindInMap [Macro, dev, On, {DefaultValue: true}]", "Unknown")]
    [InlineData("!FindInMap [Macro, prod, On]", "Unknown")]
    [InlineData("!FindInMap [MacroInEntry, prod, On]", "Unknown")]
    [InlineData("!FindInMap [MacroInEntry, prod, Off, {DefaultValue: true}]", "Unknown")]
    [InlineData("!FindInMap [Short, prod, On]", "Unknown")]
    [InlineData("!FindInMap [Flat, prod, On, {DefaultValue: true}]", "Unknown")]
    [InlineData("!FindInMap [M, prod, On, {DefaultValue: true}, x]", "Unknown")]
    public void A_lookup_is_sure_where_all_that_it_may_find_is_the_same(string flag, string state)
    {
        Assert.Equal(state, Support.One(Template(flag)).EncryptionState);
    }

    [Fact]
    public void Where_a_macro_may_add_mappings_none_is_sure()
    {
        string template = Template("!FindInMap [M, prod, On]").Replace("Mappings:", "Mappings:\n  Fn::Transform: {Name: AWS::Include}");

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
          M: {prod: {On: true, Names: [a]}}
          Same: {prod: {On: true, Rest: true}}
          Mixed: {prod: {On: true}, dev: {On: false}}
          Macro: {prod: {On: true}, Fn::Transform: {Name: AWS::Include}}
          MacroInEntry: {prod: {On: true, Fn::Transform: {Name: AWS::Include}}}
          Short: {prod: {On: true, Transform: {Name: Weaken}}}
          Flat: {prod: true}
        """;

    private static string Template(string flag) => $$$$"""
        {{{{Mappings}}}}
        Resources:
          G: {Type: AWS::ElastiCache::ReplicationGroup, Properties: {Engine: redis, AtRestEncryptionEnabled: {{{{flag}}}}}}
        """;
}
