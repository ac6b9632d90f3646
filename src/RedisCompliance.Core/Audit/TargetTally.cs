using System.Diagnostics;

namespace RedisCompliance.Audit;

/// <summary>What an audit found in one target, and what it could not read. Only the consumer's thread uses it.</summary>
/// <param name="target">The account and Region.</param>
public sealed class TargetTally(AuditTarget target)
{
    private readonly List<(string? ResourceType, ServiceCallException Failure)> _failures =
        target.Failure is null ? [] : [(null, target.Failure)];

    private readonly int[] _verdicts = new int[ComplianceType.All.Count];
    private readonly int[] _types = new int[ResourceType.All.Count];
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>The account and Region.</summary>
    public AuditTarget Target { get; } = target;

    /// <summary>The target's account, or else that of the first resource found.</summary>
    public string? AccountId { get; private set; } = target.AccountId;

    /// <summary>What could not be read, with the type of its listing; a null type means the entire target.</summary>
    public IReadOnlyList<(string? ResourceType, ServiceCallException Failure)> Failures => _failures;

    /// <summary>The target's entry in the audit's ledger; null if the target is not listed.</summary>
    internal LedgerEntry? LedgerEntry { get; init; }

    /// <summary>The number of listings that have not ended.</summary>
    internal int OpenListings { get; set; }

    /// <summary>The possible sources of backups; null if no backups are listed.</summary>
    internal BackupSources? Sources { get; init; }

    /// <summary>The number of open listings that may contain sources of backups.</summary>
    internal int OpenSourceListings { get; set; }

    /// <summary>Whether every resource that was read was evaluated.</summary>
    internal bool IsJudged { get; set; } = true;

    /// <summary>Notes a failure. The same failure on several pages of a listing counts once.</summary>
    /// <param name="resourceType">The listing's type; null for the entire target.</param>
    /// <param name="failure">The failure.</param>
    public void AddFailure(string? resourceType, ServiceCallException failure)
    {
        if (!_failures.Any(known => known.ResourceType == resourceType && known.Failure.IsSameAs(failure)))
        {
            _failures.Add((resourceType, failure));
        }
    }

    /// <summary>Counts an evaluation.</summary>
    /// <param name="evaluation">An evaluation of this target.</param>
    public void Add(Evaluation evaluation)
    {
        AccountId ??= evaluation.AccountId;
        LedgerEntry?.Add(evaluation);
        _verdicts[IndexOf(ComplianceType.All, evaluation.ComplianceType)]++;
        _types[IndexOf(ResourceType.All, evaluation.ComplianceResourceType)]++;
    }

    /// <summary>The target's row in a report.</summary>
    /// <param name="policy">The audit's policy, as <see cref="TargetResult.Policy"/>.</param>
    /// <param name="isStopped">Whether the audit stopped before it completed the target.</param>
    /// <returns>The row with what was found so far.</returns>
    public TargetResult ToResult(string? policy = null, bool isStopped = false)
    {
        string status = Target.IsSkipped ? TargetStatus.Skipped
            : isStopped ? TargetStatus.Stopped
            : _failures.Count == 0 ? TargetStatus.Completed
            : TargetStatus.Failed;
        return new TargetResult
        {
            AccountId = AccountId,
            AccountName = Target.AccountName,
            Region = Target.Region,
            Status = status,
            Policy = policy,
            ErrorId = _failures.Count > 0 ? ErrorId.Of(_failures[0].Failure.Failure).Name : null,
            ErrorMessage = _failures.Count > 0
                ? string.Join(" ", _failures.Select(failed => Sentence(failed.Failure.Message)).Distinct()) : null,
            CompliantCount = status == TargetStatus.Completed ? _verdicts[0] : 0,
            CompliantInIncompleteCount = status == TargetStatus.Completed ? 0 : _verdicts[0],
            NonCompliantCount = _verdicts[1],
            NotApplicableCount = _verdicts[2],
            ReplicationGroupCount = _types[0],
            CacheClusterCount = _types[1],
            ServerlessCacheCount = _types[2],
            SnapshotCount = _types[3],
            ServerlessCacheSnapshotCount = _types[4],
            CallCount = Target.Calls.CallCount,
            RetryCount = Target.Calls.RetryCount,
            Duration = TimeSpan.FromSeconds((Stopwatch.GetTimestamp() - _start) / (double)Stopwatch.Frequency),
        };
    }

    /// <summary>Ends a message with a full stop; services do not always.</summary>
    private static string Sentence(string message) =>
        message.Length > 0 && message[message.Length - 1] is ('.' or '。') ? message : message + ".";

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
