using System.Diagnostics;
using System.Globalization;
using RedisCompliance.Aws;

namespace RedisCompliance.Bench;

/// <summary>A shape of a fleet.</summary>
/// <param name="Accounts">How many accounts; of one, the caller's own, which needs no role.</param>
/// <param name="Regions">How many Regions of each.</param>
/// <param name="Groups">How many replication groups in each of those.</param>
/// <param name="LatencyMilliseconds">How long every call takes at least.</param>
/// <param name="Rounds">How often it is measured in a warm process: short ones more often, until the just-in-time
/// compiler has done.</param>
internal sealed record FleetShape(int Accounts, int Regions, int Groups, double LatencyMilliseconds, int Rounds)
{
    public int Targets => Accounts * Regions;

    public int Resources => Targets * Groups;

    private int PagesOfGroups => Math.Max(1, (Groups + 99) / 100);

    public int Calls => (Accounts > 1 ? Accounts : 0) + (Targets * (PagesOfGroups + 2));

    /// <summary>
    /// What no client can beat: the longest chain of calls that wait for one another, or all calls by those under way
    /// at once.
    /// </summary>
    public double LimitMilliseconds(int inFlight) =>
        LatencyMilliseconds * Math.Max(PagesOfGroups + (Accounts > 1 ? 1 : 0), (double)Calls / inFlight);
}

/// <summary>
/// Audits of many accounts and Regions, against a bare HTTP client that makes the same calls with as many under way, in the
/// same process by turns.
/// </summary>
internal static class FleetBenchmark
{
    private const int CallsPerTarget = 3;

    private static readonly FleetShape[] s_shapes = [new(1, 1, 100_000, 5, 3), new(1, 20, 1_000, 25, 15), new(200, 5, 20, 50, 5)];

    private static readonly string[] s_regions =
    [
        "us-east-1", "us-east-2", "us-west-1", "us-west-2", "eu-west-1", "eu-west-2", "eu-west-3", "eu-central-1", "eu-north-1",
        "eu-south-1",
        "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-southeast-1", "ap-southeast-2", "ap-south-1", "ca-central-1",
        "sa-east-1", "af-south-1", "me-south-1",
    ];

    public static async Task RunAsync()
    {
        foreach (FleetShape shape in s_shapes)
        {
            using EndpointProcess endpoint = await EndpointProcess.StartFleetAsync(shape.Groups, shape.LatencyMilliseconds);
            // The endpoint makes its pages when they are first asked for.
            await Self.RunAsync(["fleet-cold", "bare", endpoint.Url, .. Arguments(shape)]);
            double[] warm = await Self.RunAsync(["fleet-warm", endpoint.Url, .. Arguments(shape)]);
            double coldBare = (await Self.RunAsync(["fleet-cold", "bare", endpoint.Url, .. Arguments(shape)]))[0];
            double[] cold = await Self.RunAsync(["fleet-cold", "audit", endpoint.Url, .. Arguments(shape)]);
            double[] tenth = await TenthAsync(Tenth(shape));
            int inFlight = FleetSettings.DefaultThrottleLimit * CallsPerTarget;
            Print($"{shape.Accounts} x {shape.Regions} x {shape.Groups:N0} groups, {shape.LatencyMilliseconds} ms a call");
            Print($"  {shape.Calls:N0} calls, {Math.Min(inFlight, shape.Targets * CallsPerTarget)} under way at most");
            Print($"  limit on paper {shape.LimitMilliseconds(inFlight):N0} ms");
            Print($"  warm, median of {shape.Rounds}: bare {warm[0],6:N0} ms   audit {warm[1],6:N0} ms   ratio {warm[1] / warm[0]:N2}");
            Print($"  fresh process:    bare {coldBare,6:N0} ms   audit {cold[0],6:N0} ms   ratio {cold[0] / coldBare:N2}");
            Print($"  a resource: {warm[2]:N1} us of processor time (bare {warm[3]:N1}), {warm[4]:N0} bytes allocated");
            Print($"  peak memory {cold[1]:N0} MB, of a tenth {tenth[1]:N0} MB: {cold[1] - tenth[1]:N0} MB more");
        }
    }

    private static async Task<double[]> TenthAsync(FleetShape shape)
    {
        using EndpointProcess endpoint = await EndpointProcess.StartFleetAsync(shape.Groups, shape.LatencyMilliseconds);
        return await Self.RunAsync(["fleet-cold", "audit", endpoint.Url, .. Arguments(shape)]);
    }

    /// <summary>
    /// Prints median bare and audit (ms), processor time of audit and bare (us a resource), allocated (bytes a
    /// resource).
    /// </summary>
    public static async Task WarmAsync(string url, FleetShape shape)
    {
        using BareFleet bare = new(url, FleetSettings.DefaultThrottleLimit * CallsPerTarget);
        await bare.RunAsync(Accounts(shape), Regions(shape));
        await AuditAsync(url, shape);
        List<Cost> ofBare = [];
        List<Cost> ofAudit = [];
        for (int i = 0; i < shape.Rounds; i++)
        {
            ofBare.Add(await CostAsync(() => bare.RunAsync(Accounts(shape), Regions(shape))));
            ofAudit.Add(await CostAsync(() => AuditAsync(url, shape)));
        }

        double auditProcessor = Median(ofAudit, cost => cost.Processor) * 1000 / shape.Resources;
        double bareProcessor = Median(ofBare, cost => cost.Processor) * 1000 / shape.Resources;
        double allocated = Median(ofAudit, cost => cost.Allocated) / shape.Resources;
        Print($"{Median(ofBare, cost => cost.Wall)} {Median(ofAudit, cost => cost.Wall)} {auditProcessor} {bareProcessor} {allocated}");
    }

    /// <summary>A process's first and only audit. Prints its time (ms) and the process's peak memory (MB).</summary>
    public static async Task ColdAsync(string what, string url, FleetShape shape)
    {
        long start = Stopwatch.GetTimestamp();
        if (what == "bare")
        {
            using BareFleet bare = new(url, FleetSettings.DefaultThrottleLimit * CallsPerTarget);
            await bare.RunAsync(Accounts(shape), Regions(shape));
        }
        else
        {
            await AuditAsync(url, shape);
        }

        double elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        using Process self = Process.GetCurrentProcess();
        Print($"{elapsed} {self.PeakWorkingSet64 / 1e6}");
    }

    private static async Task AuditAsync(string url, FleetShape shape)
    {
        AwsConnection connection = await AwsConnection.OpenAsync(
            new AwsConnectionSettings { Region = "us-east-1", AccessKey = "AK", SecretKey = "SK", EndpointUrl = url }, default);
        using AwsFleet fleet = await AwsFleet.OpenAsync(connection, new FleetSettings
        {
            Accounts = [.. Accounts(shape).Select(account => new AccountSettings(account))],
            Regions = Regions(shape),
            RoleName = "audit",
        }, default);
        AtRestAudit audit = new(AtRestPolicy.Default, DateTime.UtcNow);
        int count = 0;
        await foreach (AuditPage page in audit.RunAsync(
            fleet.GetTargetsAsync(default), ResourceType.Default, FleetSettings.DefaultThrottleLimit))
        {
            if (page.Failure is not null || page.Tally.Failures.Count > 0)
            {
                throw page.Failure ?? page.Tally.Failures[0].Failure;
            }

            foreach (Evaluation evaluation in page.Evaluate())
            {
                page.Tally.Add(evaluation);
                count++;
            }
        }

        if (count != shape.Resources)
        {
            throw new InvalidOperationException($"{count} evaluations where {shape.Resources} were expected.");
        }
    }

    private static string[] Accounts(FleetShape shape) =>
        shape.Accounts == 1 ? [] : [.. Enumerable.Range(1, shape.Accounts)
            .Select(i => (100_000_000_000 + i).ToString(CultureInfo.InvariantCulture))];

    private static string[] Regions(FleetShape shape) => s_regions[..shape.Regions];

    private static string[] Arguments(FleetShape shape) =>
        [.. new double[] { shape.Accounts, shape.Regions, shape.Groups, shape.LatencyMilliseconds, shape.Rounds }.Select(
            number => number.ToString(CultureInfo.InvariantCulture))];

    private static FleetShape Tenth(FleetShape shape) => shape.Accounts >= 10 ? shape with { Accounts = shape.Accounts / 10 }
        : shape.Regions >= 10 ? shape with { Regions = shape.Regions / 10 }
        : shape with { Groups = shape.Groups / 10 };

    private static async Task<Cost> CostAsync(Func<Task> work)
    {
        using Process self = Process.GetCurrentProcess();
        TimeSpan processor = self.TotalProcessorTime;
        long allocated = GC.GetTotalAllocatedBytes();
        long start = Stopwatch.GetTimestamp();
        await work();
        double wall = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        self.Refresh();
        return new Cost(wall, (self.TotalProcessorTime - processor).TotalMilliseconds, GC.GetTotalAllocatedBytes() - allocated);
    }

    private static double Median(List<Cost> costs, Func<Cost, double> of) => costs.Select(of).Order().ElementAt(costs.Count / 2);

    private static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    private readonly record struct Cost(double Wall, double Processor, double Allocated);
}
