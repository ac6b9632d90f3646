namespace RedisCompliance.Function.Tests;

/// <summary>What the hook cannot tell of a stack fails, however sure it looks.</summary>
[Collection("Function")]
public sealed class HookDoubtTests : HookTest
{
    private const string Good = "{Type: AWS::ElastiCache::ReplicationGroup, Properties: {Engine: redis, AtRestEncryptionEnabled: true}}";

    public static TheoryData<string, string> Templates => new()
    {
        { "the default of a lookup", """
            Transform: AWS::LanguageExtensions
            Parameters: {Env: {Type: String, Default: dev}}
            Mappings: {M: {prod: {On: true}}}
            Resources:
              G:
                Type: AWS::ElastiCache::ReplicationGroup
                Properties: {Engine: redis, AtRestEncryptionEnabled: !FindInMap [M, !Ref Env, On, {DefaultValue: false}]}
            """ },
        { "a macro beside the type", "Resources:\n  G: " + Good.Replace("{Type", "{Fn::Transform: {Name: Weaken, Parameters: {}}, Type") },
        { "a macro in Resources", "Resources:\n  Fn::Transform: {Name: Weaken}\n  G: " + Good },
        { "a macro that may change the engine",
            "Transform: Weaken\nResources:\n  G: {Type: AWS::ElastiCache::CacheCluster, Properties: {Engine: memcached}}" },
    };

    [Theory]
    [MemberData(nameof(Templates))]
    public async Task What_cannot_be_told_of_a_stack_fails(string what, string template)
    {
        Assert.NotEmpty(what);
        ServeTemplate(template);

        Assert.StartsWith("FAILED NonCompliant", Line(await AskAsync(Stack("CREATE"))));
    }
}
