using System.Text.Json.Nodes;

namespace RedisCompliance.Deployment;

/// <content>The rule's notifications.</content>
public static partial class RuleTemplate
{
    private const string TopicParameter = "NotificationTopicArn";

    /// <summary>A parameter, because a topic belongs to one Region and the template serves many.</summary>
    private static void AddNotificationParameter(JsonObject parameters, RuleDefinition definition)
    {
        if (definition.NotificationTopicArn is { } topic)
        {
            parameters[TopicParameter] = Parameter(
                "The SNS topic of this Region that is told. Its policy must let events.amazonaws.com and "
                    + "cloudwatch.amazonaws.com publish.",
                topic);
        }
    }

    private static void AddNotifications(JsonObject resources, RuleDefinition definition)
    {
        if (definition.NotificationTopicArn is null)
        {
            return;
        }

        EventRuleSettings changes = Notifications.Changes(definition);
        JsonObject paths = [];
        foreach (KeyValuePair<string, string> path in changes.InputPaths)
        {
            paths[path.Key] = path.Value;
        }

        resources["ChangeEvents"] = Resource("AWS::Events::Rule", new JsonObject
        {
            ["Name"] = changes.Name,
            ["Description"] = changes.Description,
            ["EventPattern"] = JsonNode.Parse(changes.EventPattern),
            ["State"] = "ENABLED",
            ["Targets"] = new JsonArray(new JsonObject
            {
                ["Id"] = Notifications.TargetId,
                ["Arn"] = Reference(TopicParameter),
                ["InputTransformer"] = new JsonObject { ["InputPathsMap"] = paths, ["InputTemplate"] = changes.InputTemplate },
            }),
        });
        resources["FailureAlarm"] = Resource("AWS::CloudWatch::Alarm", Alarm(Notifications.Failure(definition)), definition);
        resources["OverdueAlarm"] = Resource("AWS::CloudWatch::Alarm", Alarm(Notifications.Overdue(definition)), definition);
    }

    private static JsonObject Alarm(AlarmSettings alarm) => new()
    {
        ["AlarmName"] = alarm.AlarmName,
        ["AlarmDescription"] = alarm.AlarmDescription,
        ["AlarmActions"] = Topics(alarm.AlarmActions),
        ["OKActions"] = Topics(alarm.OKActions),
        ["Namespace"] = "AWS/Lambda",
        ["MetricName"] = alarm.MetricName,
        ["Statistic"] = "Sum",
        ["Dimensions"] = new JsonArray(new JsonObject { ["Name"] = "FunctionName", ["Value"] = Reference("Function") }),
        ["Period"] = alarm.Period,
        ["EvaluationPeriods"] = alarm.EvaluationPeriods,
        ["DatapointsToAlarm"] = alarm.DatapointsToAlarm,
        ["Threshold"] = 1,
        ["ComparisonOperator"] = alarm.ComparisonOperator,
        ["TreatMissingData"] = alarm.TreatMissingData,
    };

    private static JsonArray Topics(IReadOnlyList<string> actions) => [.. actions.Select(_ => (JsonNode)Reference(TopicParameter))];
}
