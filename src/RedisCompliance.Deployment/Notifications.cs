using System.Globalization;
using System.Text.Json;

namespace RedisCompliance.Deployment;

/// <summary>
/// What notifies operators of a rule: an EventBridge rule for compliance changes, two alarms for failed and overdue runs. AWS Config has
/// no event for a failed run (AWS Config Developer Guide, monitoring with EventBridge). Lambda's record of a failed run contains the
/// event with its result token, which must not reach a mailbox, hence the alarm.
/// </summary>
internal static class Notifications
{
    /// <summary>The id of the EventBridge rule's only target.</summary>
    public const string TargetId = "topic";

    /// <summary>The services that publish to the topic.</summary>
    public const string EventsPrincipal = "events.amazonaws.com";

    /// <inheritdoc cref="EventsPrincipal"/>
    public const string AlarmsPrincipal = "cloudwatch.amazonaws.com";

    /// <summary>Longer than a function may run: Lambda reports a metric when a run ends, dated at its start.</summary>
    private const int FailurePeriod = 900;

    private const int Hour = 3600;
    private const int MaxEventRuleName = 64;

    private static readonly string[] s_source = ["aws.config"];
    private static readonly string[] s_detailType = ["Config Rules Compliance Change"];
    private static readonly string[] s_principals = [EventsPrincipal, AlarmsPrincipal];

    /// <summary>The only fields that go into a message: an event may contain a result token.</summary>
    private static readonly Dictionary<string, string> s_paths = new()
    {
        ["account"] = "$.detail.awsAccountId",
        ["annotation"] = "$.detail.newEvaluationResult.annotation",
        ["compliance"] = "$.detail.newEvaluationResult.complianceType",
        ["id"] = "$.detail.resourceId",
        ["region"] = "$.detail.awsRegion",
        ["rule"] = "$.detail.configRuleName",
        ["time"] = "$.detail.notificationCreationTime",
        ["type"] = "$.detail.resourceType",
    };

    /// <summary>The EventBridge rule for compliance changes.</summary>
    public static EventRuleSettings Changes(RuleDefinition definition) => new()
    {
        Name = EventRuleName(definition.RuleName),
        Description = $"Tells of compliance changes of the AWS Config rule {definition.RuleName}.",
        EventPattern = EventPattern(definition),
        TargetArn = definition.NotificationTopicArn ?? string.Empty,
        InputPaths = s_paths,
        InputTemplate = "\"<rule>: <type> <id> in account <account>, Region <region>, is <compliance> since <time>. <annotation>\"",
    };

    /// <summary>The alarm on failed runs.</summary>
    public static AlarmSettings Failure(RuleDefinition definition) => new()
    {
        AlarmName = definition.RuleName + "-failed",
        AlarmDescription =
            $"A run of the AWS Config rule {definition.RuleName} failed. The log group {definition.LogGroupName} says why.",
        MetricName = "Errors",
        FunctionName = definition.FunctionName,
        Period = FailurePeriod,
        EvaluationPeriods = 2,
        DatapointsToAlarm = 1,
        ComparisonOperator = "GreaterThanOrEqualToThreshold",
        TreatMissingData = "notBreaching",
        AlarmActions = Topic(definition),
    };

    /// <summary>The alarm on runs that do not start.</summary>
    /// <remarks>
    /// With periods of an hour or more, CloudWatch looks back seven days at most; the lowest frequency needs thirty hours.
    /// </remarks>
    public static AlarmSettings Overdue(RuleDefinition definition)
    {
        int hours = (int)RuleHealth.AllowedAge(definition.MaximumExecutionFrequency).TotalHours;
        return new()
        {
            AlarmName = definition.RuleName + "-overdue",
            AlarmDescription =
                $"The function {definition.FunctionName} of the AWS Config rule {definition.RuleName} has not run for {hours} hours.",
            MetricName = "Invocations",
            FunctionName = definition.FunctionName,
            Period = Hour,
            EvaluationPeriods = hours,
            DatapointsToAlarm = hours,
            ComparisonOperator = "LessThanThreshold",
            TreatMissingData = "breaching",
            AlarmActions = Topic(definition),
            OKActions = Topic(definition),
        };
    }

    /// <summary>
    /// The services that the topic's policy does not allow to publish; both if there is no policy. Deny statements are not evaluated:
    /// whether they apply to these services depends on their conditions.
    /// </summary>
    public static IEnumerable<string> Unheard(string? policy, string accountId) =>
        s_principals.Where(service => !Allows(policy, service, accountId));

    private static string[] Topic(RuleDefinition definition) =>
        definition.NotificationTopicArn is { } topic ? [topic] : [];

    /// <summary>
    /// In an organization, each account's rule has a name of its own and sends its events to that account's default bus.
    /// </summary>
    private static string EventPattern(RuleDefinition definition) => JsonSerializer.Serialize(new Dictionary<string, object>
    {
        ["source"] = s_source,
        ["detail-type"] = s_detailType,
        ["detail"] = new Dictionary<string, object>
        {
            ["configRuleName"] = definition.Organization is null ? new object[] { definition.RuleName }
                : [new Dictionary<string, string> { ["prefix"] = $"{ConfigRuleNames.MemberPrefix}{definition.RuleName}-" }],
        },
    }, PolicyDocuments.Compact);

    private static string EventRuleName(string ruleName)
    {
        const string Suffix = "-changes";
        if (ruleName.Length + Suffix.Length <= MaxEventRuleName)
        {
            return ruleName + Suffix;
        }

        // FNV-1a keeps the names distinct for rules with a common prefix.
        uint hash = 2166136261;
        foreach (char letter in ruleName)
        {
            hash = unchecked((hash ^ letter) * 16777619);
        }

        string id = hash.ToString("x8", CultureInfo.InvariantCulture);
        return $"{ruleName.Substring(0, MaxEventRuleName - Suffix.Length - id.Length - 1)}-{id}{Suffix}";
    }

    private static bool Allows(string? policy, string service, string accountId)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(policy ?? string.Empty, new JsonDocumentOptions { MaxDepth = 32 });
            JsonElement statements = document.RootElement.GetProperty("Statement");
            return (statements.ValueKind == JsonValueKind.Array ? [.. statements.EnumerateArray()] : new[] { statements })
                .Any(statement => IsAllow(statement, service, accountId));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return false;
        }
    }

    private static bool IsAllow(JsonElement statement, string service, string accountId)
    {
        if (statement.GetProperty("Effect").GetString() != "Allow" || !statement.TryGetProperty("Action", out JsonElement actions)
            || !Texts(actions).Any(action => action is "*" || string.Equals(action, "sns:Publish", StringComparison.OrdinalIgnoreCase)
                || string.Equals(action, "sns:*", StringComparison.OrdinalIgnoreCase)))
        {
            return false;
        }

        if (!statement.TryGetProperty("Principal", out JsonElement principal))
        {
            // NotPrincipal: whom it admits cannot be told here.
            return false;
        }

        bool isService = principal.ValueKind == JsonValueKind.Object && principal.TryGetProperty("Service", out JsonElement services)
            && Texts(services).Contains(service);

        // A new topic's default policy admits resources of the owner. Alarms belong to the account; events carry no owner.
        return isService || (IsAnyone(principal) && (!statement.TryGetProperty("Condition", out JsonElement condition)
            || (service == AlarmsPrincipal && IsOwner(condition, accountId))));
    }

    private static bool IsAnyone(JsonElement principal) => principal.ValueKind == JsonValueKind.String
        ? principal.GetString() == "*"
        : principal.TryGetProperty("AWS", out JsonElement accounts) && Texts(accounts).Contains("*");

    private static bool IsOwner(JsonElement condition, string accountId) =>
        condition.EnumerateObject().All(test => test.Name == "StringEquals" && test.Value.EnumerateObject().All(key =>
            string.Equals(key.Name, "aws:SourceOwner", StringComparison.OrdinalIgnoreCase) && Texts(key.Value).Contains(accountId)));

    private static IEnumerable<string> Texts(JsonElement item) =>
        item.ValueKind == JsonValueKind.Array ? item.EnumerateArray().Select(one => one.GetString()!) : [item.GetString()!];
}
