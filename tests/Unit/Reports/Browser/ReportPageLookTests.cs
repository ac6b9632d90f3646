using System.Text;
using System.Text.Json.Nodes;

namespace RedisCompliance.Reports.Tests.Browser;

/// <summary>The report for everybody: light and dark, on paper, in Japanese, by keyboard and by screen reader.</summary>
public sealed class ReportPageLookTests(ChromiumBrowser browser) : ReportPageTest(browser)
{
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

    [Theory]
    [InlineData("light", "", "rgb(255, 255, 255)")]
    [InlineData("dark", "", "rgb(13, 17, 23)")]
    [InlineData("light", "dark", "rgb(13, 17, 23)")]
    [InlineData("dark", "light", "rgb(255, 255, 255)")]
    public async Task Light_and_dark_are_as_the_system_or_the_reader_wants_and_every_text_can_be_read(
        string system, string chosen, string background)
    {
        ReportPage page = await OpenAsync(Sample.OfEachStatus, AuditedRows, reference: Earlier());
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
        ReportPage page = await OpenAsync(Sample.OfEachStatus, AuditedRows, Written.Options("ja"), Earlier());
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
        ReportPage page = await OpenAsync(Sample.OfEachStatus, AuditedRows);

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
        ReportPage page = await OpenAsync(Sample.OfEachStatus, AuditedRows, reference: Earlier());

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

    private static IEnumerable<Evaluation> SampleAccount()
    {
        string folder = Path.Combine(typeof(ReportPageLookTests).Assembly.GetCustomAttributes(false)
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
