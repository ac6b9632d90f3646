namespace RedisCompliance.Audit;

/// <summary>
/// One run of an audit over targets: what is under way, and what comes of each piece of it. Used by one consumer, who takes
/// a page, evaluates it, and gives it back.
/// </summary>
/// <param name="audit">Judges.</param>
/// <param name="targets">Where the targets come from.</param>
/// <param name="resourceTypes">The listings of each target.</param>
/// <param name="throttleLimit">How many targets have all their listings under way.</param>
/// <param name="stop">Ends everything that is under way; cancelled by <see cref="DisposeAsync"/>.</param>
internal sealed class AuditRun(
    AtRestAudit audit, IAsyncEnumerable<AuditTarget> targets, string[] resourceTypes, int throttleLimit, CancellationTokenSource stop) : IAsyncDisposable
{
    private readonly ArrivalQueue<Arrival> _arrivals = new();
    private readonly IAsyncEnumerator<AuditTarget> _targets = targets.GetAsyncEnumerator(stop.Token);
    private readonly HashSet<AuditTarget> _openTargets = [];
    private int _openListings;
    private bool _isTaking;
    private bool _isOutOfTargets = resourceTypes.Length == 0;

    /// <summary>The targets that were begun and have not come to their end.</summary>
    public IReadOnlyCollection<AuditTarget> OpenTargets => _openTargets;

    /// <summary>Whether there is anything to wait for.</summary>
    public bool IsUnderWay => _arrivals.Count > 0;

    /// <summary>Asks for the next target, if there is room for one and none is on its way.</summary>
    public void AskForTarget()
    {
        if (!_isTaking && !_isOutOfTargets && _openListings <= (throttleLimit - 1) * resourceTypes.Length)
        {
            _isTaking = true;
            _arrivals.Begin(async () => await _targets.MoveNextAsync().ConfigureAwait(false) ? new Arrival(_targets.Current) : default);
        }
    }

    /// <summary>Waits for the next piece.</summary>
    /// <returns>A page, to be given back by <see cref="End"/>; null where a target was begun, or there are no more.</returns>
    public async Task<AuditPage?> TakeAsync(CancellationToken cancellationToken)
    {
        Arrival arrival = await _arrivals.TakeAsync(cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if (arrival.Listing is not null)
        {
            return Open(arrival);
        }

        _isTaking = false;
        switch (arrival.Target)
        {
            case null:
                _isOutOfTargets = true;
                return null;
            case { Inventory: null } unlisted:
                return new AuditPage(unlisted);
            default:
                Begin(arrival.Target);
                return null;
        }
    }

    /// <summary>Goes on after a page: asks for the next of its listing, if nobody has, or ends what ends with it.</summary>
    public void End(AuditPage page)
    {
        page.AskForNext();
        _openListings -= page.EndsListing ? 1 : 0;
        page.Target.IsJudged &= page.IsJudged || page.ResourceCount == 0;
        if (page.IsLastOfTarget)
        {
            page.Target.LedgerEntry?.End(isComplete: page.Target.IsJudged && page.Target.Failures.Count == 0);
            _openTargets.Remove(page.Target);
            page.Target.Dispose();
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
        await _targets.DisposeAsync().ConfigureAwait(false);
        foreach (AuditTarget target in _openTargets)
        {
            target.Dispose();
        }
    }

    private void Begin(AuditTarget target)
    {
        _openTargets.Add(target);
        target.LedgerEntry = audit.Ledger.Begin(target);
        _openListings += resourceTypes.Length;
        target.Begin(resourceTypes.Length);
        foreach (string type in resourceTypes)
        {
            Ask(target, new ResourceListing(target.Inventory!, type));
        }
    }

    private void Ask(AuditTarget target, ResourceListing listing) => _arrivals.Begin(() => ReadAsync(target, listing));

    private async Task<Arrival> ReadAsync(AuditTarget target, ResourceListing listing)
    {
        try
        {
            return new Arrival(target, listing, await audit.ReadAsync(target, listing, stop.Token).ConfigureAwait(false));
        }
        catch (ServiceCallException failure)
        {
            return new Arrival(target, listing, Failure: failure);
        }
    }

    private AuditPage Open(Arrival arrival)
    {
        (AuditTarget target, ResourceListing listing) = (arrival.Target!, arrival.Listing!);
        AuditPage page = arrival.Failure is null
            ? new AuditPage(audit, target, listing, arrival.Page!, () => Ask(target, listing))
            : new AuditPage(target, listing, arrival.Failure);
        foreach (ServiceCallException failure in page.Failures)
        {
            target.AddFailure(page.ResourceType, failure);
        }

        if (page.EndsListing)
        {
            target.EndListing();
            page.IsLastOfTarget = target.OpenListings == 0;
        }

        return page;
    }

    /// <summary>What there is to go on with: a target to begin, a page or the failure of a listing; or the end of the targets.</summary>
    private readonly record struct Arrival(AuditTarget? Target, ResourceListing? Listing = null, ResourcePage? Page = null, ServiceCallException? Failure = null);
}
