namespace RedisCompliance.Aws;

/// <summary>Completions of what the user types, as far as AWS and the shared AWS files have them.</summary>
public static class Completions
{
    /// <summary>The system names of the Regions that the SDK knows.</summary>
    public static IEnumerable<string> Regions => RegionResolver.Regions.Select(region => region.SystemName);

    /// <summary>The names of the profiles in the shared AWS files.</summary>
    /// <param name="profileLocation">The credentials file; null for its usual place.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The names.</returns>
    public static async Task<IEnumerable<string>> ProfilesAsync(string? profileLocation, CancellationToken cancellationToken) =>
        (await AwsProfiles.ReadAsync(profileLocation, cancellationToken).ConfigureAwait(false)).Names;

    /// <summary>The ids on the first page of each listing.</summary>
    /// <param name="settings">How to connect to AWS.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <returns>The ids of the resources that the default policy covers.</returns>
    public static async Task<IEnumerable<string>> ResourceIdsAsync(AwsConnectionSettings settings, CancellationToken cancellationToken)
    {
        AwsConnection connection = await AwsConnection.OpenAsync(settings, cancellationToken).ConfigureAwait(false);
        using ElastiCacheInventory inventory = connection.OpenInventory();
        IEnumerable<RedisResource>[] pages = await Task.WhenAll(
            ResourceType.Default.Select(type => ListOrNothingAsync(inventory, type, cancellationToken))).ConfigureAwait(false);
        return pages.SelectMany(page => page).Where(AtRestPolicy.Default.IsInScope).Select(resource => resource.Id);
    }

    private static async Task<IEnumerable<RedisResource>> ListOrNothingAsync(
        ElastiCacheInventory inventory, string resourceType, CancellationToken cancellationToken)
    {
        try
        {
            return (await inventory.GetPageAsync(resourceType, null, cancellationToken).ConfigureAwait(false)).Resources;
        }
        catch (ServiceCallException)
        {
            // One denied listing does not hide the ids from the others.
            return [];
        }
    }

    /// <summary>The names of the AWS Config rules.</summary>
    /// <param name="settings">How to connect to AWS.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The names.</returns>
    public static async Task<IEnumerable<string>> ConfigRuleNamesAsync(AwsConnectionSettings settings, CancellationToken cancellationToken)
    {
        AwsConnection connection = await AwsConnection.OpenAsync(settings, cancellationToken).ConfigureAwait(false);
        using AmazonConfigServiceClient config = new(connection);
        return await config.ListConfigRuleNamesAsync(cancellationToken).ConfigureAwait(false);
    }
}
