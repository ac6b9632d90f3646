using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using RedisCompliance.Aws;

namespace RedisCompliance.Bench;

/// <summary>
/// The rule's run (list, judge, read back, put, retire) at 25 ms a call, against the longest chain of pages that it had to
/// walk: the same pages, fetched one after the other by a bare HTTP client in the same process.
/// </summary>
internal static class RuleBenchmark
{
    private const double LatencyMilliseconds = 25;
    private const string Rule = "rule";
    private const string Token = "token";

    private static readonly int[] s_sizes = [1_000, 20_000, 100_000];

    public static async Task RunAsync()
    {
        Print($"The rule's run, {LatencyMilliseconds} ms a call");
        foreach (int groups in s_sizes)
        {
            using EndpointProcess endpoint = await EndpointProcess.StartAsync(groups, LatencyMilliseconds);
            double[] run = await Self.RunAsync("rule", endpoint.Url, groups.ToString(CultureInfo.InvariantCulture));
            double[] memory = await Self.RunAsync("rule-memory", endpoint.Url, groups.ToString(CultureInfo.InvariantCulture));
            double chain = Math.Max(run[2], run[3]);
            Print($"  {groups,7:N0} groups: first run {run[0],6:N0} ms   second run {run[1],6:N0} ms   longest chain {chain,6:N0} ms   second/chain {run[1] / chain:N2}   peak {memory[0]:N0} MB");
        }
    }

    /// <summary>Prints first run, second run, the chain of the listing, the chain of the reading back (ms).</summary>
    public static async Task MeasureAsync(string url, int groups)
    {
        using BareClient bare = new(url);
        await bare.ListAsync("DescribeReplicationGroups"); // The endpoint makes its pages when they are first asked for.
        double first = await TimeAsync(() => RunRuleAsync(url, groups));
        double second = await TimeAsync(() => RunRuleAsync(url, groups));
        double listing = await TimeAsync(() => bare.ListAsync("DescribeReplicationGroups"));
        double readingBack = await TimeAsync(() => ReadBackAsync(url));
        Print($"{first} {second} {listing} {readingBack}");
    }

    /// <summary>A process like the function's, for one run. Prints its peak memory (MB).</summary>
    public static async Task MemoryAsync(string url, int groups)
    {
        await RunRuleAsync(url, groups);
        using Process self = Process.GetCurrentProcess();
        Print($"{self.PeakWorkingSet64 / 1e6}");
    }

    private static async Task RunRuleAsync(string url, int groups)
    {
        AwsConnection connection = await AwsConnection.OpenAsync(
            new AwsConnectionSettings { Region = "us-east-1", AccessKey = "AK", SecretKey = "SK", EndpointUrl = url }, default);
        using ElastiCacheInventory inventory = connection.OpenInventory();
        using ConfigEvaluationStore store = connection.OpenEvaluationStore();
        ConfigRuleReport report = await new ConfigRuleRun(inventory, store, AtRestPolicy.Default,
            new ConfigRuleInvocation(Rule, "123456789012", Token, DateTime.UtcNow, TestMode: false)).ExecuteAsync(default);
        if (!report.IsComplete || report.Published != groups)
        {
            throw new InvalidOperationException($"{report.Published} of {groups} evaluations arrived.");
        }
    }

    private static async Task ReadBackAsync(string url)
    {
        using HttpClient http = new();
        string? token = null;
        do
        {
            using HttpRequestMessage request = new(HttpMethod.Post, url)
            {
                Content = new StringContent($$"""{"ConfigRuleName":"{{Rule}}","ComplianceTypes":["COMPLIANT","NON_COMPLIANT"],"Limit":100{{(token is null ? null : $",\"NextToken\":\"{token}\"")}}}""",
                    Encoding.UTF8, new MediaTypeHeaderValue("application/x-amz-json-1.1")),
            };
            request.Headers.TryAddWithoutValidation("X-Amz-Target", "StarlingDoveService.GetComplianceDetailsByConfigRule");
            request.Headers.TryAddWithoutValidation(
                "Authorization", "AWS4-HMAC-SHA256 Credential=AK/20260101/us-east-1/config/aws4_request, SignedHeaders=host, Signature=0");
            using HttpResponseMessage response = await http.SendAsync(request);
            response.EnsureSuccessStatusCode();
            string body = await response.Content.ReadAsStringAsync();
            int at = body.LastIndexOf("\"NextToken\":\"", StringComparison.Ordinal);
            token = at < 0 ? null : body[(at + 13)..body.IndexOf('"', at + 13)];
        }
        while (token is not null);
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        long start = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
