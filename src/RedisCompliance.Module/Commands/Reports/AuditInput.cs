using System.Collections;
using System.Management.Automation;
using System.Text;
using System.Text.Json;

namespace RedisCompliance.Commands.Reports;

/// <summary>
/// Reads an audit from a pipeline or a parameter: evaluations, rows of the audit's report, whole reports, and
/// files of any of them. Evaluations of a live audit carry its report with them.
/// </summary>
/// <param name="cmdlet">The cmdlet that reads the input.</param>
/// <param name="take">Receives each finding.</param>
/// <param name="carry">Receives what an earlier report kept of an audit before it; null to ignore that.</param>
/// <param name="cancellationToken">Cancels the reading of a file.</param>
internal sealed class AuditInput(PSCmdlet cmdlet, Action<Finding> take, Action<Finding>? carry, CancellationToken cancellationToken)
{
    private const int MaxFileLength = 256 * 1024 * 1024;

    private readonly DateTime _now = DateTime.UtcNow;
    private readonly HashSet<AuditLedger> _ledgers = [];
    private readonly List<TargetResult> _rows = [];
    private readonly LatestAudit.Mark _begin = LatestAudit.Now;
    private readonly HashSet<AuditReport> _reports = [];
    private bool _areRowsGiven;
    private bool _hasRows;
    private int? _notBegun = 0;
    private int _unreadable;
    private int _taken;

    /// <summary>The time of the newest report in the input, UTC; null if there is none.</summary>
    public DateTime? ReportedAt { get; private set; }

    /// <summary>Reads an object, or the file that it names.</summary>
    public void Read(PSObject input)
    {
        switch (input.BaseObject)
        {
            case string path:
                ReadFile(path);
                return;
            case FileInfo file:
                ReadFile(file.FullName);
                return;
            case IEnumerable several and not (IDictionary or AuditReport):
                foreach (object? item in several)
                {
                    Read(ObjectMembers.Wrap(item));
                }

                return;
            default:
                ReadOne(input, null);
                return;
        }
    }

    /// <summary>Reads rows of an audit's report that were given by name: they replace those that evaluations carry.</summary>
    public void ReadRows(object rows)
    {
        _areRowsGiven = true;
        _hasRows = true;
        Read(PSObject.AsPSObject(rows));
    }

    /// <summary>What the input says about its targets, after the last object.</summary>
    /// <param name="isLive">Whether audits of the same pipeline count even if they output no evaluation.</param>
    public (IReadOnlyList<TargetResult>? Rows, int? NotBegun) Complete(bool isLive)
    {
        // Includes audits without output: of several audits in the pipeline, one may have failed.
        if (isLive)
        {
            _ledgers.UnionWith(_begin.Since());
        }

        foreach (AuditLedger ledger in _areRowsGiven ? [] : _ledgers)
        {
            if (ledger.Report is not null)
            {
                Add(ledger.Report);
            }
            else
            {
                _unreadable++;
            }
        }

        if (_hasRows && _unreadable > 0)
        {
            _rows.Add(EvaluationReader.Failed(
                null, null, Messages.InputUnreadableCount.With(_unreadable), null));
        }

        return (_hasRows ? _rows : null, _notBegun);
    }

    private void Add(AuditReport report)
    {
        if (!_reports.Add(report))
        {
            return;
        }

        _hasRows = true;
        _rows.AddRange(report);
        _notBegun = _notBegun is { } known && report.NotBegunCount is { } more ? known + more : null;
    }

    /// <param name="input">The object.</param>
    /// <param name="takenBefore">How many were taken before the object's file; null if it is from no file.</param>
    private void ReadOne(PSObject input, int? takenBefore)
    {
        try
        {
            if (EvaluationReader.IsReport(input))
            {
                foreach (PSObject finding in EvaluationReader.Items(input, "Findings"))
                {
                    take(EvaluationReader.ReadFinding(finding, _now));
                }

                foreach (PSObject finding in carry is null ? [] : EvaluationReader.Items(input, "Carried"))
                {
                    carry!(EvaluationReader.ReadFinding(finding, _now));
                }

                AddRows(EvaluationReader.ReadTargets(input));
                ReportedAt = EvaluationReader.ReadTime(input) is { } made && !(made < ReportedAt) ? made : ReportedAt;
                _unreadable += EvaluationReader.IsCovered(input) ? 0 : 1;
            }
            else if (input.BaseObject is AuditReport report)
            {
                Add(report);
            }
            else if (EvaluationReader.IsTarget(input))
            {
                AddRows([EvaluationReader.ReadTarget(input)]);
            }
            else if (EvaluationReader.IsRemark(input, out TargetResult? target))
            {
                AddRows(target is null ? [] : [target]);
            }
            else
            {
                if (input.BaseObject is Evaluation { LedgerEntry: { } entry })
                {
                    _ledgers.Add(entry.Ledger);
                }

                take(EvaluationReader.ReadFinding(input, _now));
            }

            _taken++;
        }
        catch (ArgumentException exception) when (takenBefore == _taken)
        {
            throw new InvalidDataException(exception.Message, exception);
        }
        catch (ArgumentException exception)
        {
            _unreadable++;
            cmdlet.WriteError(ErrorRecords.Create(
                new ArgumentException(Messages.NotAnEvaluation.With(
                    ObjectMembers.Text(input, "ComplianceResourceId") ?? input.BaseObject.GetType().Name, exception.Message), exception),
                ErrorId.NotAnEvaluation, ErrorCategory.InvalidData, input, Messages.AdviceNotAnEvaluation));
        }
    }

    private void AddRows(IEnumerable<TargetResult> rows)
    {
        foreach (TargetResult row in rows)
        {
            _hasRows = true;
            _rows.Add(row);
        }
    }

    /// <summary>A file that is unreadable, or does not begin as an audit, terminates the cmdlet: its resources would look gone.</summary>
    private void ReadFile(string path)
    {
        string file = cmdlet.GetUnresolvedProviderPathFromPSPath(path);
        try
        {
            int before = _taken;
            foreach (PSObject item in Open(file))
            {
                ReadItem(item, before);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (Exception exception)
            when (exception is JsonException or IOException or UnauthorizedAccessException or InvalidDataException or ExportFormatException
            or ArgumentException or InvalidOperationException or System.Xml.XmlException
            or RuntimeException and not PipelineStoppedException)
        {
            cmdlet.ThrowTerminatingError(ErrorRecords.Create(
                new InvalidOperationException(Messages.ReportFileNotReadable.With(file, exception.Message), exception),
                ErrorId.ReportFileNotReadable, ErrorCategory.ReadError, file,
                Messages.AdviceReportFileNotReadable));
        }
    }

    /// <summary>A file's content is data: a text in it is not the name of another file.</summary>
    private void ReadItem(PSObject item, int takenBefore)
    {
        if (item.BaseObject is IEnumerable several and not (string or IDictionary))
        {
            foreach (object? one in several)
            {
                ReadItem(ObjectMembers.Wrap(one), takenBefore);
            }
        }
        else
        {
            ReadOne(item, takenBefore);
        }
    }

    private IEnumerable<PSObject> Open(string file) => Path.GetExtension(file).ToLowerInvariant() switch
    {
        ".csv" => cmdlet.InvokeCommand.InvokeScript(false, ScriptBlock.Create("ConvertFrom-Csv -InputObject $args[0]"), null, Text(file)),
        ".xml" or ".clixml" => [ObjectMembers.Wrap(PSSerializer.Deserialize(Text(file)))],
        _ => ReadJson(file),
    };

    private string Text(string file) =>
        new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(RegularFile.ReadWhole(file, cancellationToken, MaxFileLength));

    private IEnumerable<PSObject> ReadJson(string file)
    {
        using var document = JsonDocument.Parse(
            RegularFile.ReadWhole(file, cancellationToken, MaxFileLength), new JsonDocumentOptions { MaxDepth = 16 });
        if (document.RootElement.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in document.RootElement.EnumerateArray())
            {
                yield return ObjectMembers.Wrap(ToObject(item));
            }
        }
        else
        {
            yield return ObjectMembers.Wrap(ToObject(document.RootElement));
        }
    }

    private static object? ToObject(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                PSObject members = new();
                foreach (JsonProperty member in element.EnumerateObject())
                {
                    members.Properties.Add(new PSNoteProperty(member.Name, ToObject(member.Value)));
                }

                return members;
            case JsonValueKind.Array:
                return element.EnumerateArray().Select(ToObject).ToArray();
            case JsonValueKind.Null:
                return null;
            default:
                return element.ToString();
        }
    }
}
