namespace RedisCompliance.Reports;

/// <summary>What a report counts: by status, and each by account and Region, by engine and by kind of key.</summary>
internal sealed class ReportSummary
{
    /// <summary>The statuses in the order of a report.</summary>
    public static IReadOnlyList<FindingStatus> Statuses { get; } =
    [
        FindingStatus.Unencrypted, FindingStatus.WrongKey, FindingStatus.Unknown, FindingStatus.NonCompliant,
        FindingStatus.Exempt, FindingStatus.NotApplicable, FindingStatus.Compliant,
    ];

    private readonly int[] _counts = new int[7];

    /// <summary>How many resources there are.</summary>
    public int ResourceCount { get; private set; }

    /// <summary>How many fail the policy.</summary>
    public int FailureCount =>
        this[FindingStatus.Unencrypted] + this[FindingStatus.WrongKey] + this[FindingStatus.Unknown] + this[FindingStatus.NonCompliant];

    /// <summary>Counts by account and Region.</summary>
    public SortedDictionary<string, int[]> ByTarget { get; } = new(StringComparer.Ordinal);

    /// <summary>Counts by engine.</summary>
    public SortedDictionary<string, int[]> ByEngine { get; } = new(StringComparer.Ordinal);

    /// <summary>Counts by kind of key.</summary>
    public SortedDictionary<string, int[]> ByKeyKind { get; } = new(StringComparer.Ordinal);

    /// <summary>How many resources have that status.</summary>
    public int this[FindingStatus status] => _counts[(int)status];

    /// <summary>Counts a finding.</summary>
    public void Add(Finding finding)
    {
        ResourceCount++;
        _counts[(int)finding.Status]++;
        Count(ByTarget, $"{finding.AccountId ?? "-"} {finding.Region ?? "-"}", finding.Status);
        Count(ByEngine, finding.Engine?.ToLowerInvariant() ?? "-", finding.Status);
        Count(ByKeyKind, finding.KeyKind, finding.Status);
    }

    private static void Count(SortedDictionary<string, int[]> group, string name, FindingStatus status)
    {
        if (!group.TryGetValue(name, out int[]? counts))
        {
            group.Add(name, counts = new int[7]);
        }

        counts[(int)status]++;
    }
}
