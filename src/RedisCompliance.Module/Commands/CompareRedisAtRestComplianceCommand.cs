using System.Management.Automation;
using RedisCompliance.Commands.Reports;

namespace RedisCompliance.Commands;

/// <summary>
/// Reports what has changed from one audit to the next. A resource that the later audit did not cover is reported as not
/// audited, never as gone or fixed.
/// </summary>
[Cmdlet(VerbsData.Compare, "RedisAtRestCompliance")]
[OutputType(typeof(ComplianceChange))]
public sealed class CompareRedisAtRestComplianceCommand : ReportCmdlet
{
    private AuditSnapshot _reference = null!;
    private AuditSnapshot _difference = null!;
    private AuditInput _input = null!;

    /// <summary>The earlier audit: evaluations with or without the audit's rows, or the files of an earlier report.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [AllowEmptyCollection]
    public PSObject[]? ReferenceObject { get; set; }

    /// <summary>The later audit, likewise.</summary>
    [Parameter(Position = 1, ValueFromPipeline = true)]
    [AllowEmptyCollection]
    public PSObject[]? DifferenceObject { get; set; }

    /// <summary>The rows of the earlier audit.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? ReferenceReport { get; set; }

    /// <summary>The rows of the later audit, from -ReportVariable.</summary>
    [Parameter]
    [ValidateNotNull]
    [Alias("Report")]
    public object? DifferenceReport { get; set; }

    /// <summary>Also report what has not changed.</summary>
    [Parameter]
    public SwitchParameter IncludeUnchanged { get; set; }

    /// <summary>Reads the earlier audit.</summary>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _reference = new AuditSnapshot();
        AuditInput input = new(this, _reference.Add, _reference.Carry, StopToken);
        ReadRows(input, ReferenceReport);
        foreach (PSObject item in ReferenceObject ?? [])
        {
            input.Read(item);
        }

        Complete(input, _reference, isLive: false);
        _difference = new AuditSnapshot();
        _input = new AuditInput(this, _difference.Add, null, StopToken);
        ReadRows(_input, DifferenceReport);
    }

    /// <summary>Reads an object of the later audit.</summary>
    protected override void ProcessRecord()
    {
        foreach (PSObject item in DifferenceObject ?? [])
        {
            _input.Read(item);
        }
    }

    /// <summary>Writes the changes.</summary>
    protected override void EndProcessing()
    {
        Complete(_input, _difference, isLive: true);
        foreach (ComplianceChange change in AuditComparison.Compare(_reference, _difference))
        {
            StopToken.ThrowIfCancellationRequested();
            if (IncludeUnchanged || change.Change != ComplianceChangeType.Unchanged)
            {
                WriteObject(change);
            }
        }
    }

    private static void ReadRows(AuditInput input, object? rows)
    {
        if (rows is not null)
        {
            input.ReadRows(rows);
        }
    }

    private static void Complete(AuditInput input, AuditSnapshot audit, bool isLive)
    {
        (IReadOnlyList<TargetResult>? rows, int? notBegun) = input.Complete(isLive);
        audit.See(input.ReportedAt);
        audit.Coverage.Complete(rows, notBegun);
    }
}
