namespace RedisCompliance.Reports;

/// <summary>One audit to compare: its findings, each resource once, and what it covered.</summary>
internal sealed class AuditSnapshot
{
    private readonly Dictionary<FindingKey, Finding> _findings = [];

    /// <summary>The findings.</summary>
    public IReadOnlyDictionary<FindingKey, Finding> Findings => _findings;

    /// <summary>What was audited.</summary>
    public Coverage Coverage { get; } = new();

    /// <summary>The newest moment that the audit tells of, UTC; null where it tells of none.</summary>
    public DateTime? SeenAt { get; private set; }

    /// <summary>Takes a finding; of two that contradict each other, the worse stands.</summary>
    public void Add(Finding finding)
    {
        if (finding.IsDated)
        {
            See(finding.EvidenceTime);
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
    /// Takes what an earlier report has kept of an audit before it, because it could not audit it itself: known, and not
    /// counted as seen.
    /// </summary>
    public void Carry(Finding finding)
    {
        if (!_findings.ContainsKey(finding.Key))
        {
            _findings[finding.Key] = finding;
        }
    }

    /// <summary>What this audit knows and a later one could not audit; the later one's report keeps it for the next.</summary>
    public IEnumerable<Finding> FindCarried(AuditSnapshot later) => _findings.Values.Where(
        finding => !later.Findings.ContainsKey(finding.Key) && AuditComparison.WhyNotGone(later, finding) is not null);

    /// <summary>Takes a moment at which the audit was made.</summary>
    public void See(DateTime? moment) => SeenAt = SeenAt is null || moment > SeenAt ? moment : SeenAt;
}
