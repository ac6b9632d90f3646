using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;

namespace RedisCompliance.Aws;

/// <summary>
/// Finds the Region in the order of AWS Tools for PowerShell: parameter, <c>$StoredAWSRegion</c>, the profile, the
/// environment, the default profile, the instance.
/// </summary>
internal static class RegionResolver
{
    /// <summary>The Regions of the SDK's table, which also has names that only Amazon S3 knows (<c>us-east-1-regional</c>).</summary>
    public static IEnumerable<RegionEndpoint> Regions =>
        RegionEndpoint.EnumerableAllRegions.Where(region => !region.SystemName.EndsWith("-regional", StringComparison.Ordinal));

    /// <summary>Finds the Region, and where it was found.</summary>
    /// <exception cref="ConnectionException">There is none, or it is not one of AWS's.</exception>
    public static async Task<(RegionEndpoint Region, string Source)> ResolveAsync(
        AwsConnectionSettings settings, CredentialProfile? profile, CancellationToken cancellationToken)
    {
        (string? name, string source) = First(
            (settings.Region, "parameter Region"),
            (settings.StoredRegion, "$StoredAWSRegion"),
            (profile?.Region?.SystemName, "profile " + profile?.Name),
            (Environment.GetEnvironmentVariable("AWS_REGION"), "environment variable AWS_REGION"),
            (Environment.GetEnvironmentVariable("AWS_DEFAULT_REGION"), "environment variable AWS_DEFAULT_REGION"));
        if (name is not null)
        {
            return (Validate(name, source, settings.EndpointUrl), source);
        }

        // Asks the instance's metadata at the end, which does not answer off AWS: not to be waited for uninterruptibly.
        Task<RegionEndpoint?> fallback = Task.Run<RegionEndpoint?>(() => FallbackRegionFactory.GetRegionEndpoint(true), cancellationToken);
        await Task.WhenAny(fallback, Task.Delay(Timeout.Infinite, cancellationToken)).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        RegionEndpoint? found = await fallback.ConfigureAwait(false);
        return found is not null ? (found, "default profile or instance")
            : settings.FallbackRegion is { } fallbackRegion ? (Validate(fallbackRegion, "fallback", settings.EndpointUrl), "no source: any will do")
            : throw new ConnectionException(ConnectionFault.NoRegion,
                Messages.NoRegion);
    }

    private static (string?, string) First(params (string? Value, string Source)[] places) =>
        places.FirstOrDefault(place => !string.IsNullOrWhiteSpace(place.Value));

    /// <summary>
    /// The SDK takes any text for a Region and would call a host that does not exist. A Region younger than its table
    /// can be had by an endpoint that names it.
    /// </summary>
    public static RegionEndpoint Validate(string name, string source, string? endpointUrl) =>
        Find(name, endpointUrl) ?? throw new ConnectionException(ConnectionFault.UnknownRegion, Messages.UnknownRegion.With(name, source), name);

    /// <summary>The Region of that name; null if there is none.</summary>
    public static RegionEndpoint? Find(string name, string? endpointUrl)
    {
        RegionEndpoint? known = Regions.FirstOrDefault(
            region => string.Equals(region.SystemName, name.Trim(), StringComparison.OrdinalIgnoreCase));
        if (known is null && endpointUrl?.IndexOf("." + name + ".", StringComparison.Ordinal) >= 0)
        {
            known = RegionEndpoint.GetBySystemName(name);
        }

        return known;
    }
}
