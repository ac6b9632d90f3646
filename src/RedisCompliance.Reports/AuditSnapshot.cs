namespace RedisCompliance.Reports;

/// <summary>One audit to compare: its findings, one per resource, and its coverage.</summary>
internal sealed class AuditSnapshot
{
    private readonly Dictionary<FindingKey, Finding> _findings = [];

    /// <summary>The findings.</summary>
    public IReadOnlyDictionary<FindingKey, Finding> Findings => _findings;

    /// <summary>The coverage of the audit.</summary>
    public Coverage Coverage { get; } = new();

    /// <summary>The latest time in the audit, UTC; null if it has none.</summary>
    public DateTime? SeenAt { get; private set; }

    /// <summary>Whether a finding of the audit does not say when it was made, so that the audit may be older than it seems.</summary>
    public bool HasUndated { get; private set; }

    /// <summary>Adds a finding; of two that contradict each other, the worse counts.</summary>
    public void Add(Finding finding)
    {
        if (finding.EvidenceTime is { } time)
        {
            See(time);
        }
        else
        {
            HasUndated = true;
        }

        if (!_findings.TryGetValue(finding.Key, out Finding? known))
        {
            _findings.Add(finding.Key, finding);
            Coverage.Add(finding);
            return;
        }

        if (finding.Status != known.Status)
        {
            Coverage.AddContradiction(finding);
            _findings[finding.Key] = finding.Status < known.Status ? finding : known;
        }
    }

    /// <summary>
    /// Adds a finding that an earlier report kept because it could not audit the resource: known, but not counted as seen. A failure
    /// stands for what that report has of the resource itself, which did not show that it was mended.
    /// </summary>
    public void Carry(Finding finding)
    {
        if (!_findings.TryGetValue(finding.Key, out Finding? known) || (finding.IsFailure && !known.IsFailure))
        {
            _findings[finding.Key] = finding;
        }
    }

    /// <summary>The findings that a later audit could not check; its report keeps them for the next comparison.</summary>
    public IEnumerable<Finding> FindCarried(AuditSnapshot later) => _findings.Values.Where(
        finding => (later.Findings.TryGetValue(finding.Key, out Finding? after)
            ? AuditComparison.WhyStillFailed(finding, after, later.Coverage) : AuditComparison.WhyNotGone(later, finding)) is not null);

    /// <summary>Records a time of the audit.</summary>
    public void See(DateTime? moment) => SeenAt = SeenAt is null || moment > SeenAt ? moment : SeenAt;
}
