namespace RedisCompliance.Aws.Endpoints;

/// <summary>A partition of AWS: Regions with their own accounts, domains and global services.</summary>
/// <remarks>The partitions file that AWS publishes with its SDKs; a test compares the table with it.</remarks>
/// <param name="Name">The part of an ARN after <c>arn:</c>.</param>
/// <param name="RegionPrefix">The prefix of its Regions' names, which no other partition uses.</param>
/// <param name="DnsSuffix">The domain of ordinary endpoints.</param>
/// <param name="DualstackDnsSuffix">The domain of endpoints that also speak IPv6.</param>
/// <param name="GlobalRegion">The Region that hosts the services of the whole partition.</param>
internal sealed record Partition(string Name, string RegionPrefix, string DnsSuffix, string DualstackDnsSuffix, string GlobalRegion)
{
    private static readonly Partition s_commercial = new("aws", string.Empty, "amazonaws.com", "api.aws", "us-east-1");

    /// <summary>All partitions; the commercial one last, because it takes every Region that no other prefix matches.</summary>
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
