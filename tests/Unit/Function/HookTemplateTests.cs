using System.Text.Json.Nodes;

namespace RedisCompliance.Function.Tests;

/// <summary>What the hook answers for a whole stack and for a change set, whose payloads it fetches.</summary>
[Collection("Function")]
public sealed class HookTemplateTests : HookTest
{
    private const string CannotBeShown = "Encryption at rest cannot be shown for Amazon ElastiCache cluster: MyStack/Cache";
    private const string OneFailed = "FAILED NonCompliant ElastiCache resources judged in MyStack: 1, failed: 1. ";
    private const string RefersToFlag =
        "Resources:\n  Cache: {Type: AWS::ElastiCache::ReplicationGroup, Properties: {AtRestEncryptionEnabled: !Ref Flag}}\n";

    private const string OnePassed = "SUCCESS - ElastiCache resources judged in MyStack: 1, failed: 0.";

    public static TheoryData<string, string> Templates => new()
    {
        { "Resources:\n  Cache: {Type: AWS::ElastiCache::ReplicationGroup, Properties: {AtRestEncryptionEnabled: true}}\n", OnePassed },
        { """{"Resources":{"Cache":{"Type":"AWS::ElastiCache::ReplicationGroup","Properties":{"AtRestEncryptionEnabled":"true"}}}}""",
            OnePassed },
        { "Resources:\n  Cache: {Type: AWS::ElastiCache::ReplicationGroup, Properties: {Engine: redis}}\n", OneFailed
            + "Encryption at rest not enabled for Amazon ElastiCache cluster: MyStack/Cache "
            + "(AtRestEncryptionEnabled is not set, and Redis OSS is not encrypted by default)." },
        { "Parameters: {Flag: {Type: String, Default: true}}\n" + RefersToFlag, OneFailed
            + CannotBeShown + " (AtRestEncryptionEnabled: the parameter Flag has a default, and a deployment may give another value)." },
        { "Parameters: {Flag: {Type: String}}\n" + RefersToFlag, OneFailed
            + CannotBeShown + " (AtRestEncryptionEnabled: the parameter Flag has no default)." },
        { "Parameters: {Flag: {Type: String, Default: true, AllowedValues: [true]}}\n" + RefersToFlag, OnePassed },
        { "Parameters: {Engine: {Type: String, Default: redis}}\n"
            + "Resources:\n  Cache: {Type: AWS::ElastiCache::ReplicationGroup, Properties: {Engine: !Ref Engine, "
            + "AtRestEncryptionEnabled: true}}\n",
            OnePassed },
        { "Parameters: {Stage: {Type: String, Default: prod}}\nConditions: {IsProd: !Equals [!Ref Stage, prod]}\nResources:\n  Cache:\n"
            + "    Type: AWS::ElastiCache::ReplicationGroup\n    Properties: {AtRestEncryptionEnabled: !If [IsProd, true, false]}\n",
            OneFailed
            + CannotBeShown + " (AtRestEncryptionEnabled: Fn::If IsProd has two outcomes)." },
        { "Mappings: {ByRegion: {us-west-2: {Flag: true}, eu-west-1: {Flag: false}}}\nResources:\n  Cache:\n"
            + "    Type: AWS::ElastiCache::ReplicationGroup\n"
            + "    Properties: {AtRestEncryptionEnabled: !FindInMap [ByRegion, !Ref AWS::Region, Flag]}\n", OnePassed },
        { "Resources:\n  Nested: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: x}}\n",
            "SUCCESS - ElastiCache resources judged in MyStack: 0, failed: 0. "
            + "MyStack: nested stacks, stack sets, products or modules that are not in the template: 1. "
            + "Give their templates as well." },
        { "Transform: Mine\nResources:\n"
            + "  Cache: {Type: AWS::ElastiCache::ReplicationGroup, Properties: {AtRestEncryptionEnabled: true}}\n",
            OneFailed + CannotBeShown + " (the macro Mine may change it). "
            + "MyStack: the macro Mine is not run. What it would add is not seen." },
        { "Resources:\n  Bucket: {Type: AWS::S3::Bucket}\n", "SUCCESS - ElastiCache resources judged in MyStack: 0, failed: 0." },
    };

    [Theory]
    [MemberData(nameof(Templates))]
    public async Task A_stack_is_judged_by_its_template_alone(string template, string expected)
    {
        ServeTemplate(template);

        Assert.Equal(expected, Line(await AskAsync(Stack("CREATE"))));
    }

    [Fact]
    public async Task A_template_with_a_byte_order_mark_is_read()
    {
        ServeTemplate(
            "\uFEFFResources:\n  Cache: {Type: AWS::ElastiCache::ReplicationGroup, Properties: {AtRestEncryptionEnabled: true}}\n");

        Assert.Equal(OnePassed, Line(await AskAsync(Stack("CREATE"))));
    }

    [Theory]
    [InlineData("CREATE", null, "SUCCESS")]
    [InlineData("UPDATE", null, "FAILED")]
    [InlineData("UPDATE", "Resources: {Other: {Type: 'AWS::S3::Bucket'}}", "SUCCESS")]
    [InlineData("UPDATE", "Resources: {Cache: {Type: 'AWS::ElastiCache::ReplicationGroup'}}", "FAILED")]
    [InlineData("UPDATE", "Resources: {'Fn::ForEach::X': []}", "FAILED")]
    [InlineData("UPDATE", "{ not a template", "FAILED")]
    public async Task The_default_of_Valkey_counts_only_for_what_is_new(string action, string? previous, string status)
    {
        ServeTemplate("Resources: {Cache: {Type: 'AWS::ElastiCache::ReplicationGroup', Properties: {Engine: valkey}}}", previous);

        Assert.Equal(status, (await AskAsync(Stack(action)))["hookStatus"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("Metadata: {RedisCompliance: {Exemption: {Reason: x, Expires: '2099-12-31'}}}")]
    [InlineData("# redis-compliance: exempt until 2099-12-31: x")]
    public async Task The_author_of_a_template_cannot_exempt_himself(string exemption)
    {
        ServeTemplate("Resources:\n  Cache:\n    Type: AWS::ElastiCache::ReplicationGroup\n    " + exemption + "\n");

        JsonObject answer = await AskAsync(Stack("CREATE"));

        Assert.EndsWith(". The exemption in the template does not count for a hook", Assert.Single(Annotations(answer)));
        Assert.StartsWith("FAILED MyStack/Cache: Encryption at rest not enabled", Annotations(answer)[0]);
    }

    [Fact]
    public async Task A_CDK_path_that_the_author_chose_is_no_name_for_an_exemption()
    {
        SetPolicy("""{"exemptions":"[{\"Id\":\"legacy\",\"Reason\":\"x\",\"Expires\":\"2099-12-31\"}]"}""");
        ServeTemplate("Resources:\n  Cache: {Type: AWS::ElastiCache::ReplicationGroup, Metadata: {'aws:cdk:path': legacy}}\n");

        Assert.Equal("FAILED", (await AskAsync(Stack("CREATE")))["hookStatus"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_deletion_of_a_stack_passes_and_fetches_nothing()
    {
        Assert.Equal("SUCCESS - MyStack is deleted: there is nothing to judge.", Line(await AskAsync(Stack("DELETE"))));
        Assert.Equal(0, Fetched);
    }

    [Fact]
    public async Task A_whole_answer_for_a_stack_names_what_failed_first()
    {
        ServeTemplate(
            """
            Resources:
              Good: {Type: AWS::ElastiCache::ReplicationGroup, Properties: {AtRestEncryptionEnabled: true}}
              Out: {Type: AWS::ElastiCache::CacheCluster, Properties: {Engine: memcached}}
              Bad: {Type: AWS::ElastiCache::ReplicationGroup, Properties: {AtRestEncryptionEnabled: false}}
            """);

        JsonObject answer = await AskAsync(Stack("UPDATE"));

        Assert.Equal(
            $$"""
            {"hookStatus":"FAILED","errorCode":"NonCompliant",
            "message":"ElastiCache resources judged in MyStack: 2, failed: 1.
             Encryption at rest not enabled for Amazon ElastiCache cluster: MyStack/Bad.
             MyStack/Out: not in the scope of the policy.","clientRequestToken":"{{Token}}","annotations":[
            {"annotationName":"MyStack/Bad","status":"FAILED",
            "statusMessage":"Encryption at rest not enabled for Amazon ElastiCache cluster: MyStack/Bad",
            "remediationMessage":"Set AtRestEncryptionEnabled to true. Of a group that exists this makes a new one: take a backup before.",
            "remediationLink":"https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/at-rest-encryption.html","severityLevel":"HIGH"},
            {"annotationName":"MyStack/Out","status":"SKIPPED","statusMessage":"MyStack/Out: not in the scope of the policy",
            "severityLevel":"INFORMATIONAL"},
            {"annotationName":"MyStack/Good","status":"PASSED","statusMessage":"Encrypted at rest: MyStack/Good",
            "severityLevel":"INFORMATIONAL"}]}
            """.ReplaceLineEndings(string.Empty),
            answer.ToJsonString());
    }

    [Fact]
    public async Task A_long_answer_has_a_bound_and_says_how_many_more_there_are()
    {
        ServeTemplate("Resources:\n" + string.Concat(Enumerable.Range(0, 300).Select(
            index => $"  Cache{index}: {{Type: AWS::ElastiCache::ReplicationGroup}}\n")));

        JsonObject answer = await AskAsync(Stack("CREATE"));

        string message = answer["message"]!.GetValue<string>();
        Assert.StartsWith("ElastiCache resources judged in MyStack: 300, failed: 300. Encryption at rest not enabled", message);
        Assert.Matches(@"\)\. And 29\d more\.$", message);
        Assert.InRange(message.Length, 800, 1024);
        Assert.Equal(50, answer["annotations"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_name_that_is_long_makes_no_answer_long()
    {
        ServeTemplate($"Transform: {new string('m', 900_000)}\n"
            + "Resources:\n  Cache: {Type: AWS::ElastiCache::ReplicationGroup, Properties: {AtRestEncryptionEnabled: true}}\n");

        JsonObject answer = await AskAsync(Stack("CREATE"));

        Assert.Equal("NonCompliant", (string)answer["errorCode"]!);
        Assert.InRange(answer.ToJsonString().Length, 0, 8_000);
    }

    public static TheoryData<string, string, string?, string?, string> Changes => new()
    {
        { "CREATE", Group, """{"Properties":{"AtRestEncryptionEnabled":"true","Engine":"redis"}}""", null, OnePassed },
        { "CREATE", Group, """{"Properties":{"AtRestEncryptionEnabled":"false","Engine":"redis"}}""", null,
            OneFailed + "Encryption at rest not enabled for Amazon ElastiCache cluster: MyStack/Cache." },
        { "CREATE", Group, """{"Properties":{"AtRestEncryptionEnabled":"{{changeSet:KNOWN_AFTER_APPLY}}"}}""", null,
            OneFailed + CannotBeShown + " (AtRestEncryptionEnabled: known only after the change set is executed)." },
        { "CREATE", Group, """{"Properties":{"Engine":"valkey"}}""", null, OnePassed },
        { "UPDATE", Group, """{"Properties":{"Engine":"valkey"}}""", """{"Properties":{"Engine":"redis"}}""", OneFailed + CannotBeShown
            + " (AtRestEncryptionEnabled: not set, and with what the group was created cannot be determined)." },
        { "UPDATE", Group, """{"Properties":{"AtRestEncryptionEnabled":"true"}}""",
            """{"Properties":{"AtRestEncryptionEnabled":"false"}}""", OnePassed },
        { "IMPORT", Group, """{"Properties":{"Engine":"valkey"}}""", null, OneFailed + CannotBeShown
            + " (AtRestEncryptionEnabled: not set, and with what the group was created cannot be determined)." },
        { "CREATE", Serverless, """{"Properties":{"Engine":"redis"}}""", null, OnePassed },
        { "DELETE", Group, null, """{"Properties":{}}""",
            "SUCCESS - ElastiCache resources judged in MyStack: 0, failed: 0. MyStack/Cache: deleted." },
        { "DELETE", Group, " ", null, "SUCCESS - ElastiCache resources judged in MyStack: 0, failed: 0. MyStack/Cache: deleted." },
        { "DELETE", Group, "{}", null, "SUCCESS - ElastiCache resources judged in MyStack: 0, failed: 0. MyStack/Cache: deleted." },
        { "DELETE", Group, "null", null, "SUCCESS - ElastiCache resources judged in MyStack: 0, failed: 0. MyStack/Cache: deleted." },
        { "DELETE", Group, """{"Properties":{"Engine":"redis","AtRestEncryptionEnabled":"false"}}""", null,
            OneFailed + "Encryption at rest not enabled for Amazon ElastiCache cluster: MyStack/Cache." },
        { "CREATE", "x", null, null, "FAILED InternalFailure The resourceType of Cache is no type of resource." },
        { "UPDATE", "AWS::CloudFormation::Stack", """{"Properties":{}}""", null,
            "SUCCESS - ElastiCache resources judged in MyStack: 0, failed: 0. "
            + "MyStack/Cache: a nested stack or its like, whose changes are not in this change set." },
        { "CREATE", "AWS::CloudFormation::StackSet", """{"Properties":{}}""", null,
            "SUCCESS - ElastiCache resources judged in MyStack: 0, failed: 0. "
            + "MyStack/Cache: a nested stack or its like, whose changes are not in this change set." },
        { "CREATE", "AWS::S3::Bucket", null, null, "SUCCESS - ElastiCache resources judged in MyStack: 0, failed: 0." },
        { "CREATE", Group, null, null, "FAILED InternalFailure The change of Cache has no afterContext." },
        { "CREATE", Group, "{}", null, "FAILED InternalFailure The afterContext of Cache has no Properties." },
        { "CREATE", Group, "{", null, "FAILED InternalFailure The afterContext of Cache cannot be read. It is not JSON (line 1)." },
        { "CREATE", Group, "\"x\"", null, "FAILED InternalFailure The afterContext of Cache is not an object." },
        { "CREATE", Group, """{"Properties":{"Engine":"redis","engine":"valkey"}}""", null,
            "FAILED InternalFailure Engine appears twice." },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task A_change_set_is_judged_by_what_it_changes(string action, string type, string? after, string? before, string expected)
    {
        ServeChanges(Change(action, type, after, before));

        Assert.Equal(expected, Line(await AskAsync(ChangeSet())));
    }

    [Fact]
    public async Task A_logical_id_that_looks_like_a_function_is_judged_all_the_same()
    {
        JsonObject change = Change("CREATE", Group, """{"Properties":{"Engine":"redis"}}""");
        change["logicalResourceId"] = "Fn::Transform";
        ServeChanges(change);

        Assert.StartsWith(OneFailed, Line(await AskAsync(ChangeSet())));
    }

    [Fact]
    public async Task A_change_set_may_come_without_an_action()
    {
        JsonObject request = ChangeSet();
        request.Remove("actionInvocationPoint");
        ServeChanges(Change("CREATE", Group, """{"Properties":{"AtRestEncryptionEnabled":"true"}}"""));

        Assert.Equal(OnePassed, Line(await AskAsync(request)));
    }

    [Fact]
    public async Task A_change_set_that_changes_nothing_passes()
    {
        ServeChanges();

        Assert.Equal("SUCCESS - ElastiCache resources judged in MyStack: 0, failed: 0.", Line(await AskAsync(ChangeSet())));
    }
}
