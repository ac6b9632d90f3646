using CsCheck;

namespace RedisCompliance.Core.Tests;

/// <summary>One run of the rule, from its listing to what AWS Config has stored in the end.</summary>
public sealed class ConfigRuleRunTests
{
    private const string Account = "123456789012";
    private const string Group = ResourceType.ReplicationGroup;

    private static readonly DateTime s_eventTime = new(2026, 11, 26, 3, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task Nothing_in_scope_is_said_of_the_account()
    {
        InMemoryStore store = new();

        await RunAsync([], store);

        Assert.Equal([((ResourceType.Account, Account), ComplianceType.NotApplicable)],
            store.Stored.Select(stored => (stored.Key, stored.Value)));
    }

    [Fact]
    public async Task A_reading_back_that_fails_retires_nothing_and_is_a_failure_of_the_run()
    {
        InMemoryStore store = new() { BeforeReading = () =>
            throw new ServiceCallException(ServiceFailure.Throttled, "GetComplianceDetailsByConfigRule", "throttled") };

        ConfigRuleReport report = await RunAsync(["a"], store.With((Group, "gone")));

        Assert.Equal((false, 0), (report.IsComplete, report.Retired));
        Assert.Equal(ComplianceType.NonCompliant, store.Stored[(Group, "gone")]);
    }

    [Fact]
    public async Task What_is_stored_twice_and_still_exists_is_not_retired()
    {
        Reconciliation reconciliation = new();
        await reconciliation.ReadStoredAsync(new InMemoryStore().With((Group, "a")), "rule", TestContext.Current.CancellationToken);
        reconciliation.AddFresh(new ConfigEvaluation { ComplianceResourceType = Group, ComplianceResourceId = "a",
            ComplianceType = ComplianceType.Compliant, OrderingTimestamp = s_eventTime });
        await reconciliation.ReadStoredAsync(new InMemoryStore().With((Group, "a")), "rule", TestContext.Current.CancellationToken);

        Assert.Empty(reconciliation.Retire(DateTime.UtcNow, s_eventTime));
    }

    public static TheoryData<string, int?, int?, bool> Ages => new()
    {
        { "an hour before the event, recorded long before the run", -3600, -3600, true },
        { "by this event, recorded by an earlier attempt at it", 0, -60, true },
        { "by a newer event, which overtook this one", 1, -60, false },
        { "recorded while the run is under way", -3600, 60, false },
        { "at no known time of recording", -3600, null, false },
        { "for no known event", null, -3600, false },
    };

    [Theory]
    [MemberData(nameof(Ages))]
    public async Task Only_what_is_older_than_the_run_is_retired(
        string stored, int? secondsAfterEvent, int? secondsAfterStart, bool isRetired)
    {
        DateTime now = DateTime.UtcNow;
        InMemoryStore store = new InMemoryStore().With(new StoredEvaluation(Group, "not-listed", ComplianceType.NonCompliant,
            secondsAfterEvent is { } afterEvent ? s_eventTime.AddSeconds(afterEvent) : null, secondsAfterStart is { } afterStart
                ? now.AddSeconds(afterStart) : null));

        ConfigRuleReport report = await RunAsync(["listed"], store);

        Assert.True((isRetired ? (1, 0) : (0, 1)) == (report.Retired, report.Kept), stored);
    }

    [Theory]
    [InlineData("arn:aws:elasticache:eu-central-1:222222222222:replicationgroup:theirs")]
    [InlineData(null)]
    public async Task Resources_of_another_account_than_the_event_s_end_the_run_before_anything_is_put(string? arn)
    {
        InMemoryStore store = new InMemoryStore().With((Group, "gone"));
        InMemoryInventory inventory = new InMemoryInventory { AccountId = "222222222222" }.With(
            Group, new ResourcePage([Resource("theirs", arn)], null));

        ConnectionException failure = await Assert.ThrowsAsync<ConnectionException>(() => RunAsync(inventory, store));

        Assert.Equal(ConnectionFault.OtherAccount, failure.Fault);
        Assert.Empty(store.Batches);
    }

    [Fact]
    public async Task An_empty_account_that_is_not_the_event_s_is_not_reported_as_the_event_s()
    {
        InMemoryStore store = new InMemoryStore().With((Group, "gone"));

        await Assert.ThrowsAsync<ConnectionException>(() => RunAsync(new InMemoryInventory { AccountId = "222222222222" }, store));

        Assert.Equal(ComplianceType.NonCompliant, store.Stored[(Group, "gone")]);
        Assert.Empty(store.Batches);
    }

    [Fact]
    public void After_any_run_the_store_holds_what_exists_and_nothing_else_that_applies() =>
        Gen.Select(Gen.String[Gen.Char["abcdef"], 1, 3].HashSet[0, 40],
            Gen.Select(Gen.OneOf(Gen.Const(Group), Gen.Const(ResourceType.CacheCluster)),
                Gen.String[Gen.Char["abcdef"], 1, 3]).HashSet[0, 40])
            .Sample((existing, stored) =>
            {
                InMemoryStore store = new InMemoryStore { Fails = (id, before) => before == 0 && id.Length == 2 }.With(stored);

                ConfigRuleReport report = RunAsync([.. existing], store).GetAwaiter().GetResult();

                Assert.True(report.IsComplete);
                Assert.Equal(
                    existing.Select(id => (Group, id)).Order(),
                    store.Stored.Where(result => result.Value != ComplianceType.NotApplicable).Select(result => result.Key).Order());
            }, iter: 100, threads: 1);

    /// <summary>
    /// Two runs of the rule, the second event newer than the first, each listing what is there at some moment and putting it
    /// at some later one, in any order.
    /// </summary>
    [Fact]
    public void However_two_runs_overlap_nothing_that_lives_is_retired_and_no_finding_is_lost() =>
        Gen.Select(Gen.String[Gen.Char["abc"], 1, 2].HashSet[0, 8], Gen.String[Gen.Char["abc"], 1, 2].HashSet[0, 8],
            Gen.String[Gen.Char["abc"], 1, 2].HashSet[0, 8], Gen.Bool, Gen.Bool)
            .Sample((stored, first, created, newerEndsFirst, replays) =>
            {
                HashSet<string> now = [.. first, .. created];
                InMemoryStore store = new InMemoryStore().With(stored.Select(id => (Group, id)));
                TaskCompletionSource listed = new();
                TaskCompletionSource goOn = new();

                // The older run lists before the new groups are there, and reads back and retires only after the newer one has.
                Task<ConfigRuleReport> older = RunAsync(Inventory([.. first], async () =>
                {
                    listed.SetResult();
                    await goOn.Task;
                }), store, s_eventTime);
                listed.Task.GetAwaiter().GetResult();
                if (!newerEndsFirst)
                {
                    goOn.SetResult();
                    older.GetAwaiter().GetResult();
                }

                RunAsync(Inventory([.. now]), store, s_eventTime.AddMinutes(1)).GetAwaiter().GetResult();
                goOn.TrySetResult();
                older.GetAwaiter().GetResult();
                if (replays)
                {
                    RunAsync(Inventory([.. now]), store, s_eventTime).GetAwaiter().GetResult();
                }

                Assert.Equal(now.Order(),
                    store.Stored.Where(result => result.Value == ComplianceType.NonCompliant).Select(result => result.Key.Id).Order());
            }, iter: 200, threads: 1);

    private static Task<ConfigRuleReport> RunAsync(string[] ids, InMemoryStore store) => RunAsync(Inventory(ids), store);

    private static Task<ConfigRuleReport> RunAsync(InMemoryInventory inventory, InMemoryStore store, DateTime? eventTime = null)
    {
        ConfigRuleInvocation invocation = new("rule", Account, "token", eventTime ?? s_eventTime, TestMode: false);
        return new ConfigRuleRun(
            inventory, store, new AtRestPolicy { ResourceTypes = [Group] }, invocation) { Delay = (_, _) =>
                Task.CompletedTask }.ExecuteAsync(TestContext.Current.CancellationToken);
    }

    private static InMemoryInventory Inventory(string[] ids, Func<Task>? afterListing = null) =>
        new InMemoryInventory().With(Group, async (_, _) =>
    {
        ResourcePage page = new([.. ids.Select(id => Resource(id, $"arn:aws:elasticache:eu-central-1:{Account}:replicationgroup:{id}"))],
            null);
        await (afterListing?.Invoke() ?? Task.CompletedTask);
        return page;
    });

    private static RedisResource Resource(string id, string? arn) => new()
    {
        ResourceType = Group,
        Id = id,
        Arn = arn,
        AccountId = arn?.Split(':')[4],
        StorageEncryptionType = "none",
    };
}
