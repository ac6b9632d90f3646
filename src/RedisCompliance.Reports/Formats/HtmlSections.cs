using System.Globalization;
using System.Net;

namespace RedisCompliance.Reports.Formats;

/// <summary>The sections of a page that need no script; all external text is encoded.</summary>
/// <param name="page">The page.</param>
/// <param name="texts">The strings in the page's language.</param>
/// <param name="culture">The culture for numbers.</param>
internal sealed class HtmlSections(TextWriter page, ReportTexts texts, CultureInfo culture)
{
    private const string SearchBox = """<input id="search" type="search" autocomplete="off" spellcheck="false">""";
    private const int MaxListed = 1_000;
    private const int MaxOpenGroups = 20;

    private static readonly (string Name, int Column)[] s_columns =
    [
        (nameof(Messages.ColumnStatus), 0), (nameof(Messages.ColumnAccount), 1), (nameof(Messages.ColumnRegion), 2),
        (nameof(Messages.ColumnType), 3), (nameof(Messages.ColumnId), 4), (nameof(Messages.ColumnEngine), 5),
        (nameof(Messages.ColumnKey), 9), (nameof(Messages.ColumnSince), 16), (nameof(Messages.ColumnChange), 18),
    ];

    /// <summary>Encodes a string as the content of an element or a quoted attribute.</summary>
    public static string Encode(string? text) => WebUtility.HtmlEncode(PlainText.OneLine(text)) ?? string.Empty;

    /// <summary>Writes what could not be audited, before everything else.</summary>
    public void WriteUnaudited(Coverage coverage)
    {
        string look = coverage.State == CoverageState.Complete ? "complete" : "notice";
        page.Write($"<section id=\"not-audited\" aria-labelledby=\"not-audited-title\" class=\"{look}\">\n");
        page.Write($"<h2 id=\"not-audited-title\">{Text(nameof(Messages.NotAudited))}</h2>\n");
        if (coverage.State != CoverageState.Incomplete)
        {
            WriteParagraph(texts[coverage.State == CoverageState.Complete
                ? nameof(Messages.CoverageComplete) : nameof(Messages.CoverageUnknown)]);
        }

        if (coverage.Unaudited.Count > 0)
        {
            WriteParagraph(texts[nameof(Messages.CoverageIncomplete)]);
            WriteTableHead(nameof(Messages.NotAudited),
                nameof(Messages.ColumnAccount), nameof(Messages.ColumnName), nameof(Messages.ColumnRegion), nameof(Messages.ColumnWhy));
            foreach (UnauditedTarget target in coverage.Unaudited)
            {
                WriteRow(target.AccountId ?? "–", target.AccountName, target.Region ?? "–", target.Reason);
            }

            WriteTableEnd();
        }

        if (coverage.Asked is { } asked)
        {
            WriteParagraph($"{texts[nameof(Messages.Asked)]} {asked}");
        }

        page.Write("</section>\n");
    }

    /// <summary>Writes the counts, each linked to what it counts.</summary>
    public void WriteTiles(ReportEnd end)
    {
        page.Write($"<section aria-labelledby=\"tiles-title\">\n<h2 id=\"tiles-title\">{Text(nameof(Messages.Overview))}</h2>\n");
        string bad = end.Coverage.State == CoverageState.Complete ? string.Empty : " bad";
        string unaudited = end.Coverage.State == CoverageState.Unknown ? "?" : Number(end.Coverage.Unaudited.Count);
        page.Write($"<ul class=\"tiles\">\n<li class=\"tile{bad}\"><a href=\"#not-audited\">");
        page.Write($"<strong id=\"tile-not-audited\">{unaudited}</strong> {Text(nameof(Messages.NotAudited))}</a></li>\n");
        WriteTile(string.Empty, string.Empty, end.Summary.ResourceCount, texts[nameof(Messages.TileResources)]);
        foreach (FindingStatus status in ReportSummary.Statuses.Where(status =>
            status is not (FindingStatus.NonCompliant or FindingStatus.NotApplicable) || end.Summary[status] > 0))
        {
            WriteTile($"s{(int)status}", $"{(int)status}", end.CountOf(status), texts.StatusOf(status));
        }

        if (end.Coverage.CompliantInIncompleteCount > 0)
        {
            WriteTile($"s{(int)FindingStatus.Unknown}", $"{(int)FindingStatus.Compliant}", end.Coverage.CompliantInIncompleteCount,
                texts[nameof(Messages.CompliantInIncomplete)]);
        }

        page.Write("</ul>\n</section>\n");
    }

    /// <summary>Writes the changes since an earlier report; nothing if there was no comparison.</summary>
    public void WriteChanges(IReadOnlyList<ComplianceChange>? changes)
    {
        if (changes is null)
        {
            return;
        }

        ComplianceChange[] told = [.. changes.Where(change => change.Change != ComplianceChangeType.Unchanged)];
        page.Write("<section id=\"changes\" aria-labelledby=\"changes-title\">\n");
        page.Write($"<h2 id=\"changes-title\">{Text(nameof(Messages.Changes))}</h2>\n");
        WriteParagraph(told.Length == 0 ? texts[nameof(Messages.NoChanges)] : string.Join(" · ",
            told.GroupBy(change => change.Change).Select(group => $"{texts.ChangeOf(group.Key)} {Number(group.Count())}")));
        if (told.Length > 0)
        {
            WriteTableHead(nameof(Messages.Changes),
                nameof(Messages.ColumnChange), nameof(Messages.ColumnAccount), nameof(Messages.ColumnRegion), nameof(Messages.ColumnType),
                nameof(Messages.ColumnId), nameof(Messages.ColumnBefore), nameof(Messages.ColumnAfter), nameof(Messages.ColumnWhy));
            foreach (ComplianceChange change in told.Take(MaxListed))
            {
                WriteRow(texts.ChangeOf(change.Change), change.AccountId, change.Region, change.Type, change.Id,
                    Joined(change.ReferenceEncryption, change.ReferenceKmsKeyId), Joined(change.Encryption, change.KmsKeyId),
                    change.Reason);
            }

            WriteTableEnd();
            if (told.Length > MaxListed)
            {
                WriteParagraph(texts.Format(nameof(Messages.AndMoreRows), told.Length - MaxListed));
            }
        }

        page.Write("</section>\n");
    }

    /// <summary>Writes the counts by status for each member of a group.</summary>
    public void WriteGroup(string title, string column, SortedDictionary<string, int[]> groups)
    {
        FindingStatus[] shown = [.. ReportSummary.Statuses.Where(status => groups.Values.Any(counts => counts[(int)status] > 0))];
        page.Write($"<details{(groups.Count <= MaxOpenGroups ? " open" : null)}><summary>{Text(title)}</summary>\n");
        page.Write($"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{Text(title)}\"><table>\n");
        page.Write($"<thead><tr><th scope=\"col\">{Text(column)}</th>");
        foreach (string head in shown.Select(texts.StatusOf).Append(texts[nameof(Messages.TileResources)]))
        {
            page.Write($"<th scope=\"col\" class=\"n\">{Encode(head)}</th>");
        }

        page.Write("</tr></thead>\n<tbody>\n");
        foreach (KeyValuePair<string, int[]> group in groups)
        {
            page.Write($"<tr><th scope=\"row\">{Encode(group.Key)}</th>");
            foreach (int count in shown.Select(status => group.Value[(int)status]).Append(group.Value.Sum()))
            {
                page.Write($"<td class=\"n\">{Number(count)}</td>");
            }

            page.Write("</tr>\n");
        }

        page.Write("</tbody></table></div></details>\n");
    }

    /// <summary>Writes the table of resources and its controls; the script adds the rows.</summary>
    public void WriteTable()
    {
        page.Write($"""
            <section id="resources" aria-labelledby="resources-title" tabindex="-1">
            <h2 id="resources-title">{Text(nameof(Messages.TileResources))}</h2>
            <div class="controls"><label>{Text(nameof(Messages.Search))} {SearchBox}</label>
            <fieldset id="statuses"><legend>{Text(nameof(Messages.ColumnStatus))}</legend>
            """);
        foreach (FindingStatus status in ReportSummary.Statuses)
        {
            page.Write($"<label><input type=\"checkbox\" value=\"{(int)status}\" checked> {Encode(texts.StatusOf(status))}</label> ");
        }

        page.Write($"""
            </fieldset>
            {Button("copy", nameof(Messages.Copy))} {Button("csv", nameof(Messages.DownloadCsv))}</div>
            <p id="count" role="status" aria-live="polite"></p>
            <div class="scroll" tabindex="0" role="region" aria-label="{Text(nameof(Messages.TileResources))}"><table id="table">
            <thead><tr>
            """);
        foreach ((string name, int column) in s_columns)
        {
            page.Write($"<th scope=\"col\" data-column=\"{column.ToString(CultureInfo.InvariantCulture)}\">"
                + $"<button type=\"button\">{Text(name)}</button></th>");
        }

        string previous = Button("previous", nameof(Messages.Previous));
        string next = Button("next", nameof(Messages.Next));
        page.Write($"""
            </tr></thead>
            <tbody id="rows"></tbody></table></div>
            <nav class="pager" aria-label="{Text(nameof(Messages.Pages))}">{previous} <span id="page"></span> {next}</nav>
            </section>

            """);
    }

    private void WriteTile(string look, string filter, int count, string text) => page.Write(
        $"<li class=\"tile {look}\"><button type=\"button\" data-status=\"{filter}\">"
        + $"<strong>{Number(count)}</strong> {Encode(text)}</button></li>\n");

    private void WriteParagraph(string text) => page.Write($"<p>{Encode(text)}</p>\n");

    private void WriteTableHead(string label, params string[] columns)
    {
        page.Write($"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{Text(label)}\"><table>\n<thead><tr>");
        foreach (string column in columns)
        {
            page.Write($"<th scope=\"col\">{Text(column)}</th>");
        }

        page.Write("</tr></thead>\n<tbody>\n");
    }

    private void WriteRow(string head, params string?[] cells)
    {
        page.Write($"<tr><th scope=\"row\">{Encode(head)}</th>");
        foreach (string? cell in cells)
        {
            page.Write($"<td>{Encode(cell)}</td>");
        }

        page.Write("</tr>\n");
    }

    private void WriteTableEnd() => page.Write("</tbody></table></div>\n");

    private string Button(string id, string name) => $"<button type=\"button\" id=\"{id}\">{Text(name)}</button>";

    private string Text(string name) => Encode(texts[name]);

    private string Number(int number) => number.ToString("N0", culture);

    private static string Joined(string? first, string? second) => string.Join(" ", new[] { first, second }.OfType<string>());
}
