namespace RedisCompliance.Deployment;

/// <summary>What is asked of an alarm of a metric of a Lambda function.</summary>
public sealed record AlarmSettings
{
    /// <summary>The alarm's name: at most 255 characters.</summary>
    public required string AlarmName { get; init; }

    /// <summary>What it is for.</summary>
    public required string AlarmDescription { get; init; }

    /// <summary>The metric of the namespace AWS/Lambda, by its sum.</summary>
    public required string MetricName { get; init; }

    /// <summary>The function.</summary>
    public required string FunctionName { get; init; }

    /// <summary>The length of a period in seconds.</summary>
    public required int Period { get; init; }

    /// <summary>How many periods are looked at.</summary>
    public required int EvaluationPeriods { get; init; }

    /// <summary>How many of them must be bad.</summary>
    public required int DatapointsToAlarm { get; init; }

    /// <summary><c>GreaterThanOrEqualToThreshold</c> or <c>LessThanThreshold</c>; the threshold is 1.</summary>
    public required string ComparisonOperator { get; init; }

    /// <summary><c>breaching</c> or <c>notBreaching</c>: what a period without data is.</summary>
    public required string TreatMissingData { get; init; }

    /// <summary>Where it tells of the alarm.</summary>
    public required IReadOnlyList<string> AlarmActions { get; init; }

    /// <summary>Where it tells that it is over.</summary>
    public IReadOnlyList<string> OKActions { get; init; } = [];
}

/// <summary>An alarm as CloudWatch has it.</summary>
/// <param name="Settings">What it was put with.</param>
/// <param name="Arn">Its ARN.</param>
/// <param name="IsEnabled">Whether it tells anybody.</param>
/// <param name="Tags">Its tags.</param>
public sealed record AlarmDetail(AlarmSettings Settings, string Arn, bool IsEnabled, IReadOnlyDictionary<string, string> Tags);

/// <summary>The port to CloudWatch: the operations that an installation needs, by their own names.</summary>
/// <remarks>Amazon CloudWatch API Reference, version 2010-08-01.</remarks>
public interface IAlarms
{
    /// <summary>Reads an alarm with its tags; null where there is none.</summary>
    Task<AlarmDetail?> DescribeAlarmAsync(string alarmName, CancellationToken cancellationToken);

    /// <summary>Creates or replaces an alarm. CloudWatch takes the tags at creation only.</summary>
    Task PutMetricAlarmAsync(AlarmSettings settings, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken);

    /// <summary>Adds tags to an alarm.</summary>
    Task TagResourceAsync(string alarmArn, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken);

    /// <summary>Deletes an alarm; one that is not there is as good.</summary>
    Task DeleteAlarmAsync(string alarmName, CancellationToken cancellationToken);
}

/// <summary>What is asked of an EventBridge rule with one target.</summary>
public sealed record EventRuleSettings
{
    /// <summary>The rule's name: at most 64 characters.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for.</summary>
    public required string Description { get; init; }

    /// <summary>Which events it is for, as JSON.</summary>
    public required string EventPattern { get; init; }

    /// <summary>Where they go.</summary>
    public required string TargetArn { get; init; }

    /// <summary>What is taken of an event, by the names in the template.</summary>
    public required IReadOnlyDictionary<string, string> InputPaths { get; init; }

    /// <summary>What is sent.</summary>
    public required string InputTemplate { get; init; }
}

/// <summary>A target of an EventBridge rule.</summary>
/// <param name="Id">Its id within the rule.</param>
/// <param name="Arn">Where events go.</param>
/// <param name="InputPaths">What is taken of an event.</param>
/// <param name="InputTemplate">What is sent; null for the whole event, or what else is set.</param>
public sealed record EventTarget(string Id, string Arn, IReadOnlyDictionary<string, string> InputPaths, string? InputTemplate);

/// <summary>An EventBridge rule as EventBridge has it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Arn">Its ARN.</param>
/// <param name="EventPattern">Which events it is for.</param>
/// <param name="Description">What it is for.</param>
/// <param name="IsEnabled">Whether it sends anything.</param>
/// <param name="Targets">Where events go.</param>
/// <param name="Tags">Its tags.</param>
public sealed record EventRuleDetail(
    string Name, string Arn, string? EventPattern, string? Description, bool IsEnabled, IReadOnlyList<EventTarget> Targets,
    IReadOnlyDictionary<string, string> Tags);

/// <summary>The port to EventBridge, on the account's own bus: the operations that an installation needs, by their own names.</summary>
/// <remarks>Amazon EventBridge API Reference, version 2015-10-07.</remarks>
public interface IEventRules
{
    /// <summary>Reads a rule with its targets and tags; null where there is none.</summary>
    Task<EventRuleDetail?> DescribeRuleAsync(string name, CancellationToken cancellationToken);

    /// <summary>Creates or replaces a rule; EventBridge takes the tags at creation only. Gives its ARN.</summary>
    Task<string> PutRuleAsync(EventRuleSettings settings, IReadOnlyDictionary<string, string>? tags, CancellationToken cancellationToken);

    /// <summary>Sets the one target.</summary>
    Task PutTargetAsync(EventRuleSettings settings, CancellationToken cancellationToken);

    /// <summary>Takes targets away.</summary>
    Task RemoveTargetsAsync(string name, IReadOnlyCollection<string> ids, CancellationToken cancellationToken);

    /// <summary>Adds tags to a rule.</summary>
    Task TagResourceAsync(string ruleArn, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken);

    /// <summary>Deletes a rule that has no targets any more.</summary>
    Task DeleteRuleAsync(string name, CancellationToken cancellationToken);
}

/// <summary>A topic as SNS has it.</summary>
/// <param name="Policy">Its policy as JSON.</param>
/// <param name="KmsMasterKeyId">The key that it is encrypted with; null for none.</param>
public sealed record TopicDetail(string? Policy, string? KmsMasterKeyId);

/// <summary>The port to SNS.</summary>
/// <remarks>Amazon SNS API Reference, version 2010-03-31.</remarks>
public interface ITopics
{
    /// <summary>Reads a topic; null where there is none.</summary>
    Task<TopicDetail?> GetTopicAttributesAsync(string topicArn, CancellationToken cancellationToken);
}
