using System.Text.Json;

namespace RedisCompliance.Deployment.Aws;

/// <summary>
/// The operations of CloudWatch Logs that an installation needs, under the names of AWSSDK.CloudWatchLogs, which it replaces.
/// </summary>
/// <remarks>Amazon CloudWatch Logs API Reference, version 2014-03-28.</remarks>
internal sealed class AmazonCloudWatchLogsClient(AwsConnection connection)
    : JsonServiceClient(connection, new AmazonCloudWatchLogsConfig(connection), "Logs_20140328", "nextToken"), ILogGroups
{
    public async Task<LogGroupDetail?> DescribeLogGroupAsync(string logGroupName, CancellationToken cancellationToken)
    {
        // The prefix may match other log groups, too.
        await foreach (IReadOnlyList<(string Name, string Arn, int? Retention)> page in PagesAsync(
            "DescribeLogGroups", json =>
                json.WriteString("logGroupNamePrefix", logGroupName), "logGroups", ReadLogGroup, cancellationToken).ConfigureAwait(false))
        {
            foreach ((_, string arn, int? retention) in page.Where(group => group.Name == logGroupName))
            {
                IReadOnlyDictionary<string, string> tags = await CallAsync(
                    "ListTagsForResource", json => json.WriteString("resourceArn", arn),
                    answer => answer.RequiredMap("tags"), cancellationToken).ConfigureAwait(false);
                return new LogGroupDetail(arn, retention, tags);
            }
        }

        return null;
    }

    public Task CreateLogGroupAsync(string logGroupName, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken) =>
        CallAsync("CreateLogGroup", json =>
        {
            json.WriteString("logGroupName", logGroupName);
            WriteTags(json, tags);
        }, cancellationToken);

    public Task PutRetentionPolicyAsync(string logGroupName, int retentionInDays, CancellationToken cancellationToken) =>
        CallAsync("PutRetentionPolicy", json =>
        {
            json.WriteString("logGroupName", logGroupName);
            json.WriteNumber("retentionInDays", retentionInDays);
        }, cancellationToken);

    public Task TagResourceAsync(string logGroupArn, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken) =>
        CallAsync("TagResource", json =>
        {
            json.WriteString("resourceArn", logGroupArn);
            WriteTags(json, tags);
        }, cancellationToken);

    public Task DeleteLogGroupAsync(string logGroupName, CancellationToken cancellationToken) =>
        CallAsync("DeleteLogGroup", json => json.WriteString("logGroupName", logGroupName), cancellationToken);

    public Task<IReadOnlyList<LogLine>?> FilterLogEventsAsync(
        string logGroupName, string filterPattern, DateTime startTime, CancellationToken cancellationToken) =>
        OrNullAsync(ReadLinesAsync(logGroupName, filterPattern, startTime, cancellationToken), "ResourceNotFoundException");

    private async Task<IReadOnlyList<LogLine>> ReadLinesAsync(
        string logGroupName, string filterPattern, DateTime startTime, CancellationToken cancellationToken) =>
        await ListAsync("FilterLogEvents", json =>
        {
            json.WriteString("logGroupName", logGroupName);
            json.WriteString("filterPattern", filterPattern);
            json.WriteNumber("startTime", new DateTimeOffset(startTime).ToUnixTimeMilliseconds());
        }, "events", ReadLine, cancellationToken).ConfigureAwait(false);

    /// <summary>CloudWatch Logs sends milliseconds, AWS Config seconds.</summary>
    private static LogLine ReadLine(JsonElement line) => new(
        JsonMembers.FromSeconds((line.Find("timestamp") ?? throw JsonMembers.Missing("timestamp")).GetDecimal() / 1000),
        line.Text("message") ?? string.Empty);

    private static (string Name, string Arn, int? Retention) ReadLogGroup(JsonElement group)
    {
        // The ARN ends in a wildcard for its streams.
        string arn = group.RequiredText("arn");
        return (group.RequiredText("logGroupName"), arn.EndsWith(":*", StringComparison.Ordinal) ? arn.Substring(0, arn.Length - 2) : arn,
            group.Number("retentionInDays"));
    }

    private static void WriteTags(Utf8JsonWriter json, IReadOnlyDictionary<string, string> tags)
    {
        json.WriteStartObject("tags");
        foreach (KeyValuePair<string, string> tag in tags)
        {
            json.WriteString(tag.Key, tag.Value);
        }

        json.WriteEndObject();
    }

    private sealed class AmazonCloudWatchLogsConfig(AwsConnection connection) : ServiceConfig(connection, "CloudWatch Logs", "logs")
    {
        public override string ServiceVersion => "2014-03-28";
    }
}
