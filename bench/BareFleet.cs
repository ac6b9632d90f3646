using System.Text;

namespace RedisCompliance.Bench;

/// <summary>
/// The least that a client can do over a fleet: for each account the role's keys and then the three listings in each Region,
/// page after page, with as many calls under way as there is room for, and no account waiting for another.
/// </summary>
internal sealed class BareFleet(string url, int inFlight) : IDisposable
{
    private static readonly string[] s_actions = ["DescribeReplicationGroups", "DescribeCacheClusters", "DescribeServerlessCaches"];

    private readonly BareClient _client = new(url);
    private readonly SemaphoreSlim _callSlots = new(inFlight);

    /// <summary>Makes all calls; without accounts, with the caller's own keys.</summary>
    public async Task RunAsync(string[] accounts, string[] regions)
    {
        if (accounts.Length == 0)
        {
            await Task.WhenAll(regions.SelectMany(region => s_actions.Select(action => ListAsync(action, "AK", region))));
            return;
        }

        await Task.WhenAll(accounts.Select(async account =>
        {
            await CallAsync($"Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A{account}%3Arole%2Faudit&RoleSessionName=bare", "AK", "us-east-1", "sts");
            await Task.WhenAll(regions.SelectMany(region => s_actions.Select(action => ListAsync(action, "ASIA" + account, region))));
        }));
    }

    public void Dispose()
    {
        _client.Dispose();
        _callSlots.Dispose();
    }

    private async Task ListAsync(string action, string accessKey, string region)
    {
        string? marker = null;
        do
        {
            marker = await CallAsync($"Action={action}&Version=2015-02-02&MaxRecords=100{(marker is null ? null : "&Marker=" + marker)}", accessKey, region, "elasticache");
        }
        while (marker is not null);
    }

    private async Task<string?> CallAsync(string form, string accessKey, string region, string service)
    {
        await _callSlots.WaitAsync();
        try
        {
            return (await _client.PostAsync(
                new StringContent(form, Encoding.ASCII, "application/x-www-form-urlencoded"), accessKey, region, service)).Marker;
        }
        finally
        {
            _callSlots.Release();
        }
    }
}
