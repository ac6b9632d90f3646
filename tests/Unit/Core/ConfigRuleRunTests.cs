using CsCheck;

namespace RedisCompliance.Core.Tests;

public sealed class ConfigRuleRunTests
{
    private const string Group = ResourceType.ReplicationGroup;

    [Fact]
    public async Task Nothing_in_scope_is_said_of_the_account()
    {
        InMemoryStore store = new();

        await RunAsync([], store);

        Assert.Equal([((ResourceType.Account, "123456789012"), ComplianceType.NotApplicable)], store.Stored.Select(stored => (stored.Key, stored.Value)));
    }

    [Fact]
    public async Task A_reading_back_that_fails_retires_nothing_and_is_a_failure_of_the_run()
    {
        InMemoryStore store = new() { BeforeReading = () => throw new ServiceCallException(ServiceFailure.Throttled, "GetComplianceDetailsByConfigRule", "throttled") };

        ConfigRuleReport report = await RunAsync(["a"], store.With((Group, "gone")));

        Assert.Equal((false, 0), (report.IsComplete, report.Retired));
        Assert.Equal(ComplianceType.NonCompliant, store.Stored[(Group, "gone")]);
    }

    [Fact]
    public async Task What_is_stored_twice_and_still_exists_is_not_retired()
    {
        Reconciliation reconciliation = new();
        await reconciliation.ReadStoredAsync(new InMemoryStore().With((Group, "a")), "rule", TestContext.Current.CancellationToken);
        reconciliation.AddFresh(new ConfigEvaluation { ComplianceResourceType = Group, ComplianceResourceId = "a", ComplianceType = ComplianceType.Compliant, OrderingTimestamp = DateTime.UnixEpoch });
        await reconciliation.ReadStoredAsync(new InMemoryStore().With((Group, "a")), "rule", TestContext.Current.CancellationToken);

        Assert.Empty(reconciliation.Retire(DateTime.UnixEpoch));
    }

    [Fact]
    public void After_any_run_the_store_holds_what_exists_and_nothing_else_that_applies() =>
        Gen.Select(Gen.String[Gen.Char["abcdef"], 1, 3].HashSet[0, 40], Gen.Select(Gen.OneOf(Gen.Const(Group), Gen.Const(ResourceType.CacheCluster)), Gen.String[Gen.Char["abcdef"], 1, 3]).HashSet[0, 40])
            .Sample((existing, stored) =>
            {
                InMemoryStore store = new InMemoryStore { Fails = (id, before) => before == 0 && id.Length == 2 }.With(stored);

                ConfigRuleReport report = RunAsync([.. existing], store).GetAwaiter().GetResult();

                Assert.True(report.IsComplete);
                Assert.Equal(
                    existing.Select(id => (Group, id)).Order(),
                    store.Stored.Where(result => result.Value != ComplianceType.NotApplicable).Select(result => result.Key).Order());
            }, iter: 100, threads: 1);

    private static Task<ConfigRuleReport> RunAsync(string[] ids, InMemoryStore store)
    {
        InMemoryInventory inventory = new InMemoryInventory().With(Group, (_, _) => Task.FromResult(new ResourcePage(
            [.. ids.Select(id => new RedisResource { ResourceType = Group, Id = id, StorageEncryptionType = "sse-kms" })], null)));
        ConfigRuleInvocation invocation = new("rule", "123456789012", "token", DateTime.UnixEpoch, TestMode: false);
        return new ConfigRuleRun(inventory, store, new AtRestPolicy { ResourceTypes = [Group] }, invocation) { Delay = (_, _) => Task.CompletedTask }.ExecuteAsync(TestContext.Current.CancellationToken);
    }
}
