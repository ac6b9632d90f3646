namespace RedisCompliance.Reports;

/// <summary>The counters of a finding, in compact form.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Group">The number of its combination of engine and kind of key, from 1; 0 for all combinations beyond the limit.</param>
internal readonly record struct FindingCount(FindingStatus Status, int Group)
{
    /// <summary>The maximum number of groups.</summary>
    public const int MaxGroup = (1 << 13) - 2;

    /// <summary>The packed form, which is never 0.</summary>
    public ushort Packed => (ushort)((Group << 3) + (int)Status + 1);

    /// <summary>Unpacks the counters.</summary>
    public static FindingCount Of(ulong packed) => new((FindingStatus)((packed - 1) & 7), (int)((packed - 1) >> 3));
}

/// <summary>A report's counts by status: in total, and by account and Region, engine and kind of key.</summary>
internal sealed class ReportSummary
{
    /// <summary>The statuses in the order of a report.</summary>
    public static IReadOnlyList<FindingStatus> Statuses { get; } =
    [
        FindingStatus.Unencrypted, FindingStatus.WrongKey, FindingStatus.Unknown, FindingStatus.NonCompliant,
        FindingStatus.Exempt, FindingStatus.NotApplicable, FindingStatus.Compliant,
    ];

    private readonly int[] _counts = new int[7];
    private readonly Dictionary<(string Engine, string KeyKind), int> _groups = [];
    private readonly List<(string Engine, string KeyKind)> _groupNames = [];

    /// <summary>The number of resources.</summary>
    public int ResourceCount { get; private set; }

    /// <summary>The number of resources that violate the policy.</summary>
    public int FailureCount =>
        this[FindingStatus.Unencrypted] + this[FindingStatus.WrongKey] + this[FindingStatus.Unknown] + this[FindingStatus.NonCompliant];

    /// <summary>Counts by account and Region.</summary>
    public SortedDictionary<string, int[]> ByTarget { get; } = new(StringComparer.Ordinal);

    /// <summary>Counts by engine.</summary>
    public SortedDictionary<string, int[]> ByEngine { get; } = new(StringComparer.Ordinal);

    /// <summary>Counts by kind of key.</summary>
    public SortedDictionary<string, int[]> ByKeyKind { get; } = new(StringComparer.Ordinal);

    /// <summary>The number of resources with a status.</summary>
    public int this[FindingStatus status] => _counts[(int)status];

    /// <summary>Counts a finding, replacing an earlier one of the same resource.</summary>
    public void Add(Finding finding, FindingCount count, FindingCount? known = null)
    {
        if (known is { } earlier)
        {
            Count(finding, earlier, -1);
        }

        Count(finding, count, 1);
    }

    /// <summary>Returns the counters of a finding.</summary>
    public FindingCount CountOf(Finding finding)
    {
        (string, string) group = (finding.Engine?.ToLowerInvariant() ?? "-", finding.KeyKind);
        if (!_groups.TryGetValue(group, out int number) && _groups.Count < FindingCount.MaxGroup)
        {
            _groups.Add(group, number = _groups.Count + 1);
            _groupNames.Add(group);
        }

        return new FindingCount(finding.Status, number);
    }

    /// <summary>Two findings of a resource share the target; engine and kind of key may differ.</summary>
    private void Count(Finding finding, FindingCount count, int by)
    {
        (string engine, string keyKind) = count.Group > 0 ? _groupNames[count.Group - 1] : ("-", "-");
        ResourceCount += by;
        _counts[(int)count.Status] += by;
        Count(ByTarget, $"{finding.AccountId ?? "-"} {finding.Region?.ToLowerInvariant() ?? "-"}", count.Status, by);
        Count(ByEngine, engine, count.Status, by);
        Count(ByKeyKind, keyKind, count.Status, by);
    }

    private static void Count(SortedDictionary<string, int[]> group, string name, FindingStatus status, int by)
    {
        if (!group.TryGetValue(name, out int[]? counts))
        {
            group.Add(name, counts = new int[7]);
        }

        counts[(int)status] += by;
        if (by < 0 && Array.TrueForAll(counts, count => count == 0))
        {
            group.Remove(name);
        }
    }
}
