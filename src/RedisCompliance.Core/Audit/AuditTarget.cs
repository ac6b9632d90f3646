using System.Diagnostics;

namespace RedisCompliance.Audit;

/// <summary>
/// One account in one Region: what an audit sees whole or not. Or what of it could be had instead: an account that could
/// not be entered is a target with a failure. Counts what was found in it, on the consumer's thread.
/// </summary>
public sealed class AuditTarget : IDisposable
{
    private long _start = Stopwatch.GetTimestamp();
    private readonly IDisposable? _resources;
    private readonly List<(string? ResourceType, ServiceCallException Failure)> _failures = [];
    private readonly int[] _verdicts = new int[ComplianceType.All.Count];
    private readonly int[] _kinds = new int[RedisCompliance.ResourceType.All.Count];

    /// <summary>A target to list.</summary>
    /// <param name="accountId">The account; null where it is the caller's and nobody asked for its id.</param>
    /// <param name="region">The Region's system name; null for an account whose Regions could not be told.</param>
    /// <param name="inventory">What is in it; null where it is not listed.</param>
    /// <param name="resources">What is disposed of with the target.</param>
    public AuditTarget(string? accountId, string? region, IRedisInventory? inventory, IDisposable? resources = null)
    {
        AccountId = accountId;
        Region = region;
        Inventory = inventory;
        _resources = resources;
    }

    /// <summary>The 12-digit account id.</summary>
    public string? AccountId { get; private set; }

    /// <summary>The account's name, where AWS Organizations told it.</summary>
    public string? AccountName { get; init; }

    /// <summary>The Region's system name.</summary>
    public string? Region { get; }

    /// <summary>What is in it.</summary>
    public IRedisInventory? Inventory { get; }

    /// <summary>The calls that it took.</summary>
    public CallCounter Calls { get; init; } = new();

    /// <summary>Whether it is left out, because an earlier audit has seen it.</summary>
    public bool IsSkipped { get; init; }

    /// <summary>What is to be said of it although it did not fail.</summary>
    public string? Warning { get; init; }

    /// <summary>What could not be had of it: the listing's type, or null where it is of the target as such.</summary>
    public IReadOnlyList<(string? ResourceType, ServiceCallException Failure)> Failures => _failures;

    /// <summary>What the audit's ledger has of it; null where it is not listed.</summary>
    internal LedgerEntry? LedgerEntry { get; set; }

    /// <summary>Whether every resource that was read was judged.</summary>
    internal bool IsJudged { get; set; } = true;

    /// <summary>How many of its listings go on.</summary>
    internal int OpenListings { get; private set; }

    /// <summary>Its listings begin now.</summary>
    internal void Begin(int listings)
    {
        _start = Stopwatch.GetTimestamp();
        OpenListings = listings;
    }

    /// <summary>One of its listings ended.</summary>
    internal void EndListing() => OpenListings--;

    /// <summary>Notes what could not be had; what failed alike on every page of a listing is one failure.</summary>
    /// <param name="resourceType">The listing's type; null for the target as such.</param>
    /// <param name="failure">Why.</param>
    public void AddFailure(string? resourceType, ServiceCallException failure)
    {
        if (!_failures.Any(known => known.ResourceType == resourceType && known.Failure.IsSameAs(failure)))
        {
            _failures.Add((resourceType, failure));
        }
    }

    /// <summary>Counts an evaluation.</summary>
    /// <param name="evaluation">One of this target.</param>
    public void Add(Evaluation evaluation)
    {
        AccountId ??= evaluation.AccountId;
        LedgerEntry?.Add(evaluation);
        _verdicts[IndexOf(ComplianceType.All, evaluation.ComplianceType)]++;
        _kinds[IndexOf(RedisCompliance.ResourceType.All, evaluation.ComplianceResourceType)]++;
    }

    /// <summary>The row of a report.</summary>
    /// <param name="asked">What was asked, as <see cref="TargetResult.Policy"/>.</param>
    /// <param name="isStopped">Whether the audit was stopped before the target came to its end.</param>
    /// <returns>What was seen of the target by now.</returns>
    public TargetResult ToResult(string? asked = null, bool isStopped = false)
    {
        string status = IsSkipped ? TargetStatus.Skipped
            : isStopped ? TargetStatus.Stopped
            : _failures.Count == 0 ? TargetStatus.Completed
            : TargetStatus.Failed;
        return new TargetResult
        {
            AccountId = AccountId,
            AccountName = AccountName,
            Region = Region,
            Status = status,
            Policy = asked,
            ErrorId = _failures.Count > 0 ? _failures[0].Failure.Failure.ToString() : null,
            ErrorMessage = _failures.Count > 0 ? string.Join(" ", _failures.Select(failed => Sentence(failed.Failure.Message)).Distinct()) : null,
            CompliantCount = status == TargetStatus.Completed ? _verdicts[0] : 0,
            CompliantInIncompleteCount = status == TargetStatus.Completed ? 0 : _verdicts[0],
            NonCompliantCount = _verdicts[1],
            NotApplicableCount = _verdicts[2],
            ReplicationGroupCount = _kinds[0],
            CacheClusterCount = _kinds[1],
            ServerlessCacheCount = _kinds[2],
            CallCount = Calls.CallCount,
            RetryCount = Calls.RetryCount,
            Duration = Elapsed(),
        };
    }

    /// <summary>Lets go of the target's client.</summary>
    public void Dispose() => _resources?.Dispose();

    /// <summary>Services end their messages with a full stop or not.</summary>
    private static string Sentence(string message) => message.Length > 0 && message[message.Length - 1] is ('.' or '。') ? message : message + ".";

    private TimeSpan Elapsed() => TimeSpan.FromSeconds((Stopwatch.GetTimestamp() - _start) / (double)Stopwatch.Frequency);

    private static int IndexOf(IReadOnlyList<string> names, string name)
    {
        int index = 0;
        while (names[index] != name)
        {
            index++;
        }

        return index;
    }
}
