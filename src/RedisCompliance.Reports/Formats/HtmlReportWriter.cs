using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace RedisCompliance.Reports.Formats;

/// <summary>
/// One self-contained page. Its script and style are the same in every report and named by their hashes in a policy that
/// allows nothing else; what comes from AWS stands in a block of data, which is no script, and reaches the page as text.
/// </summary>
internal sealed class HtmlReportWriter(ReportOptions options, Stream body) : ReportWriter(options, body)
{
    private const int MaxListed = 1_000;

    private static readonly string s_style = Resource("report.css");
    private static readonly string s_script = Resource("report.js");

    private readonly JsonItems _rows = new(body);
    private readonly ReportTexts _texts = options.Texts;

    public override void Add(Finding finding) => _rows.Write(json =>
    {
        json.WriteStartArray();
        json.WriteNumberValue((int)finding.Status);
        foreach (string? text in new[]
        {
            finding.AccountId, finding.Region, finding.Type, finding.Id, finding.Engine, finding.EngineVersion, finding.EncryptionState,
            finding.Evidence, finding.KeyKind,
            finding.KmsKeyId, finding.StorageEncryptionType, finding.AtRestEncryptionEnabled, finding.Annotation, finding.Arn,
            finding.ResourceStatus,
            finding.Since is { } since ? Day(since) : null, JsonText.Iso(finding.EvidenceTime), finding.Change,
            string.Join("; ", finding.Tags.Select(tag => $"{tag.Key}={tag.Value}")),
        })
        {
            json.WriteStringValue(text ?? string.Empty);
        }

        json.WriteEndArray();
    });

    public override void Complete(ReportEnd end, Stream output)
    {
        using StreamWriter page = new(output, new UTF8Encoding(false), 16 * 1024, leaveOpen: true);
        WriteHead(page);
        WriteUnaudited(page, end.Coverage);
        WriteTiles(page, end);
        WriteChanges(page, end.Changes);
        WriteGroup(page, nameof(Messages.ByTarget), nameof(Messages.ColumnTarget), end.Summary.ByTarget);
        WriteGroup(page, nameof(Messages.ByEngine), nameof(Messages.ColumnEngine), end.Summary.ByEngine);
        WriteGroup(page, nameof(Messages.ByKeyKind), nameof(Messages.ColumnKey), end.Summary.ByKeyKind);
        WriteTable(page);
        page.Write("</main>\n<script type=\"application/json\" id=\"texts\">");
        page.Flush();
        WriteTexts(output);
        output.WriteText("</script>\n<script type=\"application/json\" id=\"findings\">[\n");
        CopyBody(output);
        output.WriteText($"\n]</script>\n<script>{s_script}</script>\n</body>\n</html>\n");
    }

    private void WriteHead(StreamWriter page)
    {
        string title = Encode(Options.Title ?? _texts[nameof(Messages.Title)]);
        page.Write($"""
            <!DOCTYPE html>
            <html lang="{_texts.Language}">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'sha256-{Hash(s_script)}'; style-src 'sha256-{Hash(s_style)}'; base-uri 'none'; form-action 'none'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="referrer" content="no-referrer">
            <meta name="generator" content="RedisCompliance {Encode(Options.ProductVersion)}">
            <title>{title}</title>
            <style>{s_style}</style>
            </head>
            <body>
            <a class="skip" href="#resources">{Text(nameof(Messages.SkipToTable))}</a>
            <header>
            <div><h1>{title}</h1>
            <p>{Encode(_texts.Format(nameof(Messages.GeneratedAt), JsonText.Iso(Options.GeneratedAt), Options.ProductVersion))}</p></div>
            <label class="theme">{Text(nameof(Messages.Theme))} <select id="theme"><option value="">{Text(nameof(Messages.ThemeSystem))}</option><option value="light">{Text(nameof(Messages.ThemeLight))}</option><option value="dark">{Text(nameof(Messages.ThemeDark))}</option></select></label>
            </header>
            <main>
            <noscript><p class="notice">{Text(nameof(Messages.NoScript))}</p></noscript>

            """);
    }

    private void WriteUnaudited(StreamWriter page, Coverage coverage)
    {
        page.Write($"<section id=\"not-audited\" aria-labelledby=\"not-audited-title\" class=\"{(coverage.State == CoverageState.Complete ? "complete" : "notice")}\">\n");
        page.Write($"<h2 id=\"not-audited-title\">{Text(nameof(Messages.NotAudited))}</h2>\n");
        if (coverage.State != CoverageState.Incomplete)
        {
            page.Write($"<p>{Text(coverage.State == CoverageState.Complete ? nameof(Messages.CoverageComplete) : nameof(Messages.CoverageUnknown))}</p>\n");
        }

        if (coverage.Unaudited.Count > 0)
        {
            page.Write($"<p>{Text(nameof(Messages.CoverageIncomplete))}</p>\n");
            WriteTableHead(page, nameof(Messages.NotAudited),
                [nameof(Messages.ColumnAccount), nameof(Messages.ColumnName), nameof(Messages.ColumnRegion), nameof(Messages.ColumnWhy)]);
            foreach (UnauditedTarget target in coverage.Unaudited)
            {
                page.Write($"<tr><th scope=\"row\">{Encode(target.AccountId ?? "–")}</th><td>{Encode(target.AccountName)}</td><td>{Encode(target.Region ?? "–")}</td><td>{Encode(target.Reason)}</td></tr>\n");
            }

            page.Write("</tbody></table></div>\n");
        }

        page.Write("</section>\n");
    }

    private void WriteTiles(StreamWriter page, ReportEnd end)
    {
        page.Write($"<section aria-labelledby=\"tiles-title\">\n<h2 id=\"tiles-title\">{Text(nameof(Messages.Overview))}</h2>\n<ul class=\"tiles\">\n");
        int unaudited = end.Coverage.Unaudited.Count;
        page.Write($"<li class=\"tile{(end.Coverage.State == CoverageState.Complete ? null : " bad")}\"><a href=\"#not-audited\"><strong id=\"tile-not-audited\">{(end.Coverage.State == CoverageState.Unknown ? "?" : Number(unaudited))}</strong> {Text(nameof(Messages.NotAudited))}</a></li>\n");
        page.Write($"<li class=\"tile\"><button type=\"button\" data-status=\"\"><strong>{Number(end.Summary.ResourceCount)}</strong> {Text(nameof(Messages.TileResources))}</button></li>\n");
        foreach (FindingStatus status in ReportSummary.Statuses.Where(
            status => status is FindingStatus.Unencrypted or FindingStatus.WrongKey or FindingStatus.Unknown or FindingStatus.Exempt or FindingStatus.Compliant
            || end.Summary[status] > 0))
        {
            page.Write($"<li class=\"tile s{(int)status}\"><button type=\"button\" data-status=\"{(int)status}\"><strong>{Number(end.Summary[status])}</strong> {Encode(_texts.StatusOf(status))}</button></li>\n");
        }

        page.Write("</ul>\n</section>\n");
    }

    private void WriteChanges(StreamWriter page, IReadOnlyList<ComplianceChange>? changes)
    {
        if (changes is null)
        {
            return;
        }

        ComplianceChange[] told = [.. changes.Where(change => change.Change != ComplianceChangeType.Unchanged)];
        page.Write($"<section id=\"changes\" aria-labelledby=\"changes-title\">\n<h2 id=\"changes-title\">{Text(nameof(Messages.Changes))}</h2>\n");
        page.Write(told.Length == 0 ? $"<p>{Text(nameof(Messages.NoChanges))}</p>\n"
            : $"<p>{string.Join(" · ", told.GroupBy(change => change.Change).Select(group => $"{Encode(_texts.ChangeOf(group.Key))} {Number(group.Count())}"))}</p>\n");
        if (told.Length > 0)
        {
            WriteTableHead(page, nameof(Messages.Changes),
                [nameof(Messages.ColumnChange), nameof(Messages.ColumnAccount), nameof(Messages.ColumnRegion), nameof(Messages.ColumnType),
                    nameof(Messages.ColumnId), nameof(Messages.ColumnBefore), nameof(Messages.ColumnAfter), nameof(Messages.ColumnWhy)]);
            foreach (ComplianceChange change in told.Take(MaxListed))
            {
                page.Write($"<tr><th scope=\"row\">{Encode(_texts.ChangeOf(change.Change))}</th><td>{Encode(change.AccountId)}</td><td>{Encode(change.Region)}</td><td>{Encode(change.Type)}</td><td>{Encode(change.Id)}</td>"
                    + $"<td>{Encode(Joined(change.ReferenceEncryption, change.ReferenceKmsKeyId))}</td><td>{Encode(Joined(change.Encryption, change.KmsKeyId))}</td><td>{Encode(change.Reason)}</td></tr>\n");
            }

            page.Write("</tbody></table></div>\n");
            if (told.Length > MaxListed)
            {
                page.Write($"<p>{Encode(_texts.Format(nameof(Messages.AndMoreRows), told.Length - MaxListed))}</p>\n");
            }
        }

        page.Write("</section>\n");
    }

    private void WriteGroup(StreamWriter page, string title, string column, SortedDictionary<string, int[]> groups)
    {
        FindingStatus[] shown = [.. ReportSummary.Statuses.Where(status => groups.Values.Any(counts => counts[(int)status] > 0))];
        page.Write($"<details{(groups.Count <= 20 ? " open" : null)}><summary>{Text(title)}</summary>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{Text(title)}\"><table>\n<thead><tr><th scope=\"col\">{Text(column)}</th>");
        foreach (FindingStatus status in shown)
        {
            page.Write($"<th scope=\"col\" class=\"n\">{Encode(_texts.StatusOf(status))}</th>");
        }

        page.Write($"<th scope=\"col\" class=\"n\">{Text(nameof(Messages.TileResources))}</th></tr></thead>\n<tbody>\n");
        foreach (KeyValuePair<string, int[]> group in groups)
        {
            page.Write($"<tr><th scope=\"row\">{Encode(group.Key)}</th>{string.Concat(shown.Select(status => $"<td class=\"n\">{Number(group.Value[(int)status])}</td>"))}<td class=\"n\">{Number(group.Value.Sum())}</td></tr>\n");
        }

        page.Write("</tbody></table></div></details>\n");
    }

    private void WriteTable(StreamWriter page)
    {
        page.Write($"<section id=\"resources\" aria-labelledby=\"resources-title\" tabindex=\"-1\">\n<h2 id=\"resources-title\">{Text(nameof(Messages.TileResources))}</h2>\n");
        page.Write($"<div class=\"controls\"><label>{Text(nameof(Messages.Search))} <input id=\"search\" type=\"search\" autocomplete=\"off\" spellcheck=\"false\"></label>\n<fieldset id=\"statuses\"><legend>{Text(nameof(Messages.ColumnStatus))}</legend>");
        foreach (FindingStatus status in ReportSummary.Statuses)
        {
            page.Write($"<label><input type=\"checkbox\" value=\"{(int)status}\" checked> {Encode(_texts.StatusOf(status))}</label> ");
        }

        page.Write($"</fieldset>\n<button type=\"button\" id=\"copy\">{Text(nameof(Messages.Copy))}</button> <button type=\"button\" id=\"csv\">{Text(nameof(Messages.DownloadCsv))}</button></div>\n");
        page.Write($"<p id=\"count\" role=\"status\" aria-live=\"polite\"></p>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{Text(nameof(Messages.TileResources))}\"><table id=\"table\">\n<thead><tr>");
        foreach ((string name, int column) in new[]
        {
            (nameof(Messages.ColumnStatus), 0), (nameof(Messages.ColumnAccount), 1), (nameof(Messages.ColumnRegion), 2),
            (nameof(Messages.ColumnType), 3), (nameof(Messages.ColumnId), 4),
            (nameof(Messages.ColumnEngine), 5), (nameof(Messages.ColumnKey), 9), (nameof(Messages.ColumnSince), 16),
            (nameof(Messages.ColumnChange), 18),
        })
        {
            page.Write($"<th scope=\"col\" data-column=\"{column.ToString(CultureInfo.InvariantCulture)}\"><button type=\"button\">{Text(name)}</button></th>");
        }

        page.Write($"</tr></thead>\n<tbody id=\"rows\"></tbody></table></div>\n<nav class=\"pager\" aria-label=\"{Text(nameof(Messages.Pages))}\"><button type=\"button\" id=\"previous\">{Text(nameof(Messages.Previous))}</button> <span id=\"page\"></span> <button type=\"button\" id=\"next\">{Text(nameof(Messages.Next))}</button></nav>\n</section>\n");
    }

    /// <summary>What the script says, in the page's language.</summary>
    private void WriteTexts(Stream output)
    {
        using Utf8JsonWriter json = new(output, JsonText.Compact);
        json.WriteStartObject();
        WriteArray(json, "statuses", ReportSummary.Statuses.Select(_texts.StatusOf));
        WriteArray(json, "why", ReportSummary.Statuses.Select(_texts.Why));
        WriteArray(json, "whatToDo", ReportSummary.Statuses.Select(status => _texts.WhatToDo(status, "ReplicationGroup")));
        json.WriteString("whatToDoStandalone", _texts.WhatToDo(FindingStatus.Unencrypted, "CacheCluster"));
        json.WriteStartObject("changes");
        foreach (string change in ComplianceChangeType.All)
        {
            json.WriteString(change, _texts.ChangeOf(change));
        }

        json.WriteEndObject();
        foreach ((string key, string name) in new[]
        {
            ("status", nameof(Messages.ColumnStatus)), ("account", nameof(Messages.ColumnAccount)),
            ("region", nameof(Messages.ColumnRegion)), ("type", nameof(Messages.ColumnType)), ("id", nameof(Messages.ColumnId)),
            ("engine", nameof(Messages.ColumnEngine)), ("verdict", nameof(Messages.ColumnVerdict)),
            ("whyLabel", nameof(Messages.ColumnWhy)), ("evidence", nameof(Messages.ColumnEvidence)), ("key", nameof(Messages.ColumnKey)),
            ("do", nameof(Messages.ColumnDo)), ("arn", nameof(Messages.ColumnArn)), ("tags", nameof(Messages.ColumnTags)),
            ("observed", nameof(Messages.ColumnObserved)), ("since", nameof(Messages.ColumnSince)),
            ("change", nameof(Messages.ColumnChange)), ("life", nameof(Messages.ColumnLife)), ("details", nameof(Messages.Details)),
            ("copied", nameof(Messages.Copied)), ("count", nameof(Messages.CountOf)), ("page", nameof(Messages.PageOf)),
        })
        {
            json.WriteString(key, _texts[name]);
        }

        json.WriteEndObject();
    }

    private static void WriteArray(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private void WriteTableHead(StreamWriter page, string label, string[] columns)
    {
        page.Write($"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{Text(label)}\"><table>\n<thead><tr>{string.Concat(columns.Select(column => $"<th scope=\"col\">{Text(column)}</th>"))}</tr></thead>\n<tbody>\n");
    }

    private string Text(string name) => Encode(_texts[name]);

    private static string Encode(string? text) => WebUtility.HtmlEncode(PlainText.OneLine(text)) ?? string.Empty;

    protected override void Dispose(bool disposing) => _rows.Dispose();

    private static string Joined(string? first, string? second) => string.Join(" ", new[] { first, second }.OfType<string>());

    private static string Day(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private string Number(int number) => number.ToString("N0", Options.Culture);

    private static string Hash(string text) => Convert.ToBase64String(Digest.Of(text));

    private static string Resource(string name)
    {
        using Stream stream = typeof(HtmlReportWriter).Assembly.GetManifestResourceStream(name)!;
        using StreamReader reader = new(stream);

        // A page's parser makes one line end of each, and the hashes are of what it has then.
        return reader.ReadToEnd().Replace("\r\n", "\n");
    }
}
