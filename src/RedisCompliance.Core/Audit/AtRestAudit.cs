using System.Runtime.CompilerServices;

namespace RedisCompliance.Audit;

/// <summary>
/// Lists the resources of one or many accounts and Regions, and evaluates them under one policy at one moment. Listings run
/// concurrently, and each page is evaluated as it arrives.
/// </summary>
/// <param name="policy">What the audit requires, and of which resources.</param>
/// <param name="orderingTimestamp">The moment, UTC, that every evaluation of the audit carries.</param>
/// <param name="includeTags">Whether to read tags even if no exemption needs them.</param>
/// <param name="ledger">Where the audit notes what it reads; null to create a ledger.</param>
public sealed class AtRestAudit(AtRestPolicy policy, DateTime orderingTimestamp, bool includeTags = false, AuditLedger? ledger = null)
{
    private readonly ResourceJudge _judge = new(policy, orderingTimestamp);

    /// <summary>What the audit has read.</summary>
    public AuditLedger Ledger { get; } = ledger ?? new(DateTime.UtcNow, RuleParameters.FromPolicy(policy));

    /// <summary>Which of the policy's keys and exemptions have been used so far.</summary>
    public PolicyUse PolicyUse => _judge.PolicyUse;

    /// <summary>The targets that were begun and are not completed; after a stopped audit, those left unfinished.</summary>
    public IReadOnlyCollection<TargetTally> OpenTargets { get; private set; } = [];

    /// <summary>Audits one account in one Region.</summary>
    /// <param name="inventory">The account's resources in the Region.</param>
    /// <param name="resourceTypes">The types to list, each in a listing of its own; the listings run concurrently.</param>
    /// <param name="cancellationToken">Cancels the audit at any point.</param>
    /// <returns>
    /// The pages in order of arrival. A listing requests its next page once the caller has taken the first evaluation of the
    /// current one: no earlier, so that a caller who wants only the first costs one call, and no later, so that the request
    /// overlaps with the work on the current page. A listing that fails ends with a page that reports the failure.
    /// </returns>
    public IAsyncEnumerable<AuditPage> RunAsync(
        IRedisInventory inventory, IEnumerable<string> resourceTypes, CancellationToken cancellationToken = default) =>
        RunAsync(Only(new AuditTarget(null, inventory.Region, inventory)), resourceTypes, throttleLimit: 1, cancellationToken);

    /// <summary>Audits many accounts and Regions concurrently.</summary>
    /// <param name="targets">The targets. The audit takes each when there is room for it, and disposes of it at its end.</param>
    /// <param name="resourceTypes">The types to list in each.</param>
    /// <param name="throttleLimit">
    /// How many targets to list concurrently, each with all its listings. When enough listings have ended, the next target begins.
    /// </param>
    /// <param name="cancellationToken">Cancels the audit at any point.</param>
    /// <returns>The pages of all targets in order of arrival; for a target that is not listed, one page that says why.</returns>
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
