using System.Globalization;
using System.Text;

namespace RedisCompliance.Reports.Formats;

/// <summary>
/// Markdown for a job summary or a pull request: what could not be audited, the counts, the changes, and as many failures as fit.
/// </summary>
internal sealed class MarkdownReportWriter : ReportWriter
{
    /// <summary>The maximum number of failures, changes and targets each: GitHub allows 1 MiB for a step summary.</summary>
    public const int MaxRows = 150;

    /// <summary>
    /// The maximum size of each table in bytes, so that the three tables and the rest stay below GitHub's limit, whatever the names
    /// contain.
    /// </summary>
    public const int MaxTableLength = 320 * 1024;

    private const int MaxReason = 256;

    private readonly StreamWriter _rows;
    private readonly Table _failures;

    public MarkdownReportWriter(ReportOptions options, Stream body)
        : base(options, body)
    {
        _rows = new StreamWriter(body, new UTF8Encoding(false), 16 * 1024, leaveOpen: true);
        _failures = new Table(_rows);
    }

    public override void Add(Finding finding)
    {
        if (finding.IsFailure)
        {
            _failures.Add(Options.Texts.StatusOf(finding.Status), Code(finding.AccountId), Code(finding.Region), Escape(finding.Type),
                Code(finding.Id), Escape(finding.Encryption), Escape(finding.Annotation),
                Escape(finding.Since?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
        }
    }

    public override void Complete(ReportEnd end, Stream output)
    {
        _rows.Flush();
        ReportTexts texts = Options.Texts;
        using StreamWriter head = new(output, new UTF8Encoding(false), 1024, leaveOpen: true);
        head.Write($"# {Escape(Options.Title ?? texts[nameof(Messages.Title)])}\n\n");
        if (end.Coverage.Asked is { } asked)
        {
            head.Write($"{texts[nameof(Messages.Asked)]} {Code(asked)}\n\n");
        }

        WriteUnaudited(head, texts, end.Coverage);
        WriteRow(head, [texts[nameof(Messages.ColumnStatus)], texts[nameof(Messages.TileResources)]]);
        WriteRow(head, "---", "---:");
        foreach (FindingStatus status in ReportSummary.Statuses.Where(status => end.CountOf(status) > 0))
        {
            WriteRow(head, texts.StatusOf(status), end.CountOf(status).ToString(CultureInfo.InvariantCulture));
        }

        if (end.Coverage.CompliantInIncompleteCount > 0)
        {
            WriteRow(head, texts[nameof(Messages.CompliantInIncomplete)],
                end.Coverage.CompliantInIncompleteCount.ToString(CultureInfo.InvariantCulture));
        }

        WriteRow(head, texts[nameof(Messages.TileResources)],
            end.Summary.ResourceCount.ToString(CultureInfo.InvariantCulture));
        WriteChanges(head, texts, end.Changes);
        if (_failures.Count > 0)
        {
            head.Write($"\n## {texts[nameof(Messages.Failures)]}\n\n");
            WriteRow(head, texts[nameof(Messages.ColumnStatus)], texts[nameof(Messages.ColumnAccount)],
                texts[nameof(Messages.ColumnRegion)], texts[nameof(Messages.ColumnType)],
                texts[nameof(Messages.ColumnId)], texts[nameof(Messages.ColumnEncryption)], texts[nameof(Messages.ColumnWhy)],
                texts[nameof(Messages.ColumnSince)]);
            WriteRow(head, [.. Enumerable.Repeat("---", 8)]);
        }

        head.Flush();
        CopyBody(output);
        WriteMore(head, texts, _failures);
        head.Write($"\n{texts.Format(nameof(Messages.GeneratedAt), JsonText.Iso(Options.GeneratedAt), Options.ProductVersion)}\n");
        head.Flush();
    }

    protected override void Dispose(bool disposing) => _rows.Dispose();

    private static void WriteUnaudited(StreamWriter head, ReportTexts texts, Coverage coverage)
    {
        if (coverage.State == CoverageState.Unknown)
        {
            head.Write($"> **{texts[nameof(Messages.CoverageUnknown)]}**\n\n");
        }

        if (coverage.Unaudited.Count == 0)
        {
            return;
        }

        head.Write($"## {texts[nameof(Messages.NotAudited)]}\n\n");
        WriteRow(head, texts[nameof(Messages.ColumnAccount)], texts[nameof(Messages.ColumnRegion)], texts[nameof(Messages.ColumnWhy)]);
        WriteRow(head, "---", "---", "---");
        Table table = new(head);
        foreach (UnauditedTarget target in coverage.Unaudited)
        {
            table.Add(Code(target.AccountId), Code(target.Region), Escape(Annotations.Shorten(target.Reason, MaxReason)));
        }

        WriteMore(head, texts, table);
        head.Write("\n");
    }

    private static void WriteChanges(StreamWriter head, ReportTexts texts, IReadOnlyList<ComplianceChange>? changes)
    {
        if (changes is null)
        {
            return;
        }

        ComplianceChange[] told = [.. changes.Where(change => change.Change != ComplianceChangeType.Unchanged)];
        head.Write($"\n## {texts[nameof(Messages.Changes)]}\n\n");
        if (told.Length == 0)
        {
            head.Write($"{texts[nameof(Messages.NoChanges)]}\n");
            return;
        }

        WriteRow(head, texts[nameof(Messages.ColumnChange)], texts[nameof(Messages.ColumnAccount)], texts[nameof(Messages.ColumnRegion)],
            texts[nameof(Messages.ColumnType)],
            texts[nameof(Messages.ColumnId)], texts[nameof(Messages.ColumnWhy)]);
        WriteRow(head, [.. Enumerable.Repeat("---", 6)]);
        Table table = new(head);
        foreach (ComplianceChange change in told)
        {
            table.Add(texts.ChangeOf(change.Change), Code(change.AccountId), Code(change.Region), Escape(change.Type),
                Code(change.Id), Escape(Annotations.Shorten(change.Reason ?? string.Empty, MaxReason)));
        }

        WriteMore(head, texts, table);
    }

    private static void WriteMore(StreamWriter head, ReportTexts texts, Table table)
    {
        if (table.LeftOutCount > 0)
        {
            head.Write($"\n{texts.Format(nameof(Messages.AndMoreRows), table.LeftOutCount)}\n");
        }
    }

    private static void WriteRow(StreamWriter rows, params string[] cells) => rows.Write(Row(cells));

    private static string Row(string[] cells) => $"| {string.Join(" | ", cells)} |\n";

    /// <summary>Writes a name as code, where nothing is a mention or a link.</summary>
    private static string Code(string? text) => string.IsNullOrEmpty(text) ? string.Empty
        : $"<code>{Escape(text).Replace("<code>", null).Replace("</code>", null)}</code>";

    /// <summary>
    /// Escapes a string so that nothing in it is markup: most characters other than letters, digits and spaces become entities.
    /// </summary>
    private static string Escape(string? text)
    {
        StringBuilder escaped = new(text?.Length ?? 0);
        foreach (char letter in text ?? string.Empty)
        {
            if (char.IsLetterOrDigit(letter) || char.IsSurrogate(letter) || letter is ' ' or '-' or ',' or '(' or ')')
            {
                escaped.Append(letter);
            }
            else if (letter == '@')
            {
                escaped.Append("<code>&#64;</code>");
            }
            else
            {
                escaped.Append("&#").Append(((int)letter).ToString(CultureInfo.InvariantCulture)).Append(';');
            }
        }

        return escaped.ToString();
    }

    /// <summary>The rows of a table, up to its limits.</summary>
    private sealed class Table(StreamWriter rows)
    {
        private int _length;

        public int Count { get; private set; }

        public int LeftOutCount { get; private set; }

        public void Add(params string[] cells)
        {
            Count++;
            string row = Row(cells);
            int length = Encoding.UTF8.GetByteCount(row);
            if (LeftOutCount > 0 || Count > MaxRows || _length + length > MaxTableLength)
            {
                LeftOutCount++;
                return;
            }

            _length += length;
            rows.Write(row);
        }
    }
}
