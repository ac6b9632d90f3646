using System.Runtime.CompilerServices;

namespace RedisCompliance;

/// <summary>
/// Judges resources under one policy at one moment. Over inventories (<see cref="RunAsync(IRedisInventory,IEnumerable{string},CancellationToken)"/>)
/// the listings go on at the same time, and every page is judged as it arrives.
/// </summary>
/// <param name="policy">What is asked, and of which resources.</param>
/// <param name="orderingTimestamp">The moment, UTC: all evaluations of one audit carry the same.</param>
/// <param name="includeTags">Whether the resources' tags are read although no exemption looks at them.</param>
public sealed class AtRestAudit(AtRestPolicy policy, DateTime orderingTimestamp, bool includeTags = false)
{
    private readonly HashSet<(string, string, string?, string?)> _seen = [];
    private readonly HashSet<AuditScope> _openScopes = [];

    /// <summary>The scopes that were begun and have not come to their end; after an audit that was given up, those that it left.</summary>
    public IReadOnlyCollection<AuditScope> OpenScopes => _openScopes;

    /// <summary>Judges one resource.</summary>
    /// <param name="resource">The resource.</param>
    /// <returns>Its evaluation, or null if it is out of scope or was judged before.</returns>
    public Evaluation? Evaluate(RedisResource resource) =>
        _seen.Add((resource.ResourceType, resource.Id, resource.Region, resource.AccountId)) ? Judge(resource) : null;

    /// <summary>Lists and judges the inventory of one account in one Region.</summary>
    /// <param name="inventory">The inventory.</param>
    /// <param name="resourceTypes">The types to list, each in a listing of its own at the same time as the others.</param>
    /// <param name="cancellationToken">Ends the audit, wherever it is.</param>
    /// <returns>
    /// The pages in the order of their arrival. The page after the one in hand is asked for as soon as that one's first
    /// evaluation was taken: never before, so that who wants only the first costs one call, and never later, so
    /// that the wait for it and the work on this one overlap. A listing that fails ends with a page that says so.
    /// </returns>
    public IAsyncEnumerable<AuditPage> RunAsync(IRedisInventory inventory, IEnumerable<string> resourceTypes, CancellationToken cancellationToken = default) =>
        RunAsync(Only(new AuditScope(null, inventory.Region, inventory)), resourceTypes, throttleLimit: 1, cancellationToken);

    /// <summary>Lists and judges many accounts and Regions, several at the same time.</summary>
    /// <param name="scopes">The scopes, each taken when there is room for it and disposed of at its end.</param>
    /// <param name="resourceTypes">The types to list in each.</param>
    /// <param name="throttleLimit">
    /// How many scopes are listed at the same time with all their listings; when some of these have ended, others may begin
    /// in their place.
    /// </param>
    /// <param name="cancellationToken">Ends the audit, wherever it is.</param>
    /// <returns>The pages of all in the order of their arrival, as of one; of a scope that is not listed, one that says why.</returns>
    public async IAsyncEnumerable<AuditPage> RunAsync(
        IAsyncEnumerable<AuditScope> scopes, IEnumerable<string> resourceTypes, int throttleLimit, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        string[] types = [.. resourceTypes.Distinct(StringComparer.Ordinal)];
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using ArrivalQueue<Arrival> arrivals = new();
        IAsyncEnumerator<AuditScope> source = scopes.GetAsyncEnumerator(stop.Token);
        int openListings = 0;
        bool isTaking = false;
        bool isOutOfScopes = types.Length == 0;
        void Ask(AuditScope scope, ResourceListing listing) => arrivals.Begin(() => ReadAsync(scope, listing, stop.Token));
        void TakeScope()
        {
            if (!isTaking && !isOutOfScopes && openListings <= (throttleLimit - 1) * types.Length)
            {
                isTaking = true;
                arrivals.Begin(async () => await source.MoveNextAsync().ConfigureAwait(false) ? new Arrival(source.Current) : default);
            }
        }

        try
        {
            for (TakeScope(); arrivals.Count > 0;)
            {
                Arrival arrival = await arrivals.TakeAsync(cancellationToken).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
                if (arrival.Listing is not null)
                {
                    AuditPage page = Open(arrival, () => Ask(arrival.Scope!, arrival.Listing));
                    yield return page;
                    page.AskForNext();
                    openListings -= page.EndsListing ? 1 : 0;
                    if (page.IsLastOfScope)
                    {
                        Close(arrival.Scope!);
                    }
                }
                else
                {
                    isTaking = false;
                    isOutOfScopes = arrival.Scope is null;
                    if (arrival.Scope is { Inventory: null } unlisted)
                    {
                        yield return new AuditPage(unlisted);
                        unlisted.Dispose();
                    }
                    else if (arrival.Scope is { } scope)
                    {
                        _openScopes.Add(scope);
                        openListings += types.Length;
                        scope.Begin(types.Length);
                        foreach (string type in types)
                        {
                            Ask(scope, new ResourceListing(scope.Inventory, type));
                        }
                    }
                }

                TakeScope();
            }
        }
        finally
        {
#pragma warning disable CA1849 // CancelAsync is not in netstandard2.0, and nothing here runs long in a callback.
            stop.Cancel();
#pragma warning restore CA1849
            await arrivals.DrainAsync().ConfigureAwait(false);
            await source.DisposeAsync().ConfigureAwait(false);
            foreach (AuditScope scope in _openScopes)
            {
                scope.Dispose();
            }
        }
    }

    /// <summary>Judges one resource that is known to be no repetition, as those of a listing are.</summary>
    internal Evaluation? Judge(RedisResource resource) =>
        policy.IsInScope(resource) ? AtRestEvaluator.Evaluate(resource, orderingTimestamp, policy) : null;

    private async Task<Arrival> ReadAsync(AuditScope scope, ResourceListing listing, CancellationToken cancellationToken)
    {
        try
        {
            ResourcePage page = await listing.ReadNextAsync(cancellationToken).ConfigureAwait(false);
            if (includeTags || policy.ReadsTags)
            {
                page = await TagReading.AddTagsAsync(page, scope.Inventory!, policy.IsInScope, cancellationToken).ConfigureAwait(false);
            }

            return new Arrival(scope, listing, page);
        }
        catch (ServiceCallException failure)
        {
            return new Arrival(scope, listing, Failure: failure);
        }
    }

    private AuditPage Open(Arrival arrival, Action askForNext)
    {
        (AuditScope scope, ResourceListing listing) = (arrival.Scope!, arrival.Listing!);
        AuditPage page = arrival.Failure is null
            ? new AuditPage(this, scope, listing, arrival.Page!, askForNext)
            : new AuditPage(scope, listing, arrival.Failure);
        if (page.EndsListing)
        {
            scope.EndListing();
            page.IsLastOfScope = scope.OpenListings == 0;
        }

        return page;
    }

    private void Close(AuditScope scope)
    {
        _openScopes.Remove(scope);
        scope.Dispose();
    }

#pragma warning disable CS1998 // It is asynchronous for those who take it, not for what it does.
    private static async IAsyncEnumerable<AuditScope> Only(AuditScope scope)
    {
        yield return scope;
    }
#pragma warning restore CS1998

    /// <summary>What there is to go on with: a scope to begin, a page or the failure of a listing; or the end of the scopes.</summary>
    private readonly record struct Arrival(AuditScope? Scope, ResourceListing? Listing = null, ResourcePage? Page = null, ServiceCallException? Failure = null);
}
