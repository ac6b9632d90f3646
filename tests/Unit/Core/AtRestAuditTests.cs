using static RedisCompliance.Core.Tests.Inventories;

namespace RedisCompliance.Core.Tests;

/// <summary>The audit over several listings: what it asks for and when, how it fails, and how it is given up.</summary>
/// <remarks>
/// Disposing of the audit waits for every call that was begun. So what the inventory was asked is certain after it,
/// and no test here has to wait for a while and hope.
/// </remarks>
public sealed class AtRestAuditTests
{
    /// <summary>Milliseconds after which a test that hangs has failed; one that does not never gets near it.</summary>
    private const int Hang = 300_000;

    private static readonly ServiceCallException s_denied = new(
        ServiceFailure.AccessDenied, "DescribeCacheClusters", "Not allowed.", "AccessDenied");

    private static CancellationToken TestEnd => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_next_page_is_not_asked_for_before_the_first_evaluation_was_taken()
    {
        InMemoryInventory inventory = new InMemoryInventory().With(Group, Page("m1", "a", "b"), Page(null, "c"));

        await TakeOfFirstPageAsync(inventory, evaluations: 1);

        Assert.Equal([null], inventory.Markers(Group));
    }

    [Fact]
    public async Task The_next_page_is_asked_for_once_the_first_evaluation_was_taken()
    {
        InMemoryInventory inventory = new InMemoryInventory().With(Group, Page("m1", "a", "b"), Page(null, "c"));

        await TakeOfFirstPageAsync(inventory, evaluations: 2);

        Assert.Equal([null, "m1"], inventory.Markers(Group));
    }

    /// <summary>The page in hand waits here for the call for the next: were it asked for later, this would never end.</summary>
    [Fact(Timeout = Hang)]
    public async Task The_wait_for_the_next_page_overlaps_with_the_work_on_the_one_in_hand()
    {
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        InMemoryInventory inventory = new InMemoryInventory().With(Group, (number, _) =>
        {
            if (number == 2)
            {
                asked.SetResult();
            }

            return Task.FromResult(number == 1 ? Page("m1", "a", "b") : Page(null, "c"));
        });
        await using IAsyncEnumerator<AuditPage> audit = NewAudit().RunAsync(inventory, [Group], TestEnd).GetAsyncEnumerator(TestEnd);
        await audit.MoveNextAsync();
        using IEnumerator<Evaluation> evaluations = audit.Current.Evaluate().GetEnumerator();
        evaluations.MoveNext();
        evaluations.MoveNext();

        await asked.Task.WaitAsync(TestEnd);

        Assert.Equal("b", evaluations.Current.ComplianceResourceId);
    }

    [Fact]
    public async Task A_page_that_nobody_evaluates_still_leads_to_the_next()
    {
        InMemoryInventory inventory = new InMemoryInventory().With(Group, Page("m1", "a", "b"), Page(null, "c"));

        await foreach (AuditPage page in NewAudit().RunAsync(inventory, [Group], TestEnd))
        {
            Assert.Null(page.Failure);
        }

        Assert.Equal([null, "m1"], inventory.Markers(Group));
    }

    [Fact]
    public async Task Every_page_is_asked_for_once_also_when_it_was_asked_for_early()
    {
        InMemoryInventory inventory = new InMemoryInventory()
            .With(Group, Page("m1", "a", "b"), Page("m2", "c", "d"), Page(null, "e", "f"));

        await RunAsync(inventory, Group);

        Assert.Equal(3, inventory.Calls.Count);
    }

    [Fact]
    public async Task A_listing_that_fails_is_reported_once_with_what_failed()
    {
        InMemoryInventory inventory = WithFailingClusters();

        (List<AuditPage> pages, _) = await RunAsync(inventory, Group, Cluster, Serverless);

        AuditPage failed = Assert.Single(pages, page => page.Failure is not null);
        Assert.Equal((Cluster, s_denied, false), (failed.ResourceType, failed.Failure, failed.IsLast));
    }

    [Fact]
    public async Task A_listing_that_fails_leaves_the_others_standing()
    {
        InMemoryInventory inventory = WithFailingClusters();

        (_, List<Evaluation> evaluations) = await RunAsync(inventory, Group, Cluster, Serverless);

        Assert.Equal(["a", "b", "c"], evaluations.Ids().Order());
    }

    [Fact]
    public async Task What_was_read_before_a_listing_failed_stands()
    {
        InMemoryInventory inventory = new InMemoryInventory().With(Group, (number, _) =>
            number == 1 ? Task.FromResult(Page("m1", "a")) : Task.FromException<ResourcePage>(s_denied));

        (List<AuditPage> pages, List<Evaluation> evaluations) = await RunAsync(inventory, Group);

        Assert.Equal(["a"], evaluations.Ids());
        Assert.Equal([null, s_denied], pages.Select(page => page.Failure));
    }

    [Fact]
    public async Task A_failed_page_has_no_evaluations()
    {
        (List<AuditPage> pages, _) = await RunAsync(new InMemoryInventory().With(Group, (_, _) => throw s_denied), Group);

        Assert.Empty(Assert.Single(pages).Evaluate());
    }

    [Fact]
    public async Task Nothing_to_list_is_no_page_at_all()
    {
        (List<AuditPage> pages, _) = await RunAsync(new InMemoryInventory());

        Assert.Empty(pages);
    }

    [Fact(Timeout = Hang)]
    public async Task Giving_up_early_cancels_the_calls_in_flight_and_leaves_none_running()
    {
        bool wasCancelled = false;
        InMemoryInventory inventory = new InMemoryInventory()
            .With(Group, Page("m1", "a"), Page(null, "b"))
            .With(Cluster, async (_, token) =>
            {
                using CancellationTokenRegistration registration = token.Register(() => wasCancelled = true);
                return await NeverAsync(token);
            });

        await foreach (AuditPage page in NewAudit().RunAsync(inventory, [Group, Cluster], TestEnd))
        {
            Assert.Equal(Group, page.ResourceType);
            break;
        }

        Assert.Equal((true, 0), (wasCancelled, inventory.Running));
    }

    [Fact(Timeout = Hang)]
    public async Task Giving_up_early_hides_that_a_call_in_flight_failed()
    {
        InMemoryInventory inventory = new InMemoryInventory()
            .With(Group, Page(null, "a"))
            .With(Cluster, async (_, token) =>
            {
                await Task.Delay(Timeout.Infinite, token)
                    .ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
                throw s_denied;
            });
        IAsyncEnumerator<AuditPage> audit = NewAudit().RunAsync(inventory, [Group, Cluster], TestEnd).GetAsyncEnumerator(TestEnd);
        await audit.MoveNextAsync();

        Assert.Null(await Record.ExceptionAsync(async () => await audit.DisposeAsync()));
    }

    [Fact(Timeout = Hang)]
    public async Task Cancelling_ends_the_audit_with_OperationCanceledException()
    {
        using CancellationTokenSource source = new();
        InMemoryInventory inventory = new InMemoryInventory().With(Group, async (_, token) =>
        {
            await source.CancelAsync();
            return await NeverAsync(token);
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await NewAudit().RunAsync(inventory, [Group], source.Token).GetAsyncEnumerator(TestEnd).MoveNextAsync());
    }

    /// <summary>The answer is there, but nobody wants it any more: Ctrl+C between two pages.</summary>
    [Fact(Timeout = Hang)]
    public async Task Cancelling_between_two_pages_gives_no_further_page()
    {
        using CancellationTokenSource source = new();
        InMemoryInventory inventory = new InMemoryInventory().With(Group, Page("m1", "a"), Page(null, "b"));
        await using IAsyncEnumerator<AuditPage> audit = NewAudit().RunAsync(inventory, [Group], source.Token).GetAsyncEnumerator(TestEnd);
        await audit.MoveNextAsync();
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await audit.MoveNextAsync());
    }

    private static InMemoryInventory WithFailingClusters() => new InMemoryInventory()
        .With(Group, Page("m1", "a"), Page(null, "b"))
        .With(Cluster, (_, _) => Task.FromException<ResourcePage>(s_denied))
        .With(Serverless, new ResourcePage([Resource(Serverless, "c")], null));

    private static async Task TakeOfFirstPageAsync(InMemoryInventory inventory, int evaluations)
    {
        await using IAsyncEnumerator<AuditPage> audit = NewAudit().RunAsync(inventory, [Group], TestEnd).GetAsyncEnumerator(TestEnd);
        await audit.MoveNextAsync();
        using IEnumerator<Evaluation> taken = audit.Current.Evaluate().GetEnumerator();
        for (int i = 0; i < evaluations; i++)
        {
            Assert.True(taken.MoveNext());
        }
    }

    private static async Task<ResourcePage> NeverAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        throw new InvalidOperationException("Nobody cancelled.");
    }
}
