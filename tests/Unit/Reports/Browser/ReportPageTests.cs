using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace RedisCompliance.Reports.Tests.Browser;

/// <summary>The report for a browser, in a real one, as whoever gets it uses it.</summary>
public sealed class ReportPageTests(ChromiumBrowser browser, ITestOutputHelper output) : IClassFixture<ChromiumBrowser>
{
    private const string Rows = "#rows > tr:not(.detail)";

    /// <summary>The least contrast of any visible text with what is behind it, by WCAG 2.2, and where that is.</summary>
    private const string Contrast = """
        (() => {
          const parse = text => text.match(/[\d.]+/g).map(Number);
          const light = ([r, g, b]) => [r, g, b].map(part => part / 255)
            .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
            .reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
          const behind = at => {
            for (; at; at = at.parentElement) {
              const c = parse(getComputedStyle(at).backgroundColor);
              if (c.length < 4 || c[3] > 0) return c;
            }
            return [255, 255, 255];
          };
          let worst = [99, ''];
          for (const at of document.querySelectorAll('body *')) {
            const style = getComputedStyle(at);
            if (![...at.childNodes].some(node => node.nodeType === 3 && node.data.trim())
              || at.getClientRects().length === 0 || at.disabled || ['SCRIPT', 'NOSCRIPT'].includes(at.tagName)) continue;
            const [a, b] = [light(parse(style.color)), light(behind(at))];
            const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
            if (ratio < worst[0]) worst = [ratio, at.tagName + '.' + at.className + ' ' + at.textContent.slice(0, 40)];
          }
          return worst;
        })()
        """;

    private static readonly TargetResult[] s_rows =
        [Sample.Row(Sample.OfEachStatus.Length), Sample.Row(0, TargetStatus.Failed, "AccessDenied: not authorized", "444455556666")];

    [Fact]
    public async Task Tiles_say_what_there_is_and_lead_to_it()
    {
        ReportPage page = await OpenAsync(Sample.OfEachStatus, s_rows);

        Assert.Equal(
            ["1 Could not be audited", "7 Resources", "1 Unencrypted", "1 Wrong key", "1 Cannot be shown", "1 Not compliant (stored)",
                "1 Exempt", "1 Not judged", "1 Compliant"],
            await page.TextsAsync(".tile"));
        await page.ClickAsync(".tile.s4 button");
        Assert.Equal(["legacy"], await page.TextsAsync($"{Rows} th"));
        Assert.Equal("resources section", await page.FocusAsync());
        await page.ClickAsync(".tile button[data-status='']");
        Assert.Equal(7, (await page.TextsAsync(Rows)).Length);
        Assert.Equal(
            ["444455556666", string.Empty, Sample.Region, "AccessDenied: not authorized"],
            await page.TextsAsync("#not-audited tbody tr > *"));
    }

    [Fact]
    public async Task What_could_not_be_audited_stands_above_everything_and_no_control_hides_it()
    {
        ReportPage page = await OpenAsync(Sample.OfEachStatus, s_rows);
        const string Seen = "(box => box.top >= 0 && box.bottom <= innerHeight && box.height > "
            + "0)(document.getElementById('not-audited').getBoundingClientRect())";

        Assert.True((bool)(await page.EvaluateAsync(Seen))!);
        await FilterAsync(page, "no such resource");
        Assert.True((bool)(await page.EvaluateAsync(Seen))!);
        Assert.True((bool)(await page.EvaluateAsync(
            "[...document.querySelectorAll('main h2, main summary')][0] === document.getElementById('not-audited-title')"))!);
    }

    [Fact]
    public async Task Search_filter_and_sort_show_what_was_asked_for()
    {
        ReportPage page = await OpenAsync(Sample.OfEachStatus, s_rows);

        await FilterAsync(page, "MIGRATION exempt");
        Assert.Equal(["legacy"], await page.TextsAsync($"{Rows} th"));
        Assert.Equal("1 of 7 resources", await page.TextAsync("#count"));
        await FilterAsync(page, string.Empty);
        await page.ClickAsync("#statuses input[value='6']");
        Assert.Equal(6, (await page.TextsAsync(Rows)).Length);
        await page.ClickAsync("#table th[data-column='4'] button");
        string[] ascending = await page.TextsAsync($"{Rows} th");
        await page.ClickAsync("#table th[data-column='4'] button");

        Assert.Equal(ascending.Order(StringComparer.Ordinal), ascending);
        Assert.Equal(ascending.Reverse(), await page.TextsAsync($"{Rows} th"));
        Assert.Equal("descending", (string)(await page.EvaluateAsync("document.querySelector('#table th[data-column=\"4\"]').ariaSort"))!);
        Assert.Equal(1, (int)(await page.EvaluateAsync("document.querySelectorAll('th[aria-sort]').length"))!);
    }

    [Fact]
    public async Task A_resource_opens_to_why_on_which_evidence_by_which_key_and_what_to_do()
    {
        ReportPage page = await OpenAsync([Sample.Evaluation("batch", type: ResourceType.CacheCluster), .. Sample.OfEachStatus], s_rows);

        await page.ClickAsync($"{Rows} .open");
        string[] terms = await page.TextsAsync(".detail dt");
        string all = await page.TextAsync(".detail");
        await page.ClickAsync($"{Rows} .open");

        Assert.Equal(["Verdict", "Evidence", "Key", "What to do", "Status in AWS", "Evidence of", "ARN"], terms);
        Assert.Contains("Unencrypted · StorageEncryptionType", all, StringComparison.Ordinal);
        Assert.Contains("A standalone cluster cannot be encrypted.", all, StringComparison.Ordinal);
        Assert.Empty(await page.TextsAsync(".detail"));
    }

    [Fact]
    public async Task Copy_and_CSV_give_what_is_filtered_without_a_formula()
    {
        ReportPage page = await OpenAsync(
            [.. Sample.OfEachStatus, Sample.Evaluation("=1+2", annotation: "\"quoted\", with = and |")], s_rows);
        await browser.CallAsync("Browser.grantPermissions",
            new JsonObject { ["permissions"] = new JsonArray("clipboardReadWrite", "clipboardSanitizedWrite") });
        await browser.CallAsync("Browser.setDownloadBehavior",
            new JsonObject { ["behavior"] = "allow", ["downloadPath"] = browser.Folder, ["eventsEnabled"] = true });
        await FilterAsync(page, "quoted");

        await page.ClickAsync("#copy");
        string copied = (string)(await page.EvaluateAsync("navigator.clipboard.readText()"))!;
        await page.ClickAsync("#csv");
        byte[] csv = await DownloadedAsync();

        string[] lines = copied.Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.Equal(["Unencrypted", Sample.Account, Sample.Region, "ReplicationGroup", "'=1+2"], lines[1].Split('\t').Take(5));
        Assert.Equal([0xEF, 0xBB, 0xBF], csv.Take(3));
        Assert.Equal(2, Encoding.UTF8.GetString(csv).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("\"'=1+2\"", Encoding.UTF8.GetString(csv), StringComparison.Ordinal);
        Assert.Contains("\"\"\"quoted\"\", with = and |\"", Encoding.UTF8.GetString(csv), StringComparison.Ordinal);
        Assert.Empty(page.Requests);
        Assert.Empty(page.Complaints);
    }

    [Theory]
    [InlineData("light", "", "rgb(255, 255, 255)")]
    [InlineData("dark", "", "rgb(13, 17, 23)")]
    [InlineData("light", "dark", "rgb(13, 17, 23)")]
    [InlineData("dark", "light", "rgb(255, 255, 255)")]
    public async Task Light_and_dark_are_as_the_system_or_the_reader_wants_and_every_text_can_be_read(
        string system, string chosen, string background)
    {
        ReportPage page = await OpenAsync(Sample.OfEachStatus, s_rows, reference: Earlier());
        await page.EmulateAsync(system);
        await page.EvaluateAsync($"theme.value = '{chosen}', theme.dispatchEvent(new Event('change'))");
        await page.ClickAsync($"{Rows} .open");

        Assert.Equal(background, (string)(await page.EvaluateAsync("getComputedStyle(document.body).backgroundColor"))!);
        JsonNode worst = (await page.EvaluateAsync(Contrast))!;
        Assert.True((double)worst[0]! >= 4.5, worst.ToJsonString());
    }

    [Fact]
    public async Task Paper_has_every_row_and_no_controls_whatever_the_screen_has()
    {
        ReportPage page = await OpenAsync(
            [.. Enumerable.Range(0, 250).Select(i => Sample.Evaluation($"group-{i:D3}"))], [Sample.Row(250)]);
        await page.EvaluateAsync("theme.value = 'dark', theme.dispatchEvent(new Event('change'))");
        const string Look = "[getComputedStyle(document.body).backgroundColor, "
            + "getComputedStyle(document.querySelector('.controls')).display,"
            + " document.querySelectorAll('#rows > tr').length].join(' ')";
        string screen = (string)(await page.EvaluateAsync(Look))!;

        await page.EvaluateAsync($"addEventListener('beforeprint', () => {{ window.printed = {Look}; }})");
        await page.EmulateAsync(media: "print");
        JsonObject paper = await page.CallAsync("Page.printToPDF", new JsonObject { ["printBackground"] = true });
        await page.EmulateAsync();

        Assert.Equal("rgb(13, 17, 23) flex 100", screen);
        Assert.Equal("rgb(255, 255, 255) none 250", (string)(await page.EvaluateAsync("window.printed"))!);
        Assert.Equal(screen, (string)(await page.EvaluateAsync(Look))!);
        Assert.StartsWith("%PDF", Encoding.ASCII.GetString(Convert.FromBase64String((string)paper["data"]!)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_Japanese_everything_that_is_not_a_name_is_Japanese()
    {
        ReportPage page = await OpenAsync(Sample.OfEachStatus, s_rows, Written.Options("ja"), Earlier());
        await page.ClickAsync($"{Rows} .open");

        Assert.Equal("ja", (string)(await page.EvaluateAsync("document.documentElement.lang"))!);
        Assert.Equal("Amazon ElastiCache の保管時の暗号化", await page.TextAsync("h1"));
        Assert.Equal("7 件中 7 件のリソース", await page.TextAsync("#count"));
        Assert.All(
            await page.TextsAsync(".tile, h2, summary, th[scope=col], label, legend, .controls button, .pager button, .detail dt, .skip"),
            text => Assert.True(text == "ARN" || text.Any(letter => letter > '\u3000'), text));
    }

    [Fact]
    public async Task Everything_can_be_done_by_keyboard_alone()
    {
        ReportPage page = await OpenAsync(Sample.OfEachStatus, s_rows);

        await page.PressAsync("Tab");
        Assert.StartsWith("Skip to the resources", await page.FocusAsync(), StringComparison.Ordinal);
        Assert.True((bool)(await page.EvaluateAsync("document.activeElement.getBoundingClientRect().left >= 0"))!);
        await page.PressAsync("Enter");
        Assert.Equal("resources section", await page.FocusAsync());
        await page.PressAsync("Tab");
        Assert.Equal("search input", await page.FocusAsync());
        Assert.Equal("solid", (string)(await page.EvaluateAsync("getComputedStyle(document.activeElement).outlineStyle"))!);
        await page.TypeAsync("orders");
        Assert.Equal(["orders"], await page.TextsAsync($"{Rows} th"));
        await page.PressAsync("Tab");
        Assert.Equal("0 input", await page.FocusAsync());
        await page.PressAsync(" ");
        Assert.Empty(await page.TextsAsync(Rows));
        await page.PressAsync(" ");
        await page.PressAsync("Tab", 7 + 2 + 1);
        Assert.Equal("Finding button", await page.FocusAsync());
        await page.PressAsync("Enter");
        Assert.Equal("descending", (string)(await page.EvaluateAsync("document.querySelector('#table th').ariaSort"))!);
        await page.PressAsync("Tab", 9);
        Assert.Equal("orders button", await page.FocusAsync());
        await page.PressAsync("Enter");
        Assert.Equal("true", (string)(await page.EvaluateAsync("document.activeElement.ariaExpanded"))!);
        Assert.NotEmpty(await page.TextsAsync(".detail dd"));
        await page.PressAsync("Tab", 12, withShift: true);
        Assert.Equal("copy button", await page.FocusAsync());
    }

    [Fact]
    public async Task Whoever_cannot_see_the_page_is_told_what_each_part_is()
    {
        ReportPage page = await OpenAsync(Sample.OfEachStatus, s_rows, reference: Earlier());

        JsonObject[] nodes = [.. (await page.CallAsync("Accessibility.getFullAXTree"))["nodes"]!.AsArray()
            .Select(node => node!.AsObject()).Where(node => !(bool)node["ignored"]!)];
        string[] Named(string role) =>
            [.. nodes.Where(node => (string)node["role"]!["value"]! == role)
                .Select(node => (string?)node["name"]?["value"] ?? string.Empty)];

        Assert.All(["button", "checkbox", "searchbox", "combobox", "link", "region", "heading"], role =>
        {
            Assert.NotEmpty(Named(role));
            Assert.DoesNotContain(string.Empty, Named(role));
        });
        Assert.Equal(6, Named("table").Length);
        Assert.Contains("Could not be audited", Named("region"));
        Assert.Equal(9 + 8 + 4 + (3 * 9), Named("columnheader").Length);
        Assert.NotEmpty(Named("rowheader"));
    }

    [Fact]
    public async Task Names_tags_and_reasons_stay_text_and_nothing_leaves_the_page()
    {
        Evaluation[] hostile = [.. Sample.Hostile.Select((text, i) => Sample.Evaluation(
            text, annotation: text, key: i % 2 == 0 ? KeyKind.CustomerManaged : KeyKind.None, keyId: text,
            tags: new Dictionary<string, string> { [text] = text }))];
        TargetResult[] failed = [.. Sample.Hostile.Select((text, i) => Sample.Row(0, TargetStatus.Failed, text, $"{i:D12}", text))];
        ReportPage page = await OpenAsync(hostile, failed, Written.Options() with { Title = "</title><script>alert(1)</script>" },
            Written.Audit([.. Sample.Hostile.Select(text => Sample.Passed(text + "x"))]));
        await page.EvaluateAsync("document.querySelectorAll('.open').forEach(open => open.click())");

        Assert.Equal(3, (int)(await page.EvaluateAsync("document.scripts.length"))!);
        Assert.Equal(0, (int)(await page.EvaluateAsync(
            "document.querySelectorAll('img, iframe, object, embed, svg, link, base, form, audio, video, style ~ style, [onerror], "
                + "[onmouseover], [style]').length"))!);
        Assert.All(await page.TextsAsync("a[href]"), Assert.NotEmpty);
        Assert.True((bool)(await page.EvaluateAsync("[...document.links].every(link => link.getAttribute('href').startsWith('#'))"))!);
        Assert.Equal(Sample.Hostile.Select(text => PlainText.Of(text)).Order(StringComparer.Ordinal),
            (await page.TextsAsync($"{Rows} th")).Order(StringComparer.Ordinal));
        Assert.Equal("</title><script>alert(1)</script>", (string)(await page.EvaluateAsync("document.title"))!);
        string all = (string)(await page.EvaluateAsync("document.body.innerText"))!;
        Assert.DoesNotContain(all, letter => letter is '\u001b' or '\u2028' or '\u2029' or '\u202E' or '\u0007');
        Assert.Empty(page.Requests);
        Assert.Empty(page.Complaints);
    }

    [Theory]
    [InlineData("body => { const made = document.createElement('script'); made.textContent = 'window.ran = 1'; body.append(made); }")]
    [InlineData("body => { const made = document.createElement('script'); made.src = 'http://127.0.0.1:9/a.js'; body.append(made); }")]
    [InlineData("body => body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.ran = 1\">')")]
    [InlineData("body => body.insertAdjacentHTML('beforeend', '<style>body { display: none }</style>')")]
    [InlineData("() => fetch('http://127.0.0.1:9/').catch(() => 0)")]
    public async Task The_page_s_own_policy_refuses_what_a_mistake_would_let_in(string mistake)
    {
        ReportPage page = await OpenAsync(Sample.OfEachStatus, s_rows);

        await page.EvaluateAsync($"({mistake})(document.body)");
        await page.WaitForAsync("Log.entryAdded");

        Assert.Equal("undefined", (string)(await page.EvaluateAsync("typeof window.ran"))!);
        Assert.Equal("block", (string)(await page.EvaluateAsync("getComputedStyle(document.body).display"))!);
    }

    [Fact]
    public async Task Twenty_thousand_rows_are_on_pages_and_are_found_at_once()
    {
        byte[] report = Written.Bytes("Html",
            Enumerable.Range(0, 20_000)
                .Select(i => i % 4 == 0 ? Sample.Evaluation($"group-{i:D5}", annotation: "Not encrypted")
                    : Sample.Passed($"group-{i:D5}")),
            [Sample.Row(20_000)]);
        var clock = Stopwatch.StartNew();
        ReportPage page = await ReportPage.OpenAsync(browser, report);
        output.WriteLine($"{report.Length / 1e6:F1} MB, open in {clock.Elapsed.TotalSeconds:F2} s");

        Assert.Equal("20,000", await page.TextAsync(".tile button[data-status=''] strong"));
        Assert.Equal(100, (await page.TextsAsync(Rows)).Length);
        Assert.Equal("Page 1 of 200", await page.TextAsync("#page"));
        foreach ((string what, string act, string count) in new[]
        {
            ("search", "search.value = 'group-19999', search.dispatchEvent(new Event('input'))", "1 of 20,000 resources"),
            ("all again", "search.value = '', search.dispatchEvent(new Event('input'))", "20,000 of 20,000 resources"),
            ("filter", "document.querySelector('.tile.s0 button').click()", "5,000 of 20,000 resources"),
            ("sort", "document.querySelector('#table th[data-column=\"4\"] button').click()", "5,000 of 20,000 resources"),
            ("next page", "document.getElementById('next').click()", "5,000 of 20,000 resources"),
        })
        {
            double took = (double)(await page.EvaluateAsync(
                $"(start => {{ {act}; document.body.offsetHeight; return performance.now() - start; }})(performance.now())"))!;
            output.WriteLine($"{what}: {took:F0} ms");
            Assert.Equal(count, await page.TextAsync("#count"));
            Assert.InRange((await page.TextsAsync(Rows)).Length, 1, 100);
        }

        Assert.Equal("Page 2 of 50", await page.TextAsync("#page"));
        Assert.Empty(page.Complaints);
    }

    [Theory]
    [InlineData("report.png", "light")]
    [InlineData("report-dark.png", "dark")]
    public async Task The_sample_account_s_report_is_the_one_that_the_documentation_shows(string name, string scheme)
    {
        Evaluation[] evaluations = [.. SampleAccount()];
        TargetResult[] rows =
        [
            .. evaluations.GroupBy(one => (one.AccountId, one.Region)).Select(target =>
                Sample.Row(target.Count(), account: target.Key.AccountId, region: target.Key.Region)),
            Sample.Row(0, TargetStatus.Failed, "AccessDenied: elasticache:DescribeReplicationGroups is not allowed.", "444455556666",
                "eu-west-1"),
        ];
        ReportPage page = await OpenAsync(evaluations, rows);
        await page.EmulateAsync(scheme);
        byte[] picture = await page.ScreenshotAsync();

        Assert.Equal("13", await page.TextAsync(".tile button[data-status=''] strong"));
        Assert.Equal(13, (await page.TextsAsync(Rows)).Length);
        Assert.InRange(picture.Length, 10_000, 300_000);
        Assert.Empty(page.Complaints);
        if (Environment.GetEnvironmentVariable("REDISCOMPLIANCE_SCREENSHOTS") is { Length: > 0 } folder)
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, name), picture, TestContext.Current.CancellationToken);
        }
    }

    private Task<ReportPage> OpenAsync(
        Evaluation[] evaluations, TargetResult[] rows, ReportOptions? options = null, AuditSnapshot? reference = null) =>
        ReportPage.OpenAsync(browser, Written.Bytes("Html", evaluations, rows, reference, options));

    private static AuditSnapshot Earlier() =>
        Written.Audit([Sample.Evaluation("search"), Sample.Passed("gone"), Sample.Passed("orders")], [Sample.Row(3)]);

    private static Task FilterAsync(ReportPage page, string words) =>
        page.EvaluateAsync($"search.value = '{words}', search.dispatchEvent(new Event('input'))");

    private async Task<byte[]> DownloadedAsync()
    {
        string name = string.Empty;
        while (true)
        {
            JsonObject told = await browser.EventsOf(string.Empty).ReadAsync(TestContext.Current.CancellationToken);
            if ((string)told["method"]! == "Browser.downloadWillBegin")
            {
                name = (string)told["params"]!["suggestedFilename"]!;
            }
            else if ((string)told["method"]! == "Browser.downloadProgress" && (string)told["params"]!["state"]! == "completed")
            {
                return await File.ReadAllBytesAsync(Path.Combine(browser.Folder, name), TestContext.Current.CancellationToken);
            }
        }
    }

    private static IEnumerable<Evaluation> SampleAccount()
    {
        string folder = Path.Combine(typeof(ReportPageTests).Assembly.GetCustomAttributes(false)
            .OfType<System.Reflection.AssemblyMetadataAttribute>().Single(data => data.Key == "Root").Value!, "samples", "inventory");
        OfflineAudit audit = new(AtRestPolicy.Default, Sample.Moment);
        foreach (string file in Directory.GetFiles(folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            using FileStream stream = File.OpenRead(file);
            foreach (RedisCompliance.Resources.RedisResource resource in new ExportReader(stream).Read())
            {
                audit.Add(resource);
            }
        }

        return audit.Evaluate();
    }
}
