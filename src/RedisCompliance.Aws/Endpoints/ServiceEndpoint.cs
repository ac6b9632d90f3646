namespace RedisCompliance.Aws.Endpoints;

/// <summary>The endpoint of a service in a Region.</summary>
/// <remarks>
/// The endpoint rules that AWS publishes with each service's model, as far as they differ. A test compares this class
/// with them: every service here, every Region, every variant.
/// </remarks>
/// <param name="Host">The host.</param>
/// <param name="SigningRegion">The Region to sign calls for.</param>
internal sealed record ServiceEndpoint(string Host, string SigningRegion)
{
    /// <summary>Finds the endpoint.</summary>
    /// <param name="service">The prefix of the service's hosts: <c>elasticache</c>, <c>portal.sso</c> …</param>
    /// <param name="region">The Region.</param>
    /// <param name="variant">Which of the service's endpoints.</param>
    /// <returns>The endpoint; null if AWS has no such endpoint.</returns>
    public static ServiceEndpoint? Find(string service, string region, EndpointVariant variant)
    {
        var partition = Partition.Of(region);
        if (variant.IsFips && !HasFips(service, partition, region))
        {
            return null;
        }

        if (service == "iam")
        {
            return Iam(partition, variant);
        }

        string home = service == "organizations" && IsOneForPartition(partition, variant) ? partition.GlobalRegion : region;
        return new ServiceEndpoint($"{service}{Fips(service, partition, variant)}.{home}.{Suffix(partition, variant)}", home);
    }

    /// <summary>
    /// Whether AWS has a FIPS endpoint for the service there. It does in the United States, in Canada and in the
    /// government's partitions; AWS KMS has one everywhere but in China and the European Sovereign Cloud.
    /// </summary>
    private static bool HasFips(string service, Partition partition, string region) => partition.Name switch
    {
        "aws-cn" or "aws-eusc" => false,
        "aws" => service is "iam" or "organizations" or "kms"
            || region.StartsWith("us-", StringComparison.Ordinal) || region.StartsWith("ca-", StringComparison.Ordinal),
        _ => true,
    };

    /// <summary>In GovCloud the ordinary endpoint is the FIPS one, except for three services, and for most with dual-stack.</summary>
    private static string? Fips(string service, Partition partition, EndpointVariant variant) =>
        variant.IsFips && (partition.Name != "aws-us-gov" || service is "kms" or "lambda" or "securityhub"
            || (variant.IsDualstack && service is not ("monitoring" or "events"))) ? "-fips" : null;

    private static string Suffix(Partition partition, EndpointVariant variant) =>
        variant.IsDualstack ? partition.DualstackDnsSuffix : partition.DnsSuffix;

    private static bool IsOneForPartition(Partition partition, EndpointVariant variant) =>
        !variant.IsDualstack && (!variant.IsFips || partition.Name is "aws" or "aws-us-gov");

    /// <summary>IAM has one endpoint per partition, and no partition's host follows the common rule.</summary>
    private static ServiceEndpoint Iam(Partition partition, EndpointVariant variant)
    {
        string home = partition.Name == "aws-cn" ? "cn-north-1" : partition.GlobalRegion;
        string iam = variant.IsFips && partition.Name != "aws-us-gov" ? "iam-fips" : "iam";
        string? place = (partition.Name, variant.IsDualstack, variant.IsFips) switch
        {
            ("aws", true, _) or ("aws-cn", true, false) => "global.",
            ("aws", false, _) => null,
            ("aws-us-gov", _, _) => "us-gov.",
            (_, true, _) or ("aws-iso-e" or "aws-iso-f", _, true) => null,
            _ => home + ".",
        };
        return new ServiceEndpoint($"{iam}.{place}{Suffix(partition, variant)}", home);
    }
}
