using System.Globalization;
using System.Text;

namespace RedisCompliance.Reports.Formats;

/// <summary>
/// Comma-separated values: RFC 4180, in UTF-8 with the byte order mark that Excel needs, and without cells that a spreadsheet would take
/// for formulas. The columns have the evaluation's names, so that other cmdlets accept the output of Import-Csv.
/// </summary>
internal sealed class CsvReportWriter : ReportWriter
{
    private static readonly string[] s_columns =
    [
        "Finding", "ComplianceType", "AccountId", "Region", "ComplianceResourceType", "ComplianceResourceId", "Engine", "EngineVersion",
        "Encryption",
        "EncryptionState", "Evidence", "KeyKind", "KmsKeyId", "StorageEncryptionType", "AtRestEncryptionEnabled", "Status", "Annotation",
        "Arn", "Tags",
        "OrderingTimestamp", "ObservedAt", "Since", "Change", "ErrorId",
    ];

    private readonly StreamWriter _rows;

    public CsvReportWriter(ReportOptions options, Stream body)
        : base(options, body) => _rows = new StreamWriter(body, new UTF8Encoding(false), 16 * 1024, leaveOpen: true);

    public override void Add(Finding finding) => WriteRow(_rows,
        finding.Status.ToString(), finding.ComplianceType, finding.AccountId, finding.Region, finding.ResourceType, finding.Id,
        finding.Engine, finding.EngineVersion,
        finding.Encryption, finding.EncryptionState, finding.Evidence, finding.KeyKind, finding.KmsKeyId, finding.StorageEncryptionType,
        finding.AtRestEncryptionEnabled,
        finding.ResourceStatus, finding.Annotation, finding.Arn, string.Join("; ", finding.Tags.Select(tag => $"{tag.Key}={tag.Value}")),
        finding.OrderingTimestamp is { } evaluated ? JsonText.Iso(evaluated) : null,
        finding.ObservedAt is { } observed ? JsonText.Iso(observed) : null,
        finding.Since is { } since ? JsonText.Iso(since) : null, finding.Change, null);

    public override void Complete(ReportEnd end, Stream output)
    {
        _rows.Flush();
        using StreamWriter head = new(output, new UTF8Encoding(true), 1024, leaveOpen: true);
        WriteRow(head, s_columns);
        foreach (UnauditedTarget target in end.Coverage.Unaudited)
        {
            WriteUnaudited(head, target.AccountId, target.Region, target.Reason, target.ErrorId);
        }

        if (end.Coverage.State == CoverageState.Unknown)
        {
            WriteUnaudited(head, null, null,
                Messages.ResourceManager.GetString(nameof(Messages.CoverageUnknown), CultureInfo.InvariantCulture), null);
        }

        head.Flush();
        CopyBody(output);
        foreach (ComplianceChange gone in end.Changes?.Where(
            change => change.ComplianceType is null && change.ReferenceComplianceType is not null) ?? [])
        {
            string?[] cells = new string?[s_columns.Length];
            (cells[0], cells[2], cells[3], cells[4], cells[5]) =
                (gone.Change, gone.AccountId, gone.Region, gone.ComplianceResourceType, gone.ComplianceResourceId);
            (cells[16], cells[22]) = (gone.Reason, gone.Change);
            WriteRow(head, cells);
        }

        head.Flush();
    }

    protected override void Dispose(bool disposing) => _rows.Dispose();

    private static void WriteUnaudited(StreamWriter rows, string? accountId, string? region, string? reason, string? errorId)
    {
        string?[] cells = new string?[s_columns.Length];
        (cells[0], cells[2], cells[3], cells[16], cells[23]) = ("NotAudited", accountId, region, reason, errorId);
        WriteRow(rows, cells);
    }

    private static void WriteRow(StreamWriter rows, params string?[] cells)
    {
        for (int i = 0; i < cells.Length; i++)
        {
            if (i > 0)
            {
                rows.Write(',');
            }

            WriteCell(rows, cells[i]);
        }

        rows.Write("\r\n");
    }

    private static void WriteCell(StreamWriter rows, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return;
        }

        // Also after leading spaces, which some programs trim.
        bool isFormula = text!.TrimStart() is [('=' or '+' or '-' or '@' or '\uFF1D' or '\uFF0B' or '\uFF0D' or '\uFF20'), ..]
            || text[0] is '\t' or '\r';
        string safe = isFormula ? "'" + text : text;
        rows.Write('"');
        rows.Write(safe.Replace("\"", "\"\""));
        rows.Write('"');
    }
}
