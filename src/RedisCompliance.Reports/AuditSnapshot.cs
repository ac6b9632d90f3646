namespace RedisCompliance.Reports;

/// <summary>One audit to compare: its findings, each resource once, and what it covered.</summary>
internal sealed class AuditSnapshot
{
    private readonly Dictionary<FindingKey, Finding> _findings = [];

    /// <summary>The findings.</summary>
    public IReadOnlyDictionary<FindingKey, Finding> Findings => _findings;

    /// <summary>What was audited.</summary>
    public Coverage Coverage { get; } = new();

    /// <summary>Takes a finding; of two that contradict each other, the worse stands.</summary>
    public void Add(Finding finding)
    {
        if (!_findings.TryGetValue(finding.Key, out Finding? known))
        {
            _findings.Add(finding.Key, finding);
            Coverage.Add(finding);
        }
        else if (finding.Status < known.Status)
        {
            _findings[finding.Key] = finding;
        }
    }
}
