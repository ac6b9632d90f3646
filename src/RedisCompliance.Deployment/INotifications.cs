namespace RedisCompliance.Deployment;

/// <summary>The settings of an alarm on a Lambda function's metric.</summary>
public sealed record AlarmSettings
{
    /// <summary>The alarm's name: at most 255 characters.</summary>
    public required string AlarmName { get; init; }

    /// <summary>The alarm's description.</summary>
    public required string AlarmDescription { get; init; }

    /// <summary>The metric in the namespace AWS/Lambda; its statistic is the sum.</summary>
    public required string MetricName { get; init; }

    /// <summary>The function.</summary>
    public required string FunctionName { get; init; }

    /// <summary>The length of a period in seconds.</summary>
    public required int Period { get; init; }

    /// <summary>How many periods the alarm evaluates.</summary>
    public required int EvaluationPeriods { get; init; }

    /// <summary>How many of them must breach the threshold.</summary>
    public required int DatapointsToAlarm { get; init; }

    /// <summary><c>GreaterThanOrEqualToThreshold</c> or <c>LessThanThreshold</c>; the threshold is 1.</summary>
    public required string ComparisonOperator { get; init; }

    /// <summary><c>breaching</c> or <c>notBreaching</c>: how a period without data counts.</summary>
    public required string TreatMissingData { get; init; }

    /// <summary>The topics to notify when the alarm starts.</summary>
    public required IReadOnlyList<string> AlarmActions { get; init; }

    /// <summary>The topics to notify when the alarm ends.</summary>
    public IReadOnlyList<string> OKActions { get; init; } = [];
}

/// <summary>An alarm in CloudWatch.</summary>
/// <param name="Settings">Its settings.</param>
/// <param name="Arn">Its ARN.</param>
/// <param name="IsEnabled">Whether its actions are enabled.</param>
/// <param name="Tags">Its tags.</param>
public sealed record AlarmDetail(AlarmSettings Settings, string Arn, bool IsEnabled, IReadOnlyDictionary<string, string> Tags);

/// <summary>The port to CloudWatch: the operations that an installation needs, under AWS's names.</summary>
/// <remarks>Amazon CloudWatch API Reference, version 2010-08-01.</remarks>
public interface IAlarms
{
    /// <summary>Reads an alarm with its tags; null if there is none.</summary>
    Task<AlarmDetail?> DescribeAlarmAsync(string alarmName, CancellationToken cancellationToken);

    /// <summary>Creates or replaces an alarm. CloudWatch accepts tags only at creation.</summary>
    Task PutMetricAlarmAsync(AlarmSettings settings, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken);

    /// <summary>Adds tags to an alarm.</summary>
    Task TagResourceAsync(string alarmArn, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken);

    /// <summary>Deletes an alarm; a missing alarm is no error.</summary>
    Task DeleteAlarmAsync(string alarmName, CancellationToken cancellationToken);
}

/// <summary>The settings of an EventBridge rule with one target.</summary>
public sealed record EventRuleSettings
{
    /// <summary>The rule's name: at most 64 characters.</summary>
    public required string Name { get; init; }

    /// <summary>The rule's description.</summary>
    public required string Description { get; init; }

    /// <summary>The pattern that selects events, as JSON.</summary>
    public required string EventPattern { get; init; }

    /// <summary>The target that receives them.</summary>
    public required string TargetArn { get; init; }

    /// <summary>The parts of an event that the template uses, by their names there.</summary>
    public required IReadOnlyDictionary<string, string> InputPaths { get; init; }

    /// <summary>The template of the message.</summary>
    public required string InputTemplate { get; init; }
}

/// <summary>A target of an EventBridge rule.</summary>
/// <param name="Id">Its id within the rule.</param>
/// <param name="Arn">Where events go.</param>
/// <param name="InputPaths">The parts of an event that the template uses.</param>
/// <param name="InputTemplate">The template of the message; null if the whole event is sent, or something else is set.</param>
public sealed record EventTarget(string Id, string Arn, IReadOnlyDictionary<string, string> InputPaths, string? InputTemplate);

/// <summary>A rule in EventBridge.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Arn">Its ARN.</param>
/// <param name="EventPattern">The pattern that selects events.</param>
/// <param name="Description">Its description.</param>
/// <param name="IsEnabled">Whether it is enabled.</param>
/// <param name="Targets">Where events go.</param>
/// <param name="Tags">Its tags.</param>
public sealed record EventRuleDetail(
    string Name, string Arn, string? EventPattern, string? Description, bool IsEnabled, IReadOnlyList<EventTarget> Targets,
    IReadOnlyDictionary<string, string> Tags);

/// <summary>
/// The port to EventBridge, on the account's default bus: the operations that an installation needs, under AWS's names.
/// </summary>
/// <remarks>Amazon EventBridge API Reference, version 2015-10-07.</remarks>
public interface IEventRules
{
    /// <summary>Reads a rule with its targets and tags; null if there is none.</summary>
    Task<EventRuleDetail?> DescribeRuleAsync(string name, CancellationToken cancellationToken);

    /// <summary>Creates or replaces a rule and returns its ARN. EventBridge accepts tags only at creation.</summary>
    Task<string> PutRuleAsync(EventRuleSettings settings, IReadOnlyDictionary<string, string>? tags, CancellationToken cancellationToken);

    /// <summary>Sets the single target.</summary>
    Task PutTargetAsync(EventRuleSettings settings, CancellationToken cancellationToken);

    /// <summary>Removes targets.</summary>
    Task RemoveTargetsAsync(string name, IReadOnlyCollection<string> ids, CancellationToken cancellationToken);

    /// <summary>Adds tags to a rule.</summary>
    Task TagResourceAsync(string ruleArn, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken);

    /// <summary>Deletes a rule that has no targets left.</summary>
    Task DeleteRuleAsync(string name, CancellationToken cancellationToken);
}

/// <summary>A topic in SNS.</summary>
/// <param name="Policy">Its policy as JSON.</param>
/// <param name="KmsMasterKeyId">Its encryption key; null for none.</param>
public sealed record TopicDetail(string? Policy, string? KmsMasterKeyId);

/// <summary>The port to SNS.</summary>
/// <remarks>Amazon SNS API Reference, version 2010-03-31.</remarks>
public interface ITopics
{
    /// <summary>Reads a topic; null if there is none.</summary>
    Task<TopicDetail?> GetTopicAttributesAsync(string topicArn, CancellationToken cancellationToken);
}
