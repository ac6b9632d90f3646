using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace RedisCompliance.Reports.Tests.Browser;

/// <summary>A Chromium without a window, spoken to over the DevTools protocol. One for all tests of a class.</summary>
/// <remarks>https://chromedevtools.github.io/devtools-protocol/</remarks>
public sealed class ChromiumBrowser : IAsyncLifetime
{
    /// <summary>Why the tests of the page are skipped where there is none.</summary>
    public const string Missing =
        "No Chromium is on this machine (chromium, chromium-browser, google-chrome, or what REDISCOMPLIANCE_CHROMIUM names).";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("chromium");
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonObject>> _calls = [];
    private readonly ConcurrentDictionary<string, Channel<JsonObject>> _events = [];
    private readonly SemaphoreSlim _sending = new(1);
    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _stop = new();
    private Process? _process;
    private Task _receiving = Task.CompletedTask;
    private Task _draining = Task.CompletedTask;
    private int _lastId;

    /// <summary>Whether there is one.</summary>
    public static bool IsThere => Path is not null;

    /// <summary>A folder of the browser's own: for pages and downloads.</summary>
    public string Folder => _folder.FullName;

    private static string? Path { get; } = Find();

    public async ValueTask InitializeAsync()
    {
        if (Path is null)
        {
            return;
        }

        // Root has no sandbox; what is opened here are the tests' own files.
        _process = Process.Start(new ProcessStartInfo(Path,
            [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-extensions",
                "--disable-background-networking", "--disable-component-update", "--disable-sync", "--remote-debugging-port=0",
                $"--user-data-dir={System.IO.Path.Combine(Folder, "profile")}", "about:blank",
            ])
        { RedirectStandardError = true })!;
        string url = await FindUrlAsync(_process.StandardError);
        _draining = _process.StandardError.BaseStream.CopyToAsync(Stream.Null, _stop.Token);
        await _socket.ConnectAsync(new Uri(url), _stop.Token);
        _receiving = Task.Run(ReceiveAsync, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _receiving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _draining.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _socket.Dispose();
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
            _process.Dispose();
        }

        _stop.Dispose();
        _sending.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <summary>Calls a method, of a page or of the browser itself.</summary>
    public async Task<JsonObject> CallAsync(string method, JsonObject? parameters = null, string? sessionId = null)
    {
        int id = Interlocked.Increment(ref _lastId);
        TaskCompletionSource<JsonObject> answer = _calls[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        JsonObject call = new() { ["id"] = id, ["method"] = method, ["params"] = parameters ?? [] };
        if (sessionId is not null)
        {
            call["sessionId"] = sessionId;
        }

        await _sending.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(call), WebSocketMessageType.Text, true,
                TestContext.Current.CancellationToken);
        }
        finally
        {
            _sending.Release();
        }

        JsonObject told = await answer.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.False(told.ContainsKey("error"), $"{method}: {told["error"]?.ToJsonString()}");
        return told["result"]!.AsObject();
    }

    /// <summary>What happens in a page, or in the browser under an empty name.</summary>
    public ChannelReader<JsonObject> EventsOf(string sessionId) => EventsIn(sessionId).Reader;

    private Channel<JsonObject> EventsIn(string sessionId) => _events.GetOrAdd(sessionId, _ => Channel.CreateUnbounded<JsonObject>());

    private static string? Find() => new[] { Environment.GetEnvironmentVariable("REDISCOMPLIANCE_CHROMIUM") }
        .Concat(from name in (string[])["chromium", "chromium-browser", "google-chrome"]
                from folder in (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(System.IO.Path.PathSeparator)
                select System.IO.Path.Combine(folder, name))
        .FirstOrDefault(File.Exists);

    private static async Task<string> FindUrlAsync(StreamReader output)
    {
        const string Mark = "DevTools listening on ";
        List<string> lines = [];
        while (await output.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.StartsWith(Mark, StringComparison.Ordinal))
            {
                return line[Mark.Length..];
            }

            lines.Add(line);
        }

        throw new InvalidOperationException($"Chromium did not start: {string.Join('\n', lines)}");
    }

    private async Task ReceiveAsync()
    {
        byte[] buffer = new byte[64 * 1024];
        using MemoryStream message = new();
        while (!_stop.IsCancellationRequested)
        {
            WebSocketReceiveResult part = await _socket.ReceiveAsync(buffer, _stop.Token);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return;
            }

            message.Write(buffer, 0, part.Count);
            if (part.EndOfMessage)
            {
                JsonObject told = JsonNode.Parse(message.ToArray())!.AsObject();
                message.SetLength(0);
                if (told["id"] is { } id && _calls.TryRemove((int)id, out TaskCompletionSource<JsonObject>? call))
                {
                    call.SetResult(told);
                }
                else
                {
                    EventsIn((string?)told["sessionId"] ?? string.Empty).Writer.TryWrite(told);
                }
            }
        }
    }
}
