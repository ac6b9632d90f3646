using System.Globalization;
using System.Management.Automation;
using RedisCompliance.Commands.Reports;

namespace RedisCompliance.Commands;

/// <summary>
/// Writes evaluations to a file to hand over: a page for a browser, a table, or a file for a pipeline to upload. Each
/// of them begins with what could not be audited.
/// </summary>
[Cmdlet(VerbsData.Export, "RedisAtRestReport", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportRedisAtRestReportCommand : ReportCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    private AuditInput _input = null!;
    private ReportFile? _report;
    private string _file = string.Empty;

    /// <summary>The file to write. Its extension determines the format.</summary>
    [Parameter(ParameterSetName = PathSet, Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>The same, without wildcards.</summary>
    [Parameter(ParameterSetName = LiteralPathSet, Mandatory = true)]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string? LiteralPath { get; set; }

    /// <summary>Evaluations, of this session or read back; an audit's rows; or an earlier report.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNull]
    public PSObject? InputObject { get; set; }

    /// <summary>The format, if the file's extension does not determine it.</summary>
    [Parameter]
    [ValidateSet("Html", "Csv", "Json", "Markdown", "JUnit", "Sarif", "Ocsf", "Asff")]
    public string? Format { get; set; }

    /// <summary>The rows of the audit, from -ReportVariable.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? Report { get; set; }

    /// <summary>An earlier audit to compare with: evaluations, or the files of an earlier report.</summary>
    [Parameter]
    [ValidateNotNull]
    public PSObject[]? CompareTo { get; set; }

    /// <summary>Plans of Get-RedisAtRestRemediation, for a section of an HTML page.</summary>
    [Parameter]
    [ValidateNotNull]
    public RemediationPlan[]? Remediation { get; set; }

    /// <summary>The title of a page or summary.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Title { get; set; }

    /// <summary>The language of a page or summary; the session's, if none is given.</summary>
    [Parameter]
    [ValidateSet("en", "ja")]
    public string? Language { get; set; }

    /// <summary>The version of OCSF's schema.</summary>
    [Parameter]
    [ValidateSet("1.6.0", "1.7.0", "1.8.0")]
    public string OcsfVersion { get; set; } = "1.6.0";

    /// <summary>Overwrite an existing file.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Return the file.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Starts the report.</summary>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _file = GetUnresolvedProviderPathFromPSPath(LiteralPath ?? Path);
        string format = Format ?? FindFormat();
        if (File.Exists(_file) && !Force)
        {
            ThrowTerminatingError(ErrorRecords.Create(
                new IOException(Messages.FileExists.With(_file)), ErrorId.FileExists, ErrorCategory.ResourceExists, _file,
                Messages.AdviceFileExists));
        }

        if (Remediation is not null && format != ReportFormat.Html)
        {
            ThrowTerminatingError(ErrorRecords.Create(
                new ArgumentException(Messages.RemediationOfPage), ErrorId.ParameterWithoutEffect, ErrorCategory.InvalidArgument,
                nameof(Remediation), Messages.AdviceParameterWithoutEffect.With(nameof(Remediation))));
        }

        if (ShouldProcess(_file, Messages.ActionWriteReport))
        {
            OrNotWritten(() => _report = new ReportFile(_file, format, new ReportOptions
            {
                Title = Title,
                Culture = Language is null ? CultureInfo.CurrentUICulture : CultureInfo.GetCultureInfo(Language),
                OcsfVersion = OcsfVersion,
                Remediation = Remediation ?? [],
                Root = SessionState.Path.CurrentFileSystemLocation.ProviderPath,
            }, ReadReference()));
        }

        _input = new AuditInput(this, finding => _report?.Add(finding), null, StopToken);
        if (Report is not null)
        {
            _input.ReadRows(Report);
        }
    }

    /// <summary>Adds the current object.</summary>
    protected override void ProcessRecord()
    {
        if (InputObject is not null && _report is not null)
        {
            OrNotWritten(() => _input.Read(InputObject));
        }
    }

    /// <summary>Writes the report, and warns of what it lacks.</summary>
    protected override void EndProcessing()
    {
        if (_report is null)
        {
            return;
        }

        (IReadOnlyList<TargetResult>? rows, int? notBegun) = _input.Complete(isLive: true);
        OrNotWritten(() => _report.Complete(rows, notBegun));
        if (_report.Coverage.State != CoverageState.Complete)
        {
            WriteWarning(_report.Coverage.State == CoverageState.Unknown ? Messages.ReportCoverageUnknown
                : Messages.ReportIncomplete.With(_report.Coverage.Unaudited.Count));
        }

        if (_report.LeftOutCount > 0)
        {
            WriteError(ErrorRecords.Create(new InvalidOperationException(Messages.FindingsLeftOut.With(_report.LeftOutCount, _file)),
                ErrorId.FindingsLeftOut, ErrorCategory.LimitsExceeded, _file, Messages.AdviceFindingsLeftOut));
        }

        if (PassThru)
        {
            WriteObject(new FileInfo(_file));
        }
    }

    /// <summary>Removes the partial file of an incomplete report.</summary>
    /// <param name="disposing">Whether Dispose was called.</param>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _report?.Dispose();
        }

        base.Dispose(disposing);
    }

    private string FindFormat()
    {
        if (ReportFormat.Find(_file) is { } format)
        {
            return format;
        }

        ThrowTerminatingError(ErrorRecords.Create(
            new ArgumentException(Messages.UnknownReportFormat.With(System.IO.Path.GetFileName(_file))),
            ErrorId.UnknownReportFormat, ErrorCategory.InvalidArgument, _file, Messages.AdviceUnknownReportFormat));
        throw new InvalidOperationException();
    }

    private AuditSnapshot? ReadReference()
    {
        if (CompareTo is null)
        {
            return null;
        }

        AuditSnapshot reference = new();
        AuditInput input = new(this, reference.Add, reference.Carry, StopToken);
        foreach (PSObject item in CompareTo)
        {
            input.Read(item);
        }

        (IReadOnlyList<TargetResult>? rows, int? notBegun) = input.Complete(isLive: false);
        reference.See(input.ReportedAt);
        reference.Coverage.Complete(rows, notBegun);
        return reference;
    }

    private void OrNotWritten(Action write)
    {
        try
        {
            write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            ThrowTerminatingError(ErrorRecords.Create(
                exception, ErrorId.FileNotWritten, ErrorCategory.WriteError, _file, Messages.AdviceFileNotWritten));
        }
    }
}
