namespace RedisCompliance.Reports;

/// <summary>What a report says beside its findings, known once the last of them came.</summary>
/// <param name="Summary">The counts.</param>
/// <param name="Coverage">What was audited and what not.</param>
/// <param name="Changes">What has changed since an earlier report; null where it was held against none.</param>
/// <param name="Carried">What that report knows of resources that could not be audited this time.</param>
internal sealed record ReportEnd(
    ReportSummary Summary, Coverage Coverage, IReadOnlyList<ComplianceChange>? Changes, IReadOnlyList<Finding> Carried)
{
    /// <summary>How many resources count as that; what is compliant in a target that was not audited completely counts apart.</summary>
    public int CountOf(FindingStatus status) =>
        Summary[status] - (status == FindingStatus.Compliant ? Coverage.CompliantInIncompleteCount : 0);
}

/// <summary>
/// Writes one format. Findings are written as they come, into the body; what could not be audited stands before them all
/// the same, because head and body are put together at the end.
/// </summary>
/// <param name="options">What the report is to be like.</param>
/// <param name="body">Where the findings are kept until then.</param>
internal abstract class ReportWriter(ReportOptions options, Stream body) : IDisposable
{
    /// <summary>What the report is to be like.</summary>
    protected ReportOptions Options { get; } = options;

    /// <summary>Where the findings are kept.</summary>
    protected Stream Body { get; } = body;

    /// <summary>How many findings the format has no room or no place for; the report says so where it can.</summary>
    public virtual int LeftOutCount => 0;

    /// <summary>Writes a finding.</summary>
    public abstract void Add(Finding finding);

    /// <summary>Writes the whole report.</summary>
    /// <param name="end">What is known at the end.</param>
    /// <param name="output">The report.</param>
    public abstract void Complete(ReportEnd end, Stream output);

    /// <summary>Opens the writer of a format.</summary>
    public static ReportWriter Open(string format, ReportOptions options, Stream body) => format switch
    {
        ReportFormat.Html => new HtmlReportWriter(options, body),
        ReportFormat.Csv => new CsvReportWriter(options, body),
        ReportFormat.Json => new JsonReportWriter(options, body),
        ReportFormat.Markdown => new MarkdownReportWriter(options, body),
        ReportFormat.JUnit => new JUnitReportWriter(options, body),
        ReportFormat.Sarif => new SarifReportWriter(options, body),
        ReportFormat.Ocsf => new OcsfReportWriter(options, body),
        ReportFormat.Asff => new AsffReportWriter(options, body),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, null),
    };

    /// <summary>Lets go of what writes, and not of the streams.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of what writes, and not of the streams.</summary>
    protected abstract void Dispose(bool disposing);

    /// <summary>Puts the findings where the report has them.</summary>
    protected void CopyBody(Stream output)
    {
        Body.Position = 0;
        Body.CopyTo(output);
    }
}
