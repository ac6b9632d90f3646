using System.Diagnostics;
using System.Globalization;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Bench;

/// <summary>An endpoint with a fleet, in a process of its own, so that its work is not on the client's account.</summary>
internal sealed class EndpointProcess : IDisposable
{
    private readonly Process _process;

    private EndpointProcess(Process process, string url)
    {
        _process = process;
        Url = url;
    }

    public string Url { get; }

    public static Task<EndpointProcess> StartAsync(int groups, double latencyMilliseconds) =>
        StartAsync("serve", groups, latencyMilliseconds);

    /// <summary>One in which every account has as many groups in every Region.</summary>
    public static Task<EndpointProcess> StartFleetAsync(int groups, double latencyMilliseconds) =>
        StartAsync("serve-fleet", groups, latencyMilliseconds);

    /// <summary>One with groups that are not encrypted, and all that a plan reads of them.</summary>
    public static Task<EndpointProcess> StartPlansAsync(int groups, double latencyMilliseconds) =>
        StartAsync("serve-plans", groups, latencyMilliseconds);

    private static async Task<EndpointProcess> StartAsync(string what, int groups, double latencyMilliseconds)
    {
        Process process = Self.Start(redirectInput: true, what,
            groups.ToString(CultureInfo.InvariantCulture), latencyMilliseconds.ToString(CultureInfo.InvariantCulture));
        string url = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The endpoint did not start.");
        return new EndpointProcess(process, url);
    }

    /// <summary>Serves until standard input ends.</summary>
    public static async Task ServeAsync(int groups, TimeSpan latency, bool isFleet)
    {
        await using AwsEndpoint endpoint = await AwsEndpoint.StartAsync();
        endpoint.Latency = latency;
        endpoint.KeepsCalls = false;
        Described[] all = [.. Enumerable.Range(0, groups)
            .Select(i => Described.ReplicationGroup($"group-{i:D6}", i % 10 == 0 ? "none" : i % 3 == 0 ? "sse-kms" : "sse-elasticache"))];
        if (isFleet)
        {
            endpoint.ElastiCache.Everywhere = all;
        }
        else
        {
            endpoint.ElastiCache.Add("us-east-1", all);
        }

        endpoint.Config.AddRule("rule", "token");
        Console.WriteLine(endpoint.Url);
        await Console.In.ReadToEndAsync();
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(5000))
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
