using System.Globalization;
using System.Text;
using System.Text.Json;

namespace RedisCompliance.Reports.Formats;

/// <summary>
/// One self-contained page. Its script and style are the same in every report, and its Content Security Policy allows only their hashes.
/// Data from AWS is in a non-executable data block, and the script adds it to the page as text.
/// </summary>
internal sealed class HtmlReportWriter(ReportOptions options, Stream body) : ReportWriter(options, body)
{
    private static readonly string s_style = Resource("report.css");
    private static readonly string s_script = Resource("report.js");

    /// <summary>Allows only the script and style of every report, by their hashes.</summary>
    private static readonly string s_contentSecurityPolicy = $"default-src 'none'; script-src 'sha256-{Hash(s_script)}'; "
        + $"style-src 'sha256-{Hash(s_style)}'; base-uri 'none'; form-action 'none'";

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
            finding.Since is { } since ? Day(since) : null,
            finding.EvidenceTime is { } observed ? JsonText.Iso(observed) : null, finding.Change,
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
        HtmlSections sections = new(page, _texts, Options.Culture);
        sections.WriteUnaudited(end.Coverage);
        sections.WriteTiles(end);
        sections.WriteChanges(end.Changes);
        sections.WriteGroup(nameof(Messages.ByTarget), nameof(Messages.ColumnTarget), end.Summary.ByTarget);
        sections.WriteGroup(nameof(Messages.ByEngine), nameof(Messages.ColumnEngine), end.Summary.ByEngine);
        sections.WriteGroup(nameof(Messages.ByKeyKind), nameof(Messages.ColumnKey), end.Summary.ByKeyKind);
        sections.WriteTable();
        new HtmlRemediation(page, _texts).Write(Options.Remediation);
        page.Write("</main>\n<script type=\"application/json\" id=\"texts\">");
        page.Flush();
        WriteTexts(output);
        output.WriteText("</script>\n<script type=\"application/json\" id=\"findings\">[\n");
        CopyBody(output);
        output.WriteText($"\n]</script>\n<script>{s_script}</script>\n</body>\n</html>\n");
    }

    private void WriteHead(StreamWriter page)
    {
        string title = HtmlSections.Encode(Options.Title ?? _texts[nameof(Messages.Title)]);
        string generated = _texts.Format(nameof(Messages.GeneratedAt), JsonText.Iso(Options.GeneratedAt), Options.ProductVersion);
        string themes = Theme(string.Empty, nameof(Messages.ThemeSystem))
            + Theme("light", nameof(Messages.ThemeLight)) + Theme("dark", nameof(Messages.ThemeDark));
        page.Write($"""
            <!DOCTYPE html>
            <html lang="{_texts.Language}">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="{s_contentSecurityPolicy}">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="referrer" content="no-referrer">
            <meta name="generator" content="RedisCompliance {HtmlSections.Encode(Options.ProductVersion)}">
            <title>{title}</title>
            <style>{s_style}</style>
            </head>
            <body>
            <a class="skip" href="#resources">{Text(nameof(Messages.SkipToTable))}</a>
            <header>
            <div><h1>{title}</h1>
            <p>{HtmlSections.Encode(generated)}</p></div>
            <label class="theme">{Text(nameof(Messages.Theme))} <select id="theme">{themes}</select></label>
            </header>
            <main>
            <noscript><p class="notice">{Text(nameof(Messages.NoScript))}</p></noscript>

            """);
    }

    /// <summary>Writes the script's strings, in the page's language.</summary>
    private void WriteTexts(Stream output)
    {
        using Utf8JsonWriter json = new(output, JsonText.Compact);
        json.WriteStartObject();
        WriteArray(json, "statuses", ReportSummary.Statuses.Select(_texts.StatusOf));
        WriteArray(json, "why", ReportSummary.Statuses.Select(_texts.Why));
        WriteArray(json, "whatToDo", ReportSummary.Statuses.Select(status => _texts.WhatToDo(status, "ReplicationGroup")));
        json.WriteString("whatToDoStandalone", _texts.WhatToDo(FindingStatus.Unencrypted, "CacheCluster"));
        json.WriteString("whatToDoBackup", _texts.WhatToDo(FindingStatus.Unencrypted, "Snapshot"));
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

    private string Text(string name) => HtmlSections.Encode(_texts[name]);

    protected override void Dispose(bool disposing) => _rows.Dispose();

    private string Theme(string value, string name) => $"<option value=\"{value}\">{Text(name)}</option>";

    private static string Day(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Hash(string text) => Convert.ToBase64String(Digest.Of(text));

    private static string Resource(string name)
    {
        using Stream stream = typeof(HtmlReportWriter).Assembly.GetManifestResourceStream(name)!;
        using StreamReader reader = new(stream);

        // An HTML parser normalizes line endings, and browsers hash the result.
        return reader.ReadToEnd().Replace("\r\n", "\n");
    }
}
