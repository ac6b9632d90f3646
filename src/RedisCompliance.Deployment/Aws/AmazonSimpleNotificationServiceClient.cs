namespace RedisCompliance.Deployment.Aws;

/// <summary>
/// The operation of SNS that an installation needs, under the name of AWSSDK.SimpleNotificationService, which it replaces.
/// </summary>
/// <remarks>Amazon SNS API Reference, version 2010-03-31.</remarks>
internal sealed class AmazonSimpleNotificationServiceClient(AwsConnection connection)
    : ServiceClient(connection, new AmazonSimpleNotificationServiceConfig(connection)), ITopics
{
    private const string ApiVersion = "2010-03-31";

    private static readonly QueryRequestMarshaller s_marshaller = new("SNS");

    public Task<TopicDetail?> GetTopicAttributesAsync(string topicArn, CancellationToken cancellationToken)
    {
        const string Operation = "GetTopicAttributes";
        QueryRequest request = new(Operation, ApiVersion);
        request.Add("TopicArn", topicArn);
        return OrNullAsync(CallAsync<TopicDetail>(Operation, request, s_marshaller, new QueryAnswerUnmarshaller<TopicDetail>(
            Operation, xml => QueryMembers.Find(xml, "Attributes", ReadAttributes) ?? throw QueryMembers.Missing("Attributes")),
            cancellationToken), "NotFound");
    }

    private static TopicDetail ReadAttributes(Utf8XmlReader xml)
    {
        Dictionary<string, string> attributes = [];
        for (int depth = xml.Depth; xml.ReadChild(depth);)
        {
            Dictionary<string, string> entry = QueryMembers.Texts(xml);
            attributes[entry.Required("key")] = entry.TryGetValue("value", out string? value) ? value : string.Empty;
        }

        return new TopicDetail(
            attributes.TryGetValue("Policy", out string? policy) ? policy : null,
            attributes.TryGetValue("KmsMasterKeyId", out string? key) && key.Length > 0 ? key : null);
    }

    private sealed class AmazonSimpleNotificationServiceConfig(AwsConnection connection) : ServiceConfig(connection, "SNS", "sns")
    {
        public override string ServiceVersion => ApiVersion;
    }
}
