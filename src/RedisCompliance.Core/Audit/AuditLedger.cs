namespace RedisCompliance.Audit;

/// <summary>
/// What one live audit was asked and what it has seen. Every evaluation of the audit knows its place here, so that whoever
/// receives evaluations can tell whether all of them came.
/// </summary>
/// <param name="startedAt">When the audit began, UTC: before its first call. Kept to the millisecond, as AWS Config keeps times.</param>
/// <param name="policy">What it asks, as <see cref="RuleParameters"/> writes it.</param>
public sealed class AuditLedger(DateTime startedAt, IReadOnlyDictionary<string, string> policy)
{
    private readonly List<LedgerEntry> _entries = [];

    /// <summary>When the audit began, UTC.</summary>
    public DateTime StartedAt { get; } = new(startedAt.Ticks - (startedAt.Ticks % TimeSpan.TicksPerMillisecond), DateTimeKind.Utc);

    /// <summary>What the audit asks, as rule parameters.</summary>
    public IReadOnlyDictionary<string, string> Policy { get; } = policy;

    /// <summary>Whether the audit was asked to leave something out that its policy covers.</summary>
    public bool IsFiltered { get; internal set; }

    /// <summary>When the audit came to its own end, UTC; null while it runs, and for good if it was stopped.</summary>
    public DateTime? EndedAt { get; internal set; }

    /// <summary>The report of the audit's targets; null where nobody keeps one.</summary>
    internal AuditReport? Report { get; set; }

    /// <summary>The accounts and Regions that were begun.</summary>
    internal IReadOnlyList<LedgerEntry> Entries => _entries;

    /// <summary>Begins an account in a Region.</summary>
    internal LedgerEntry Begin(AuditTarget target)
    {
        LedgerEntry entry = new(this, target);
        _entries.Add(entry);
        return entry;
    }
}

/// <summary>One account in one Region, as a <see cref="AuditLedger"/> has it.</summary>
internal sealed class LedgerEntry(AuditLedger ledger, AuditTarget target)
{
    private readonly IRedisInventory? _inventory = target.Inventory;

    public AuditLedger Ledger { get; } = ledger;

    public string? Region { get; } = target.Region;

    /// <summary>The account; null as long as neither the audit's settings nor an ARN has told it.</summary>
    public string? AccountId { get; private set; } = target.AccountId;

    /// <summary>How many evaluations were made, whether or not a filter let them pass.</summary>
    public int EvaluationCount { get; private set; }

    /// <summary>Whether every listing came to its end without a failure, and every resource was judged.</summary>
    public bool IsComplete { get; private set; }

    public void Add(Evaluation evaluation)
    {
        AccountId ??= evaluation.AccountId;
        EvaluationCount++;
        evaluation.LedgerEntry = this;
    }

    public void End(bool isComplete) => IsComplete = isComplete;

    /// <summary>The account; asks AWS where no resource has told it.</summary>
    /// <exception cref="ServiceCallException">It could not be told.</exception>
    public async Task<string?> FindAccountAsync(CancellationToken cancellationToken) =>
        AccountId ??= _inventory is null ? null : await _inventory.GetAccountIdAsync(cancellationToken).ConfigureAwait(false);
}
