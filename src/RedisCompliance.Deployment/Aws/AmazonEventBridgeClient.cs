using System.Text.Json;

namespace RedisCompliance.Deployment.Aws;

/// <summary>
/// The operations of EventBridge that an installation needs, on the account's default bus, under the names of AWSSDK.EventBridge, which
/// it replaces.
/// </summary>
/// <remarks>Amazon EventBridge API Reference, version 2015-10-07.</remarks>
internal sealed class AmazonEventBridgeClient(AwsConnection connection)
    : JsonServiceClient(connection, new AmazonEventBridgeConfig(connection), "AWSEvents"), IEventRules
{
    public async Task<EventRuleDetail?> DescribeRuleAsync(string name, CancellationToken cancellationToken)
    {
        EventRuleDetail? rule = await OrNullAsync(
            CallAsync("DescribeRule", json => json.WriteString("Name", name), ReadRule, cancellationToken), "ResourceNotFoundException")
                .ConfigureAwait(false);
        return rule is null ? null : rule with
        {
            Targets = await ListAsync(
                "ListTargetsByRule", json => json.WriteString("Rule", name), "Targets", ReadTarget, cancellationToken)
                .ConfigureAwait(false),
            Tags = await CallAsync("ListTagsForResource", json => json.WriteString("ResourceARN", rule.Arn), JsonTags.Read,
                cancellationToken).ConfigureAwait(false),
        };
    }

    public Task<string> PutRuleAsync(
        EventRuleSettings settings, IReadOnlyDictionary<string, string>? tags, CancellationToken cancellationToken) =>
        CallAsync("PutRule", json =>
        {
            json.WriteString("Name", settings.Name);
            json.WriteString("EventPattern", settings.EventPattern);
            json.WriteString("State", "ENABLED");
            json.WriteString("Description", settings.Description);
            if (tags is not null)
            {
                JsonTags.Write(json, tags);
            }
        }, answer => answer.RequiredText("RuleArn"), cancellationToken);

    public async Task PutTargetAsync(EventRuleSettings settings, CancellationToken cancellationToken)
    {
        string refused = await CallAsync("PutTargets", json =>
        {
            json.WriteString("Rule", settings.Name);
            json.WriteStartArray("Targets");
            json.WriteStartObject();
            json.WriteString("Id", Notifications.TargetId);
            json.WriteString("Arn", settings.TargetArn);
            json.WriteStartObject("InputTransformer");
            json.WriteStartObject("InputPathsMap");
            foreach (KeyValuePair<string, string> path in settings.InputPaths)
            {
                json.WriteString(path.Key, path.Value);
            }

            json.WriteEndObject();
            json.WriteString("InputTemplate", settings.InputTemplate);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndArray();
        }, ReadRefused, cancellationToken).ConfigureAwait(false);
        ThrowIfRefused("PutTargets", refused);
    }

    public async Task RemoveTargetsAsync(string name, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        string refused = await CallAsync("RemoveTargets", json =>
        {
            json.WriteString("Rule", name);
            json.WriteStartArray("Ids");
            foreach (string id in ids)
            {
                json.WriteStringValue(id);
            }

            json.WriteEndArray();
        }, ReadRefused, cancellationToken).ConfigureAwait(false);
        ThrowIfRefused("RemoveTargets", refused);
    }

    public Task TagResourceAsync(string ruleArn, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken) =>
        CallAsync("TagResource", json =>
        {
            json.WriteString("ResourceARN", ruleArn);
            JsonTags.Write(json, tags);
        }, cancellationToken);

    public Task DeleteRuleAsync(string name, CancellationToken cancellationToken) =>
        CallAsync("DeleteRule", json => json.WriteString("Name", name), cancellationToken);

    private static EventRuleDetail ReadRule(JsonElement rule) => new(
        rule.RequiredText("Name"), rule.RequiredText("Arn"), rule.Text("EventPattern"), rule.Text("Description"),
        rule.Text("State") == "ENABLED", [], new Dictionary<string, string>());

    private static EventTarget ReadTarget(JsonElement target) => new(
        target.RequiredText("Id"), target.RequiredText("Arn"),
        target.Find("InputTransformer")?.Map("InputPathsMap") ?? new Dictionary<string, string>(),
        target.Find("InputTransformer")?.Text("InputTemplate"));

    /// <summary>The call succeeds even if an entry fails.</summary>
    private static string ReadRefused(JsonElement answer) => (answer.Number("FailedEntryCount") ?? 0) == 0 ? string.Empty
        : string.Join(" ", answer.Items("FailedEntries").Select(entry => $"{entry.Text("ErrorCode")}: {entry.Text("ErrorMessage")}")
            .DefaultIfEmpty("FailedEntryCount"));

    private static void ThrowIfRefused(string operation, string refused)
    {
        if (refused.Length > 0)
        {
            throw new ServiceCallException(ServiceFailure.Refused, operation, refused, refused.Split(':')[0]) { Service = "events" };
        }
    }

    private sealed class AmazonEventBridgeConfig(AwsConnection connection) : ServiceConfig(connection, "EventBridge", "events")
    {
        public override string ServiceVersion => "2015-10-07";
    }
}
