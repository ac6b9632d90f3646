using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace RedisCompliance.Module.Tests;

/// <summary>The second opinion: an ElastiCache written by others (moto), where <c>moto_server</c> is on the PATH.</summary>
public sealed class MotoAcceptanceTests : IAsyncLifetime
{
    private static readonly string? s_command = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, "moto_server")).FirstOrDefault(File.Exists);

    private Process? _moto;
    private string _url = string.Empty;

    public async ValueTask InitializeAsync()
    {
        if (s_command is null)
        {
            return;
        }

        int port = FreePort();
        _url = $"http://127.0.0.1:{port}";
        _moto = Process.Start(new ProcessStartInfo(
            s_command, ["-H", "127.0.0.1", "-p", $"{port}"]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        _moto.BeginErrorReadLine();
        _moto.BeginOutputReadLine();
        using HttpClient http = new();
        while (!await IsUpAsync(http))
        {
            Assert.False(_moto.HasExited, "moto_server ended instead of serving.");
        }
    }

    public ValueTask DisposeAsync()
    {
        _moto?.Kill(entireProcessTree: true);
        _moto?.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task An_account_of_moto_is_audited_and_what_moto_lacks_is_an_error_beside_it()
    {
        Assert.SkipWhen(s_command is null, "moto_server is not on the PATH: pip install 'moto[server]' to run this test.");
        await CreateAsync("CreateReplicationGroup",
            "ReplicationGroupId=closed&ReplicationGroupDescription=a&Engine=redis&CacheNodeType=cache.t4g.micro&NumCacheClusters=2"
                + "&AtRestEncryptionEnabled=true");
        await CreateAsync("CreateReplicationGroup",
            "ReplicationGroupId=open&ReplicationGroupDescription=b&Engine=redis&CacheNodeType=cache.t4g.micro&NumCacheClusters=1"
                + "&AtRestEncryptionEnabled=false");
        await CreateAsync("CreateCacheCluster", "CacheClusterId=alone&Engine=redis&CacheNodeType=cache.t4g.micro&NumCacheNodes=1");
        await CreateAsync("CreateCacheCluster", "CacheClusterId=pages&Engine=memcached&CacheNodeType=cache.t4g.micro&NumCacheNodes=1");
        using Session session = new();

        Outcome outcome = session.Run($"Get-RedisAtRestCompliance {Session.At(_url, "ap-northeast-1")}");

        // moto leaves the flag out of cache clusters: what cannot be shown is not compliant.
        Assert.Equal(["COMPLIANT closed", "NON_COMPLIANT alone", "NON_COMPLIANT open"], outcome.Verdicts);
        Assert.All(outcome.All("Region"), region => Assert.Equal("ap-northeast-1", region));
        Assert.Equal("AWS::ElastiCache::ServerlessCache", Assert.Single(outcome.Errors).TargetObject);
    }

    [Fact]
    public async Task The_whole_rule_is_put_up_and_taken_down_in_an_account_of_moto_with_nothing_but_a_recorder()
    {
        Assert.SkipWhen(s_command is null, "moto_server is not on the PATH: pip install 'moto[server]' to run this test.");
        await CallConfigAsync("PutConfigurationRecorder",
            """{"ConfigurationRecorder":{"name":"default","roleARN":"arn:aws:iam::123456789012:role/config"}}""");
        await CreateBucketAsync("config-bucket");
        await CallConfigAsync("PutDeliveryChannel", """{"DeliveryChannel":{"name":"default","s3BucketName":"config-bucket"}}""");
        await CallConfigAsync("StartConfigurationRecorder", """{"ConfigurationRecorderName":"default"}""");
        using Session session = new();
        string at = Session.At(_url, "ap-northeast-1");

        Outcome install = session.Run($"Install-RedisAtRestRule {at}");
        Outcome state = session.Run($"Get-RedisAtRestRule {at} -WarningAction SilentlyContinue");
        Outcome parts = session.Run($"(Get-RedisAtRestRule {at} -WarningAction SilentlyContinue).Parts.State");
        Outcome again = session.Run($"Install-RedisAtRestRule {at}");
        Outcome uninstall = session.Run($"Uninstall-RedisAtRestRule {at} -Force");

        Assert.All(new[] { install, state, again, uninstall }, outcome => Assert.Empty(outcome.Errors));
        Assert.Equal(["Unchanged", "Created", "Created", "Created", "Created", "Created"], install.All("Action"));
        // moto runs no functions, and does not tell stored results.
        Assert.Equal(["Unknown"], state.All("State"));
        Assert.Equal(Enumerable.Repeat("Current", 6), parts.Output.Select(one => $"{one}"));
        Assert.All(again.All("Action"), action => Assert.Equal("Unchanged", action));
        Assert.All(uninstall.All("Action"), action => Assert.Equal("Removed", action));
    }

    [Fact]
    public async Task A_rule_of_moto_that_was_changed_is_still_ours()
    {
        Assert.SkipWhen(s_command is null, "moto_server is not on the PATH: pip install 'moto[server]' to run this test.");
        using Session session = new();
        string command = $"Install-RedisAtRestRule {Session.At(_url, "ap-northeast-1")} -SkipRecorderCheck "
            + "-WarningAction SilentlyContinue";
        session.Run(command);

        Outcome change = session.Run($"{command} -MaximumExecutionFrequency Six_Hours");
        Outcome again = session.Run($"{command} -MaximumExecutionFrequency Six_Hours");

        // The function has the note of what was asked for.
        Assert.Equal(["Unchanged", "Unchanged", "Updated", "Unchanged", "Updated"], change.All("Action"));
        Assert.Empty(again.Errors);
        Assert.All(again.All("Action"), action => Assert.Equal("Unchanged", action));
    }

    private async Task CallConfigAsync(string operation, string json)
    {
        using HttpRequestMessage request = new(
            HttpMethod.Post, _url) { Content = new StringContent(json, null, "application/x-amz-json-1.1") };
        request.Headers.TryAddWithoutValidation("X-Amz-Target", "StarlingDoveService." + operation);
        await SendAsync(request, "config");
    }

    private async Task CreateBucketAsync(string name)
    {
        using HttpRequestMessage request = new(HttpMethod.Put, $"{_url}/{name}");
        await SendAsync(request, "s3", "us-east-1");
    }

    private async Task CreateAsync(string action, string parameters)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, _url)
        {
            Content = new StringContent($"Action={action}&Version=2015-02-02&{parameters}", null, "application/x-www-form-urlencoded"),
        };
        await SendAsync(request, "elasticache");
    }

    private static async Task SendAsync(HttpRequestMessage request, string service, string region = "ap-northeast-1")
    {
        using HttpClient http = new();
        request.Headers.TryAddWithoutValidation("Authorization",
            $"AWS4-HMAC-SHA256 Credential=AKID/20261123/{region}/{service}/aws4_request, SignedHeaders=host, Signature=0");
        using HttpResponseMessage response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private async Task<bool> IsUpAsync(HttpClient http)
    {
        try
        {
            using HttpResponseMessage response = await http.GetAsync(new Uri(_url + "/moto-api/"), TestContext.Current.CancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
            return false;
        }
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
