using System.Runtime.CompilerServices;

namespace RedisCompliance.Audit;

/// <summary>
/// Judges resources under one policy at one moment. Over inventories (<see cref="RunAsync(IRedisInventory,IEnumerable{string},CancellationToken)"/>)
/// the listings go on at the same time, and every page is judged as it arrives.
/// </summary>
/// <param name="policy">What is asked, and of which resources.</param>
/// <param name="orderingTimestamp">The moment, UTC: all evaluations of one audit carry the same.</param>
/// <param name="includeTags">Whether the resources' tags are read although no exemption looks at them.</param>
/// <param name="ledger">Where the audit notes what it sees; null for one of its own.</param>
public sealed class AtRestAudit(AtRestPolicy policy, DateTime orderingTimestamp, bool includeTags = false, AuditLedger? ledger = null)
{
    /// <summary>What the audit has seen.</summary>
    public AuditLedger Ledger { get; } = ledger ?? new(DateTime.UtcNow, RuleParameters.FromPolicy(policy));

    /// <summary>Which of the policy's keys and exemptions were of use so far.</summary>
    public PolicyUse PolicyUse { get; } = new(policy, orderingTimestamp);

    /// <summary>The targets that were begun and have not come to their end; after an audit that was given up, those that it left.</summary>
    public IReadOnlyCollection<AuditTarget> OpenTargets { get; private set; } = [];

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
        RunAsync(Only(new AuditTarget(null, inventory.Region, inventory)), resourceTypes, throttleLimit: 1, cancellationToken);

    /// <summary>Lists and judges many accounts and Regions, several at the same time.</summary>
    /// <param name="targets">The targets, each taken when there is room for it and disposed of at its end.</param>
    /// <param name="resourceTypes">The types to list in each.</param>
    /// <param name="throttleLimit">
    /// How many targets are listed at the same time with all their listings; when some of these have ended, others may begin
    /// in their place.
    /// </param>
    /// <param name="cancellationToken">Ends the audit, wherever it is.</param>
    /// <returns>The pages of all in the order of their arrival, as of one; of a target that is not listed, one that says why.</returns>
    public async IAsyncEnumerable<AuditPage> RunAsync(
        IAsyncEnumerable<AuditTarget> targets, IEnumerable<string> resourceTypes, int throttleLimit, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        string[] types = [.. resourceTypes.Distinct(StringComparer.Ordinal)];
        Ledger.IsFiltered |= policy.ResourceTypes.Except(types).Any();
        AuditRun run = new(this, targets, types, throttleLimit, stop);
        OpenTargets = run.OpenTargets;
        await using (run.ConfigureAwait(false))
        {
            for (run.AskForTarget(); run.IsUnderWay; run.AskForTarget())
            {
                if (await run.TakeAsync(cancellationToken).ConfigureAwait(false) is { } page)
                {
                    yield return page;
                    run.End(page);
                }
            }
        }

        Ledger.EndedAt = DateTime.UtcNow;
    }

    /// <summary>Judges one resource that is known to be no repetition, as those of a listing are.</summary>
    internal Evaluation? Judge(RedisResource resource)
    {
        if (!policy.IsInScope(resource))
        {
            return null;
        }

        PolicyUse.Note(resource);
        return AtRestEvaluator.Evaluate(resource, orderingTimestamp, policy);
    }

    /// <summary>Reads a listing's next page, with tags where they are wanted.</summary>
    internal async Task<ResourcePage> ReadAsync(AuditTarget target, ResourceListing listing, CancellationToken cancellationToken)
    {
        ResourcePage page = await listing.ReadNextAsync(cancellationToken).ConfigureAwait(false);
        return includeTags || policy.ReadsTags
            ? await TagReading.AddTagsAsync(page, target.Inventory!, policy.IsInScope, cancellationToken).ConfigureAwait(false)
            : page;
    }

#pragma warning disable CS1998 // It is asynchronous for those who take it, not for what it does.
    private static async IAsyncEnumerable<AuditTarget> Only(AuditTarget target)
    {
        yield return target;
    }
#pragma warning restore CS1998
}
