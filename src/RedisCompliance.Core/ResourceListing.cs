namespace RedisCompliance;

/// <summary>Walks the pages of one listing, and makes sure that the walk ends.</summary>
internal sealed class ResourceListing(IRedisInventory inventory, string resourceType)
{
    /// <summary>
    /// Pages in a row that may bring nothing new. Real listings have some (AWS filters member clusters after
    /// paging), so the bound only stops one that would never end: 1,000 full pages are 100,000 members.
    /// </summary>
    internal const int MaxBarrenPages = 1_000;

    private readonly HashSet<string> _markers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private string? _marker;
    private string? _endlessBecause;
    private int _barrenPages;

    public string ResourceType { get; } = resourceType;

    /// <summary>How many pages were read.</summary>
    public int PageNumber { get; private set; }

    /// <summary>Whether the last page was read.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>
    /// Reads the next page; a record that an earlier page had already is left out of it. A listing that turns out to go
    /// in circles fails after the page that shows it, whose resources are as good as any.
    /// </summary>
    /// <exception cref="ServiceCallException">The page could not be had, or the listing goes in circles.</exception>
    public async Task<ResourcePage> ReadNextAsync(CancellationToken cancellationToken)
    {
        if (_endlessBecause is not null)
        {
            throw new ServiceCallException(ServiceFailure.EndlessListing, $"listing of {ResourceType}",
                Messages.EndlessListing.With(ResourceType, inventory.Region, _endlessBecause));
        }

        ResourcePage page = await inventory.GetPageAsync(ResourceType, _marker, cancellationToken).ConfigureAwait(false);
        PageNumber++;
        List<RedisResource> fresh = [.. page.Resources.Where(resource => _ids.Add(resource.Id))];
        _marker = page.NextMarker;
        if (string.IsNullOrEmpty(_marker))
        {
            IsComplete = true;
        }
        else if (!_markers.Add(_marker!))
        {
            _endlessBecause = Messages.PageReadBefore.With(PageNumber);
        }
        else if (fresh.Count > 0)
        {
            _barrenPages = 0;
        }
        else if (++_barrenPages >= MaxBarrenPages)
        {
            _endlessBecause = Messages.BarrenPages.With(MaxBarrenPages);
        }

        return page with { Resources = fresh };
    }
}
