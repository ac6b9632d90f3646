using CsCheck;

namespace RedisCompliance.Core.Tests;

/// <summary>When the input of a receiver is one whole audit, and so tells what is gone.</summary>
public sealed class RetireProofTests
{
    private const string Account = "123456789012";
    private const string Region = "eu-central-1";

    private static readonly Dictionary<string, string> s_default = [];

    [Fact]
    public async Task Every_evaluation_of_a_whole_audit_in_any_order_is_proof()
    {
        (IReadOnlyList<Evaluation> evaluations, _) = await AuditAsync(["a", "b", "c"]);

        Assert.Equal(RetireObstacle.None, await FindObstacleAsync(evaluations.Reverse()));
    }

    /// <summary>Random inventories, and any of it lost on the way, as by a filter of the pipeline.</summary>
    [Fact]
    public void Whatever_is_lost_on_the_way_the_rest_is_no_proof() =>
        Gen.Select(Gen.String[Gen.Char["abcdef"], 1, 3].HashSet[1, 30], Gen.Bool.Array[30]).Sample((ids, keep) =>
        {
            (IReadOnlyList<Evaluation> made, _) = AuditAsync([.. ids]).GetAwaiter().GetResult();
            Evaluation[] received = [.. made.Where((_, index) => keep[index])];

            RetireObstacle obstacle = FindObstacleAsync(received).GetAwaiter().GetResult();

            Assert.Equal(received.Length == made.Count, obstacle == RetireObstacle.None);
        }, iter: 300, threads: 1);

    [Fact]
    public async Task A_copy_of_an_evaluation_is_no_proof_beside_the_others()
    {
        (IReadOnlyList<Evaluation> made, _) = await AuditAsync(["a", "b"]);
        Evaluation copy = AtRestEvaluator.Evaluate(Resource("b"), DateTime.UtcNow);

        Assert.Equal(RetireObstacle.UnknownOrigin, await FindObstacleAsync([made[0], copy]));
    }

    [Fact]
    public async Task Two_audits_are_not_one()
    {
        (IReadOnlyList<Evaluation> first, _) = await AuditAsync(["a"]);
        (IReadOnlyList<Evaluation> second, _) = await AuditAsync(["b"]);

        Assert.Equal(RetireObstacle.SeveralAudits, await FindObstacleAsync([first[0], second[0]]));
    }

    [Fact]
    public async Task An_audit_whose_listing_failed_is_not_whole()
    {
        InMemoryInventory inventory = new InMemoryInventory()
            .With(ResourceType.ReplicationGroup, new ResourcePage([Resource("a")], null))
            .With(ResourceType.CacheCluster,
                (_, _) => throw new ServiceCallException(ServiceFailure.AccessDenied, "DescribeCacheClusters", "denied"));

        (IReadOnlyList<Evaluation> made, _) = await AuditAsync(inventory, ResourceType.Default);

        Assert.Equal(RetireObstacle.Incomplete, await FindObstacleAsync(made));
    }

    [Fact]
    public async Task An_audit_that_was_left_early_is_not_whole()
    {
        AtRestAudit audit = new(AtRestPolicy.Default, DateTime.UtcNow);
        List<Evaluation> taken = [];
        await foreach (AuditPage page in audit.RunAsync(
            Inventory(["a", "b"]), ResourceType.Default, TestContext.Current.CancellationToken))
        {
            taken.AddRange(page.Evaluate().Take(1));
        }

        Assert.Equal(RetireObstacle.Incomplete, await FindObstacleAsync(taken));
    }

    [Fact]
    public async Task An_audit_that_did_not_list_every_type_of_its_policy_is_filtered()
    {
        (IReadOnlyList<Evaluation> made, _) = await AuditAsync(Inventory(["a"]), [ResourceType.ReplicationGroup]);

        Assert.Equal(RetireObstacle.Filtered, await FindObstacleAsync(made));
    }

    [Theory]
    [InlineData("222222222222", Region)]
    [InlineData(Account, "us-east-1")]
    [InlineData(null, Region)]
    public async Task An_audit_of_elsewhere_says_nothing_of_here(string? account, string region)
    {
        (IReadOnlyList<Evaluation> made, _) = await AuditAsync(["a"]);

        Assert.Equal(RetireObstacle.OtherTarget, await FindObstacleAsync(made, account, region));
    }

    [Fact]
    public async Task An_audit_by_another_policy_says_nothing_of_the_rule_s_results()
    {
        (IReadOnlyList<Evaluation> made, _) = await AuditAsync(["a"]);

        Assert.Equal(RetireObstacle.OtherPolicy,
            await FindObstacleAsync(made, rule: new() { [RuleParameters.RequireCustomerManagedKey] = "true" }));
    }

    [Fact]
    public async Task An_audit_that_ended_long_ago_says_nothing_of_now()
    {
        (IReadOnlyList<Evaluation> made, _) = await AuditAsync(["a"]);

        Assert.Equal(RetireObstacle.Old,
            await FindObstacleAsync(made, now: DateTime.UtcNow + RetireProof.MaxAge + TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task A_whole_audit_of_an_account_with_nothing_in_scope_is_proof_by_itself()
    {
        (_, AuditLedger ledger) = await AuditAsync([]);
        RetireProof proof = new();

        proof.AddEmpty(ledger, Region);

        Assert.Equal(RetireObstacle.None,
            await proof.FindObstacleAsync(Account, Region, s_default, DateTime.UtcNow, TestContext.Current.CancellationToken));
    }

    private static async Task<RetireObstacle> FindObstacleAsync(
        IEnumerable<Evaluation> received, string? account = Account, string region = Region, Dictionary<string, string>? rule = null,
        DateTime? now = null)
    {
        RetireProof proof = new();
        foreach (Evaluation evaluation in received)
        {
            proof.Add(evaluation);
        }

        return await proof.FindObstacleAsync(
            account, region, rule ?? s_default, now ?? DateTime.UtcNow, TestContext.Current.CancellationToken);
    }

    private static Task<(IReadOnlyList<Evaluation> Made, AuditLedger Ledger)> AuditAsync(string[] ids) =>
        AuditAsync(Inventory(ids), ResourceType.Default);

    private static async Task<(IReadOnlyList<Evaluation> Made, AuditLedger Ledger)> AuditAsync(
        InMemoryInventory inventory, IEnumerable<string> types)
    {
        AtRestAudit audit = new(AtRestPolicy.Default, DateTime.UtcNow);
        List<Evaluation> made = [];
        await foreach (AuditPage page in audit.RunAsync(inventory, types, TestContext.Current.CancellationToken))
        {
            made.AddRange(page.Evaluate());
        }

        return (made, audit.Ledger);
    }

    private static InMemoryInventory Inventory(string[] ids) =>
        new InMemoryInventory().With(ResourceType.ReplicationGroup, new ResourcePage([.. ids.Select(Resource)], null));

    private static RedisResource Resource(string id) => new()
    {
        ResourceType = ResourceType.ReplicationGroup,
        Id = id,
        AccountId = Account,
        Region = Region,
        StorageEncryptionType = "none",
    };
}
