using System.Text.Json;

namespace RedisCompliance.Deployment.Aws;

/// <summary>AWS Config's operations on recorders and rules, in addition to those on evaluations.</summary>
internal sealed partial class ConfigRulesClient(AwsConnection connection) : AmazonConfigServiceClient(connection), IConfigRules
{
    private const string ScheduledNotification = "ScheduledNotification";

    public async Task<RecorderDetail?> DescribeConfigurationRecorderAsync(CancellationToken cancellationToken)
    {
        // Recorders of other services (servicePrincipal) record only for those services.
        IReadOnlyList<RecorderDetail> found = await CallAsync<IReadOnlyList<RecorderDetail>>("DescribeConfigurationRecorders", _ => { },
            answer => [.. answer.RequiredItems("ConfigurationRecorders").Where(IsOfTheAccount).Take(1)
                .Select(recorder => new RecorderDetail(recorder.RequiredText("name"), false)
                {
                    IsForAllTypes = recorder.Find("recordingGroup")?.IsTrue("allSupported") == true,
                })],
            cancellationToken).ConfigureAwait(false);
        return found is not [var recorder] ? null
            : await CallAsync("DescribeConfigurationRecorderStatus",
                json => WriteList(json, "ConfigurationRecorderNames", [recorder.Name]),
            answer => WithStatus(recorder, answer.RequiredItems("ConfigurationRecordersStatus")), cancellationToken).ConfigureAwait(false);
    }

    private static RecorderDetail WithStatus(RecorderDetail recorder, IEnumerable<JsonElement> statuses)
    {
        JsonElement[] own = [.. statuses.Where(status => status.Text("name") == recorder.Name).Take(1)];
        return own is not [var status] ? recorder : recorder with
        {
            IsRecording = status.IsTrue("recording"),
            LastError = string.Equals(status.Text("lastStatus"), "FAILURE", StringComparison.OrdinalIgnoreCase)
                ? $"{status.Text("lastErrorCode")} {status.Text("lastErrorMessage")}".Trim() : null,
        };
    }

    public async Task<string?> DescribeDeliveryChannelAsync(CancellationToken cancellationToken)
    {
        string name = await CallAsync("DescribeDeliveryChannels", _ => { },
            answer => answer.RequiredItems("DeliveryChannels").Select(channel => channel.RequiredText("name")).FirstOrDefault()
                ?? string.Empty, cancellationToken).ConfigureAwait(false);
        return name.Length == 0 ? null : name;
    }

    public Task PutConfigurationRecorderAsync(string name, string roleArn, CancellationToken cancellationToken) =>
        CallAsync("PutConfigurationRecorder", json =>
        {
            json.WriteStartObject("ConfigurationRecorder");
            json.WriteString("name", name);
            json.WriteString("roleARN", roleArn);
            json.WriteStartObject("recordingGroup");
            json.WriteBoolean("allSupported", true);
            json.WriteBoolean("includeGlobalResourceTypes", false);
            json.WriteEndObject();
            json.WriteEndObject();
        }, cancellationToken);

    public Task PutDeliveryChannelAsync(string name, string bucketName, CancellationToken cancellationToken) =>
        CallAsync("PutDeliveryChannel", json =>
        {
            json.WriteStartObject("DeliveryChannel");
            json.WriteString("name", name);
            json.WriteString("s3BucketName", bucketName);
            json.WriteEndObject();
        }, cancellationToken);

    public Task StartConfigurationRecorderAsync(string name, CancellationToken cancellationToken) =>
        CallAsync("StartConfigurationRecorder", json => json.WriteString("ConfigurationRecorderName", name), cancellationToken);

    public Task<ConfigRuleDetail?> DescribeConfigRuleAsync(string configRuleName, CancellationToken cancellationToken) =>
        FindConfigRuleAsync(configRuleName, ReadRule, cancellationToken);

    public async Task<IReadOnlyList<ConfigRuleDetail>> ListConfigRulesAsync(CancellationToken cancellationToken) =>
        await ListAsync("DescribeConfigRules", _ => { }, "ConfigRules", ReadRule, cancellationToken).ConfigureAwait(false);

    public async Task<RuleEvaluationStatus?> DescribeConfigRuleEvaluationStatusAsync(
        string configRuleName, CancellationToken cancellationToken) =>
        await OrNullAsync(CallAsync("DescribeConfigRuleEvaluationStatus", json => WriteList(json, "ConfigRuleNames", [configRuleName]),
            answer => answer.RequiredItems("ConfigRulesEvaluationStatus")
                .Where(status => status.RequiredText("ConfigRuleName") == configRuleName)
                .Select(status => ReadStatus(status, configRuleName)).FirstOrDefault() ?? new RuleEvaluationStatus(),
            cancellationToken), NoSuchConfigRule).ConfigureAwait(false);

    public Task PutConfigRuleAsync(
        ConfigRuleSettings settings, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken) =>
        CallAsync("PutConfigRule", json =>
        {
            json.WriteStartObject("ConfigRule");
            json.WriteString("ConfigRuleName", settings.ConfigRuleName);
            json.WriteString("Description", settings.Description);
            json.WriteStartObject("Source");
            json.WriteString("Owner", "CUSTOM_LAMBDA");
            json.WriteString("SourceIdentifier", settings.SourceIdentifier);
            json.WriteStartArray("SourceDetails");
            json.WriteStartObject();
            json.WriteString("EventSource", "aws.config");
            json.WriteString("MessageType", ScheduledNotification);
            json.WriteString("MaximumExecutionFrequency", settings.MaximumExecutionFrequency);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteString("InputParameters", settings.InputParameters);
            json.WriteStartArray("EvaluationModes");
            json.WriteStartObject();
            json.WriteString("Mode", "DETECTIVE");
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
            JsonTags.Write(json, tags);
        }, cancellationToken);

    public Task DeleteConfigRuleAsync(string configRuleName, CancellationToken cancellationToken) =>
        CallAsync("DeleteConfigRule", json => json.WriteString("ConfigRuleName", configRuleName), cancellationToken);

    public async Task<IReadOnlyDictionary<string, string>> ListTagsForResourceAsync(
        string resourceArn, CancellationToken cancellationToken)
    {
        Dictionary<string, string> tags = [];
        foreach ((string key, string value) in await ListAsync(
            "ListTagsForResource", json => json.WriteString("ResourceArn", resourceArn), "Tags",
            tag => (tag.RequiredText("Key"), tag.Text("Value") ?? string.Empty), cancellationToken).ConfigureAwait(false))
        {
            tags[key] = value;
        }

        return tags;
    }

    public Task TagResourceAsync(string resourceArn, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken) =>
        CallAsync("TagResource", json =>
        {
            json.WriteString("ResourceArn", resourceArn);
            JsonTags.Write(json, tags);
        }, cancellationToken);

    public Task StartConfigRulesEvaluationAsync(string configRuleName, CancellationToken cancellationToken) =>
        CallAsync("StartConfigRulesEvaluation", json => WriteList(json, "ConfigRuleNames", [configRuleName]), cancellationToken);

    private static bool IsOfTheAccount(JsonElement recorder) =>
        recorder.Text("recordingScope") != "INTERNAL" && string.IsNullOrEmpty(recorder.Text("servicePrincipal"));

    private static ConfigRuleDetail ReadRule(JsonElement rule)
    {
        JsonElement? source = rule.Find("Source");
        JsonElement[] triggers = [.. source?.Items("SourceDetails") ?? []];
        JsonElement? schedule = triggers.Select(trigger => (JsonElement?)trigger)
            .FirstOrDefault(trigger => trigger!.Value.Text("MessageType") == ScheduledNotification);
        return new ConfigRuleDetail(
            new ConfigRuleSettings
            {
                ConfigRuleName = rule.RequiredText("ConfigRuleName"),
                Description = rule.Text("Description"),
                SourceIdentifier = source?.Text("SourceIdentifier"),
                // Set on the trigger or on the rule; the default of a schedule is a day (SourceDetail).
                MaximumExecutionFrequency = schedule is null ? null
                    : schedule.Value.Text("MaximumExecutionFrequency") ?? rule.Text("MaximumExecutionFrequency")
                        ?? MaximumExecutionFrequency.TwentyFourHours,
                InputParameters = rule.Text("InputParameters"),
            },
            rule.RequiredText("ConfigRuleArn"),
            source?.Text("Owner") ?? string.Empty,
            rule.Text("ConfigRuleState") ?? "ACTIVE",
            rule.Find("Scope") is { } scope && scope.EnumerateObject().Any(),
            triggers.Any(trigger => trigger.Text("MessageType") != ScheduledNotification),
            rule.Items("EvaluationModes").Any(mode => mode.Text("Mode") != "DETECTIVE"));
    }

    private RuleEvaluationStatus ReadStatus(JsonElement status, string configRuleName) => new()
    {
        RuleName = configRuleName,
        Region = Region,
        LastSuccessfulInvocationTime = status.Time("LastSuccessfulInvocationTime"),
        LastFailedInvocationTime = status.Time("LastFailedInvocationTime"),
        LastSuccessfulEvaluationTime = status.Time("LastSuccessfulEvaluationTime"),
        LastFailedEvaluationTime = status.Time("LastFailedEvaluationTime"),
        LastErrorCode = status.Text("LastErrorCode"),
        LastErrorMessage = status.Text("LastErrorMessage"),
    };
}
