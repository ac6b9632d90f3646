namespace RedisCompliance.Reports;

/// <summary>
/// Writes a report from findings as they arrive and moves it into place when it is complete. Until then it is a temporary file next to
/// the target, so that a stopped run leaves the previous report.
/// </summary>
internal sealed class ReportFile : IDisposable
{
    private readonly ReportSummary _summary = new();
    private readonly Stream _body;
    private readonly ReportWriter _writer;
    private readonly AuditSnapshot? _reference;
    private readonly AuditSnapshot? _held;
    private readonly WrittenFindings _written;
    private readonly string? _path;

    /// <summary>Starts a report in a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">One of <see cref="ReportFormat"/>.</param>
    /// <param name="options">The report's options.</param>
    /// <param name="reference">
    /// The earlier audit to compare with, which makes the report hold the findings until the end; null for none.
    /// </param>
    public ReportFile(string path, string format, ReportOptions options, AuditSnapshot? reference = null)
        : this(new FileStream(Beside(path), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 64 * 1024,
            FileOptions.DeleteOnClose), path, format, options, reference) => _path = path;

    /// <summary>Starts a report that buffers its findings in a stream.</summary>
    public ReportFile(Stream body, string format, ReportOptions options, AuditSnapshot? reference = null)
        : this(body, Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), format, options, reference)
    {
    }

    private ReportFile(Stream body, string written, string format, ReportOptions options, AuditSnapshot? reference)
    {
        _body = body;
        _written = new WrittenFindings(written);
        _reference = reference;
        _held = reference is null ? null : new AuditSnapshot();
        try
        {
            _writer = ReportWriter.Open(format, options, body);
        }
        catch
        {
            body.Dispose();
            throw;
        }

        Coverage = _held?.Coverage ?? new Coverage();
    }

    /// <summary>What was audited; valid once the report is complete.</summary>
    public Coverage Coverage { get; }

    /// <summary>The number of findings that the format cannot represent or has no room for.</summary>
    public int LeftOutCount => _writer.LeftOutCount;

    /// <summary>Adds a finding.</summary>
    public void Add(Finding finding)
    {
        if (_held is not null)
        {
            _held.Add(finding);
            return;
        }

        FindingCount count = _summary.CountOf(finding);
        FindingCount? known = _written.Add(finding.Key, count);
        if (known is null)
        {
            Coverage.Add(finding);
        }
        else if (count.Status != known.Value.Status)
        {
            Coverage.AddContradiction(finding);
        }

        if (known is null || count.Status < known.Value.Status)
        {
            Write(finding, count, known);
        }
    }

    /// <summary>Writes the report to its file.</summary>
    public void Complete(IReadOnlyList<TargetResult>? rows, int? notBegun = 0)
    {
        string whole = Beside(_path!);
        try
        {
            using (FileStream output = new(whole, FileMode.CreateNew, FileAccess.Write, FileShare.None, 64 * 1024))
            {
                Complete(output, rows, notBegun);
            }

            if (File.Exists(_path))
            {
                // Copying follows a link and keeps the file's permissions.
                File.Copy(whole, _path!, overwrite: true);
            }
            else
            {
                File.Move(whole, _path!);
            }
        }
        finally
        {
            File.Delete(whole);
        }
    }

    /// <summary>Writes the report to a stream.</summary>
    public void Complete(Stream output, IReadOnlyList<TargetResult>? rows, int? notBegun = 0)
    {
        Coverage.Complete(rows, notBegun);
        IReadOnlyList<ComplianceChange>? changes = null;
        if (_held is not null)
        {
            changes = AuditComparison.Compare(_reference!, _held);
            foreach (Finding finding in _held.Findings.Values)
            {
                Write(finding, _summary.CountOf(finding), null);
            }
        }

        Finding[] carried = _held is null ? [] : [.. _reference!.FindCarried(_held)];
        _writer.Complete(new ReportEnd(_summary, Coverage, changes, carried), output);
    }

    /// <summary>Disposes of the buffers.</summary>
    public void Dispose()
    {
        _writer.Dispose();
        _written.Dispose();
        _body.Dispose();
    }

    private void Write(Finding finding, FindingCount count, FindingCount? known)
    {
        _summary.Add(finding, count, known);
        _writer.Add(finding);
    }

    /// <summary>Returns a temporary name next to a file.</summary>
    internal static string Beside(string path) => $"{path}.{Path.GetRandomFileName()}.tmp";
}
