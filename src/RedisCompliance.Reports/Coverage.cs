namespace RedisCompliance.Reports;

/// <summary>Something that was not audited: an account in a Region, or missing evaluations.</summary>
/// <param name="AccountId">The account; null if unknown.</param>
/// <param name="AccountName">Its name.</param>
/// <param name="Region">The Region; null for an account whose Regions are unknown.</param>
/// <param name="Reason">The reason.</param>
/// <param name="ErrorId">The error's id.</param>
internal sealed record UnauditedTarget(string? AccountId, string? AccountName, string? Region, string Reason, string? ErrorId)
{
    /// <summary>A stable id for tools that store findings.</summary>
    public string Uid => $"redis-compliance/audit/{AccountId ?? "-"}/{Region ?? "-"}";

    /// <summary>Account and Region, as far as they are known.</summary>
    public string Name => string.Join(
        " ", new[] { AccountId, Region }.OfType<string>()) is { Length: > 0 } name ? name : "unknown account";
}

/// <summary>The completeness of a report, according to the audit's rows.</summary>
internal enum CoverageState
{
    /// <summary>Every target was audited completely, and every evaluation arrived.</summary>
    Complete,

    /// <summary>Something was not audited or did not arrive.</summary>
    Incomplete,

    /// <summary>Nothing says what should have been audited.</summary>
    Unknown,
}

/// <summary>
/// What was and was not audited: compares the rows of the audit's report with the findings that arrived. A target counts as audited if
/// its row says so and as many findings arrived as it found resources.
/// </summary>
internal sealed class Coverage
{
    private const int MaxPolicies = 5;
    private const int MaxNamed = 5;

    private readonly Dictionary<(string?, string?), Target> _targets = [];
    private readonly List<UnauditedTarget> _unaudited = [];

    /// <summary>The targets that could not be audited.</summary>
    public IReadOnlyList<UnauditedTarget> Unaudited => _unaudited;

    /// <summary>The audit's rows.</summary>
    public IReadOnlyList<TargetResult> Targets { get; private set; } = [];

    /// <summary>Whether the report covers everything.</summary>
    public CoverageState State { get; private set; } = CoverageState.Unknown;

    /// <summary>
    /// The number of compliant resources in targets that were not audited completely; what is missing may contradict them.
    /// </summary>
    public int CompliantInIncompleteCount =>
        _targets.Values.Where(target => target.IsComplete == false).Sum(target => target.CompliantCount);

    /// <summary>The policies that the audit's rows name; null for everything, under the default policy.</summary>
    public string? Asked =>
        Targets.Select(row => row.Policy).OfType<string>().Distinct().Take(MaxPolicies).ToArray() is { Length: > 0 } asked
            ? PlainText.OneLine(string.Join(" · ", asked)) : null;

    /// <summary>Counts a finding; the caller passes each resource once.</summary>
    public void Add(Finding finding)
    {
        Target target = At(finding.AccountId, finding.Region);
        target.ReceivedCount++;
        target.CompliantCount += finding.Status == FindingStatus.Compliant ? 1 : 0;
    }

    /// <summary>Records that the input contradicts itself about a resource.</summary>
    public void AddContradiction(Finding finding) => At(finding.AccountId, finding.Region).Contradicted.Add(finding.Id);

    /// <summary>Adds the rows once all findings have arrived.</summary>
    /// <param name="rows">The rows; null if there are none.</param>
    /// <param name="notBegun">The number of targets never begun; null if a stopped audit does not know.</param>
    public void Complete(IReadOnlyList<TargetResult>? rows, int? notBegun = 0)
    {
        foreach (((string? accountId, string? region), Target target) in _targets.Select(pair => (pair.Key, pair.Value)))
        {
            if (target.Contradicted.Count > 0)
            {
                string ids = string.Join(", ", target.Contradicted.Take(MaxNamed));
                Note(accountId, region, $"The input contradicts itself about {target.Contradicted.Count} resources: {ids}.");
            }
        }

        if (rows is null)
        {
            MergeByTarget();
            return;
        }

        Targets = rows;
        foreach (TargetResult row in rows)
        {
            Add(row);
        }

        if (notBegun != 0)
        {
            Note(null, null, notBegun is { } count ? $"The audit was stopped: {count} targets were never begun."
                : "The audit was stopped: an unknown number of targets were never begun.");
        }

        foreach ((string? accountId, string? region) in _targets.Where(target => target.Value.IsComplete is null)
            .Select(target => target.Key))
        {
            Note(accountId, region, "No row of the audit's report names it: nothing tells whether all of its resources are here.");
        }

        MergeByTarget();
        State = rows.Count == 0 ? CoverageState.Unknown : _unaudited.Count > 0 ? CoverageState.Incomplete : CoverageState.Complete;
    }

    /// <summary>Whether an account and Region was audited completely; false if nothing says so.</summary>
    public bool IsComplete(string? accountId, string? region) => Find(accountId, region)?.IsComplete == true;

    /// <summary>Whether the audit of the account and Region, or of the account itself, failed.</summary>
    public bool IsFailed(string? accountId, string? region) =>
        Find(accountId, region)?.IsComplete == false || Find(accountId, null)?.IsComplete == false;

    /// <summary>
    /// Whether the resource, if it still existed, would be among the findings: its target was audited, and the policy covers its type
    /// and engine.
    /// </summary>
    public bool WouldShow(Finding finding) =>
        Find(finding.AccountId, finding.Region) is { IsComplete: true } target && target.Policies.Any(policy => Asks(policy, finding));

    /// <summary>Whether two audits used different policies for an account and Region, as far as both say.</summary>
    public bool IsOfOtherPolicy(Coverage other, string? accountId, string? region) =>
        Find(accountId, region) is { Policies.Count: > 0 } ours && other.Find(accountId, region) is { Policies.Count: > 0 } theirs
        && !ours.Policies.SetEquals(theirs.Policies);

    private void Add(TargetResult row)
    {
        Target target = At(row.AccountId, row.Region);
        string? reason = ReasonOf(row, target.ReceivedCount);
        target.IsComplete = reason is null && target.IsComplete != false;
        target.Policies.Add(row.Policy ?? string.Empty);
        if (reason is not null)
        {
            _unaudited.Add(new UnauditedTarget(PlainText.Of(row.AccountId), PlainText.Of(row.AccountName), PlainText.Of(row.Region),
                PlainText.OneLine(reason), PlainText.Of(row.ErrorId)));
        }

        if (RuleParameters.TryParse(row.Policy)?.TryGetValue(RuleParameters.ResourceTypes, out string? types) == true)
        {
            Note(null, null, $"The audit was asked for a part alone: {types}.");
        }
    }

    /// <summary>Merges the entries of each account and Region, because tools treat equal names as the same finding.</summary>
    private void MergeByTarget()
    {
        UnauditedTarget[] merged = [.. _unaudited.GroupBy(entry => Of(entry.AccountId, entry.Region)).Select(entries => entries.Aggregate(
            (one, next) => one with
            {
                AccountName = one.AccountName ?? next.AccountName,
                ErrorId = one.ErrorId ?? next.ErrorId,
                Reason = one.Reason.Contains(next.Reason) ? one.Reason : $"{one.Reason} {next.Reason}",
            }))];
        _unaudited.Clear();
        _unaudited.AddRange(merged);
    }

    private void Note(string? accountId, string? region, string reason) =>
        _unaudited.Add(new UnauditedTarget(PlainText.Of(accountId), null, PlainText.Of(region), PlainText.OneLine(reason), null));

    private static bool Asks(string policy, Finding finding)
    {
        try
        {
            AtRestPolicy asked = RuleParameters.ToPolicy(
                RuleParameters.TryParse(policy) ?? throw new ConfigEventException(ConfigEventFault.InvalidRuleParameter, policy));
            return asked.ResourceTypes.Contains(finding.ResourceType)
                && (asked.Engines.Count == AtRestPolicy.Default.Engines.Count
                    || asked.Engines.Contains(finding.Engine?.ToLowerInvariant() ?? string.Empty));
        }
        catch (ConfigEventException)
        {
            return false;
        }
    }

    private static string? ReasonOf(TargetResult row, int received) => row.Status switch
    {
        TargetStatus.Completed or TargetStatus.Skipped when received == row.ResourceCount => null,
        TargetStatus.Completed => $"The audit found {row.ResourceCount} resources, and {received} of them are in this report.",
        TargetStatus.Skipped =>
            $"Left out, because an earlier audit has seen it; of its {row.ResourceCount} resources, {received} are in this report.",
        TargetStatus.Stopped => row.ErrorMessage is null
            ? "The audit was stopped before its end." : $"The audit was stopped before its end. {row.ErrorMessage}",
        TargetStatus.Failed => row.ErrorMessage ?? "The audit failed.",
        _ => $"The audit's status is unknown: {row.Status}.",
    };

    private Target? Find(string? accountId, string? region) =>
        _targets.TryGetValue(Of(accountId, region), out Target? target) ? target : null;

    private Target At(string? accountId, string? region)
    {
        if (!_targets.TryGetValue(Of(accountId, region), out Target? target))
        {
            _targets.Add(Of(accountId, region), target = new Target());
        }

        return target;
    }

    private static (string?, string?) Of(string? accountId, string? region) => (accountId, region?.ToLowerInvariant());

    private sealed class Target
    {
        public int ReceivedCount { get; set; }

        public int CompliantCount { get; set; }

        /// <summary>Null if no row names it.</summary>
        public bool? IsComplete { get; set; }

        public HashSet<string> Policies { get; } = new(StringComparer.Ordinal);

        public SortedSet<string> Contradicted { get; } = new(StringComparer.Ordinal);
    }
}
