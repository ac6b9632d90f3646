namespace RedisCompliance.Audit;

/// <summary>
/// One run of an audit over targets. One consumer takes a page, evaluates it and gives it back, while pages of other listings
/// arrive.
/// </summary>
/// <param name="targets">The targets; each is taken when there is room for it.</param>
/// <param name="resourceTypes">The types to list in each target.</param>
/// <param name="throttleLimit">How many targets may have all their listings running.</param>
/// <param name="judge">Evaluates the resources.</param>
/// <param name="ledger">Receives an entry for each target.</param>
/// <param name="readTags">Adds tags to a page; null if none are needed.</param>
/// <param name="stop">Cancels every call; <see cref="DisposeAsync"/> triggers it.</param>
internal sealed class AuditRun(
    IAsyncEnumerable<AuditTarget> targets, string[] resourceTypes, int throttleLimit, ResourceJudge judge, AuditLedger ledger,
    Func<ResourcePage, IRedisInventory, CancellationToken, Task<ResourcePage>>? readTags, CancellationTokenSource stop) : IAsyncDisposable
{
    private readonly ArrivalQueue<Arrival> _arrivals = new();
    private readonly IAsyncEnumerator<AuditTarget> _targets = targets.GetAsyncEnumerator(stop.Token);
    private readonly HashSet<TargetTally> _open = [];
    private readonly string[] _sourceTypes = [.. resourceTypes.Where(type => !ResourceType.IsBackup(type))];
    private readonly string[] _backupTypes = [.. resourceTypes.Where(ResourceType.IsBackup)];
    private int _openListings;
    private bool _isTaking;
    private bool _isOutOfTargets = resourceTypes.Length == 0;

    /// <summary>The targets that were begun and are not completed.</summary>
    public IReadOnlyCollection<TargetTally> Open => _open;

    /// <summary>Whether any page or target is pending.</summary>
    public bool IsRunning => _arrivals.Count > 0;

    /// <summary>Requests the next target, if there is room for one and no request is pending.</summary>
    public void AskForTarget()
    {
        if (!_isTaking && !_isOutOfTargets && _openListings <= (throttleLimit - 1) * resourceTypes.Length)
        {
            _isTaking = true;
            _arrivals.Begin(async () =>
                await _targets.MoveNextAsync().ConfigureAwait(false) ? new Arrival { Target = _targets.Current } : new Arrival());
        }
    }

    /// <summary>Waits for the next arrival.</summary>
    /// <returns>A page, to be given back to <see cref="End"/>; null if a target was begun or no targets remain.</returns>
    public async Task<AuditPage?> TakeAsync(CancellationToken cancellationToken)
    {
        Arrival arrival = await _arrivals.TakeAsync(cancellationToken).ConfigureAwait(false);
        if (cancellationToken.IsCancellationRequested)
        {
            arrival.Target?.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
        }

        if (arrival.Listing is not null)
        {
            return Turn(arrival);
        }

        _isTaking = false;
        switch (arrival.Target)
        {
            case null:
                _isOutOfTargets = true;
                return null;
            case { Inventory: null } unlisted:
                return new AuditPage(new TargetTally(unlisted));
            default:
                Begin(arrival.Target);
                return null;
        }
    }

    /// <summary>Continues after a page: requests the listing's next page if that has not happened, or closes what has ended.</summary>
    public void End(AuditPage page)
    {
        page.AskForNext();
        TargetTally tally = page.Tally;
        _openListings -= page.EndsListing ? 1 : 0;
        if (page.EndsListing && !ResourceType.IsBackup(page.ResourceType) && --tally.OpenSourceListings == 0)
        {
            AskForBackups(tally);
        }

        tally.IsJudged &= page.IsJudged || page.ResourceCount == 0;
        if (page.IsLastOfTarget)
        {
            tally.LedgerEntry?.End(isComplete: tally.IsJudged && tally.Failures.Count == 0);
            _open.Remove(tally);
            tally.Target.Dispose();
        }
    }

    /// <summary>Cancels every call, and waits until all have ended.</summary>
    public async ValueTask DisposeAsync()
    {
#pragma warning disable CA1849 // CancelAsync is not in netstandard2.0, and nothing here runs long in a callback.
        stop.Cancel();
#pragma warning restore CA1849
        await _arrivals.DrainAsync(arrival => arrival.Target?.Dispose()).ConfigureAwait(false);
        _arrivals.Dispose();
        foreach (TargetTally tally in _open)
        {
            tally.Target.Dispose();
        }

        await _targets.DisposeAsync().ConfigureAwait(false);
    }

    private void Begin(AuditTarget target)
    {
        TargetTally tally = new(target)
        {
            LedgerEntry = ledger.Begin(target),
            OpenListings = resourceTypes.Length,
            OpenSourceListings = _sourceTypes.Length,
            Sources = _backupTypes.Length > 0 ? judge.NewSources() : null,
        };
        _open.Add(tally);
        _openListings += resourceTypes.Length;
        foreach (string type in _sourceTypes)
        {
            Ask(tally, new ResourceListing(target.Inventory!, type, isOfSources: tally.Sources is not null));
        }

        if (_sourceTypes.Length == 0)
        {
            AskForBackups(tally);
        }
    }

    /// <summary>Begins to list backups, once all their possible sources have been listed.</summary>
    private void AskForBackups(TargetTally tally)
    {
        foreach (string type in _backupTypes)
        {
            Ask(tally, new ResourceListing(tally.Target.Inventory!, type));
        }
    }

    private void Ask(TargetTally tally, ResourceListing listing) => _arrivals.Begin(() => ReadAsync(tally, listing));

    private async Task<Arrival> ReadAsync(TargetTally tally, ResourceListing listing)
    {
        Arrival arrival = new() { Tally = tally, Listing = listing };
        try
        {
            ResourcePage page = await listing.ReadNextAsync(stop.Token).ConfigureAwait(false);
            return arrival with
            {
                Page = readTags is null ? page : await readTags(page, tally.Target.Inventory!, stop.Token).ConfigureAwait(false),
            };
        }
        catch (ServiceCallException failure)
        {
            return arrival with { Failure = failure };
        }
    }

    private AuditPage Turn(Arrival arrival)
    {
        (TargetTally tally, ResourceListing listing) = (arrival.Tally!, arrival.Listing!);
        AuditPage page = arrival.Failure is null
            ? new AuditPage(tally, listing, arrival.Page!, judge, () => Ask(tally, listing))
            : new AuditPage(tally, listing, arrival.Failure);
        foreach (ServiceCallException failure in page.Failures)
        {
            tally.AddFailure(page.ResourceType, failure);
        }

        if (page.EndsListing)
        {
            page.IsLastOfTarget = --tally.OpenListings == 0;
        }

        return page;
    }

    /// <summary>A target to begin, a listing's page or failure, or, if empty, the end of the targets.</summary>
    /// <remarks>A class, because .NET compiles Task anew for each value type.</remarks>
    private sealed record Arrival
    {
        public AuditTarget? Target { get; init; }

        public TargetTally? Tally { get; init; }

        public ResourceListing? Listing { get; init; }

        public ResourcePage? Page { get; init; }

        public ServiceCallException? Failure { get; init; }
    }
}
