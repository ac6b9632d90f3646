using System.Runtime.CompilerServices;

namespace RedisCompliance;

/// <summary>
/// Judges resources under one policy at one moment. Over an inventory (<see cref="RunAsync"/>) the listings go on at
/// the same time, and every page is judged as it arrives.
/// </summary>
/// <param name="policy">What is asked, and of which resources.</param>
/// <param name="orderingTimestamp">The moment, UTC: all evaluations of one audit carry the same.</param>
public sealed class AtRestAudit(AtRestPolicy policy, DateTime orderingTimestamp)
{
    private readonly HashSet<(string, string, string?, string?)> _seen = [];

    /// <summary>Judges one resource.</summary>
    /// <param name="resource">The resource.</param>
    /// <returns>Its evaluation, or null if it is out of scope or was judged before.</returns>
    public Evaluation? Evaluate(RedisResource resource) =>
        _seen.Add((resource.ResourceType, resource.Id, resource.Region, resource.AccountId)) ? Judge(resource) : null;

    /// <summary>Lists and judges an inventory.</summary>
    /// <param name="inventory">The inventory of one account in one Region.</param>
    /// <param name="resourceTypes">The types to list, each in a listing of its own at the same time as the others.</param>
    /// <param name="cancellationToken">Ends the audit, wherever it is.</param>
    /// <returns>
    /// The pages in the order of their arrival. The page after the one in hand is asked for as soon as that one's first
    /// evaluation was taken: never before, so that who wants only the first costs one call, and never later, so
    /// that the wait for it and the work on this one overlap. A listing that fails ends with a page that says so.
    /// </returns>
    public async IAsyncEnumerable<AuditPage> RunAsync(
        IRedisInventory inventory,
        IEnumerable<string> resourceTypes,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Dictionary<Task<ResourcePage>, ResourceListing> underWay = [];

        // On the pool, so that signing and parsing run beside the judging and not within it.
        void Ask(ResourceListing listing) =>
            underWay.Add(Task.Run(() => listing.ReadNextAsync(stop.Token), CancellationToken.None), listing);

        try
        {
            foreach (string resourceType in resourceTypes.Distinct(StringComparer.Ordinal))
            {
                Ask(new ResourceListing(inventory, resourceType));
            }

            while (underWay.Count > 0)
            {
                Task<ResourcePage> arrived = await Task.WhenAny(underWay.Keys).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
                ResourceListing listing = underWay[arrived];
                underWay.Remove(arrived);
                AuditPage page = await OpenAsync(arrived, listing, () => Ask(listing)).ConfigureAwait(false);
                yield return page;
                page.AskForNext();
            }
        }
        finally
        {
            await EndAsync(stop, [.. underWay.Keys]).ConfigureAwait(false);
        }
    }

    /// <summary>Judges one resource that is known to be no repetition, as those of a listing are.</summary>
    internal Evaluation? Judge(RedisResource resource) =>
        policy.IsInScope(resource) ? AtRestEvaluator.Evaluate(resource, orderingTimestamp, policy) : null;

    private async Task<AuditPage> OpenAsync(Task<ResourcePage> arrived, ResourceListing listing, Action askForNext)
    {
        try
        {
            ResourcePage page = await arrived.ConfigureAwait(false);
            return new AuditPage(this, listing, page, askForNext);
        }
        catch (ServiceCallException exception)
        {
            return new AuditPage(listing, exception);
        }
    }

    /// <summary>Leaves no call behind that someone would have to wait for, nor an exception that nobody saw.</summary>
    private static async Task EndAsync(CancellationTokenSource stop, Task[] underWay)
    {
        if (underWay.Length == 0)
        {
            return;
        }

#pragma warning disable CA1849 // CancelAsync is not in netstandard2.0, and nothing here runs long in a callback.
        stop.Cancel();
#pragma warning restore CA1849
        try
        {
            await Task.WhenAll(underWay).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or ServiceCallException)
        {
            // The audit was given up; how its last calls ended is no longer of interest to anyone.
        }
    }
}
