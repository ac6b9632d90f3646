using System.Text.Json;
using System.Text.Json.Serialization;
using Amazon.Runtime;

namespace RedisCompliance.Aws.Tests;

/// <summary>One call of one client.</summary>
/// <param name="Client">The client.</param>
/// <param name="Method">Its method.</param>
/// <param name="Call">Makes the call; gives the result.</param>
/// <param name="Bare">
/// What an answer of the required members alone comes to: the result as JSON, or <see cref="ServiceFailure.InvalidResponse"/>
/// where a fact is missing that the client cannot do without.
/// </param>
internal sealed record Scenario(Type Client, string Method, Func<ServiceClient, CancellationToken, Task<object?>> Call, string Bare)
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        IncludeFields = true,
        Converters = { new JsonStringEnumConverter() },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public string Name => $"{Client.Name}.{Method}";

    /// <summary>The result as JSON, or how the call failed.</summary>
    public async Task<string> RunAsync(AwsConnection connection, CancellationToken cancellationToken)
    {
        using ServiceClient client = ServiceClients.Open(Client, connection);
        try
        {
            return JsonSerializer.Serialize(await Call(client, cancellationToken), s_options);
        }
        catch (ServiceCallException failure)
        {
            return failure.Failure.ToString();
        }
    }
}

/// <summary>A call of every method of every client.</summary>
internal static class Scenarios
{
    private const string Invalid = nameof(ServiceFailure.InvalidResponse);
    private const string Nothing = "null";
    private const string BareRole = """{"Arn":"arn:aws:iam::123456789012:role/audit","AssumeRolePolicyDocument":"","Tags":{}"""
        + ""","RoleId":"of-RoleId","PermissionsBoundary":null}""";

    private static readonly Dictionary<string, string> s_tags = new() { ["Team"] = "audit", ["CreatedBy"] = "RedisCompliance" };

    private static readonly string[] s_told = ["Engine", "ParameterName", "Key", "CacheSubnetGroupName"];

    private static readonly ConfigRuleSettings s_rule = new()
    {
        ConfigRuleName = Samples.Of("ConfigRuleName"),
        Description = "Checks encryption at rest.",
        SourceIdentifier = Samples.Of("LambdaFunctionArn"),
        MaximumExecutionFrequency = MaximumExecutionFrequency.TwentyFourHours,
        InputParameters = "{}",
    };

    private static readonly FunctionSettings s_function = new()
    {
        FunctionName = Samples.Of("FunctionName"),
        Role = Samples.Of("Role"),
        Runtime = Samples.Of("Runtime"),
        Handler = Samples.Of("Handler"),
        Description = "The function of the rule.",
        MemorySize = 512,
        Timeout = 300,
        Architecture = "arm64",
        Environment = new Dictionary<string, string> { ["AssumeRoleMode"] = "false" },
        Resets =
        [
            FunctionAdditions.Layers, FunctionAdditions.VpcConfig, FunctionAdditions.KmsKeyArn, FunctionAdditions.DeadLetterConfig,
            FunctionAdditions.FileSystemConfigs, FunctionAdditions.LoggingConfig,
        ],
    };

    private static readonly ConfigEvaluation s_evaluation = new()
    {
        ComplianceResourceType = ResourceType.ReplicationGroup,
        ComplianceResourceId = "orders",
        ComplianceType = ComplianceType.NonCompliant,
        Annotation = new string('x', 256),
        OrderingTimestamp = new DateTime(2026, 1, 2, 3, 4, 5, 678, DateTimeKind.Utc),
    };

    private static readonly string s_alarmArn = "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:redis-failed";

    private static readonly RuleDefinition s_notified = new()
    {
        Package = new FunctionPackage(default, string.Empty),
        NotificationTopicArn = "arn:aws:sns:eu-west-1:123456789012:audit",
    };

    private static readonly AlarmSettings s_alarm = Notifications.Overdue(s_notified);

    private static readonly EventRuleSettings s_eventRule = Notifications.Changes(s_notified);

    private static readonly AggregateRule s_aggregate = new(Samples.Of("ConfigRuleName"), Samples.Account, Samples.Of("AwsRegion"), null);

    public static IReadOnlyList<Scenario> All { get; } =
    [
        Get("DescribeReplicationGroups", (AmazonElastiCacheClient client, CancellationToken cancelled) =>
            client.DescribeReplicationGroupsAsync("marker", readsTimes: true, cancelled),
            Invalid),
        Get("DescribeCacheClusters", (AmazonElastiCacheClient client, CancellationToken cancelled) =>
            client.DescribeCacheClustersAsync(null, readsTimes: false, cancelled), Invalid),
        Get("DescribeServerlessCaches", (AmazonElastiCacheClient client, CancellationToken cancelled) =>
            client.DescribeServerlessCachesAsync("token", readsTimes: true, cancelled),
            Invalid),
        Get("DescribeSnapshots", (AmazonElastiCacheClient client, CancellationToken cancelled) =>
            client.DescribeSnapshotsAsync("marker", cancelled), Invalid),
        Get("DescribeServerlessCacheSnapshots", (AmazonElastiCacheClient client, CancellationToken cancelled) =>
            client.DescribeServerlessCacheSnapshotsAsync("token", cancelled), Invalid),
        Get("Describe", async (AmazonElastiCacheClient client, CancellationToken cancelled) =>
        {
            // Of each kind, what a plan may ask; of the answer, how many and one member that all have.
            List<string?> found = [];
            foreach (DetailKind kind in Enum.GetValues<DetailKind>())
            {
                IReadOnlyList<DescribedRecord> records = await client.DescribeAsync(
                    kind, kind == DetailKind.Tags ? Samples.Of("ResourceName") : "orders-private", cancelled);
                found.Add($"{records.Count}");
                found.AddRange(s_told.Select(records[0].TextOf));
            }

            return found;
        }, $"[{string.Join(',', Enumerable.Repeat("\"1\",null,null,null,null", 7))}]"),
        Get("ListTagsForResource", (AmazonElastiCacheClient client, CancellationToken cancelled) =>
            client.ListTagsForResourceAsync(Samples.Of("ResourceName"), cancelled), Invalid),

        Get("PutEvaluations", async (ConfigRulesClient client, CancellationToken cancelled) =>
        {
            List<ConfigEvaluation> failed = await client.PutEvaluationsAsync(
                [.. Enumerable.Repeat(s_evaluation, 100)], "token", true, cancelled);
            return failed.Select(evaluation => evaluation.ComplianceResourceId).ToArray();
        }, "[\"of-ComplianceResourceId\"]"),
        Do<ConfigRulesClient>("PutExternalEvaluation", (client, cancelled) =>
            client.PutExternalEvaluationAsync(Samples.Of("ConfigRuleName"), s_evaluation, cancelled)),
        Get("GetComplianceDetailsByConfigRule", (ConfigRulesClient client, CancellationToken cancelled) => 
            client.GetComplianceDetailsByConfigRuleAsync(Samples.Of("ConfigRuleName"), ComplianceType.All, "token", cancelled), Invalid),
        Get("GetResults", (ConfigRulesClient client, CancellationToken cancelled) =>
            client.GetResultsAsync(Samples.Of("ConfigRuleName"), null, cancelled), Invalid),
        Get("DescribeAggregateRules", (ConfigRulesClient client, CancellationToken cancelled) =>
            client.DescribeAggregateRulesAsync(
                Samples.Of("ConfigurationAggregatorName"), Samples.Of("ConfigRuleName"), null, cancelled), Invalid),
        Get("GetAggregateResults", (ConfigRulesClient client, CancellationToken cancelled) =>
            client.GetAggregateResultsAsync(
                Samples.Of("ConfigurationAggregatorName"), s_aggregate, ComplianceType.NonCompliant, null, cancelled), Invalid),
        Get("DescribeConfigurationRecorder", (ConfigRulesClient client, CancellationToken cancelled) =>
            client.DescribeConfigurationRecorderAsync(cancelled), Invalid),
        Get("DescribeDeliveryChannel", (ConfigRulesClient client, CancellationToken cancelled) =>
            client.DescribeDeliveryChannelAsync(cancelled), Invalid),
        Do<ConfigRulesClient>("PutConfigurationRecorder", (client, cancelled) =>
            client.PutConfigurationRecorderAsync(Samples.Of("name"), Samples.Of("roleARN"), cancelled)),
        Do<ConfigRulesClient>("PutDeliveryChannel", (client, cancelled) =>
            client.PutDeliveryChannelAsync(Samples.Of("name"), Samples.Of("s3BucketName"), cancelled)),
        Do<ConfigRulesClient>("StartConfigurationRecorder", (client, cancelled) =>
            client.StartConfigurationRecorderAsync(Samples.Of("ConfigurationRecorderName"), cancelled)),
        Get("ListConfigRuleNames", (ConfigRulesClient client, CancellationToken cancelled) =>
            client.ListConfigRuleNamesAsync(cancelled), Invalid),
        Get("DescribeConfigRule", (ConfigRulesClient client, CancellationToken cancelled) =>
            client.DescribeConfigRuleAsync(Samples.Of("ConfigRuleName"), cancelled), Invalid),
        Get("ListConfigRules", (ConfigRulesClient client, CancellationToken cancelled) =>
            client.ListConfigRulesAsync(cancelled), Invalid),
        Get("GetInputParameters", (ConfigRulesClient client, CancellationToken cancelled) =>
            client.GetInputParametersAsync(Samples.Of("ConfigRuleName"), cancelled), Invalid),
        Get("DescribeConfigRuleEvaluationStatus", (ConfigRulesClient client, CancellationToken cancelled) =>
            client.DescribeConfigRuleEvaluationStatusAsync(Samples.Of("ConfigRuleName"), cancelled), Invalid),
        Do<ConfigRulesClient>("PutConfigRule", (client, cancelled) => client.PutConfigRuleAsync(s_rule, s_tags, cancelled)),
        Do<ConfigRulesClient>("DeleteConfigRule", (client, cancelled) =>
            client.DeleteConfigRuleAsync(Samples.Of("ConfigRuleName"), cancelled)),
        Get("ListTagsForResource", (ConfigRulesClient client, CancellationToken cancelled) =>
            client.ListTagsForResourceAsync(Samples.Of("SourceArn"), cancelled), Invalid),
        Do<ConfigRulesClient>("TagResource", (client, cancelled) =>
            client.TagResourceAsync("arn:aws:config:eu-west-1:123456789012:config-rule/x", s_tags, cancelled)),
        Do<ConfigRulesClient>("StartConfigRulesEvaluation", (client, cancelled) =>
            client.StartConfigRulesEvaluationAsync("another-rule", cancelled)),
        Get("DescribeOrganizationConfigRule", (ConfigRulesClient client, CancellationToken cancelled) =>
            client.DescribeOrganizationConfigRuleAsync(Samples.Of("OrganizationConfigRuleName"), cancelled),
            """{"Settings":{"ConfigRuleName":"organization-rule","Description":null,"SourceIdentifier":null"""
            + ""","MaximumExecutionFrequency":null,"InputParameters":null}"""
            + ""","Arn":"of-OrganizationConfigRuleArn","ExcludedAccounts":[]"""
            + ""","MemberRuleName":"OrgConfigRule-of-OrganizationConfigRuleArn"}"""),
        Do<ConfigRulesClient>("PutOrganizationConfigRule", (client, cancelled) =>
            client.PutOrganizationConfigRuleAsync(
                s_rule with { ConfigRuleName = Samples.Of("OrganizationConfigRuleName") }, ["111111111111"], cancelled)),
        Do<ConfigRulesClient>("DeleteOrganizationConfigRule", (client, cancelled) =>
            client.DeleteOrganizationConfigRuleAsync(Samples.Of("OrganizationConfigRuleName"), cancelled)),
        Get("DescribeOrganizationConfigRuleStatus", (ConfigRulesClient client, CancellationToken cancelled) =>
            client.DescribeOrganizationConfigRuleStatusAsync(Samples.Of("OrganizationConfigRuleName"), cancelled),
            """{"Status":"CREATE_SUCCESSFUL","ErrorCode":null,"ErrorMessage":null"""
            + ""","IsBeingDeleted":false,"HasFailed":false,"IsDone":true}"""),
        Get("GetOrganizationConfigRuleDetailedStatus", (ConfigRulesClient client, CancellationToken cancelled) =>
            client.GetOrganizationConfigRuleDetailedStatusAsync(Samples.Of("OrganizationConfigRuleName"), cancelled),
            """[{"AccountId":"123456789012","ConfigRuleName":"redis-rule","MemberAccountRuleStatus":"CREATE_"""
            + """SUCCESSFUL","ErrorCode":null,"ErrorMessage":null,"IsDone":true,"IsInProgress":false}]"""),

        Get("GetRole", (AmazonIdentityManagementServiceClient client, CancellationToken cancelled) =>
            client.GetRoleAsync(Samples.Of("RoleName"), cancelled),
            BareRole),
        Get("CreateRole", (AmazonIdentityManagementServiceClient client, CancellationToken cancelled) =>
            client.CreateRoleAsync(Samples.Of("RoleName"), "{}", "A role.", s_tags, cancelled), BareRole),
        Do<AmazonIdentityManagementServiceClient>("UpdateAssumeRolePolicy", (client, cancelled) =>
            client.UpdateAssumeRolePolicyAsync(Samples.Of("RoleName"), "{}", cancelled)),
        Do<AmazonIdentityManagementServiceClient>("TagRole", (client, cancelled) =>
            client.TagRoleAsync(Samples.Of("RoleName"), s_tags, cancelled)),
        Get("ListRolePolicies", (AmazonIdentityManagementServiceClient client, CancellationToken cancelled) =>
            client.ListRolePoliciesAsync(Samples.Of("RoleName"), cancelled), """["of-member"]"""),
        Get("GetRolePolicy", (AmazonIdentityManagementServiceClient client, CancellationToken cancelled) =>
            client.GetRolePolicyAsync(Samples.Of("RoleName"), Samples.Of("PolicyName"), cancelled), "\"of-PolicyDocument\""),
        Do<AmazonIdentityManagementServiceClient>("PutRolePolicy", (client, cancelled) =>
            client.PutRolePolicyAsync(Samples.Of("RoleName"), Samples.Of("PolicyName"), "{}", cancelled)),
        Do<AmazonIdentityManagementServiceClient>("DeleteRolePolicy", (client, cancelled) =>
            client.DeleteRolePolicyAsync(Samples.Of("RoleName"), Samples.Of("PolicyName"), cancelled)),
        Get("ListAttachedRolePolicies", (AmazonIdentityManagementServiceClient client, CancellationToken cancelled) =>
            client.ListAttachedRolePoliciesAsync(Samples.Of("RoleName"), cancelled), Invalid),
        Do<AmazonIdentityManagementServiceClient>("AttachRolePolicy", (client, cancelled) =>
            client.AttachRolePolicyAsync(Samples.Of("RoleName"), Samples.Of("PolicyArn"), cancelled)),
        Do<AmazonIdentityManagementServiceClient>("DetachRolePolicy", (client, cancelled) =>
            client.DetachRolePolicyAsync(Samples.Of("RoleName"), Samples.Of("PolicyArn"), cancelled)),
        Do<AmazonIdentityManagementServiceClient>("DeleteRole", (client, cancelled) =>
            client.DeleteRoleAsync(Samples.Of("RoleName"), cancelled)),
        Do<AmazonIdentityManagementServiceClient>("CreateServiceLinkedRole", (client, cancelled) =>
            client.CreateServiceLinkedRoleAsync(Samples.Of("AWSServiceName"), cancelled)),

        Get("ListFunctions", (AmazonLambdaClient client, CancellationToken cancelled) =>
            client.ListFunctionsAsync(cancelled), Invalid),
        Get("GetFunction", (AmazonLambdaClient client, CancellationToken cancelled) =>
            client.GetFunctionAsync(Samples.Of("FunctionName"), cancelled), Invalid),
        Get("CreateFunction", (AmazonLambdaClient client, CancellationToken cancelled) =>
            client.CreateFunctionAsync(s_function with { Resets = [] }, new byte[] { 80, 75, 3, 4 }, s_tags, cancelled), Invalid),
        Do<AmazonLambdaClient>("UpdateFunctionConfiguration", (client, cancelled) =>
            client.UpdateFunctionConfigurationAsync(s_function, cancelled)),
        Do<AmazonLambdaClient>("UpdateFunctionCode", (client, cancelled) =>
            client.UpdateFunctionCodeAsync(Samples.Of("FunctionName"), new byte[] { 80, 75, 3, 4 }, "arm64", cancelled)),
        Do<AmazonLambdaClient>("TagResource", (client, cancelled) =>
            client.TagResourceAsync("arn:aws:lambda:eu-west-1:123456789012:function:tagged", s_tags, cancelled)),
        Do<AmazonLambdaClient>("DeleteFunction", (client, cancelled) => client.DeleteFunctionAsync(Samples.Of("FunctionName"), cancelled)),
        Get("GetPolicy", (AmazonLambdaClient client, CancellationToken cancelled) =>
            client.GetPolicyAsync(Samples.Of("FunctionName"), cancelled), Invalid),
        Do<AmazonLambdaClient>("AddPermission", (client, cancelled) => client.AddPermissionAsync(
            Samples.Of("FunctionName"), 
            new InvokePermission(Samples.Of("StatementId"), [Samples.Account], Samples.Of("SourceArn")), cancelled)),
        Get("GetResourcePolicy", (AmazonLambdaClient client, CancellationToken cancelled) =>
            client.GetResourcePolicyAsync("arn:aws:lambda:eu-west-1:123456789012:function:governed", cancelled), Invalid),
        Do<AmazonLambdaClient>("PutResourcePolicy", (client, cancelled) => client.PutResourcePolicyAsync(
            "arn:aws:lambda:eu-west-1:123456789012:function:governed", "{}", "12345678-1234-1234-1234-123456789012", cancelled)),
        Do<AmazonLambdaClient>("DeleteFunctionConcurrency", (client, cancelled) =>
            client.DeleteFunctionConcurrencyAsync(Samples.Of("FunctionName"), cancelled)),
        Get("GetFunctionEventInvokeConfig", (AmazonLambdaClient client, CancellationToken cancelled) =>
            client.GetFunctionEventInvokeConfigAsync(Samples.Of("FunctionName"), cancelled), """{"OnFailure":null,"OnSuccess":null}"""),
        Do<AmazonLambdaClient>("DeleteFunctionEventInvokeConfig", (client, cancelled) =>
            client.DeleteFunctionEventInvokeConfigAsync(Samples.Of("FunctionName"), cancelled)),
        Do<AmazonLambdaClient>("RemovePermission", (client, cancelled) =>
            client.RemovePermissionAsync(Samples.Of("FunctionName"), Samples.Of("StatementId"), cancelled)),

        Get("DescribeLogGroup", (AmazonCloudWatchLogsClient client, CancellationToken cancelled) =>
            client.DescribeLogGroupAsync(Samples.Of("logGroupName"), cancelled), Invalid),
        Do<AmazonCloudWatchLogsClient>("CreateLogGroup", (client, cancelled) =>
            client.CreateLogGroupAsync(Samples.Of("logGroupName"), s_tags, cancelled)),
        Do<AmazonCloudWatchLogsClient>("PutRetentionPolicy", (client, cancelled) =>
            client.PutRetentionPolicyAsync(Samples.Of("logGroupName"), 90, cancelled)),
        Do<AmazonCloudWatchLogsClient>("TagResource", (client, cancelled) =>
            client.TagResourceAsync(Samples.Of("resourceArn"), s_tags, cancelled)),
        Get("FilterLogEvents", (AmazonCloudWatchLogsClient client, CancellationToken cancelled) => client.FilterLogEventsAsync(
            Samples.Of("logGroupName"), "?ended ?failed", new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), cancelled), Invalid),
        Do<AmazonCloudWatchLogsClient>("DeleteLogGroup", (client, cancelled) =>
            client.DeleteLogGroupAsync(Samples.Of("logGroupName"), cancelled)),

        Get("DescribeAlarm", (AmazonCloudWatchClient client, CancellationToken cancelled) =>
            client.DescribeAlarmAsync(Samples.Of("AlarmName"), cancelled), Invalid),
        Do<AmazonCloudWatchClient>("PutMetricAlarm", (client, cancelled) => client.PutMetricAlarmAsync(s_alarm, s_tags, cancelled)),
        Do<AmazonCloudWatchClient>("TagResource", (client, cancelled) => client.TagResourceAsync(s_alarmArn, s_tags, cancelled)),
        Do<AmazonCloudWatchClient>("DeleteAlarm", (client, cancelled) => client.DeleteAlarmAsync(Samples.Of("AlarmName"), cancelled)),

        Get("DescribeRule", (AmazonEventBridgeClient client, CancellationToken cancelled) =>
            client.DescribeRuleAsync("redis-changes", cancelled), Invalid),
        Get("PutRule", (AmazonEventBridgeClient client, CancellationToken cancelled) =>
            client.PutRuleAsync(s_eventRule, s_tags, cancelled), Invalid),
        Get("PutTarget", (AmazonEventBridgeClient client, CancellationToken cancelled) =>
            RefusedAsync(client.PutTargetAsync(s_eventRule, cancelled)), Nothing),
        Get("RemoveTargets", (AmazonEventBridgeClient client, CancellationToken cancelled) =>
            RefusedAsync(client.RemoveTargetsAsync("redis-changes", ["topic"], cancelled)), Nothing),
        Do<AmazonEventBridgeClient>("TagResource", (client, cancelled) =>
            client.TagResourceAsync("arn:aws:events:eu-west-1:123456789012:rule/redis-changes", s_tags, cancelled)),
        Do<AmazonEventBridgeClient>("DeleteRule", (client, cancelled) => client.DeleteRuleAsync("redis-changes", cancelled)),

        Get("GetTopicAttributes", (AmazonSimpleNotificationServiceClient client, CancellationToken cancelled) =>
            client.GetTopicAttributesAsync("arn:aws:sns:eu-west-1:123456789012:audit", cancelled), Invalid),

        Get("GetCallerIdentity", (AmazonSecurityTokenServiceClient client, CancellationToken cancelled) =>
            client.GetCallerIdentityAsync(cancelled), Invalid),
        Get("AssumeRole", (AmazonSecurityTokenServiceClient client, CancellationToken cancelled) =>
            client.AssumeRoleAsync(Samples.Of("RoleArn"), Samples.Of("RoleSessionName"), new AssumeRoleAWSCredentialsOptions
            {
                ExternalId = Samples.Of("ExternalId"),
                DurationSeconds = 900,
                MfaSerialNumber = Samples.Of("SerialNumber"),
                MfaTokenCodeCallback = () => Samples.Of("TokenCode"),
                SourceIdentity = Samples.Of("SourceIdentity"),
            }, cancelled), Invalid),
        Get("AssumeRoleWithWebIdentity", (AmazonSecurityTokenServiceClient client, CancellationToken cancelled) =>
            client.AssumeRoleWithWebIdentityAsync(
                Samples.Of("RoleArn"), Samples.Of("RoleSessionName"), Samples.Of("WebIdentityToken"), cancelled), Invalid),

        Get("DescribeRegions", (AmazonEC2Client client, CancellationToken cancelled) => client.DescribeRegionsAsync(cancelled), Invalid),
        Get("DescribeKey", (AmazonKeyManagementServiceClient client, CancellationToken cancelled) =>
            client.DescribeKeyAsync("arn:aws:kms:eu-west-1:123456789012:alias/audit", cancelled), Invalid),

        Get("DescribeOrganization", (OrganizationClient client, CancellationToken cancelled) =>
            client.DescribeOrganizationAsync(cancelled), Invalid),
        Get("ListAccounts", (OrganizationClient client, CancellationToken cancelled) =>
            AllAsync(client.ListAccountsAsync(cancelled)), Invalid),
        Get("ListAccountIds", (OrganizationClient client, CancellationToken cancelled) => client.ListAccountIdsAsync(cancelled), Invalid),
        Get("ListAccountsForParent", (OrganizationClient client, CancellationToken cancelled) =>
            AllAsync(client.ListAccountsForParentAsync(Samples.Of("ParentId"), cancelled)), Invalid),
        Get("ListOrganizationalUnitsForParent", (OrganizationClient client, CancellationToken cancelled) =>
            client.ListOrganizationalUnitsForParentAsync(Samples.Of("ParentId"), cancelled), Invalid),

        Get("BatchImportFindings", (AmazonSecurityHubClient client, CancellationToken cancelled) =>
            client.BatchImportFindingsAsync([SecurityHubTests.Write(SecurityHubTests.Finding("orders"))], cancelled), """{"SuccessCount":7,"FailedCount":7,"Failed":[{"Id":"of-Id","ErrorCode":"of-ErrorCode","ErrorMessage":"of-ErrorMessage"}]}"""),
        Get("GetFindings", (AmazonSecurityHubClient client, CancellationToken cancelled) =>
            client.GetFindingsAsync("redis-compliance/at-rest", "210987654321", Samples.Region, null, cancelled), """
            {"Items":[{"Id":"of-Id","Title":"of-Title","ResourceType":"of-Type","ResourceId":"of-Id","CreatedAt":"2031-01-01T01:01:01.001Z","UpdatedAt":"2031-01-03T01:01:01.001Z","LastObservedAt":null}],"NextToken":null}
            """),

        Get("GetRoleCredentials", (AmazonSSOClient client, CancellationToken cancelled) =>
            client.GetRoleCredentialsAsync(Samples.Account, Samples.Of("role_name"), "access-token", cancelled), Invalid),
        Get("CreateToken", async (AmazonSSOOIDCClient client, CancellationToken cancelled) =>
        {
            SsoToken token = await client.CreateTokenAsync(new SsoRegistration("client", "secret", Samples.Of("refreshToken")), cancelled);
            return (token.AccessToken, token.Registration);
        }, Invalid),
    ];

    private static Scenario Get<TClient, T>(string operation, Func<TClient, CancellationToken, Task<T>> call, string bare)
        where TClient : ServiceClient =>
        new(typeof(TClient), operation + "Async", async (client, cancelled) => await call((TClient)client, cancelled), bare);

    private static Scenario Do<TClient>(string operation, Func<TClient, CancellationToken, Task> call)
        where TClient : ServiceClient =>
        new(typeof(TClient), operation + "Async", async (client, cancelled) =>
        {
            await call((TClient)client, cancelled);
            return null;
        }, Nothing);

    /// <summary>What the answer says that it refused, though the call succeeded.</summary>
    private static async Task<string?> RefusedAsync(Task call)
    {
        try
        {
            await call;
            return null;
        }
        catch (ServiceCallException failure) when (failure.ErrorCode == "of-ErrorCode")
        {
            return failure.Message;
        }
    }

    private static async Task<List<T>> AllAsync<T>(IAsyncEnumerable<IReadOnlyList<T>> pages)
    {
        List<T> all = [];
        await foreach (IReadOnlyList<T> page in pages)
        {
            all.AddRange(page);
        }

        return all;
    }
}
