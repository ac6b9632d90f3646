using System.Text.Json.Nodes;

namespace RedisCompliance.Reports.Tests.Browser;

/// <summary>A report, opened in a browser as somebody opens it who was sent it: from a file.</summary>
internal sealed class ReportPage
{
    private readonly ChromiumBrowser _browser;
    private readonly string _session;
    private readonly List<JsonObject> _events = [];

    private ReportPage(ChromiumBrowser browser, string session) => (_browser, _session) = (browser, session);

    /// <summary>What was asked for over any network or from any file, the page itself aside.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            Collect();
            return [.. _events.Where(told => (string)told["method"]! == "Network.requestWillBeSent")
                .Select(told => (string)told["params"]!["request"]!["url"]!).Skip(1)
                .Where(url => !url.StartsWith("blob:", StringComparison.Ordinal))];
        }
    }

    /// <summary>Errors, refusals by the page's policy, and dialogs.</summary>
    public IReadOnlyList<string> Complaints
    {
        get
        {
            Collect();
            return [.. _events.Where(
                told => (string)told["method"]! is "Runtime.exceptionThrown" or "Log.entryAdded" or "Page.javascriptDialogOpening")
                .Select(told => told["params"]!.ToJsonString())];
        }
    }

    /// <summary>Opens a report.</summary>
    public static async Task<ReportPage> OpenAsync(ChromiumBrowser browser, byte[] report, int width = 1280, int height = 900)
    {
        Assert.SkipUnless(ChromiumBrowser.IsThere, ChromiumBrowser.Missing);
        string file = Path.Combine(browser.Folder, $"{Path.GetRandomFileName()}.html");
        await File.WriteAllBytesAsync(file, report, TestContext.Current.CancellationToken);
        JsonObject target = await browser.CallAsync("Target.createTarget", new JsonObject { ["url"] = "about:blank" });
        JsonObject attached = await browser.CallAsync(
            "Target.attachToTarget", new JsonObject { ["targetId"] = (string)target["targetId"]!, ["flatten"] = true });
        ReportPage page = new(browser, (string)attached["sessionId"]!);
        foreach (string domain in (string[])["Page", "Network", "Runtime", "Log", "Accessibility"])
        {
            await page.CallAsync($"{domain}.enable");
        }

        await page.CallAsync("Emulation.setFocusEmulationEnabled", new JsonObject { ["enabled"] = true });
        await page.CallAsync("Emulation.setDeviceMetricsOverride",
            new JsonObject { ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = 1, ["mobile"] = false });
        await page.CallAsync("Page.navigate", new JsonObject { ["url"] = new Uri(file).AbsoluteUri });
        await page.WaitForAsync("Page.loadEventFired");
        return page;
    }

    public Task<JsonObject> CallAsync(string method, JsonObject? parameters = null) => _browser.CallAsync(method, parameters, _session);

    /// <summary>The value of an expression of JavaScript; the page's own policy does not bind the tester.</summary>
    public async Task<JsonNode?> EvaluateAsync(string expression)
    {
        JsonObject told = await CallAsync("Runtime.evaluate", new JsonObject
        {
            ["expression"] = expression, ["returnByValue"] = true, ["awaitPromise"] = true, ["userGesture"] = true,
        });
        Assert.False(told.ContainsKey("exceptionDetails"), told["exceptionDetails"]?.ToJsonString());
        return told["result"]!["value"];
    }

    public async Task<string> TextAsync(string selector) =>
        (string)(await EvaluateAsync($"document.querySelector({Quote(selector)}).textContent"))!;

    public async Task<string[]> TextsAsync(string selector) =>
        [.. (await EvaluateAsync($"[...document.querySelectorAll({Quote(selector)})].map(found => found.textContent)"))!.AsArray()
            .Select(text => (string)text!)];

    public Task<JsonNode?> ClickAsync(string selector) => EvaluateAsync($"document.querySelector({Quote(selector)}).click()");

    /// <summary>What has the focus.</summary>
    public async Task<string> FocusAsync() => (string)(await EvaluateAsync(
        "(at => [at.id || at.value || at.textContent.trim(), at.tagName.toLowerCase()].join(' '))(document.activeElement)"))!;

    /// <summary>Presses a key so many times.</summary>
    public async Task PressAsync(string key, int times = 1, bool withShift = false)
    {
        (string code, int number, string? text) = key switch
        {
            "Tab" => ("Tab", 9, null),
            "Enter" => ("Enter", 13, "\r"),
            " " => ("Space", 32, " "),
            _ => (key, char.ToUpperInvariant(key[0]), key),
        };
        for (int i = 0; i < times; i++)
        {
            JsonObject press = new()
            {
                ["type"] = "keyDown", ["key"] = key, ["code"] = code, ["windowsVirtualKeyCode"] = number, ["modifiers"] = withShift
                    ? 8 : 0,
            };
            if (text is not null)
            {
                press["text"] = text;
            }

            await CallAsync("Input.dispatchKeyEvent", press);
            press["type"] = "keyUp";
            press.Remove("text");
            await CallAsync("Input.dispatchKeyEvent", press.DeepClone().AsObject());
        }
    }

    public async Task TypeAsync(string text)
    {
        foreach (char letter in text)
        {
            await PressAsync(letter.ToString());
        }
    }

    /// <summary>Shows the page as for those who prefer dark pages, or as on paper.</summary>
    public Task<JsonObject> EmulateAsync(string scheme = "light", string media = "") =>
        CallAsync("Emulation.setEmulatedMedia", new JsonObject
    {
        ["media"] = media, ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = scheme }),
    });

    public async Task<byte[]> ScreenshotAsync() =>
        Convert.FromBase64String((string)(await CallAsync("Page.captureScreenshot", new JsonObject { ["format"] = "png" }))["data"]!);

    /// <summary>Waits for something to happen in the page.</summary>
    public async Task WaitForAsync(string method)
    {
        while (!_events.Exists(told => (string)told["method"]! == method))
        {
            _events.Add(await _browser.EventsOf(_session).ReadAsync(TestContext.Current.CancellationToken));
        }
    }

    private void Collect()
    {
        while (_browser.EventsOf(_session).TryRead(out JsonObject? told))
        {
            _events.Add(told);
        }
    }

    private static string Quote(string text) => System.Text.Json.JsonSerializer.Serialize(text);
}
