using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RedisCompliance.Module.Tests;

/// <summary>
/// An AWS written by others (moto), in a process of its own with an account that is empty but for a recorder: the second opinion.
/// Where <c>moto_server</c> is not on the PATH, the tests that need it say so.
/// </summary>
public sealed class MotoServer : IAsyncLifetime
{
    public const string Region = "ap-northeast-1";

    public const string Missing = "moto_server is not on the PATH: pip install 'moto[server]' to run this test.";

    private static readonly string? s_command = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, "moto_server")).FirstOrDefault(File.Exists);

    private readonly HttpClient _http = new();
    private Process? _process;

    public static bool IsMissing => s_command is null;

    public string Url { get; private set; } = string.Empty;

    public async ValueTask InitializeAsync()
    {
        if (s_command is null)
        {
            return;
        }

        int port = FreePort();
        Url = $"http://127.0.0.1:{port}";
        _process = Process.Start(new ProcessStartInfo(
            s_command, ["-H", "127.0.0.1", "-p", $"{port}"]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        while (!await IsUpAsync())
        {
            Assert.False(_process.HasExited, "moto_server ended instead of serving.");
        }

        await AddRecorderAsync();
    }

    /// <summary>Empties the account but for the recorder.</summary>
    public async Task ResetAsync()
    {
        using HttpResponseMessage response = await _http.PostAsync(
            new Uri(Url + "/moto-api/reset"), null, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
        await AddRecorderAsync();
    }

    private async Task AddRecorderAsync()
    {
        await JsonAsync("config", "StarlingDoveService.PutConfigurationRecorder",
            """{"ConfigurationRecorder":{"name":"default","roleARN":"arn:aws:iam::123456789012:role/config"}}""");
        using HttpRequestMessage bucket = new(HttpMethod.Put, $"{Url}/config-bucket");
        await SendAsync(bucket, "s3", "us-east-1");
        await JsonAsync("config", "StarlingDoveService.PutDeliveryChannel",
            """{"DeliveryChannel":{"name":"default","s3BucketName":"config-bucket"}}""");
        await JsonAsync("config", "StarlingDoveService.StartConfigurationRecorder", """{"ConfigurationRecorderName":"default"}""");
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        _process?.Kill(entireProcessTree: true);
        _process?.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Calls a service of the JSON protocol.</summary>
    public async Task JsonAsync(string service, string target, string json)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, Url)
        {
            Content = new StringContent(json, null, "application/x-amz-json-1.1"),
        };
        request.Headers.TryAddWithoutValidation("X-Amz-Target", target);
        await SendAsync(request, service);
    }

    /// <summary>Calls a service of the query protocol.</summary>
    public async Task QueryAsync(string service, string version, params (string Name, string Value)[] parameters)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, Url)
        {
            Content = new FormUrlEncodedContent(parameters.Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value))
                .Append(KeyValuePair.Create("Version", version))),
        };
        await SendAsync(request, service);
    }

    /// <summary>Calls Lambda, whose operations are paths.</summary>
    public async Task LambdaAsync(HttpMethod method, string path, string json)
    {
        using HttpRequestMessage request = new(
            method, Url + path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        await SendAsync(request, "lambda");
    }

    private async Task SendAsync(HttpRequestMessage request, string service, string region = Region)
    {
        request.Headers.TryAddWithoutValidation("Authorization",
            $"AWS4-HMAC-SHA256 Credential=AKID/20261123/{region}/{service}/aws4_request, SignedHeaders=host, Signature=0");
        using HttpResponseMessage response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private async Task<bool> IsUpAsync()
    {
        try
        {
            using HttpResponseMessage response = await _http.GetAsync(new Uri(Url + "/moto-api/"), TestContext.Current.CancellationToken);
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
