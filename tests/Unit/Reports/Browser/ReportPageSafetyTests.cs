namespace RedisCompliance.Reports.Tests.Browser;

/// <summary>What comes from AWS stays text in the page, and the page asks nobody for anything.</summary>
public sealed class ReportPageSafetyTests(ChromiumBrowser browser) : ReportPageTest(browser)
{
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
        ReportPage page = await OpenAsync(Sample.OfEachStatus, AuditedRows);

        await page.EvaluateAsync($"({mistake})(document.body)");
        await page.WaitForAsync("Log.entryAdded");

        Assert.Equal("undefined", (string)(await page.EvaluateAsync("typeof window.ran"))!);
        Assert.Equal("block", (string)(await page.EvaluateAsync("getComputedStyle(document.body).display"))!);
    }
}
