using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace RedisCompliance.Reports.Tests.Browser;

/// <summary>The report for a browser, in a real one, as whoever gets it uses it.</summary>
public sealed class ReportPageTests(ChromiumBrowser browser, ITestOutputHelper output) : ReportPageTest(browser)
{
    [Fact]
    public async Task Tiles_say_what_there_is_and_lead_to_it()
    {
        ReportPage page = await OpenAsync(Sample.OfEachStatus, AuditedRows);

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
        ReportPage page = await OpenAsync(Sample.OfEachStatus, AuditedRows);
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
        ReportPage page = await OpenAsync(Sample.OfEachStatus, AuditedRows);

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
        ReportPage page = await OpenAsync(
            [Sample.Evaluation("batch", type: ResourceType.CacheCluster), .. Sample.OfEachStatus], AuditedRows);

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
            [.. Sample.OfEachStatus, Sample.Evaluation("=1+2", annotation: "\"quoted\", with = and |")], AuditedRows);
        await Browser.CallAsync("Browser.grantPermissions",
            new JsonObject { ["permissions"] = new JsonArray("clipboardReadWrite", "clipboardSanitizedWrite") });
        await Browser.CallAsync("Browser.setDownloadBehavior",
            new JsonObject { ["behavior"] = "allow", ["downloadPath"] = Browser.Folder, ["eventsEnabled"] = true });
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

    [Fact]
    public async Task Twenty_thousand_rows_are_on_pages_and_are_found_at_once()
    {
        byte[] report = Written.Bytes("Html",
            Enumerable.Range(0, 20_000)
                .Select(i => i % 4 == 0 ? Sample.Evaluation($"group-{i:D5}", annotation: "Not encrypted")
                    : Sample.Passed($"group-{i:D5}")),
            [Sample.Row(20_000)]);
        var clock = Stopwatch.StartNew();
        ReportPage page = await ReportPage.OpenAsync(Browser, report);
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

    private async Task<byte[]> DownloadedAsync()
    {
        string name = string.Empty;
        while (true)
        {
            JsonObject told = await Browser.EventsOf(string.Empty).ReadAsync(TestContext.Current.CancellationToken);
            if ((string)told["method"]! == "Browser.downloadWillBegin")
            {
                name = (string)told["params"]!["suggestedFilename"]!;
            }
            else if ((string)told["method"]! == "Browser.downloadProgress" && (string)told["params"]!["state"]! == "completed")
            {
                return await File.ReadAllBytesAsync(Path.Combine(Browser.Folder, name), TestContext.Current.CancellationToken);
            }
        }
    }
}
