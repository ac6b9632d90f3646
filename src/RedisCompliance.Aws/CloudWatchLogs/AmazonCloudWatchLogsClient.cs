using System.Text.Json;

namespace RedisCompliance.Aws;

/// <summary>
/// The operations of CloudWatch Logs that an installation needs. Names as in AWSSDK.CloudWatchLogs, whose place it takes.
/// </summary>
/// <remarks>Amazon CloudWatch Logs API Reference, version 2014-03-28.</remarks>
internal sealed class AmazonCloudWatchLogsClient(AwsConnection connection)
    : JsonServiceClient(connection, new AmazonCloudWatchLogsConfig(connection), "Logs_20140328"), ILogGroups
{
    public async Task<LogGroupDetail?> DescribeLogGroupAsync(string logGroupName, CancellationToken cancellationToken)
    {
        // The prefix finds others as well; they are sorted, so that the name itself is on the first page.
        (string? Arn, int? Retention) group = (await CallAsync("DescribeLogGroups", json => json.WriteString("logGroupNamePrefix", logGroupName),
            answer => Tuple.Create(answer.Items("logGroups").Where(item => item.Text("logGroupName") == logGroupName)
                .Select(item => ((string?)item.RequiredText("arn"), item.Number("retentionInDays"))).FirstOrDefault()), cancellationToken).ConfigureAwait(false)).Item1;
        if (group.Arn is null)
        {
            return null;
        }

        string arn = group.Arn.EndsWith(":*", StringComparison.Ordinal) ? group.Arn.Substring(0, group.Arn.Length - 2) : group.Arn;
        IReadOnlyDictionary<string, string> tags = await CallAsync("ListTagsForResource", json => json.WriteString("resourceArn", arn),
            answer => answer.Map("tags"), cancellationToken).ConfigureAwait(false);
        return new LogGroupDetail(arn, group.Retention, tags);
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
