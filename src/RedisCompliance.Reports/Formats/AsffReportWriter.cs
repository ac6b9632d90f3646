namespace RedisCompliance.Reports.Formats;

/// <summary>An array of findings in the AWS Security Finding Format. BatchImportFindings accepts a hundred at a time.</summary>
internal sealed class AsffReportWriter(ReportOptions options, Stream body) : ReportWriter(options, body)
{
    private readonly JsonItems _findings = new(body);
    private int _leftOut;

    /// <summary>
    /// The number of planned resources, and of findings without account or Region, or that pass without a time, which the format cannot
    /// represent.
    /// </summary>
    public override int LeftOutCount => _leftOut;

    public override void Add(Finding finding)
    {
        if (!finding.IsUndatedPass && AsffFinding.Of(finding, Options.GeneratedAt) is { } asff)
        {
            _findings.Write(asff.Write);
        }
        else
        {
            _leftOut++;
        }
    }

    public override void Complete(ReportEnd end, Stream output)
    {
        output.WriteText("[\n");
        using JsonItems first = new(output);
        foreach (UnauditedTarget target in end.Coverage.Unaudited)
        {
            if (OfTarget(target) is { } asff)
            {
                first.Write(asff.Write);
            }
            else
            {
                _leftOut++;
            }
        }

        foreach (ComplianceChange gone in end.Changes?.Where(
            change => change is { Change: ComplianceChangeType.Gone, AccountId: not null, Region: not null }) ?? [])
        {
            first.Write(OfGone(gone).Write);
        }

        if (!first.IsEmpty && !_findings.IsEmpty)
        {
            output.WriteText(",\n");
        }

        CopyBody(output);
        output.WriteText("\n]\n");
    }

    protected override void Dispose(bool disposing) => _findings.Dispose();

    private AsffFinding? OfTarget(UnauditedTarget target) => target.AccountId is null || target.Region is null ? null : new AsffFinding
    {
        Id = target.Uid,
        AccountId = target.AccountId,
        Region = target.Region,
        Partition = AwsNames.PartitionOf(null, target.Region),
        Title = "ElastiCache could not be audited completely",
        Description = target.Reason,
        Severity = "MEDIUM",
        Status = "WARNING",
        ReasonCode = "NOTAUDITED",
        CreatedAt = Options.GeneratedAt,
        UpdatedAt = Options.GeneratedAt,
        ObservedAt = Options.GeneratedAt,
        ResourceType = "AwsAccount",
        ResourceId = $"AWS::::Account:{target.AccountId}",
    };

    private AsffFinding OfGone(ComplianceChange gone) => new()
    {
        Id = $"redis-compliance/at-rest/{gone.AccountId}/{gone.Region}/{gone.Type}/{gone.Id}",
        AccountId = gone.AccountId!,
        Region = gone.Region!,
        Partition = AwsNames.PartitionOf(null, gone.Region),
        Title = $"Encryption at rest of ElastiCache {gone.Type} {gone.Id}: Gone",
        Description = "The resource does not exist any more.",
        Severity = "INFORMATIONAL",
        Status = "NOT_AVAILABLE",
        ReasonCode = "GONE",
        IsArchived = true,
        CreatedAt = Options.GeneratedAt,
        UpdatedAt = Options.GeneratedAt,
        ObservedAt = Options.GeneratedAt,
        ResourceId = $"redis-compliance/at-rest/{gone.AccountId}/{gone.Region}/{gone.Type}/{gone.Id}",
    };
}
