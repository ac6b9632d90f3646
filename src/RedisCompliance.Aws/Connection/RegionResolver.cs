using Amazon;

namespace RedisCompliance.Aws.Connection;

/// <summary>
/// Finds the Region in the order of AWS Tools for PowerShell: parameter, <c>$StoredAWSRegion</c>, the profile, the
/// environment, the default profile, the instance.
/// </summary>
internal static class RegionResolver
{
    /// <summary>The Regions of the SDK's table, without the names that only Amazon S3 knows (<c>us-east-1-regional</c>).</summary>
    public static IEnumerable<RegionEndpoint> Regions =>
        RegionEndpoint.EnumerableAllRegions.Where(region => !region.SystemName.EndsWith("-regional", StringComparison.Ordinal));

    /// <summary>Finds the Region, and says where.</summary>
    /// <exception cref="ConnectionException">There is none, or AWS has no such Region.</exception>
    public static async Task<(RegionEndpoint Region, string Source)> ResolveAsync(
        AwsConnectionSettings settings, AwsProfiles profiles, CancellationToken cancellationToken)
    {
        AwsProfile? given = settings.GivenProfileName is { } profileName ? profiles.Get(profileName) : null;
        (string? name, string source) = First(
            (settings.Region, Messages.SourceParameter.With(nameof(settings.Region))),
            (settings.StoredRegion, "$StoredAWSRegion"),
            (given?.Region, Messages.OriginProfile.With(given?.Name)),
            (EnvironmentVariable.Get("AWS_REGION"), Messages.SourceVariable.With("AWS_REGION")),
            (EnvironmentVariable.Get("AWS_DEFAULT_REGION"), Messages.SourceVariable.With("AWS_DEFAULT_REGION")));
        string? instanceReason = null;
        if (name is null)
        {
            AwsProfile? ofEnvironment = given is null ? profiles.OfEnvironment() : profiles.Find(AwsProfiles.EnvironmentName);
            (name, source) = (ofEnvironment?.Region, Messages.OriginProfile.With(ofEnvironment?.Name));
        }

        if (name is null)
        {
            (name, instanceReason) =
                await InstanceMetadata.FindRegionAsync(cancellationToken).ConfigureAwait(false);
            source = Messages.OriginInstance;
        }

        return name is not null ? (Validate(name, source, settings.EndpointUrl), source)
            : settings.FallbackRegion is { } fallback
                ? (Validate(fallback, Messages.SourceFallback, settings.EndpointUrl), Messages.SourceFallback)
            : throw new ConnectionException(ConnectionFault.NoRegion, Messages.NoRegion.With(
                given?.Name ?? AwsProfiles.EnvironmentName, profiles.Places, instanceReason!.TrimEnd('.', '。')));
    }

    private static (string?, string) First(params (string? Value, string Source)[] places) =>
        places.FirstOrDefault(place => !string.IsNullOrWhiteSpace(place.Value));

    /// <summary>
    /// The SDK accepts any text as a Region and would call a host that does not exist. A Region newer than the SDK's
    /// table is accepted if the endpoint names it.
    /// </summary>
    public static RegionEndpoint Validate(string name, string source, string? endpointUrl) =>
        Find(name, endpointUrl)
        ?? throw new ConnectionException(ConnectionFault.UnknownRegion, Messages.UnknownRegion.With(name, source), name);

    /// <summary>Finds the Region of a name; null if there is none.</summary>
    public static RegionEndpoint? Find(string name, string? endpointUrl)
    {
        string trimmed = name.Trim();
        RegionEndpoint? known = Regions.FirstOrDefault(
            region => string.Equals(region.SystemName, trimmed, StringComparison.OrdinalIgnoreCase));
        if (known is null && endpointUrl?.IndexOf("." + trimmed + ".", StringComparison.Ordinal) >= 0)
        {
            known = RegionEndpoint.GetBySystemName(trimmed);
        }

        return known;
    }
}
