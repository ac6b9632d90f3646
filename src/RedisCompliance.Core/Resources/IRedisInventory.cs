namespace RedisCompliance.Resources;

/// <summary>The port to ElastiCache: the resources of one account in one Region, a page at a time.</summary>
public interface IRedisInventory
{
    /// <summary>The Region to list.</summary>
    string Region { get; }

    /// <summary>Asks AWS which account the credentials belong to.</summary>
    /// <param name="cancellationToken">Cancels the call at any point.</param>
    /// <returns>The 12-digit account id.</returns>
    /// <exception cref="ServiceCallException">AWS did not return the account.</exception>
    /// <remarks>AWS STS, GetCallerIdentity: requires no permission.</remarks>
    Task<string> GetAccountIdAsync(CancellationToken cancellationToken);

    /// <summary>Reads one page of the resources of one type, at the API's maximum page size.</summary>
    /// <param name="resourceType">One of <see cref="ResourceType"/>.</param>
    /// <param name="marker">The <see cref="ResourcePage.NextMarker"/> of the previous page, or null for the first.</param>
    /// <param name="cancellationToken">Cancels the call at any point.</param>
    /// <returns>The complete page.</returns>
    /// <exception cref="ServiceCallException">The page could not be read, retries included.</exception>
    Task<ResourcePage> GetPageAsync(string resourceType, string? marker, CancellationToken cancellationToken);

    /// <summary>
    /// Reads the same page with what matches backups to their sources: creation times, and the clusters that are members of
    /// replication groups.
    /// </summary>
    /// <param name="resourceType">One of <see cref="ResourceType.Default"/>.</param>
    /// <param name="marker">The <see cref="ResourcePage.NextMarker"/> of the previous page, or null for the first.</param>
    /// <param name="cancellationToken">Cancels the call at any point.</param>
    /// <returns>The complete page.</returns>
    /// <exception cref="ServiceCallException">The page could not be read, retries included.</exception>
    Task<ResourcePage> GetSourcePageAsync(string resourceType, string? marker, CancellationToken cancellationToken);

    /// <summary>Reads the tags of one resource.</summary>
    /// <param name="resourceArn">Its ARN.</param>
    /// <param name="cancellationToken">Cancels the call at any point.</param>
    /// <returns>The tags by key.</returns>
    /// <exception cref="ServiceCallException">The tags could not be read, retries included.</exception>
    Task<IReadOnlyDictionary<string, string>> ListTagsForResourceAsync(string resourceArn, CancellationToken cancellationToken);
}

/// <summary>One page of a listing.</summary>
/// <param name="Resources">Its resources, in the API's order.</param>
/// <param name="NextMarker">Where the next page begins; null or empty after the last.</param>
/// <param name="Unnamed">The number of records that have neither an id nor an ARN.</param>
/// <param name="TagFailure">Why tags could not be read; null if they were read or not requested.</param>
public sealed record ResourcePage(
    IReadOnlyList<RedisResource> Resources, string? NextMarker, int Unnamed = 0, ServiceCallException? TagFailure = null);
