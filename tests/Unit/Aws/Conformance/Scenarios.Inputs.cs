namespace RedisCompliance.Aws.Tests;

/// <content>What the calls are given.</content>
internal static partial class Scenarios
{
    private static readonly Dictionary<string, string> s_tags = new() { ["Team"] = "audit", ["CreatedBy"] = "RedisCompliance" };

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
}
