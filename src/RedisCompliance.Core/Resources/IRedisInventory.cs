namespace RedisCompliance.Resources;

/// <summary>The port to ElastiCache: what one account has in one Region, a page at a time.</summary>
public interface IRedisInventory
{
    /// <summary>The Region that is listed.</summary>
    string Region { get; }

    /// <summary>Asks whose account is listed.</summary>
    /// <param name="cancellationToken">Ends the call, wherever it is.</param>
    /// <returns>The 12-digit account id.</returns>
    /// <exception cref="ServiceCallException">It could not be told.</exception>
    /// <remarks>AWS STS, GetCallerIdentity: it needs no permission.</remarks>
    Task<string> GetAccountIdAsync(CancellationToken cancellationToken);

    /// <summary>Reads one page of the resources of one type, the largest that the API gives.</summary>
    /// <param name="resourceType">One of <see cref="ResourceType"/>.</param>
    /// <param name="marker">The <see cref="ResourcePage.NextMarker"/> of the page before, or null for the first.</param>
    /// <param name="cancellationToken">Ends the call, wherever it is.</param>
    /// <returns>The page, whole.</returns>
    /// <exception cref="ServiceCallException">The page could not be had, retries included.</exception>
    Task<ResourcePage> GetPageAsync(string resourceType, string? marker, CancellationToken cancellationToken);

    /// <summary>
    /// The same with what tells whether a backup is of a resource: when it was created; of cache clusters, members of
    /// replication groups too.
    /// </summary>
    /// <param name="resourceType">One of <see cref="ResourceType.Default"/>.</param>
    /// <param name="marker">The <see cref="ResourcePage.NextMarker"/> of the page before, or null for the first.</param>
    /// <param name="cancellationToken">Ends the call, wherever it is.</param>
    /// <returns>The page, whole.</returns>
    /// <exception cref="ServiceCallException">The page could not be had, retries included.</exception>
    Task<ResourcePage> GetSourcePageAsync(string resourceType, string? marker, CancellationToken cancellationToken);

    /// <summary>Reads the tags of one resource.</summary>
    /// <param name="resourceArn">Its ARN.</param>
    /// <param name="cancellationToken">Ends the call, wherever it is.</param>
    /// <returns>The tags by key.</returns>
    /// <exception cref="ServiceCallException">They could not be had, retries included.</exception>
    Task<IReadOnlyDictionary<string, string>> ListTagsForResourceAsync(string resourceArn, CancellationToken cancellationToken);
}

/// <summary>One page of a listing.</summary>
/// <param name="Resources">Its resources, in the API's order.</param>
/// <param name="NextMarker">Where the next page begins; null or empty after the last.</param>
/// <param name="Unnamed">How many records had neither an id nor an ARN.</param>
/// <param name="TagFailure">Why tags could not be read; null where they could, or nobody asked for them.</param>
public sealed record ResourcePage(
    IReadOnlyList<RedisResource> Resources, string? NextMarker, int Unnamed = 0, ServiceCallException? TagFailure = null);
