using System.Text.Json.Nodes;

namespace RedisCompliance.Function.Tests;

/// <summary>What the hook answers for one resource, of CloudFormation and of Cloud Control.</summary>
[Collection("Function")]
public sealed class HookResourceTests : HookTest
{
    private const string NotSet = "AtRestEncryptionEnabled is not set, and Redis OSS is not encrypted by default";
    private const string Refused = "FAILED NonCompliant ElastiCache resources judged in MyStack: 1, failed: 1. ";
    private const string Passed = "SUCCESS - ElastiCache resources judged in MyStack: 1, failed: 0.";
    private const string NotEnabled = "Encryption at rest not enabled for Amazon ElastiCache cluster:";
    private const string CannotBeShown = "Encryption at rest cannot be shown for Amazon ElastiCache cluster:";

    [Fact]
    public async Task A_group_that_is_not_encrypted_is_refused_and_the_answer_says_what_to_change()
    {
        JsonObject answer = await AskAsync(Resource(Group, "CREATE", """{"ReplicationGroupId":"orders","Engine":"redis"}"""));

        Assert.Equal(
            $$"""
            {"hookStatus":"FAILED","errorCode":"NonCompliant",
            "message":"ElastiCache resources judged in MyStack: 1, failed: 1. {{NotEnabled}} orders ({{NotSet}}).",
            "clientRequestToken":"{{Token}}","annotations":[{"annotationName":"MyStack/Cache","status":"FAILED",
            "statusMessage":"{{NotEnabled}} orders ({{NotSet}})",
            "remediationMessage":"Set AtRestEncryptionEnabled to true. Of a group that exists this makes a new one: take a backup before.",
            "remediationLink":"https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/at-rest-encryption.html","severityLevel":"HIGH"}]}
            """.ReplaceLineEndings(string.Empty),
            answer.ToJsonString());
    }

    [Fact]
    public async Task A_group_that_is_encrypted_passes()
    {
        JsonObject answer = await AskAsync(
            Resource(Group, "CREATE", """{"ReplicationGroupId":"orders","AtRestEncryptionEnabled":true}"""));

        Assert.Equal(
            $$"""
            {"hookStatus":"SUCCESS","message":"ElastiCache resources judged in MyStack: 1, failed: 0.","clientRequestToken":"{{Token}}",
            "annotations":[{"annotationName":"MyStack/Cache","status":"PASSED","statusMessage":"Encrypted at rest: orders",
            "severityLevel":"INFORMATIONAL"}]}
            """.ReplaceLineEndings(string.Empty),
            answer.ToJsonString());
    }

    public static TheoryData<string, string, string, string> Verdicts => new()
    {
        { Group, "CREATE", """{"Engine":"valkey"}""", Passed },
        { Group, "CREATE", """{"Engine":"redis","AtRestEncryptionEnabled":"true"}""", Passed },
        { Group, "CREATE", """{"Engine":"redis","AtRestEncryptionEnabled":"false","Durability":"sync"}""", Passed },
        { Group, "CREATE", """{"Engine":"valkey","AtRestEncryptionEnabled":false}""", Refused + $"{NotEnabled} MyStack/Cache." },
        { Group, "CREATE", """{"Engine":"redis"}""", Refused + $"{NotEnabled} MyStack/Cache ({NotSet})." },
        { Group, "CREATE", "{}", Refused + $"{NotEnabled} MyStack/Cache ({NotSet})." },
        { Group, "CREATE", """{"AtRestEncryptionEnabled":{"Ref":"Flag"}}""",
            Refused + $"{CannotBeShown} MyStack/Cache (AtRestEncryptionEnabled: Flag is known only at deployment)." },
        { Group, "CREATE", """{"AtRestEncryptionEnabled":[true]}""",
            Refused + $"{CannotBeShown} MyStack/Cache (AtRestEncryptionEnabled: it has a value that cannot be read)." },
        { Group, "CREATE", """{"AtRestEncryptionEnabled":"1"}""",
            Refused + $"{CannotBeShown} MyStack/Cache (AtRestEncryptionEnabled has the unknown value '1')." },
        { Group, "CREATE", """{"GlobalReplicationGroupId":"world"}""", Refused
            + $"{CannotBeShown} MyStack/Cache (it is as encrypted as the primary of its Global Datastore, which is not described here)." },
        { Group, "UPDATE", """{"Engine":"valkey"}""", Refused + $"{CannotBeShown} MyStack/Cache "
            + "(AtRestEncryptionEnabled: not set, and with what the group was created cannot be determined)." },
        { Group, "UPDATE", """{"Engine":"valkey","AtRestEncryptionEnabled":true}""", Passed },
        { Group, "UPDATE", """{"Engine":"redis"}""", Refused + $"{NotEnabled} MyStack/Cache ({NotSet})." },
        { Cluster, "CREATE", """{"Engine":"redis","ClusterName":"c"}""",
            Refused + $"{NotEnabled} c (a cluster without a replication group cannot be encrypted)." },
        { Cluster, "CREATE", """{"Engine":"memcached"}""",
            "SUCCESS - ElastiCache resources judged in MyStack: 0, failed: 0. MyStack/Cache: not in the scope of the policy." },
        { Serverless, "CREATE", """{"Engine":"redis","ServerlessCacheName":"s"}""", Passed },
        { Serverless, "UPDATE", """{"Engine":"valkey"}""", Passed },
    };

    [Theory]
    [MemberData(nameof(Verdicts))]
    public async Task Each_resource_is_judged_by_what_it_will_be(string type, string action, string properties, string expected)
    {
        Assert.Equal(expected, Line(await AskAsync(Resource(type, action, properties, """{"AtRestEncryptionEnabled":true}"""))));
        Assert.Equal(0, Fetched);
    }

    [Theory]
    [InlineData("CREATE")]
    [InlineData("UPDATE")]
    public async Task Cloud_Control_asks_without_a_stack(string action)
    {
        JsonObject request = Resource(Group, action, """{"ReplicationGroupId":"orders","AtRestEncryptionEnabled":"false"}""");
        request["stackId"] = null;
        request["requestData"]!["targetType"] = "RESOURCE";

        Assert.Equal(
            $"FAILED NonCompliant ElastiCache resources judged in CloudControl: 1, failed: 1. {NotEnabled} orders.",
            Line(await AskAsync(request)));
    }

    [Theory]
    [InlineData(Group, "null")]
    [InlineData(Group, "{}")]
    [InlineData("AWS::S3::Bucket", "{}")]
    public async Task A_deletion_passes_and_comes_with_no_properties(string type, string properties)
    {
        JsonObject answer = await AskAsync(Resource(type, "DELETE", properties == "null" ? null : properties, "{}"));

        Assert.Equal(
            $$"""{"hookStatus":"SUCCESS","message":"Cache is deleted: there is nothing to judge.","clientRequestToken":"{{Token}}"}""",
            answer.ToJsonString());
    }

    [Fact]
    public async Task Another_type_passes_and_the_answer_says_that_it_was_not_judged() => Assert.Equal(
        "SUCCESS - AWS::DynamoDB::Table is not judged here. "
        + "What is: AWS::ElastiCache::ReplicationGroup, AWS::ElastiCache::CacheCluster, AWS::ElastiCache::ServerlessCache.",
        Line(await AskAsync(Resource("AWS::DynamoDB::Table", "UPDATE", "{}", "{}"))));

    [Theory]
    [InlineData("CREATE")]
    [InlineData("UPDATE")]
    [InlineData("READ")]
    [InlineData(null)]
    public async Task Properties_that_are_missing_are_no_success(string? action) => Assert.Equal(
        "FAILED InternalFailure The request has no resourceProperties.", Line(await AskAsync(Resource(Serverless, action, null))));

    [Fact]
    public async Task Names_are_read_without_regard_to_case()
    {
        string request = Resource(Group, "CREATE", """{"ReplicationGroupId":"orders","AtRestEncryptionEnabled":false}""").ToJsonString()
            .Replace("\"clientRequestToken\"", "\"clientRequesttoken\"").Replace("\"stackId\"", "\"stackID\"")
            .Replace("\"requestData\"", "\"RequestData\"").Replace("\"targetName\"", "\"TARGETNAME\"")
            .Replace("\"resourceProperties\"", "\"ResourceProperties\"").Replace("CREATE_PRE_PROVISION", "create_pre_provision")
            .Replace(Group, Group.ToLowerInvariant()).Replace("\"AtRestEncryptionEnabled\"", "\"atRestEncryptionEnabled\"");

        JsonObject answer = await AskAsync(request);

        Assert.Equal($"{Refused}{NotEnabled} orders.", Line(answer));
        Assert.Equal(Token, answer["clientRequestToken"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_retry_has_the_same_answer()
    {
        JsonObject request = Resource(Group, "CREATE", """{"Engine":"redis"}""");
        string first = (await AskAsync(request)).ToJsonString();
        request["requestContext"] = new JsonObject { ["invocation"] = 3, ["callbackContext"] = "x" };

        Assert.Equal(first, (await AskAsync(request)).ToJsonString());
    }

    [Theory]
    [InlineData("""{"requireCustomerManagedKey":"true"}""", """{"AtRestEncryptionEnabled":true}""",
        "Encrypted at rest, but not with a customer-managed key: MyStack/Cache.")]
    [InlineData("""{"requireCustomerManagedKey":"true"}""", """{"AtRestEncryptionEnabled":true,"KmsKeyId":{"Ref":"Key"}}""",
        "Encrypted at rest, but with which key cannot be determined: MyStack/Cache (Key is known only at deployment).")]
    [InlineData("""{"approvedKMSKeyIds":"11111111-2222"}""", """{"AtRestEncryptionEnabled":true,"KmsKeyId":"33333333-4444"}""",
        "Encrypted at rest, but not with an approved KMS key (arn:aws:kms:us-west-2:123456789012:key/33333333-4444): MyStack/Cache.")]
    [InlineData("""{"approvedKMSKeyIds":"arn:aws:kms:us-east-1:123456789012:key/mrk-1"}""",
        """{"AtRestEncryptionEnabled":true,"KmsKeyId":"mrk-1"}""",
        "Encrypted at rest, but not with an approved KMS key (arn:aws:kms:us-west-2:123456789012:key/mrk-1): MyStack/Cache.")]
    [InlineData("""{"approvedKMSKeyIds":"1111-2222"}""", """{"AtRestEncryptionEnabled":true,"KmsKeyId":"alias/1111-2222"}""",
        "Encrypted at rest, but not with an approved KMS key (alias/1111-2222): MyStack/Cache.")]
    public async Task The_policy_is_that_of_the_rule(string policy, string properties, string why)
    {
        SetPolicy(policy);

        Assert.Equal(Refused + why, Line(await AskAsync(Resource(Group, "CREATE", properties))));
    }

    [Theory]
    [InlineData("""{"Id":"legacy-*","Reason":"Moving","Expires":"2099-12-31"}""")]
    [InlineData("""
        {"Id":"arn:aws:elasticache:us-west-2:123456789012:replicationgroup:legacy-1","Reason":"Moving","Expires":"2099-12-31"}
        """)]
    [InlineData("""{"Id":"MyStack/Cache","Reason":"Moving","Expires":"2099-12-31"}""")]
    [InlineData("""{"Tag":"team=old","Reason":"Moving","Expires":"2099-12-31"}""")]
    public async Task The_policy_exempts(string exemption)
    {
        SetPolicy(new JsonObject { ["exemptions"] = $"[{exemption}]" }.ToJsonString());

        JsonObject answer = await AskAsync(Resource(
            Group, "CREATE", """{"ReplicationGroupId":"Legacy-1","Tags":[{"Key":"team","Value":"old"}]}"""));

        Assert.Equal("SUCCESS", answer["hookStatus"]!.GetValue<string>());
        Assert.Equal(["SKIPPED MyStack/Cache: Legacy-1: Exempt until 2099-12-31: Moving"], Annotations(answer));
    }

    [Theory]
    [InlineData("""{"Id":"legacy","Reason":"Moving","Expires":"2099-12-31"}""")]
    [InlineData("""{"Id":"Cache","Reason":"Moving","Expires":"2099-12-31"}""")]
    [InlineData("""{"Id":"legacy-1","Reason":"Moving","Expires":"2020-12-31"}""")]
    public async Task A_logical_id_that_the_author_chose_and_what_is_over_exempt_nothing(string exemption)
    {
        SetPolicy(new JsonObject { ["exemptions"] = $"[{exemption}]" }.ToJsonString());

        Assert.StartsWith(Refused, Line(await AskAsync(Resource(Group, "CREATE", """{"ReplicationGroupId":"legacy-1"}"""))));
    }

    [Theory]
    [InlineData("{", "is not a JSON object of texts.")]
    [InlineData("[]", "is not a JSON object of texts.")]
    [InlineData("""{"engines":null}""", "is not a JSON object of texts.")]
    [InlineData("""{"engines":["redis"]}""", "is not a JSON object of texts.")]
    [InlineData("""{"engine":"redis"}""", "The rule parameter engine is not known")]
    [InlineData("""{"engines":"memcached"}""", "The rule parameter engines holds 'memcached'")]
    [InlineData("""{"exemptions":"[{}]"}""", "The rule parameter exemptions holds one that cannot be")]
    public async Task A_policy_that_cannot_be_read_fails_every_request(string policy, string why)
    {
        SetPolicy(policy);
        JsonObject[] requests =
        [
            Resource(Serverless, "CREATE", "{}"), Resource(Group, "DELETE", null), Resource("AWS::S3::Bucket", "CREATE", "{}"),
            ChangeSet(),
        ];

        foreach (JsonObject request in requests)
        {
            string answer = Line(await AskAsync(request));
            Assert.StartsWith("FAILED InternalFailure REDISCOMPLIANCE_HOOK_PARAMETERS", answer);
            Assert.Contains(why, answer);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("{}")]
    public async Task No_policy_is_the_default_policy(string policy)
    {
        SetPolicy(policy);

        Assert.Equal(Passed, Line(await AskAsync(Resource(Group, "CREATE", """{"AtRestEncryptionEnabled":true}"""))));
    }

    [Fact]
    public async Task The_log_names_what_was_judged_and_nothing_of_its_properties()
    {
        await AskAsync(Resource(
            Group, "CREATE", """{"Engine":"redis","AuthToken":"hunter2","ReplicationGroupDescription":"secret plan"}"""));

        Assert.Contains("\"step\":\"started\"", Log);
        Assert.Contains(
            """
            "target":"AWS::ElastiCache::ReplicationGroup","action":"CREATE","stack":"MyStack","logicalId":"Cache"
            """, Log);
        Assert.Contains("\"hookStatus\":\"FAILED\",\"errorCode\":\"NonCompliant\",\"passed\":0,\"failed\":1,\"skipped\":0", Log);
        Assert.DoesNotContain("hunter2", Log);
        Assert.DoesNotContain("secret plan", Log);
    }
}
