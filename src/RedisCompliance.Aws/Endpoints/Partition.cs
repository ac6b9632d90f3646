namespace RedisCompliance.Aws.Endpoints;

/// <summary>A partition of AWS: Regions with accounts, domains and global services of their own.</summary>
/// <remarks>The partitions file that AWS publishes with its SDKs; a test holds the table against it.</remarks>
/// <param name="Name">What stands behind <c>arn:</c>.</param>
/// <param name="RegionPrefix">How the names of its Regions begin, and those of no other partition.</param>
/// <param name="DnsSuffix">The domain of ordinary endpoints.</param>
/// <param name="DualstackDnsSuffix">The domain of endpoints that speak IPv6 as well.</param>
/// <param name="GlobalRegion">The Region where services live that are one for the whole partition.</param>
internal sealed record Partition(string Name, string RegionPrefix, string DnsSuffix, string DualstackDnsSuffix, string GlobalRegion)
{
    private static readonly Partition s_commercial = new("aws", string.Empty, "amazonaws.com", "api.aws", "us-east-1");

    /// <summary>All partitions; the commercial one last, because it takes the Regions that no other has.</summary>
    public static IReadOnlyList<Partition> All { get; } =
    [
        new("aws-cn", "cn-", "amazonaws.com.cn", "api.amazonwebservices.com.cn", "cn-northwest-1"),
        new("aws-us-gov", "us-gov-", "amazonaws.com", "api.aws", "us-gov-west-1"),
        new("aws-eusc", "eusc-", "amazonaws.eu", "api.amazonwebservices.eu", "eusc-de-east-1"),
        new("aws-iso", "us-iso-", "c2s.ic.gov", "api.aws.ic.gov", "us-iso-east-1"),
        new("aws-iso-b", "us-isob-", "sc2s.sgov.gov", "api.aws.scloud", "us-isob-east-1"),
        new("aws-iso-e", "eu-isoe-", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk", "eu-isoe-west-1"),
        new("aws-iso-f", "us-isof-", "csp.hci.ic.gov", "api.aws.hci.ic.gov", "us-isof-south-1"),
        s_commercial,
    ];

    /// <summary>The partition of a Region.</summary>
    public static Partition Of(string region) =>
        All.FirstOrDefault(partition => region.StartsWith(partition.RegionPrefix, StringComparison.Ordinal)) ?? s_commercial;
}
