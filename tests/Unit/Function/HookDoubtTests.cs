using System.Text.Json.Nodes;

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
        { "a list of which each item is allowed", WithAllowed("CommaDelimitedList", "!Join ['-', !Ref P]") },
        { "a list of numbers", WithAllowed("List<Number>", "!Join ['-', !Ref P]") },
        { "a number, which has several spellings", WithAllowed("Number", "!Ref P") },
    };

    private static string WithAllowed(string type, string value) => $$$"""
        Parameters: {P: {Type: {{{type}}}, AllowedValues: ['7']}}
        Conditions: {IsSeven: !Equals [{{{value}}}, '7']}
        Resources:
          G:
            Type: AWS::ElastiCache::ReplicationGroup
            Properties: {Engine: redis, AtRestEncryptionEnabled: !If [IsSeven, true, false]}
        """;

    [Theory]
    [MemberData(nameof(Templates))]
    public async Task What_cannot_be_told_of_a_stack_fails(string what, string template)
    {
        Assert.NotEmpty(what);
        ServeTemplate(template);

        Assert.StartsWith("FAILED NonCompliant", Line(await AskAsync(Stack("CREATE"))));
    }

    [Theory]
    [InlineData("Transform: Mine\nResources:\n  X: {Type: AWS::S3::Bucket}\n")]
    [InlineData("Transform: [AWS::LanguageExtensions, {Name: AWS::Include}]\nResources:\n  X: {Type: AWS::S3::Bucket}\n")]
    [InlineData("Fn::Transform: {Name: Mine}\nResources:\n  X: {Type: AWS::S3::Bucket}\n")]
    [InlineData("Resources:\n  Fn::Transform: {Name: Mine}\n  X: {Type: AWS::S3::Bucket}\n")]
    [InlineData("Resources:\n  Transform: {Name: Mine}\n  X: {Type: AWS::S3::Bucket}\n")]
    [InlineData("Resources:\n  Fn::ForEach::L: [N, [a], {'${N}': {Type: AWS::S3::Bucket}}]\n")]
    [InlineData("{}")]
    public async Task What_a_template_before_may_have_made_is_there_already(string before)
    {
        ServeTemplate("Resources:\n  G: {Type: AWS::ElastiCache::ReplicationGroup, Properties: {Engine: valkey}}\n", before);

        Assert.StartsWith("FAILED NonCompliant", Line(await AskAsync(Stack("UPDATE"))));
    }

    [Fact]
    public async Task What_a_loop_makes_of_a_parameter_may_be_there_already()
    {
        ServeTemplate("""
            Transform: AWS::LanguageExtensions
            Parameters: {Names: {Type: CommaDelimitedList}}
            Resources:
              Fn::ForEach::L: [N, !Ref Names, {'Cache${N}': {Type: AWS::ElastiCache::ReplicationGroup, Properties: {Engine: valkey}}}]
            """,
            "Resources:\n  CacheA: {Type: AWS::ElastiCache::ReplicationGroup, Properties: {Engine: redis}}\n");

        Assert.StartsWith("FAILED NonCompliant", Line(await AskAsync(Stack("UPDATE"))));
    }

    [Theory]
    [InlineData(Cluster)]
    [InlineData(Serverless)]
    public async Task A_type_that_a_loop_makes_of_a_parameter_may_be_one_that_the_policy_asks_for(string asked)
    {
        SetPolicy($$"""{"resourceTypes":"{{asked}}"}""");
        ServeTemplate("""
            Transform: AWS::LanguageExtensions
            Parameters: {Names: {Type: CommaDelimitedList}}
            Resources:
              Fn::ForEach::L: [N, !Ref Names, {'Cache${N}': {Type: 'AWS::ElastiCache::${N}', Properties: {Engine: redis}}}]
            """);

        Assert.StartsWith("FAILED NonCompliant", Line(await AskAsync(Stack("CREATE"))));
    }

    [Fact]
    public async Task A_macro_of_AWS_that_makes_no_resources_of_ours_leaves_the_template_before_sure()
    {
        ServeTemplate(
            "Resources:\n  G: {Type: AWS::ElastiCache::ReplicationGroup, Properties: {Engine: valkey}}\n",
            "Transform: AWS::LanguageExtensions\nResources:\n  X: {Type: AWS::S3::Bucket}\n");

        Assert.StartsWith("SUCCESS", Line(await AskAsync(Stack("UPDATE"))));
    }

    [Theory]
    [InlineData("MyStack", "STACK")]
    [InlineData("AWS::CloudFormation::Stack", "STACK")]
    [InlineData("AWS::CloudFormation::Stack", "stack")]
    [InlineData("STACK", "RESOURCE")]
    [InlineData("STACK", "AWS::S3::Bucket")]
    public async Task A_stack_is_one_whichever_of_its_names_says_so(string name, string type)
    {
        ServeTemplate("Resources:\n  G: {Type: AWS::ElastiCache::ReplicationGroup, Properties: {Engine: redis}}\n");
        JsonObject request = Stack("CREATE");
        request["requestData"]!["targetName"] = name;
        request["requestData"]!["targetType"] = type;

        Assert.StartsWith("FAILED NonCompliant", Line(await AskAsync(request)));
    }

    [Theory]
    [InlineData("STACK", "CHANGE_SET")]
    [InlineData("CHANGE_SET", "STACK")]
    [InlineData("STACK", "AWS::ElastiCache::ReplicationGroup")]
    [InlineData("AWS::ElastiCache::CacheCluster", "AWS::ElastiCache::ReplicationGroup")]
    [InlineData("MyStack", "RESOURCE")]
    [InlineData("MyStack", "Something")]
    public async Task What_is_asked_about_and_cannot_be_told_is_a_failure(string name, string type)
    {
        JsonObject request = Stack("CREATE");
        request["requestData"]!["targetName"] = name;
        request["requestData"]!["targetType"] = type;

        Assert.StartsWith("FAILED InternalFailure", Line(await AskAsync(request)));
    }

    [Theory]
    [InlineData("Cache", Group)]
    [InlineData(Group, "RESOURCE")]
    [InlineData(Group, "AWS::S3::Bucket")]
    public async Task A_resource_is_judged_whichever_of_its_names_says_what_it_is(string name, string type)
    {
        JsonObject request = Resource(Group, "CREATE", """{"Engine":"redis"}""");
        request["requestData"]!["targetName"] = name;
        request["requestData"]!["targetType"] = type;

        Assert.StartsWith("FAILED NonCompliant", Line(await AskAsync(request)));
    }

    [Theory]
    [InlineData("""{"Engine":"valkey"}""", "SUCCESS -")]
    [InlineData("""{"Engine":"valkey","primaryclusterid":"old"}""", "FAILED NonCompliant")]
    public async Task A_group_that_takes_over_a_cluster_has_no_default(string properties, string expected)
    {
        Assert.StartsWith(expected, Line(await AskAsync(Resource(Group, "CREATE", properties))));
    }
}
