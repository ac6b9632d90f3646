namespace RedisCompliance.Reports;

/// <summary>
/// Makes a report out of findings as they come, and puts it at its place when it is whole. Until then it lies beside that
/// place under another name, so that a run that was stopped leaves what was there before.
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

    /// <summary>Begins a report in a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">One of <see cref="ReportFormat"/>.</param>
    /// <param name="options">What it is to be like.</param>
    /// <param name="reference">The earlier audit to hold it against; then the findings are held until the end. Null for none.</param>
    public ReportFile(string path, string format, ReportOptions options, AuditSnapshot? reference = null)
        : this(new FileStream(Beside(path), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 64 * 1024,
            FileOptions.DeleteOnClose), path, format, options, reference) => _path = path;

    /// <summary>Begins a report whose findings are kept in a stream.</summary>
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

    /// <summary>What was audited, once the report is complete.</summary>
    public Coverage Coverage { get; }

    /// <summary>How many findings the format has no room or no place for.</summary>
    public int LeftOutCount => _writer.LeftOutCount;

    /// <summary>Takes a finding.</summary>
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
                // Through a link, and with the permissions that the file has.
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

    /// <summary>Lets go of what was kept.</summary>
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

    /// <summary>A name beside a file for what is of use until it is whole.</summary>
    internal static string Beside(string path) => $"{path}.{Path.GetRandomFileName()}.tmp";
}
