namespace RedisCompliance.Reports;

/// <summary>What a report contains besides its findings, known after the last of them.</summary>
/// <param name="Summary">The counts.</param>
/// <param name="Coverage">What was and was not audited.</param>
/// <param name="Changes">The changes since an earlier report; null if there was no comparison.</param>
/// <param name="Carried">The earlier report's findings on resources that could not be audited this time.</param>
internal sealed record ReportEnd(
    ReportSummary Summary, Coverage Coverage, IReadOnlyList<ComplianceChange>? Changes, IReadOnlyList<Finding> Carried)
{
    /// <summary>
    /// The number of resources with a status; compliant resources in incompletely audited targets are counted separately.
    /// </summary>
    public int CountOf(FindingStatus status) =>
        Summary[status] - (status == FindingStatus.Compliant ? Coverage.CompliantInIncompleteCount : 0);
}

/// <summary>
/// Writes one format. Findings go into the body as they arrive; head and body are joined at the end, so that the head can say first what
/// could not be audited.
/// </summary>
/// <param name="options">The report's options.</param>
/// <param name="body">The buffer for the findings.</param>
internal abstract class ReportWriter(ReportOptions options, Stream body) : IDisposable
{
    /// <summary>The report's options.</summary>
    protected ReportOptions Options { get; } = options;

    /// <summary>The buffer for the findings.</summary>
    protected Stream Body { get; } = body;

    /// <summary>The number of findings that the format cannot represent or has no room for; the report says so if it can.</summary>
    public virtual int LeftOutCount => 0;

    /// <summary>Writes a finding.</summary>
    public abstract void Add(Finding finding);

    /// <summary>Writes the complete report.</summary>
    /// <param name="end">What is known after the last finding.</param>
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

    /// <summary>Disposes of the writers but not of the streams.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Disposes of the writers but not of the streams.</summary>
    protected abstract void Dispose(bool disposing);

    /// <summary>Copies the findings into the report.</summary>
    protected void CopyBody(Stream output)
    {
        Body.Position = 0;
        Body.CopyTo(output);
    }
}
