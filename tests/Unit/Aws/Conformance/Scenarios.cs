using Amazon.Runtime;

namespace RedisCompliance.Aws.Tests;

/// <summary>A call of every method of every client.</summary>
internal static class Scenarios
{
    private const string Invalid = nameof(ServiceFailure.InvalidResponse);
    private const string Nothing = "null";
    private const string BareRole = """{"Arn":"arn:aws:iam::123456789012:role/audit","AssumeRolePolicyDocument":"","Tags":{}"""
        + ""","RoleId":"of-RoleId","PermissionsBoundary":null}""";

    public static IReadOnlyList<Scenario> All { get; } =
    [
        Get("DescribeReplicationGroups", (AmazonElastiCacheClient client, CancellationToken cancelled) =>
            client.DescribeReplicationGroupsAsync("marker", readsTimes: true, cancelled), Invalid),
        Get("DescribeCacheClusters", (AmazonElastiCacheClient client, CancellationToken cancelled) =>
            client.DescribeCacheClustersAsync(null, readsTimes: false, cancelled), Invalid),
        Get("DescribeServerlessCaches", (AmazonElastiCacheClient client, CancellationToken cancelled) =>
            client.DescribeServerlessCachesAsync("token", readsTimes: true, cancelled), Invalid),
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
                found.AddRange(Given.Told.Select(records[0].TextOf));
            }

            return found;
        }, $"[{string.Join(',', Enumerable.Repeat("\"1\",null,null,null,null", 7))}]"),
        Get("ListTagsForResource", (AmazonElastiCacheClient client, CancellationToken cancelled) =>
            client.ListTagsForResourceAsync(Samples.Of("ResourceName"), cancelled), Invalid),

        Get("PutEvaluations", async (ConfigRulesClient client, CancellationToken cancelled) =>
        {
            List<ConfigEvaluation> failed = await client.PutEvaluationsAsync(
                [.. Enumerable.Repeat(Given.Evaluation, 100)], "token", true, cancelled);
            return failed.Select(evaluation => evaluation.ComplianceResourceId).ToArray();
        }, "[\"of-ComplianceResourceId\"]"),
        Do<ConfigRulesClient>("PutExternalEvaluation", (client, cancelled) =>
            client.PutExternalEvaluationAsync(Samples.Of("ConfigRuleName"), Given.Evaluation, cancelled)),
        Get("GetComplianceDetailsByConfigRule", (ConfigRulesClient client, CancellationToken cancelled) => 
            client.GetComplianceDetailsByConfigRuleAsync(Samples.Of("ConfigRuleName"), ComplianceType.All, "token", cancelled), Invalid),
        Get("GetResults", (ConfigRulesClient client, CancellationToken cancelled) =>
            client.GetResultsAsync(Samples.Of("ConfigRuleName"), null, cancelled), Invalid),
        Get("DescribeAggregateRules", (ConfigRulesClient client, CancellationToken cancelled) =>
            client.DescribeAggregateRulesAsync(
                Samples.Of("ConfigurationAggregatorName"), Samples.Of("ConfigRuleName"), null, cancelled), Invalid),
        Get("GetAggregateResults", (ConfigRulesClient client, CancellationToken cancelled) =>
            client.GetAggregateResultsAsync(
                Samples.Of("ConfigurationAggregatorName"), Given.Aggregate, ComplianceType.NonCompliant, null, cancelled), Invalid),
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
        Do<ConfigRulesClient>("PutConfigRule", (client, cancelled) => client.PutConfigRuleAsync(Given.Rule, Given.Tags, cancelled)),
        Do<ConfigRulesClient>("DeleteConfigRule", (client, cancelled) =>
            client.DeleteConfigRuleAsync(Samples.Of("ConfigRuleName"), cancelled)),
        Get("ListTagsForResource", (ConfigRulesClient client, CancellationToken cancelled) =>
            client.ListTagsForResourceAsync(Samples.Of("SourceArn"), cancelled), Invalid),
        Do<ConfigRulesClient>("TagResource", (client, cancelled) =>
            client.TagResourceAsync("arn:aws:config:eu-west-1:123456789012:config-rule/x", Given.Tags, cancelled)),
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
                Given.Rule with { ConfigRuleName = Samples.Of("OrganizationConfigRuleName") }, ["111111111111"], cancelled)),
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
            client.CreateRoleAsync(Samples.Of("RoleName"), "{}", "A role.", Given.Tags, cancelled), BareRole),
        Do<AmazonIdentityManagementServiceClient>("UpdateAssumeRolePolicy", (client, cancelled) =>
            client.UpdateAssumeRolePolicyAsync(Samples.Of("RoleName"), "{}", cancelled)),
        Do<AmazonIdentityManagementServiceClient>("TagRole", (client, cancelled) =>
            client.TagRoleAsync(Samples.Of("RoleName"), Given.Tags, cancelled)),
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
            client.CreateFunctionAsync(Given.Function with { Resets = [] }, new byte[] { 80, 75, 3, 4 }, Given.Tags, cancelled), Invalid),
        Do<AmazonLambdaClient>("UpdateFunctionConfiguration", (client, cancelled) =>
            client.UpdateFunctionConfigurationAsync(Given.Function, cancelled)),
        Do<AmazonLambdaClient>("UpdateFunctionCode", (client, cancelled) =>
            client.UpdateFunctionCodeAsync(Samples.Of("FunctionName"), new byte[] { 80, 75, 3, 4 }, "arm64", cancelled)),
        Do<AmazonLambdaClient>("TagResource", (client, cancelled) =>
            client.TagResourceAsync("arn:aws:lambda:eu-west-1:123456789012:function:tagged", Given.Tags, cancelled)),
        Do<AmazonLambdaClient>("UntagResource", (client, cancelled) =>
            client.UntagResourceAsync("arn:aws:lambda:eu-west-1:123456789012:function:tagged", "Team", cancelled)),
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
            client.CreateLogGroupAsync(Samples.Of("logGroupName"), Given.Tags, cancelled)),
        Do<AmazonCloudWatchLogsClient>("PutRetentionPolicy", (client, cancelled) =>
            client.PutRetentionPolicyAsync(Samples.Of("logGroupName"), 90, cancelled)),
        Do<AmazonCloudWatchLogsClient>("TagResource", (client, cancelled) =>
            client.TagResourceAsync(Samples.Of("resourceArn"), Given.Tags, cancelled)),
        Get("FilterLogEvents", (AmazonCloudWatchLogsClient client, CancellationToken cancelled) => client.FilterLogEventsAsync(
            Samples.Of("logGroupName"), "?ended ?failed", new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), cancelled), Invalid),
        Do<AmazonCloudWatchLogsClient>("DeleteLogGroup", (client, cancelled) =>
            client.DeleteLogGroupAsync(Samples.Of("logGroupName"), cancelled)),

        Get("DescribeAlarm", (AmazonCloudWatchClient client, CancellationToken cancelled) =>
            client.DescribeAlarmAsync(Samples.Of("AlarmName"), cancelled), Invalid),
        Do<AmazonCloudWatchClient>("PutMetricAlarm", (client, cancelled) =>
            client.PutMetricAlarmAsync(Given.Alarm, Given.Tags, cancelled)),
        Do<AmazonCloudWatchClient>("TagResource", (client, cancelled) => client.TagResourceAsync(Given.AlarmArn, Given.Tags, cancelled)),
        Do<AmazonCloudWatchClient>("DeleteAlarm", (client, cancelled) => client.DeleteAlarmAsync(Samples.Of("AlarmName"), cancelled)),

        Get("DescribeRule", (AmazonEventBridgeClient client, CancellationToken cancelled) =>
            client.DescribeRuleAsync("redis-changes", cancelled), Invalid),
        Get("PutRule", (AmazonEventBridgeClient client, CancellationToken cancelled) =>
            client.PutRuleAsync(Given.EventRule, Given.Tags, cancelled), Invalid),
        Get("PutTarget", (AmazonEventBridgeClient client, CancellationToken cancelled) =>
            RefusedAsync(client.PutTargetAsync(Given.EventRule, cancelled)), Nothing),
        Get("RemoveTargets", (AmazonEventBridgeClient client, CancellationToken cancelled) =>
            RefusedAsync(client.RemoveTargetsAsync("redis-changes", ["topic"], cancelled)), Nothing),
        Do<AmazonEventBridgeClient>("TagResource", (client, cancelled) =>
            client.TagResourceAsync("arn:aws:events:eu-west-1:123456789012:rule/redis-changes", Given.Tags, cancelled)),
        Do<AmazonEventBridgeClient>("DeleteRule", (client, cancelled) => client.DeleteRuleAsync("redis-changes", cancelled)),

        Get("ListTypes", (AmazonCloudFormationClient client, CancellationToken cancelled) => client.ListTypesAsync(cancelled), Invalid),
        Get("DescribeType", (AmazonCloudFormationClient client, CancellationToken cancelled) =>
            client.DescribeTypeAsync(Samples.Of("TypeName"), cancelled), Invalid),
        Get("ActivateType", (AmazonCloudFormationClient client, CancellationToken cancelled) =>
            client.ActivateTypeAsync(Samples.Of("TypeNameAlias"), Samples.Of("ExecutionRoleArn"), cancelled), Invalid),
        Get("BatchDescribeTypeConfigurations", (AmazonCloudFormationClient client, CancellationToken cancelled) =>
            client.BatchDescribeTypeConfigurationsAsync(Samples.Of("TypeArn"), cancelled), Invalid),
        Do<AmazonCloudFormationClient>("SetTypeConfiguration", (client, cancelled) =>
            client.SetTypeConfigurationAsync(Samples.Of("TypeArn"), "{}", cancelled)),
        Do<AmazonCloudFormationClient>("DeactivateType", (client, stop) => client.DeactivateTypeAsync(Samples.Of("TypeName"), stop)),

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
            client.BatchImportFindingsAsync([SecurityHubTests.Write(SecurityHubTests.Finding("orders"))], cancelled),
            """{"SuccessCount":7,"FailedCount":7"""
            + ""","Failed":[{"Id":"of-Id","ErrorCode":"of-ErrorCode","ErrorMessage":"of-ErrorMessage"}]}"""),
        Get("GetFindings", (AmazonSecurityHubClient client, CancellationToken cancelled) =>
            client.GetFindingsAsync("redis-compliance/at-rest", "210987654321", Samples.Region, null, cancelled),
            """{"Items":[{"Id":"of-Id","Title":"of-Title","ResourceType":"of-Type","ResourceId":"of-Id","CreatedAt":"""
            + "\"2031-01-01T01:01:01.001Z\"" + ""","UpdatedAt":"2031-01-03T01:01:01.001Z","LastObservedAt":null}]"""
            + ""","NextToken":null}"""),

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
