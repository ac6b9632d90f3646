using System.Text.Json.Nodes;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Deployment.Tests;

/// <summary>Installing where nothing is, and again where everything is.</summary>
public sealed class InstallTests : InstallationTest
{
    [Fact]
    public async Task Everything_that_is_missing_is_made_in_the_order_in_which_it_is_needed()
    {
        string[] parts = await InstallAsync();

        Assert.Equal(["Recorder Unchanged", "LogGroup Created", "Role Created", "Function Created", "Permission Created", "Rule Created"],
            parts);
        Assert.Equal(
        [
            "CreateLogGroup", "PutRetentionPolicy", "CreateRole", "PutRolePolicy", "CreateFunction", "AddPermission", "PutConfigRule",
            "PutRolePolicy", "AddPermission", "RemovePermission",
        ], Changes);
    }

    [Fact]
    public async Task A_second_run_changes_nothing_and_calls_nothing_that_could()
    {
        await InstallAsync();
        int before = CallsSoFar;

        string[] parts = await InstallAsync();

        Assert.All(parts, part => Assert.EndsWith(" Unchanged", part));
        Assert.Empty(ChangesSince(before));
    }

    [Fact]
    public async Task The_rule_is_custom_detective_and_periodic_without_a_scope()
    {
        await InstallAsync(Definition with { MaximumExecutionFrequency = MaximumExecutionFrequency.SixHours });

        JsonObject rule = Endpoint.Config.FindRule(RuleName)!;

        Assert.Equal(
            """{"Owner":"CUSTOM_LAMBDA","SourceIdentifier":"""
            + "\"arn:aws:lambda:us-east-1:123456789012:function:redis-encrypted-at-rest-check-function\","
            + "\"SourceDetails\":"
            + """[{"EventSource":"aws.config","MessageType":"ScheduledNotification","MaximumExecutionFrequency":"Six_Hours"}]}""",
            rule["Source"]!.ToJsonString());
        Assert.Equal("""[{"Mode":"DETECTIVE"}]""", rule["EvaluationModes"]!.ToJsonString());
        Assert.False(rule.ContainsKey("Scope"));
    }

    [Fact]
    public async Task The_permission_is_narrowed_to_the_account_and_the_rule()
    {
        await InstallAsync();

        JsonNode statement = Assert.Single(Endpoint.Lambda.FindFunction(FunctionName)!.Statements)!;

        Assert.Equal(
            """{"StringEquals":{"AWS:SourceAccount":"123456789012"},"ArnLike":"""
            + """{"AWS:SourceArn":"arn:aws:config:us-east-1:123456789012:config-rule/config-rule-000001"}}""",
            statement["Condition"]!.ToJsonString());
    }

    [Fact]
    public async Task The_policy_names_the_listings_this_rule_and_this_log_group()
    {
        await InstallAsync();

        Assert.Equal(
            """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"""
            + """["elasticache:DescribeCacheClusters","elasticache:DescribeReplicationGroups","elasticache:DescribeServerlessCaches"]"""
            + ""","Resource":["arn:aws:elasticache:us-east-1:123456789012:cluster:*","""
            + "\"arn:aws:elasticache:us-east-1:123456789012:replicationgroup:*\","
            + "\"arn:aws:elasticache:us-east-1:123456789012:serverlesscache:*\"]},"
            + """{"Effect":"Allow","Action":"config:PutEvaluations","Resource":"*","""
            + "\"Condition\":{\"StringEquals\":{\"aws:RequestedRegion\":\"us-east-1\"}}},"
            + """{"Effect":"Allow","Action":"config:GetComplianceDetailsByConfigRule","Resource":"""
            + "\"arn:aws:config:us-east-1:123456789012:config-rule/config-rule-000001\"},"
            + """{"Effect":"Allow","Action":["logs:CreateLogStream","logs:PutLogEvents"],"Resource":"""
            + "\"arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/redis-encrypted-at-rest-check-function:*\"}]}",
            Endpoint.IdentityManagement.FindRole(RoleName)!.Policies[$"{RuleName}.{Region}"]);
    }

    [Fact]
    public async Task Resource_types_that_the_rule_leaves_out_are_not_in_the_policy()
    {
        await InstallAsync(Definition with { Policy = new AtRestPolicy { ResourceTypes = [ResourceType.ServerlessCache] } });

        string policy = Endpoint.IdentityManagement.FindRole(RoleName)!.Policies[$"{RuleName}.{Region}"];

        Assert.Contains("DescribeServerlessCaches", policy);
        Assert.DoesNotContain("DescribeReplicationGroups", policy);
    }

    [Fact]
    public async Task What_AWS_does_in_its_own_time_is_waited_out()
    {
        Endpoint.Lambda.RoleDelay = 3;
        Endpoint.Lambda.StateDelay = 2;
        Endpoint.Config.PermissionDelay = 2;

        string[] parts = await InstallAsync();

        Assert.Equal("Rule Created", parts[^1]);
        Assert.Equal(4, Changes.Count(operation => operation == "CreateFunction"));
    }

    [Fact]
    public async Task A_role_that_was_deleted_and_made_again_is_waited_for()
    {
        int failures = 2;
        Endpoint.Fault = call => call.Operation == "CreateFunction" && failures-- > 0
            ? Fault.JsonError(400, "InvalidParameterValueException",
                "Lambda was unable to configure access to your environment variables because the KMS key is invalid for "
                    + "CreateGrant.") : null;

        string[] parts = await InstallAsync();

        Assert.Equal("Rule Created", parts[^1]);
    }

    [Fact]
    public async Task A_role_that_is_given_is_used_as_it_is()
    {
        Endpoint.IdentityManagement.AddRole("given", path: "/path/");

        await InstallAsync(Definition with { RoleArn = "arn:aws:iam::123456789012:role/path/given" });

        Assert.Equal("arn:aws:iam::123456789012:role/path/given",
            (string?)Endpoint.Lambda.FindFunction(FunctionName)!.Configuration["Role"]);
        Assert.DoesNotContain(Endpoint.Calls, call => call.Service == "iam" && call.Operation != "GetRole");
    }

    [Fact]
    public async Task A_role_that_is_given_and_cannot_be_assumed_is_not_waited_for_for_long()
    {
        Endpoint.IdentityManagement.AddRole("given");
        Endpoint.Lambda.RoleDelay = int.MaxValue;

        ServiceCallException failure = await Assert.ThrowsAsync<ServiceCallException>(
            () => InstallAsync(Definition with { RoleArn = "arn:aws:iam::123456789012:role/given" }));

        Assert.Equal("CreateFunction", failure.Operation);
        Assert.Equal(5, Changes.Count(operation => operation == "CreateFunction"));
    }

    [Fact]
    public async Task The_managed_policies_of_the_article_take_the_place_of_the_narrow_one()
    {
        await InstallAsync(Definition with { UseManagedPolicy = true });

        Assert.Equal(["arn:aws:iam::aws:policy/AmazonElastiCacheReadOnlyAccess",
            "arn:aws:iam::aws:policy/service-role/AWSConfigRulesExecutionRole"],
            Endpoint.IdentityManagement.FindRole(RoleName)!.Attached);
    }

    [Fact]
    public async Task Several_Regions_share_one_role_with_a_policy_each()
    {
        Endpoint.Config.AddRecorder(region: "eu-west-1");

        await InstallAsync();
        await InstallAsync(region: "eu-west-1");

        Assert.Equal([$"{RuleName}.eu-west-1", $"{RuleName}.us-east-1"], Endpoint.IdentityManagement.FindRole(RoleName)!.Policies.Keys);
    }

    [Fact]
    public async Task Tags_are_on_everything()
    {
        await InstallAsync(Definition with { Tags = new Dictionary<string, string> { ["Team"] = "audit" } });

        Assert.Equal(4, Endpoint.Account.Count(
            line => line.Contains("Team", StringComparison.Ordinal) && line.Contains(RuleDefinition.TagKey, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_stopped_recorder_is_in_the_way_and_nothing_is_changed()
    {
        Endpoint.Config.AddRecorder(isRecording: false);

        (_, InstallationException[] obstacles) = await LookAsync();

        Assert.Equal(InstallationFault.RecorderStopped, Assert.Single(obstacles).Fault);
        Assert.Empty(Changes);
    }

    [Fact]
    public async Task A_stopped_recorder_is_started_where_that_is_asked()
    {
        Endpoint.Config.AddRecorder(isRecording: false);

        string[] parts = await InstallAsync(options: new() { Recorder = new RecorderOptions(Enable: true, null) });

        Assert.Equal("Recorder Updated", parts[0]);
    }

    [Theory]
    [InlineData("InvalidInput",
        "Service role name AWSServiceRoleForConfig has been taken in this account, please try a different suffix.")]
    [InlineData("EntityAlreadyExists", "Role with name AWSServiceRoleForconfig already exists")]
    public async Task A_service_role_that_turns_out_to_be_there_is_used(string code, string message)
    {
        Endpoint.Fault = call => call.Operation == "CreateServiceLinkedRole" ? Fault.Error(400, code, message) : null;

        string[] parts = await InstallAsync(
            options: new() { Recorder = new RecorderOptions(Enable: true, "audit-bucket") }, region: "ap-northeast-1");

        Assert.Equal("Recorder Created", parts[0]);
    }

    [Fact]
    public async Task A_recorder_is_made_where_that_is_asked_and_a_bucket_is_named()
    {
        Endpoint.Config.AddRecorder(region: "eu-west-1");

        await InstallAsync(options: new() { Recorder = new RecorderOptions(Enable: true, "audit-bucket") }, region: "ap-northeast-1");

        Assert.Equal(["PutConfigurationRecorder", "PutDeliveryChannel", "StartConfigurationRecorder"],
            Changes.Where(operation => operation.Contains("Recorder", StringComparison.Ordinal)
                || operation.Contains("Channel", StringComparison.Ordinal)));
    }
}
