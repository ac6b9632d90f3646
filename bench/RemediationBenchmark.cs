using System.Diagnostics;
using System.Globalization;
using System.Text;
using RedisCompliance.Aws;
using RedisCompliance.Endpoint;
using RedisCompliance.Remediation;
using RedisCompliance.Remediation.Facts;

namespace RedisCompliance.Bench;

/// <summary>
/// Plans for many groups of one account and Region, against a bare HTTP client that makes the same calls with as many under way, in
/// the same process by turns.
/// </summary>
internal static class RemediationBenchmark
{
    private const int Groups = 500;
    private const int Rounds = 9;
    private const int ThrottleLimit = 16;
    private const double LatencyMilliseconds = 25;

    public static async Task RunAsync()
    {
        using EndpointProcess endpoint = await EndpointProcess.StartPlansAsync(Groups, LatencyMilliseconds);
        double[] measured = await Self.RunAsync("plans", endpoint.Url, $"{Groups}");
        Print($"{Groups} plans, {LatencyMilliseconds} ms a call, {ThrottleLimit} resources at a time, median of {Rounds} by turns");
        Print($"  {measured[2]:N0} calls; bare {measured[0]:N0} ms, plans {measured[1]:N0} ms, ratio {measured[1] / measured[0]:N2}");
    }

    /// <summary>Prints the median of the bare client and of the plans (ms), and the number of calls.</summary>
    public static async Task MeasureAsync(string url, int groups)
    {
        AwsConnection connection = await AwsConnection.OpenAsync(
            new AwsConnectionSettings { Region = "us-east-1", AccessKey = "AK", SecretKey = "SK", EndpointUrl = url }, default);
        using ElastiCacheInventory inventory = connection.OpenInventory();
        Evaluation[] evaluations = [.. Enumerable.Range(0, groups).Select(Evaluation)];
        using BareClient bare = new(url);
        await PlanAsync(inventory, evaluations);
        int before = connection.Calls.CallCount;
        await PlanAsync(inventory, evaluations);
        int calls = connection.Calls.CallCount - before;
        List<double> ofBare = [];
        List<double> ofPlans = [];
        for (int i = 0; i < Rounds; i++)
        {
            ofBare.Add(await TimeAsync(() => BareAsync(bare, evaluations)));
            ofPlans.Add(await TimeAsync(() => PlanAsync(inventory, evaluations)));
        }

        Print($"{Median(ofBare)} {Median(ofPlans)} {calls}");
    }

    /// <summary>Serves until standard input ends.</summary>
    public static async Task ServeAsync(int groups, TimeSpan latency)
    {
        await using AwsEndpoint endpoint = await AwsEndpoint.StartAsync();
        endpoint.Latency = latency;
        endpoint.KeepsCalls = false;
        endpoint.ElastiCache.Add("us-east-1", Enumerable.Range(0, groups).SelectMany(i => new[]
        {
            Described.ReplicationGroup(Id(i), "none", "false"),
            Described.CacheCluster(Id(i) + "-001", "false", memberOf: Id(i)).With("CacheSubnetGroupName", "private"),
        }));
        endpoint.ElastiCache.AddOther(
            "CacheSubnetGroups", "private", "<CacheSubnetGroup><CacheSubnetGroupName>private</CacheSubnetGroupName></CacheSubnetGroup>");
        Console.WriteLine(endpoint.Url);
        await Console.In.ReadToEndAsync();
    }

    private static async Task PlanAsync(ElastiCacheInventory inventory, Evaluation[] evaluations)
    {
        FactReader reader = new(inventory);
        PlanRun run = new(evaluation => KeyRule.Find([AtRestPolicy.Default], null, evaluation), DateTime.UtcNow);
        int count = 0;
        await foreach (RemediationPlan plan in run.RunAsync(
            evaluations.Select(evaluation => (evaluation, reader)), ThrottleLimit, default))
        {
            count += plan.IsComplete ? 1 : throw new InvalidOperationException($"{plan}: {plan.Unknown[0].Reason}");
        }

        if (count != evaluations.Length)
        {
            throw new InvalidOperationException($"{count} plans where {evaluations.Length} were expected.");
        }
    }

    /// <summary>For each group its own description and its tags side by side, then one of its clusters; once, the subnet group.</summary>
    private static async Task BareAsync(BareClient client, Evaluation[] evaluations)
    {
        using SemaphoreSlim slots = new(ThrottleLimit);
        await Task.WhenAll(evaluations.Select(async (evaluation, i) =>
        {
            await slots.WaitAsync();
            try
            {
                Task tags = CallAsync(client, $"ListTagsForResource&ResourceName={Uri.EscapeDataString(evaluation.Arn!)}");
                await CallAsync(client, "DescribeReplicationGroups&ReplicationGroupId=" + evaluation.Id);
                await CallAsync(client, $"DescribeCacheClusters&ShowCacheNodeInfo=true&CacheClusterId={evaluation.Id}-001");
                if (i == 0)
                {
                    await CallAsync(client, "DescribeCacheSubnetGroups&CacheSubnetGroupName=private");
                }

                await tags;
            }
            finally
            {
                slots.Release();
            }
        }));
    }

    private static Task CallAsync(BareClient client, string call) => client.PostAsync(
        new StringContent($"Version=2015-02-02&Action={call}", Encoding.ASCII, "application/x-www-form-urlencoded"),
        "AK", "us-east-1", "elasticache");

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        long start = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static Evaluation Evaluation(int i) => new()
    {
        ComplianceResourceType = ResourceType.ReplicationGroup,
        ComplianceResourceId = Id(i),
        ComplianceType = ComplianceType.NonCompliant,
        OrderingTimestamp = DateTime.UnixEpoch,
        EncryptionState = EncryptionState.Unencrypted,
        Evidence = EncryptionEvidence.StorageEncryptionType,
        KeyKind = KeyKind.None,
        Region = "us-east-1",
        AccountId = Described.Account,
        Arn = $"arn:aws:elasticache:us-east-1:{Described.Account}:replicationgroup:{Id(i)}",
    };

    private static string Id(int i) => $"group-{i.ToString(CultureInfo.InvariantCulture)}";

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);

    private static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
