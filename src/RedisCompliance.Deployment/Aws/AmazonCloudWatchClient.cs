using System.Text.Json;

namespace RedisCompliance.Deployment.Aws;

/// <summary>
/// The operations of CloudWatch that an installation needs, under the names of AWSSDK.CloudWatch, which it replaces. Of the service's
/// three protocols, it uses AWS JSON 1.0.
/// </summary>
/// <remarks>Amazon CloudWatch API Reference, version 2010-08-01.</remarks>
internal sealed class AmazonCloudWatchClient(AwsConnection connection)
    : JsonServiceClient(connection, new AmazonCloudWatchConfig(connection), "GraniteServiceVersion20100801", version: "1.0"), IAlarms
{
    private const string Namespace = "AWS/Lambda";
    private const string FunctionNameDimension = "FunctionName";

    public async Task<AlarmDetail?> DescribeAlarmAsync(string alarmName, CancellationToken cancellationToken)
    {
        IReadOnlyList<AlarmDetail> found = await CallAsync<IReadOnlyList<AlarmDetail>>("DescribeAlarms", json =>
        {
            WriteList(json, "AlarmNames", [alarmName]);
            WriteList(json, "AlarmTypes", ["MetricAlarm"]);
        }, answer => [.. answer.ItemOf("MetricAlarms", "AlarmName", alarmName).Select(ReadAlarm)], cancellationToken)
            .ConfigureAwait(false);
        return found is not [var alarm] ? null : alarm with
        {
            Tags = await CallAsync("ListTagsForResource", json => json.WriteString("ResourceARN", alarm.Arn), JsonTags.Read,
                cancellationToken).ConfigureAwait(false),
        };
    }

    public Task PutMetricAlarmAsync(
        AlarmSettings settings, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken) =>
        CallAsync("PutMetricAlarm", json =>
        {
            json.WriteString("AlarmName", settings.AlarmName);
            json.WriteString("AlarmDescription", settings.AlarmDescription);
            json.WriteBoolean("ActionsEnabled", true);
            WriteList(json, "OKActions", settings.OKActions);
            WriteList(json, "AlarmActions", settings.AlarmActions);
            WriteList(json, "InsufficientDataActions", []);
            json.WriteString("MetricName", settings.MetricName);
            json.WriteString("Namespace", Namespace);
            json.WriteString("Statistic", "Sum");
            json.WriteStartArray("Dimensions");
            json.WriteStartObject();
            json.WriteString("Name", FunctionNameDimension);
            json.WriteString("Value", settings.FunctionName);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteNumber("Period", settings.Period);
            json.WriteNumber("EvaluationPeriods", settings.EvaluationPeriods);
            json.WriteNumber("DatapointsToAlarm", settings.DatapointsToAlarm);
            json.WriteNumber("Threshold", 1);
            json.WriteString("ComparisonOperator", settings.ComparisonOperator);
            json.WriteString("TreatMissingData", settings.TreatMissingData);
            JsonTags.Write(json, tags);
        }, cancellationToken);

    public Task TagResourceAsync(string alarmArn, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken) =>
        CallAsync("TagResource", json =>
        {
            json.WriteString("ResourceARN", alarmArn);
            JsonTags.Write(json, tags);
        }, cancellationToken);

    public Task DeleteAlarmAsync(string alarmName, CancellationToken cancellationToken) =>
        CallAsync("DeleteAlarms", json => WriteList(json, "AlarmNames", [alarmName]), cancellationToken);

    /// <summary>Reports another namespace, statistic or threshold as a different metric.</summary>
    private static AlarmDetail ReadAlarm(JsonElement alarm)
    {
        string[] dimensions = [.. alarm.Items("Dimensions").Select(one => $"{one.Text("Name")}={one.Text("Value")}")];
        bool isOfFunction = dimensions.Length == 1 && dimensions[0].StartsWith(FunctionNameDimension + "=", StringComparison.Ordinal);
        bool isAsPut = alarm.Text("Namespace") == Namespace && alarm.Text("Statistic") == "Sum"
            && alarm.Find("Threshold") is { ValueKind: JsonValueKind.Number } threshold && threshold.GetDouble() == 1;
        AlarmSettings settings = new()
        {
            AlarmName = alarm.RequiredText("AlarmName"),
            AlarmDescription = alarm.Text("AlarmDescription") ?? string.Empty,
            MetricName = isAsPut ? alarm.Text("MetricName") ?? string.Empty
                : $"{alarm.Text("Namespace")} {alarm.Text("MetricName")} by {alarm.Text("Statistic")}, {alarm.Find("Threshold")}",
            FunctionName = isOfFunction ? dimensions[0].Substring(FunctionNameDimension.Length + 1) : string.Join(", ", dimensions),
            Period = alarm.Number("Period") ?? 0,
            EvaluationPeriods = alarm.Number("EvaluationPeriods") ?? 0,
            DatapointsToAlarm = alarm.Number("DatapointsToAlarm") ?? alarm.Number("EvaluationPeriods") ?? 0,
            ComparisonOperator = $"{alarm.Text("ComparisonOperator")}",
            TreatMissingData = alarm.Text("TreatMissingData") ?? "missing",
            AlarmActions = [.. alarm.Items("AlarmActions").Select(action => action.GetString()!)],
            OKActions = [.. alarm.Items("OKActions").Select(action => action.GetString()!)],
        };
        return new AlarmDetail(
            settings, alarm.RequiredText("AlarmArn"), alarm.IsTrue("ActionsEnabled"), new Dictionary<string, string>());
    }

    private static void WriteList(Utf8JsonWriter json, string name, IEnumerable<string> items)
    {
        json.WriteStartArray(name);
        foreach (string item in items)
        {
            json.WriteStringValue(item);
        }

        json.WriteEndArray();
    }

    private sealed class AmazonCloudWatchConfig(AwsConnection connection) : ServiceConfig(connection, "CloudWatch", "monitoring")
    {
        public override string ServiceVersion => "2010-08-01";
    }
}
