using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using CsCheck;
using static RedisCompliance.Core.Tests.Inventories;

namespace RedisCompliance.Core.Tests;

/// <summary>The audit over many targets: how many at once, how each ends, and that nothing is lost between them.</summary>
public sealed class FleetAuditTests
{
    private const int Hang = 300_000;

    private static readonly ServiceCallException s_denied = new(ServiceFailure.AccessDenied, "AssumeRole", "Not allowed.", "AccessDenied");

    private static CancellationToken TestEnd => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_scope_ends_once_with_its_last_page()
    {
        AuditTarget[] targets = [Target("1", Page("m", "a"), Page(null, "b")), Target("2"), Target("3", Page(null, "c"))];

        List<AuditPage> pages = await PagesAsync(targets);

        Assert.Equal(["1", "2", "3"], pages.Where(page => page.IsLastOfTarget).Select(page => page.Target.AccountId).Order());
        Assert.All(targets, target => Assert.True(pages.FindLast(page => page.Target == target)!.IsLastOfTarget));
    }

    [Fact]
    public async Task A_scope_that_could_not_be_entered_is_one_page_that_says_why()
    {
        AuditTarget closed = new("1", "eu-west-1", null) { Failure = s_denied };

        AuditPage page = Assert.Single(await PagesAsync([closed]));

        Assert.Equal((true, null, s_denied), (page.IsLastOfTarget, page.ResourceType, page.Tally.Failures[0].Failure));
    }

    [Fact]
    public async Task A_listing_that_fails_ends_its_scope_and_no_other()
    {
        AuditTarget broken = new("1", "eu-west-1", new InMemoryInventory().With(Group, (_, _) => throw s_denied));

        List<AuditPage> pages = await PagesAsync([broken, Target("2", Page(null, "a"))]);

        Assert.Equal(["1", "2"], pages.Where(page => page.IsLastOfTarget).Select(page => page.Target.AccountId).Order());
    }

    [Fact]
    public async Task Each_scope_is_disposed_of_at_its_end()
    {
        int disposed = 0;
        AuditTarget[] targets = [.. Enumerable.Range(0, 5)
            .Select(i => new AuditTarget($"{i}", "eu-west-1", new InMemoryInventory(), new Disposing(() => disposed++)))];

        await PagesAsync(targets);

        Assert.Equal(5, disposed);
    }

    [Fact(Timeout = Hang)]
    public async Task A_target_that_arrives_while_the_audit_ends_is_disposed_of_with_the_others()
    {
        ConcurrentBag<string> disposed = [];

        await TakeFirstPageAsync(stopped =>
        {
            stopped.Wait(TestEnd);
            return new AuditTarget("late", "eu-west-1", new InMemoryInventory(), new Disposing(() => disposed.Add("late")));
        }, disposed);

        Assert.Equal(["first", "late"], disposed.Order());
    }

    [Fact(Timeout = Hang)]
    public async Task Targets_are_disposed_of_though_the_next_cannot_be_had()
    {
        ConcurrentBag<string> disposed = [];

        await TakeFirstPageAsync(stopped =>
        {
            stopped.Wait(TestEnd);
            throw new InvalidOperationException("no more targets");
        }, disposed);

        Assert.Equal(["first"], disposed);
    }

    [Fact(Timeout = Hang)]
    public async Task No_more_listings_are_under_way_than_ThrottleLimit_scopes_have()
    {
        int running = 0;
        int most = 0;
        InMemoryInventory Counting() => new InMemoryInventory().With(Group, async (_, token) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            await Task.Yield();
            Interlocked.Decrement(ref running);
            return Page(null, "a");
        });

        await PagesAsync([.. Enumerable.Range(0, 50).Select(i => new AuditTarget($"{i}", "eu-west-1", Counting()))], throttleLimit: 3);

        Assert.InRange(most, 1, 3);
    }

    /// <summary>The long listing waits here for the last of the others: were they made to wait for it, this would never end.</summary>
    [Fact(Timeout = Hang)]
    public async Task A_long_listing_makes_no_other_scope_wait_while_there_is_room()
    {
        TaskCompletionSource lastBegan = new(TaskCreationOptions.RunContinuationsAsynchronously);
        AuditTarget slow = new("slow", "eu-west-1", new InMemoryInventory().With(Group, async (_, token) =>
        {
            await lastBegan.Task.WaitAsync(token);
            return Page(null, "a");
        }));
        AuditTarget last = new("last", "eu-west-1", new InMemoryInventory().With(Group, (_, _) =>
        {
            lastBegan.SetResult();
            return Task.FromResult(Page(null, "b"));
        }));

        List<AuditPage> pages = await PagesAsync([slow, Target("1"), Target("2"), Target("3"), last], throttleLimit: 2);

        Assert.Equal(5, pages.Count(page => page.IsLastOfTarget));
    }

    [Fact(Timeout = Hang)]
    public async Task What_is_given_up_leaves_the_scopes_that_it_had_begun()
    {
        AtRestAudit audit = NewAudit();
        AuditTarget[] targets = [Target("1", Page("m", "a"), Page(null, "b")), Target("2", Page("m", "c"), Page(null, "d"))];

        await foreach (AuditPage page in audit.RunAsync(targets.ToAsyncEnumerable(), [Group], 2, TestEnd))
        {
            if (audit.OpenTargets.Count == 2)
            {
                break;
            }
        }

        Assert.Equal(["1", "2"], audit.OpenTargets.Select(tally => tally.AccountId).Order());
    }

    [Fact]
    public async Task A_failure_in_finding_the_scopes_is_the_audit_s()
    {
        static async IAsyncEnumerable<AuditTarget> Failing()
        {
            yield return Target("1");
            await Task.Yield();
            throw s_denied;
        }

        await Assert.ThrowsAsync<ServiceCallException>(async () =>
        {
            await foreach (AuditPage page in NewAudit().RunAsync(Failing(), [Group], 2, TestEnd))
            {
                Assert.NotNull(page);
            }
        });
    }

    /// <summary>Whatever the fleet, its limit and its faults: every page is judged once, and each target ends once.</summary>
    [Fact]
    public async Task Nothing_is_lost_or_doubled_whatever_the_fleet()
    {
        Gen<(int[] PagesOfTargets, int Limit, bool[] Faults)> fleets =
            Gen.Select(Gen.Int[0, 4].Array[0, 12], Gen.Int[1, 5], Gen.Bool.Array[12]);
        await fleets.SampleAsync(async fleet =>
        {
            List<string> expected = [];
            AuditTarget[] targets = [.. fleet.PagesOfTargets.Select(
                (pages, s) => new AuditTarget($"{s}", "eu-west-1", new InMemoryInventory().With(Group, (number, _) =>
                number <= pages ? Task.FromResult(Page($"m{number}", $"{s}-{number}"))
                : fleet.Faults[s] ? throw s_denied
                : Task.FromResult(Page(null)))))];
            expected.AddRange(fleet.PagesOfTargets.SelectMany((pages, s) => Enumerable.Range(1, pages).Select(number => $"{s}-{number}")));
            List<string> seen = [];
            List<string?> ended = [];

            await foreach (AuditPage page in NewAudit().RunAsync(targets.ToAsyncEnumerable(), [Group], fleet.Limit, TestEnd))
            {
                seen.AddRange(page.Evaluate().Ids());
                if (page.IsLastOfTarget)
                {
                    ended.Add(page.Target.AccountId);
                }
            }

            Assert.Equal(expected.Order(), seen.Order());
            Assert.Equal(targets.Select(target => target.AccountId).Order(), ended.Order());
        }, iter: 300);
    }

    /// <summary>Audits one target and leaves off after its first page, while another target is on its way.</summary>
    private static async Task TakeFirstPageAsync(Func<ManualResetEventSlim, AuditTarget> late, ConcurrentBag<string> disposed)
    {
        using ManualResetEventSlim stopped = new();
        async IAsyncEnumerable<AuditTarget> TargetsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            yield return new AuditTarget("first", "eu-west-1", new InMemoryInventory().With(Group, Page("more", "a"), Page(null, "b")),
                new Disposing(() => disposed.Add("first")));
            await using CancellationTokenRegistration registration = cancellationToken.Register(stopped.Set);
            yield return late(stopped);
        }

        await foreach (AuditPage _ in NewAudit().RunAsync(TargetsAsync(TestEnd), [Group], throttleLimit: 2, TestEnd))
        {
            break;
        }
    }

    private static AuditTarget Target(string accountId, params ResourcePage[] pages) =>
        new(accountId, "eu-west-1", pages.Length == 0 ? new InMemoryInventory() : new InMemoryInventory().With(Group, pages));

    private static async Task<List<AuditPage>> PagesAsync(AuditTarget[] targets, int throttleLimit = 4)
    {
        List<AuditPage> pages = [];
        await foreach (AuditPage page in NewAudit().RunAsync(targets.ToAsyncEnumerable(), [Group], throttleLimit, TestEnd))
        {
            pages.Add(page);
        }

        return pages;
    }

    private sealed class Disposing(Action act) : IDisposable
    {
        public void Dispose() => act();
    }
}
