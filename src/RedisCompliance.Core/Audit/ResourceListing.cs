namespace RedisCompliance.Audit;

/// <summary>Reads the pages of one listing. A page may repeat records of earlier ones.</summary>
internal sealed class ResourceListing(IRedisInventory inventory, string resourceType, bool isOfSources = false)
{
    private readonly PageCursor _cursor = new();
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

    public string ResourceType { get; } = resourceType;

    /// <summary>How many pages were read.</summary>
    public int PageNumber => _cursor.PageNumber;

    /// <summary>Whether the last page was read.</summary>
    public bool IsComplete => _cursor.IsAtEnd;

    /// <summary>
    /// Reads the next page without the records of earlier pages. If a page shows that the listing goes in circles, its resources
    /// still count, and the next read fails.
    /// </summary>
    /// <exception cref="ServiceCallException">The page could not be read, or the listing goes in circles.</exception>
    public async Task<ResourcePage> ReadNextAsync(CancellationToken cancellationToken)
    {
        _cursor.ThrowIfEndless($"listing of {ResourceType}", Messages.CallInRegion.With(ResourceType, inventory.Region));
        ResourcePage page = await (isOfSources ? inventory.GetSourcePageAsync(ResourceType, _cursor.Token, cancellationToken)
            : inventory.GetPageAsync(ResourceType, _cursor.Token, cancellationToken)).ConfigureAwait(false);
        List<RedisResource> fresh = [.. page.Resources.Where(resource => _ids.Add(resource.Id))];
        _cursor.MoveTo(page.NextMarker, isBarren: fresh.Count == 0);
        return page with { Resources = fresh };
    }
}
