namespace RedisCompliance.Aws;

/// <summary>What a user may be about to type, as far as AWS knows it.</summary>
public static class Completions
{
    /// <summary>The system names of the Regions that the SDK knows.</summary>
    public static IEnumerable<string> Regions => RegionResolver.Regions.Select(region => region.SystemName);

    /// <summary>The names of the profiles in the shared AWS files.</summary>
    /// <param name="profileLocation">The credentials file, where it is not in its usual place.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The names.</returns>
    public static async Task<IEnumerable<string>> ProfilesAsync(string? profileLocation, CancellationToken cancellationToken) =>
        (await AwsProfiles.ReadAsync(profileLocation, cancellationToken).ConfigureAwait(false)).Names;

    /// <summary>The ids on the first page of each listing.</summary>
    /// <param name="settings">The way to AWS.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <returns>The ids of what can be judged.</returns>
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
            // A listing that is denied takes nothing from what the others offer.
            return [];
        }
    }

    /// <summary>The names of the AWS Config rules.</summary>
    /// <param name="settings">The way to AWS.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <returns>The names.</returns>
    public static async Task<IEnumerable<string>> ConfigRuleNamesAsync(AwsConnectionSettings settings, CancellationToken cancellationToken)
    {
        AwsConnection connection = await AwsConnection.OpenAsync(settings, cancellationToken).ConfigureAwait(false);
        using AmazonConfigServiceClient config = new(connection);
        return await config.ListConfigRuleNamesAsync(cancellationToken).ConfigureAwait(false);
    }
}
