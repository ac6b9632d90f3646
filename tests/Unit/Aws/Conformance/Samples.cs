namespace RedisCompliance.Aws.Tests;

/// <summary>
/// Values by the names of the members that hold them: a scenario gives them to a client, a request must hold them under those
/// names, and an answer holds them, too.
/// </summary>
internal static class Samples
{
    public const string Region = "eu-west-1";
    public const string Account = "123456789012";
    public const string Wrong = "WRONG";

    private static readonly Dictionary<string, string> s_values = new()
    {
        ["Account"] = Account,
        ["AccountId"] = Account,
        ["account_id"] = Account,
        ["AlarmName"] = "redis-alarm",
        ["Arn"] = "arn:aws:iam::123456789012:role/audit",
        ["AwsRegion"] = "ap-northeast-1",
        ["ARN"] = "arn:aws:elasticache:eu-west-1:123456789012:replicationgroup:orders",
        ["AssumeRolePolicyDocument"] = "%7B%22Version%22%3A%222012-10-17%22%7D",
        ["AWSServiceName"] = "config.amazonaws.com",
        ["ComplianceResourceType"] = ResourceType.ReplicationGroup,
        ["ConfigRuleName"] = "redis-rule",
        ["ConfigurationAggregatorName"] = "aggregator",
        ["ConfigurationRecorderName"] = "recorder",
        ["CreatedAt"] = "2031-01-01T01:01:01.001Z",
        ["Engine"] = "valkey",
        ["Expiration"] = "2031-02-03T04:05:06Z",
        ["ExternalId"] = "external-id",
        ["FunctionName"] = "redis-function",
        ["grantType"] = "refresh_token",
        ["Handler"] = "Assembly::Type::Method",
        ["KmsKeyId"] = "arn:aws:kms:eu-west-1:123456789012:key/1f0c9a52-8a51-4a2f-9d0e-6a1d0d4a7c11",
        ["LastObservedAt"] = "2031-01-02T01:01:01.001Z",
        ["LambdaFunctionArn"] = "arn:aws:lambda:eu-west-1:123456789012:function:redis-function",
        ["logGroupName"] = "/aws/lambda/redis-function",
        ["name"] = "default",
        ["OrganizationConfigRuleName"] = "organization-rule",
        ["optInStatus"] = "opt-in-not-required",
        ["ParentId"] = "ou-abcd-12345678",
        ["Policy"] = """
            {"Statement":[{"Sid":"one","Effect":"Allow","Principal":{"Service":"config.amazonaws.com"},
            "Condition":{"StringEquals":{"AWS:SourceAccount":"123456789012"}}}]}
            """,
        ["PolicyArn"] = "arn:aws:iam::aws:policy/service-role/AWSConfigRulesExecutionRole",
        ["PolicyName"] = "policy-name",
        ["recordingScope"] = "PAID",
        ["refreshToken"] = "refresh-token",
        ["regionName"] = "eu-north-1",
        ["ResourceName"] = "arn:aws:elasticache:eu-west-1:123456789012:replicationgroup:shop",
        ["ResourceType"] = ResourceType.ReplicationGroup,
        ["resourceArn"] = "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/redis-function",
        ["arn"] = "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/redis-function:*",
        ["Role"] = "arn:aws:iam::123456789012:role/function",
        ["roleARN"] = "arn:aws:iam::123456789012:role/recorder",
        ["RoleArn"] = "arn:aws:iam::123456789012:role/entered",
        ["RoleName"] = "role-name",
        ["role_name"] = "Auditor",
        ["RoleSessionName"] = "session-name",
        ["Runtime"] = "dotnet10",
        ["s3BucketName"] = "bucket-name",
        ["servicePrincipal"] = string.Empty,
        ["SerialNumber"] = "arn:aws:iam::123456789012:mfa/user",
        ["SourceIdentity"] = "source-identity",
        ["SourceArn"] = "arn:aws:config:eu-west-1:123456789012:config-rule/config-rule-abcdef",
        ["State"] = "ACTIVE",
        ["StatementId"] = "statement-id",
        ["StorageEncryptionType"] = "sse-kms",
        ["TokenCode"] = "123456",
        ["TypeArn"] = "arn:aws:cloudformation:eu-west-1:123456789012:type/hook/RedisCompliance-AtRest-Hook",
        ["TypeName"] = "RedisCompliance::AtRest::Hook",
        ["TypeNameAlias"] = "Private::Lambda::RedisAtRest",
        ["ExecutionRoleArn"] = "arn:aws:iam::123456789012:role/hook-execution",
        ["UpdatedAt"] = "2031-01-03T01:01:01.001Z",
        ["WebIdentityToken"] = "web-identity-token",
    };

    /// <summary>Other names under which the same is asked for.</summary>
    private static readonly Dictionary<string, string> s_aliases = new()
    {
        ["accountId"] = "AccountId",
        ["AwsAccountId"] = "AccountId",
        ["AlarmNames[]"] = "AlarmName",
        ["ConfigRuleNames[]"] = "ConfigRuleName",
        ["ConfigurationRecorderNames[]"] = "name",
        // An empty text takes a key or a queue away.
        ["KMSKeyArn"] = "servicePrincipal",
        ["LogGroup"] = "logGroupName",
        ["logGroupNamePrefix"] = "logGroupName",
        ["Other{}"] = "ComplianceResourceType",
        ["OrganizationConfigRuleNames[]"] = "OrganizationConfigRuleName",
        ["Principal"] = "AWSServiceName",
        ["RecordState"] = "State",
        ["ResourceARN"] = "Arn",
        ["ResourceArn"] = "SourceArn",
        ["roleName"] = "role_name",
        ["SourceAccount"] = "AccountId",
        ["SourceIdentifier"] = "LambdaFunctionArn",
        ["TargetArn"] = "servicePrincipal",
        ["Value"] = "State",
    };

    private static readonly ILookup<string, string> s_names = s_values.ToLookup(sample => sample.Value, sample => sample.Key);

    public static string Of(string member) => s_values[member];

    public static string? Find(string member) => s_values.GetValueOrDefault(member);

    /// <summary>The member that a value belongs in, where it stands in another.</summary>
    public static string? Misplaced(string member, string value) =>
        s_names.Contains(value) && !s_names[value].Contains(s_aliases.GetValueOrDefault(member, member)) ? s_names[value].First() : null;
}
