using System.Runtime.CompilerServices;

namespace RedisCompliance.Audit;

/// <summary>
/// Lists the resources of one or many accounts and Regions, and evaluates them under one policy at one moment. Listings run
/// at the same time, and every page is evaluated as it arrives.
/// </summary>
/// <param name="policy">What is asked, and of which resources.</param>
/// <param name="orderingTimestamp">The moment, UTC: all evaluations of one audit carry the same.</param>
/// <param name="includeTags">Whether the resources' tags are read although no exemption looks at them.</param>
/// <param name="ledger">Where the audit notes what it reads; null for one of its own.</param>
public sealed class AtRestAudit(AtRestPolicy policy, DateTime orderingTimestamp, bool includeTags = false, AuditLedger? ledger = null)
{
    private readonly ResourceJudge _judge = new(policy, orderingTimestamp);

    /// <summary>What the audit has read.</summary>
    public AuditLedger Ledger { get; } = ledger ?? new(DateTime.UtcNow, RuleParameters.FromPolicy(policy));

    /// <summary>Which of the policy's keys and exemptions were of use so far.</summary>
    public PolicyUse PolicyUse => _judge.PolicyUse;

    /// <summary>The targets that were begun and are not completed; after an audit that was stopped, those that it left.</summary>
    public IReadOnlyCollection<TargetTally> OpenTargets { get; private set; } = [];

    /// <summary>Audits one account in one Region.</summary>
    /// <param name="inventory">The inventory.</param>
    /// <param name="resourceTypes">The types to list, each in a listing of its own at the same time as the others.</param>
    /// <param name="cancellationToken">Ends the audit, wherever it is.</param>
    /// <returns>
    /// The pages in the order of their arrival. The page after the one in hand is asked for as soon as that one's first
    /// evaluation was taken: never before, so that who wants only the first costs one call, and never later, so
    /// that the wait for it and the work on this one overlap. A listing that fails ends with a page that says so.
    /// </returns>
    public IAsyncEnumerable<AuditPage> RunAsync(
        IRedisInventory inventory, IEnumerable<string> resourceTypes, CancellationToken cancellationToken = default) =>
        RunAsync(Only(new AuditTarget(null, inventory.Region, inventory)), resourceTypes, throttleLimit: 1, cancellationToken);

    /// <summary>Audits many accounts and Regions, several at the same time.</summary>
    /// <param name="targets">The targets, each taken when there is room for it and disposed of at its end.</param>
    /// <param name="resourceTypes">The types to list in each.</param>
    /// <param name="throttleLimit">
    /// How many targets are listed at the same time with all their listings; when some of these have ended, others may begin
    /// in their place.
    /// </param>
    /// <param name="cancellationToken">Ends the audit, wherever it is.</param>
    /// <returns>The pages of all in the order of their arrival, as of one; of a target that is not listed, one that says why.</returns>
    public async IAsyncEnumerable<AuditPage> RunAsync(
        IAsyncEnumerable<AuditTarget> targets, IEnumerable<string> resourceTypes, int throttleLimit,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        string[] types = [.. resourceTypes.Distinct(StringComparer.Ordinal)];
        Ledger.IsFiltered |= policy.ResourceTypes.Except(types).Any();
        AuditRun run = new(targets, types, throttleLimit, _judge, Ledger, includeTags || policy.ReadsTags ? ReadTagsAsync : null, stop);
        OpenTargets = run.Open;
        await using (run.ConfigureAwait(false))
        {
            for (run.AskForTarget(); run.IsRunning; run.AskForTarget())
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

    private Task<ResourcePage> ReadTagsAsync(ResourcePage page, IRedisInventory inventory, CancellationToken cancellationToken) =>
        TagReading.AddTagsAsync(page, inventory, policy.IsInScope, cancellationToken);

#pragma warning disable CS1998 // It is asynchronous for those who take it, not for what it does.
    private static async IAsyncEnumerable<AuditTarget> Only(AuditTarget target)
    {
        yield return target;
    }
#pragma warning restore CS1998
}
