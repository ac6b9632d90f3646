namespace RedisCompliance.Aws;

/// <summary>
/// The operations of AWS Organizations that are used. Names as in AWSSDK.Organizations, whose place it takes.
/// </summary>
/// <remarks>AWS Organizations API Reference, version 2016-11-28.</remarks>
internal sealed class AmazonOrganizationsClient(AwsConnection connection)
    : JsonServiceClient(connection, new AmazonOrganizationsConfig(connection), "AWSOrganizationsV20161128"), IOrganizations
{
    public Task<string> DescribeOrganizationAsync(CancellationToken cancellationToken) =>
        CallAsync("DescribeOrganization", _ => { },
            answer => answer.Find("Organization")?.RequiredText("Id") ?? throw new System.Text.Json.JsonException("Organization is missing."), cancellationToken);

    /// <summary>Organizations is one for a whole partition: one endpoint, and one Region to sign for.</summary>
    /// <remarks>AWS General Reference, "AWS Organizations endpoints and quotas".</remarks>
    private sealed class AmazonOrganizationsConfig : ServiceConfig
    {
        private readonly string _home;

        public AmazonOrganizationsConfig(AwsConnection connection)
            : base(connection, "Organizations", "organizations")
        {
            _home = Region.PartitionName switch
            {
                "aws" => "us-east-1",
                "aws-cn" => "cn-northwest-1",
                "aws-us-gov" => "us-gov-west-1",
                _ => connection.Region,
            };
            AuthenticationRegion = _home;
        }

        public override string ServiceVersion => "2016-11-28";

        private protected override string Host(bool isFips, bool isDualstack) =>
            base.Host(isFips, isDualstack).Replace($".{Region.SystemName}.", $".{_home}.");
    }
}
