namespace RedisCompliance;

/// <summary>
/// One run of an audit over scopes: what is under way, and what comes of each piece of it. Used by one consumer, who takes
/// a page, evaluates it, and gives it back.
/// </summary>
/// <param name="audit">Judges.</param>
/// <param name="scopes">Where the scopes come from.</param>
/// <param name="resourceTypes">The listings of each scope.</param>
/// <param name="throttleLimit">How many scopes have all their listings under way.</param>
/// <param name="stop">Ends everything that is under way; cancelled by <see cref="DisposeAsync"/>.</param>
internal sealed class AuditRun(
    AtRestAudit audit, IAsyncEnumerable<AuditScope> scopes, string[] resourceTypes, int throttleLimit, CancellationTokenSource stop) : IAsyncDisposable
{
    private readonly ArrivalQueue<Arrival> _arrivals = new();
    private readonly IAsyncEnumerator<AuditScope> _scopes = scopes.GetAsyncEnumerator(stop.Token);
    private readonly HashSet<AuditScope> _openScopes = [];
    private int _openListings;
    private bool _isTaking;
    private bool _isOutOfScopes = resourceTypes.Length == 0;

    /// <summary>The scopes that were begun and have not come to their end.</summary>
    public IReadOnlyCollection<AuditScope> OpenScopes => _openScopes;

    /// <summary>Whether there is anything to wait for.</summary>
    public bool IsUnderWay => _arrivals.Count > 0;

    /// <summary>Asks for the next scope, if there is room for one and none is on its way.</summary>
    public void AskForScope()
    {
        if (!_isTaking && !_isOutOfScopes && _openListings <= (throttleLimit - 1) * resourceTypes.Length)
        {
            _isTaking = true;
            _arrivals.Begin(async () => await _scopes.MoveNextAsync().ConfigureAwait(false) ? new Arrival(_scopes.Current) : default);
        }
    }

    /// <summary>Waits for the next piece.</summary>
    /// <returns>A page, to be given back by <see cref="End"/>; null where a scope was begun, or there are no more.</returns>
    public async Task<AuditPage?> TakeAsync(CancellationToken cancellationToken)
    {
        Arrival arrival = await _arrivals.TakeAsync(cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if (arrival.Listing is not null)
        {
            return Open(arrival);
        }

        _isTaking = false;
        switch (arrival.Scope)
        {
            case null:
                _isOutOfScopes = true;
                return null;
            case { Inventory: null } unlisted:
                return new AuditPage(unlisted);
            default:
                Begin(arrival.Scope);
                return null;
        }
    }

    /// <summary>Goes on after a page: asks for the next of its listing, if nobody has, or ends what ends with it.</summary>
    public void End(AuditPage page)
    {
        page.AskForNext();
        _openListings -= page.EndsListing ? 1 : 0;
        page.Scope.IsJudged &= page.IsJudged || page.ResourceCount == 0;
        if (page.IsLastOfScope)
        {
            page.Scope.Target?.End(isComplete: page.Scope.IsJudged && page.Scope.Failures.Count == 0);
            _openScopes.Remove(page.Scope);
            page.Scope.Dispose();
        }
    }

    /// <summary>Ends what is under way, and waits until it has ended.</summary>
    public async ValueTask DisposeAsync()
    {
#pragma warning disable CA1849 // CancelAsync is not in netstandard2.0, and nothing here runs long in a callback.
        stop.Cancel();
#pragma warning restore CA1849
        await _arrivals.DrainAsync().ConfigureAwait(false);
        _arrivals.Dispose();
        await _scopes.DisposeAsync().ConfigureAwait(false);
        foreach (AuditScope scope in _openScopes)
        {
            scope.Dispose();
        }
    }

    private void Begin(AuditScope scope)
    {
        _openScopes.Add(scope);
        scope.Target = audit.Ledger.Begin(scope);
        _openListings += resourceTypes.Length;
        scope.Begin(resourceTypes.Length);
        foreach (string type in resourceTypes)
        {
            Ask(scope, new ResourceListing(scope.Inventory!, type));
        }
    }

    private void Ask(AuditScope scope, ResourceListing listing) => _arrivals.Begin(() => ReadAsync(scope, listing));

    private async Task<Arrival> ReadAsync(AuditScope scope, ResourceListing listing)
    {
        try
        {
            return new Arrival(scope, listing, await audit.ReadAsync(scope, listing, stop.Token).ConfigureAwait(false));
        }
        catch (ServiceCallException failure)
        {
            return new Arrival(scope, listing, Failure: failure);
        }
    }

    private AuditPage Open(Arrival arrival)
    {
        (AuditScope scope, ResourceListing listing) = (arrival.Scope!, arrival.Listing!);
        AuditPage page = arrival.Failure is null
            ? new AuditPage(audit, scope, listing, arrival.Page!, () => Ask(scope, listing))
            : new AuditPage(scope, listing, arrival.Failure);
        foreach (ServiceCallException failure in page.Failures)
        {
            scope.AddFailure(page.ResourceType, failure);
        }

        if (page.EndsListing)
        {
            scope.EndListing();
            page.IsLastOfScope = scope.OpenListings == 0;
        }

        return page;
    }

    /// <summary>What there is to go on with: a scope to begin, a page or the failure of a listing; or the end of the scopes.</summary>
    private readonly record struct Arrival(AuditScope? Scope, ResourceListing? Listing = null, ResourcePage? Page = null, ServiceCallException? Failure = null);
}
