using static RedisCompliance.Core.Tests.Inventories;

namespace RedisCompliance.Core.Tests;

/// <summary>When tags are read, of what, and what happens where they cannot be.</summary>
public sealed class TagReadingTests
{
    private static readonly AtRestPolicy s_byTag =
        new() { Exemptions = [new AtRestExemption { Tag = "stage=dev", Reason = "r", Expires = DateTime.MaxValue.Date }] };

    private static readonly ServiceCallException s_denied = new(
        ServiceFailure.AccessDenied, "ListTagsForResource", "Not allowed.", "AccessDenied");

    [Fact]
    public async Task An_exemption_by_tag_has_the_tags_of_every_judged_resource_read()
    {
        List<string> read = [];

        (List<Evaluation> evaluations, _) = await AuditAsync(
            s_byTag, arn => Note(read, arn), Tagged("a"), Tagged("b"), Tagged("pages", engine: "memcached"),
            Tagged("going", status: "deleting"));

        Assert.Equal(["arn:a", "arn:b"], read.Order());
        Assert.Equal(["NOT_APPLICABLE a", "NOT_APPLICABLE b", "NOT_APPLICABLE going"],
            evaluations.Select(evaluation => $"{evaluation.ComplianceType} {evaluation.ComplianceResourceId}").Order());
    }

    [Fact]
    public async Task Without_one_no_tag_is_read()
    {
        List<string> read = [];

        await AuditAsync(AtRestPolicy.Default, arn => Note(read, arn), Tagged("a"));

        Assert.Empty(read);
    }

    [Fact]
    public async Task Tags_that_cannot_be_read_exempt_nothing_and_are_said_of_the_page()
    {
        (List<Evaluation> evaluations, List<ServiceCallException?> failures) = await AuditAsync(s_byTag, _ => throw s_denied, Tagged("a"));

        Assert.Equal(ComplianceType.NonCompliant, Assert.Single(evaluations).ComplianceType);
        Assert.Equal([s_denied], failures);
    }

    [Theory]
    [InlineData("CacheClusterNotFound")]
    [InlineData("ReplicationGroupNotFoundFault")]
    [InlineData("InvalidReplicationGroupState")]
    public async Task A_resource_that_has_gone_or_is_being_made_is_judged_without_tags(string errorCode)
    {
        (List<Evaluation> evaluations, List<ServiceCallException?> failures) = await AuditAsync(
            s_byTag, _ => throw new ServiceCallException(ServiceFailure.Refused, "ListTagsForResource", "Not now.", errorCode),
            Tagged("a"));

        Assert.Equal(ComplianceType.NonCompliant, Assert.Single(evaluations).ComplianceType);
        Assert.Equal([null], failures);
    }

    [Fact]
    public async Task A_run_of_the_rule_whose_tags_cannot_be_read_is_not_complete()
    {
        InMemoryInventory inventory = new InMemoryInventory { Tags = _ => throw s_denied }.With(
            Group, new ResourcePage([Tagged("a")], null));

        ConfigRuleReport report = await new ConfigRuleRun(
            inventory, new InMemoryStore(), s_byTag, new ConfigRuleInvocation("rule", "123456789012", "token", DateTime.UnixEpoch, false))
            .ExecuteAsync(TestContext.Current.CancellationToken);

        Assert.Equal([s_denied], report.Failures);
    }

    private static Dictionary<string, string> Note(List<string> read, string arn)
    {
        lock (read)
        {
            read.Add(arn);
        }

        return new() { ["stage"] = "dev" };
    }

    private static RedisResource Tagged(string id, string engine = "redis", string status = "available") =>
        Resource(Group, id, engine) with { Arn = "arn:" + id, Status = status };

    private static async Task<(List<Evaluation> Evaluations, List<ServiceCallException?> TagFailures)> AuditAsync(
        AtRestPolicy policy, Func<string, IReadOnlyDictionary<string, string>> tags, params RedisResource[] resources)
    {
        InMemoryInventory inventory = new InMemoryInventory { Tags = tags }.With(Group, new ResourcePage(resources, null));
        List<Evaluation> evaluations = [];
        List<ServiceCallException?> failures = [];
        await foreach (AuditPage page in new AtRestAudit(policy, DateTime.UnixEpoch)
            .RunAsync(inventory, [Group], TestContext.Current.CancellationToken))
        {
            evaluations.AddRange(page.Evaluate());
            failures.Add(page.TagFailure);
        }

        return (evaluations, failures);
    }
}
