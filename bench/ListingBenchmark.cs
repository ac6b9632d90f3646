using System.Diagnostics;
using System.Globalization;
using RedisCompliance.Aws;

namespace RedisCompliance.Bench;

/// <summary>Listing and evaluating 20,000 replication groups at 5 ms a page, against only downloading the same pages.</summary>
internal static class ListingBenchmark
{
    private const int Groups = 20_000;
    private const double LatencyMilliseconds = 5;
    private const int Rounds = 5;
    private const int ColdRounds = 5;

    public static async Task RunAsync()
    {
        using EndpointProcess endpoint = await EndpointProcess.StartAsync(Groups, LatencyMilliseconds);
        await Self.RunAsync("cold", "bare", endpoint.Url); // The endpoint's own warm-up.
        double[] warm = await Self.RunAsync("warm", endpoint.Url);
        List<double> coldBare = [];
        List<double> coldAudit = [];
        for (int i = 0; i < ColdRounds; i++)
        {
            coldBare.Add((await Self.RunAsync("cold", "bare", endpoint.Url))[0]);
            coldAudit.Add((await Self.RunAsync("cold", "audit", endpoint.Url))[0]);
        }

        double[] memory = await Self.RunAsync("memory", endpoint.Url);
        Print($"Listing and evaluating {Groups:N0} replication groups, {LatencyMilliseconds} ms a page of 100");
        Print($"  warm, median of {Rounds}:   bare {warm[0],6:N0} ms   audit {warm[1],6:N0} ms   ratio {warm[1] / warm[0]:N2}");
        (double bare, double audit) = (Median(coldBare), Median(coldAudit));
        Print($"  cold, median of {ColdRounds}:   bare {bare,6:N0} ms   audit {audit,6:N0} ms   ratio {audit / bare:N2}");
        Print($"  first evaluation, warm: {warm[2]:N1} ms, {warm[2] / (warm[0] / (Groups / 100.0)):N1} pages' time");
        Print($"  allocated per resource: {warm[3]:N0} bytes; a page of the wire has {warm[4] / Groups:N0} bytes a resource");
        Print($"  peak memory:            {memory[1] - memory[0]:N0} MB above the idle process of {memory[0]:N0} MB");
    }

    /// <summary>
    /// In one warm process, by turns. Prints median bare, median audit, median first (ms), allocated per resource,
    /// bytes on the wire.
    /// </summary>
    public static async Task WarmAsync(string url)
    {
        using BareClient bare = new(url);
        long bytes = await bare.DownloadAsync();
        await AuditAsync(url);
        List<double> bareTimes = [];
        List<double> auditTimes = [];
        List<double> firstTimes = [];
        double allocated = 0;
        for (int i = 0; i < Rounds; i++)
        {
            long start = Stopwatch.GetTimestamp();
            await bare.DownloadAsync();
            bareTimes.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            long before = GC.GetTotalAllocatedBytes();
            Timing timing = await AuditAsync(url);
            allocated = (GC.GetTotalAllocatedBytes() - before) / (double)Groups;
            auditTimes.Add(timing.Total);
            firstTimes.Add(timing.First);
        }

        Print($"{Median(bareTimes)} {Median(auditTimes)} {Median(firstTimes)} {allocated} {bytes}");
    }

    /// <summary>The first listing of a process, from before anything of it was loaded. Prints its time (ms).</summary>
    public static async Task ColdAsync(string what, string url)
    {
        long start = Stopwatch.GetTimestamp();
        if (what == "bare")
        {
            using BareClient bare = new(url);
            await bare.DownloadAsync();
        }
        else
        {
            await AuditAsync(url);
        }

        Print($"{Stopwatch.GetElapsedTime(start).TotalMilliseconds}");
    }

    /// <summary>Prints the idle process's memory and the peak after the audit (MB).</summary>
    public static async Task MemoryAsync(string url)
    {
        double idle = PeakMegabytes();
        await AuditAsync(url);
        Print($"{idle} {PeakMegabytes()}");
    }

    private static async Task<Timing> AuditAsync(string url)
    {
        long start = Stopwatch.GetTimestamp();
        double first = 0;
        int count = 0;
        AwsConnection connection = await AwsConnection.OpenAsync(
            new AwsConnectionSettings { Region = "us-east-1", AccessKey = "AK", SecretKey = "SK", EndpointUrl = url }, default);
        using ElastiCacheInventory inventory = connection.OpenInventory();
        AtRestAudit audit = new(AtRestPolicy.Default, DateTime.UtcNow);
        await foreach (AuditPage page in audit.RunAsync(inventory, ResourceType.Default))
        {
            if (page.Failure is not null)
            {
                throw page.Failure;
            }

            foreach (Evaluation _ in page.Evaluate())
            {
                if (count++ == 0)
                {
                    first = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                }
            }
        }

        return count == Groups ? new Timing(Stopwatch.GetElapsedTime(start).TotalMilliseconds, first)
            : throw new InvalidOperationException($"{count} evaluations where {Groups} were expected.");
    }

    private static double PeakMegabytes()
    {
        using Process self = Process.GetCurrentProcess();
        return self.PeakWorkingSet64 / 1e6;
    }

    /// <summary>The milliseconds of one audit. A class, because .NET compiles Task anew for each value type.</summary>
    private sealed record Timing(double Total, double First);

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
