namespace RedisCompliance.Core.Tests;

/// <summary>Short words for the tests of the audit.</summary>
internal static class Inventories
{
    public const string Group = ResourceType.ReplicationGroup;
    public const string Cluster = ResourceType.CacheCluster;
    public const string Serverless = ResourceType.ServerlessCache;

    public static AtRestAudit NewAudit() => new(AtRestPolicy.Default, DateTime.UnixEpoch);

    public static RedisResource Resource(string resourceType, string id, string engine = "redis") =>
        new() { ResourceType = resourceType, Id = id, Engine = engine, StorageEncryptionType = "none", Region = "eu-central-1" };

    /// <summary>A page of groups.</summary>
    public static ResourcePage Page(string? nextMarker, params string[] ids) =>
        new([.. ids.Select(id => Resource(Group, id))], nextMarker);

    /// <summary>Lists the inventory to the end, as a cmdlet does: every page, and all evaluations of it.</summary>
    public static async Task<(List<AuditPage> Pages, List<Evaluation> Evaluations)> RunAsync(
        IRedisInventory inventory, params string[] resourceTypes)
    {
        List<AuditPage> pages = [];
        List<Evaluation> evaluations = [];
        await foreach (AuditPage page in NewAudit().RunAsync(inventory, resourceTypes, TestContext.Current.CancellationToken))
        {
            pages.Add(page);
            evaluations.AddRange(page.Evaluate());
        }

        return (pages, evaluations);
    }

    public static IEnumerable<string> Ids(this IEnumerable<Evaluation> evaluations) =>
        evaluations.Select(evaluation => evaluation.ComplianceResourceId);
}
