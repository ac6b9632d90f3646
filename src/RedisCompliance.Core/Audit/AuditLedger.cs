namespace RedisCompliance.Audit;

/// <summary>
/// What one live audit was asked to read, and what it has read. Every evaluation refers to its entry here, so that whoever receives
/// evaluations can tell whether all of them arrived.
/// </summary>
/// <param name="startedAt">When the audit began, UTC, before its first call. Truncated to milliseconds, as in AWS Config.</param>
/// <param name="policy">The audit's policy, as <see cref="RuleParameters"/> writes it.</param>
public sealed class AuditLedger(DateTime startedAt, IReadOnlyDictionary<string, string> policy)
{
    private readonly List<LedgerEntry> _entries = [];

    /// <summary>When the audit began, UTC.</summary>
    public DateTime StartedAt { get; } = new(startedAt.Ticks - (startedAt.Ticks % TimeSpan.TicksPerMillisecond), DateTimeKind.Utc);

    /// <summary>The audit's policy, as rule parameters.</summary>
    public IReadOnlyDictionary<string, string> Policy { get; } = policy;

    /// <summary>Whether the audit was told to leave out something that its policy covers.</summary>
    public bool IsFiltered { get; internal set; }

    /// <summary>When the audit ended by itself, UTC; null while it runs, and if it was stopped.</summary>
    public DateTime? EndedAt { get; internal set; }

    /// <summary>The report of the audit's targets; null if none is kept.</summary>
    internal AuditReport? Report { get; set; }

    /// <summary>The accounts and Regions that were begun.</summary>
    internal IReadOnlyList<LedgerEntry> Entries => _entries;

    /// <summary>Adds an entry for a target.</summary>
    internal LedgerEntry Begin(AuditTarget target)
    {
        LedgerEntry entry = new(this, target);
        _entries.Add(entry);
        return entry;
    }
}

/// <summary>One account in one Region, as an entry of an <see cref="AuditLedger"/>.</summary>
internal sealed class LedgerEntry(AuditLedger ledger, AuditTarget target)
{
    private readonly IRedisInventory? _inventory = target.Inventory;

    public AuditLedger Ledger { get; } = ledger;

    public string? Region { get; } = target.Region;

    /// <summary>The account; null until the audit's settings or a resource tells it.</summary>
    public string? AccountId { get; private set; } = target.AccountId;

    /// <summary>The number of evaluations made, including those that a filter removes.</summary>
    public int EvaluationCount { get; private set; }

    /// <summary>Whether every listing ended without a failure, and every resource was judged.</summary>
    public bool IsComplete { get; private set; }

    public void Add(Evaluation evaluation)
    {
        AccountId ??= evaluation.AccountId;
        EvaluationCount++;
        evaluation.LedgerEntry = this;
    }

    public void End(bool isComplete) => IsComplete = isComplete;

    /// <summary>The account; asks AWS if no resource has told it.</summary>
    /// <exception cref="ServiceCallException">AWS did not return the account.</exception>
    public async Task<string?> FindAccountAsync(CancellationToken cancellationToken) =>
        AccountId ??= _inventory is null ? null : await _inventory.GetAccountIdAsync(cancellationToken).ConfigureAwait(false);
}
