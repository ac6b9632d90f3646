namespace RedisCompliance.Reports;

/// <summary>What could not be audited: an account in a Region, or evaluations that did not come.</summary>
/// <param name="AccountId">The account; null where nothing told it.</param>
/// <param name="AccountName">Its name.</param>
/// <param name="Region">The Region; null for an account whose Regions could not be told.</param>
/// <param name="Reason">Why.</param>
/// <param name="ErrorId">The error's id.</param>
internal sealed record UnauditedTarget(string? AccountId, string? AccountName, string? Region, string Reason, string? ErrorId)
{
    /// <summary>A name for tools that keep findings.</summary>
    public string Uid => $"redis-compliance/audit/{AccountId ?? "-"}/{Region ?? "-"}";

    /// <summary>Account and Region, as far as they are known.</summary>
    public string Name => string.Join(" ", new[] { AccountId, Region }.OfType<string>()) is { Length: > 0 } name ? name : "unknown account";
}

/// <summary>What the rows of an audit say of a report's completeness.</summary>
internal enum CoverageState
{
    /// <summary>Every target was audited completely, and every evaluation came.</summary>
    Complete,

    /// <summary>Something was not audited, or did not come.</summary>
    Incomplete,

    /// <summary>Nothing tells what was to be audited.</summary>
    Unknown,
}

/// <summary>
/// What was audited and what was not: the rows of an audit's report, held against the findings that came. A target counts
/// as audited where its row says so and as many findings came as it found resources.
/// </summary>
internal sealed class Coverage
{
    private readonly Dictionary<(string?, string?), int> _received = [];
    private readonly Dictionary<(string?, string?), bool> _complete = [];
    private readonly List<UnauditedTarget> _unaudited = [];

    /// <summary>What could not be audited.</summary>
    public IReadOnlyList<UnauditedTarget> Unaudited => _unaudited;

    /// <summary>The audit's rows.</summary>
    public IReadOnlyList<TargetResult> Targets { get; private set; } = [];

    /// <summary>Whether the report is of everything.</summary>
    public CoverageState State { get; private set; } = CoverageState.Unknown;

    /// <summary>Counts a finding that came.</summary>
    public void Add(Finding finding)
    {
        (string?, string?) target = Of(finding.AccountId, finding.Region);
        _received[target] = _received.TryGetValue(target, out int count) ? count + 1 : 1;
    }

    /// <summary>Takes the rows, once all findings came.</summary>
    /// <param name="rows">The rows; null where there are none to be had.</param>
    /// <param name="notBegun">How many targets were never begun; null where a stopped audit does not know.</param>
    /// <param name="isFiltered">Whether the audit was asked to leave something out.</param>
    public void Complete(IReadOnlyList<TargetResult>? rows, int? notBegun = 0, bool isFiltered = false)
    {
        if (rows is null)
        {
            return;
        }

        Targets = rows;
        foreach (TargetResult row in rows)
        {
            string? reason = ReasonOf(row);
            (string?, string?) target = Of(row.AccountId, row.Region);
            _complete[target] = reason is null && (!_complete.TryGetValue(target, out bool before) || before);
            if (reason is not null)
            {
                _unaudited.Add(new UnauditedTarget(PlainText.Of(row.AccountId), PlainText.Of(row.AccountName), PlainText.Of(row.Region), PlainText.OneLine(reason), PlainText.Of(row.ErrorId)));
            }
        }

        if (notBegun != 0)
        {
            _unaudited.Add(new UnauditedTarget(null, null, null, notBegun is { } count ? $"The audit was stopped: {count} targets were never begun." : "The audit was stopped: an unknown number of targets were never begun.", null));
        }

        if (isFiltered)
        {
            _unaudited.Add(new UnauditedTarget(null, null, null, "The audit was asked for a part: by id, type, verdict, or what an earlier audit left.", null));
            _complete.Clear();
        }

        foreach ((string? accountId, string? region) in _received.Keys.Where(target => !_complete.ContainsKey(target) && !isFiltered))
        {
            _unaudited.Add(new UnauditedTarget(accountId, null, region, "No row of the audit's report names it: nothing tells whether all of its resources are here.", null));
        }

        State = rows.Count == 0 ? CoverageState.Unknown : _unaudited.Count > 0 ? CoverageState.Incomplete : CoverageState.Complete;
    }

    /// <summary>Whether everything in an account and Region was audited; false also where nothing says so.</summary>
    public bool IsComplete(string? accountId, string? region) => _complete.TryGetValue(Of(accountId, region), out bool complete) && complete;

    /// <summary>Whether an audit of the account and Region, or of the account as such, failed.</summary>
    public bool IsFailed(string? accountId, string? region) =>
        (_complete.TryGetValue(Of(accountId, region), out bool complete) && !complete)
        || (_complete.TryGetValue(Of(accountId, null), out bool whole) && !whole);

    private string? ReasonOf(TargetResult row)
    {
        _received.TryGetValue(Of(row.AccountId, row.Region), out int received);
        return row.Status switch
        {
            TargetStatus.Completed or TargetStatus.Skipped when received == row.ResourceCount => null,
            TargetStatus.Completed => $"The audit found {row.ResourceCount} resources, and {received} of them are in this report.",
            TargetStatus.Skipped => $"Left out, because an earlier audit has seen it; of its {row.ResourceCount} resources, {received} are in this report.",
            TargetStatus.Stopped => row.ErrorMessage is null ? "The audit was stopped before its end." : $"The audit was stopped before its end. {row.ErrorMessage}",
            TargetStatus.Failed => row.ErrorMessage ?? "The audit failed.",
            _ => $"The audit's status is unknown: {row.Status}.",
        };
    }

    private static (string?, string?) Of(string? accountId, string? region) => (accountId, region?.ToLowerInvariant());
}
