namespace RedisCompliance.Aws.EC2;

/// <summary>The operation of Amazon EC2 that lists an account's Regions. Names follow AWSSDK.EC2, which this client replaces.</summary>
/// <remarks>Amazon EC2 API Reference, version 2016-11-15.</remarks>
internal sealed class AmazonEC2Client(AwsConnection connection) : ServiceClient(connection, new AmazonEC2Config(connection))
{
    private const string ApiVersion = "2016-11-15";

    private static readonly QueryRequestMarshaller s_marshaller = new("EC2");

    /// <summary>The Regions enabled for the account: those without opt-in, and those that the account opted into.</summary>
    public Task<List<string>> DescribeRegionsAsync(CancellationToken cancellationToken)
    {
        QueryRequest request = new("DescribeRegions", ApiVersion);
        return CallAsync<List<string>>(
            request.Action, request, s_marshaller, new QueryAnswerUnmarshaller<List<string>>(request.Action, ReadRegions, isBare: true),
            cancellationToken);
    }

    private static List<string> ReadRegions(Utf8XmlReader xml) => QueryMembers.Find(xml, "regionInfo", list =>
    {
        List<string> regions = [];
        for (int depth = list.Depth; list.ReadItem(depth);)
        {
            Dictionary<string, string> region = QueryMembers.Texts(list);
            if (!region.TryGetValue("optInStatus", out string? status) || status != "not-opted-in")
            {
                regions.Add(region.Required("regionName"));
            }
        }

        return regions;
    }) ?? throw QueryMembers.Missing("regionInfo");

    private sealed class AmazonEC2Config(AwsConnection connection) : ServiceConfig(connection, "EC2", "ec2")
    {
        public override string ServiceVersion => ApiVersion;
    }
}
