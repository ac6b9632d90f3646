namespace RedisCompliance.Aws.Tests;

/// <summary>What the calls are given.</summary>
internal static class Given
{
    public static readonly Dictionary<string, string> Tags = new() { ["Team"] = "audit", ["CreatedBy"] = "RedisCompliance" };

    public static readonly string[] Told = ["Engine", "ParameterName", "Key", "CacheSubnetGroupName"];

    public static readonly ConfigRuleSettings Rule = new()
    {
        ConfigRuleName = Samples.Of("ConfigRuleName"),
        Description = "Checks encryption at rest.",
        SourceIdentifier = Samples.Of("LambdaFunctionArn"),
        MaximumExecutionFrequency = MaximumExecutionFrequency.TwentyFourHours,
        InputParameters = "{}",
    };

    public static readonly FunctionSettings Function = new()
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

    public static readonly ConfigEvaluation Evaluation = new()
    {
        ComplianceResourceType = ResourceType.ReplicationGroup,
        ComplianceResourceId = "orders",
        ComplianceType = ComplianceType.NonCompliant,
        Annotation = new string('x', 256),
        OrderingTimestamp = new DateTime(2026, 1, 2, 3, 4, 5, 678, DateTimeKind.Utc),
    };

    public static readonly string AlarmArn = "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:redis-failed";

    public static readonly RuleDefinition Notified = new()
    {
        Package = new FunctionPackage(default, string.Empty),
        NotificationTopicArn = "arn:aws:sns:eu-west-1:123456789012:audit",
    };

    public static readonly AlarmSettings Alarm = Notifications.Overdue(Notified);

    public static readonly EventRuleSettings EventRule = Notifications.Changes(Notified);

    public static readonly AggregateRule Aggregate = new(Samples.Of("ConfigRuleName"), Samples.Account, Samples.Of("AwsRegion"), null);
}
