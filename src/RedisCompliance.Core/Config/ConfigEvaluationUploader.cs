namespace RedisCompliance.Config;

/// <summary>What evaluations are put with, and for which rule.</summary>
/// <param name="ConfigRuleName">The rule; null where nobody knows it, and then nothing is read back.</param>
/// <param name="AccountId">The account that is evaluated.</param>
/// <param name="ResultToken">The token of the rule's run. A secret of sorts: it is put into calls and nowhere else.</param>
/// <param name="OrderingTimestamp">The moment of the run, UTC: the event's notificationCreationTime.</param>
/// <param name="TestMode">Whether evaluations are only checked.</param>
public sealed record ConfigRuleInvocation(
    string? ConfigRuleName, string? AccountId, string ResultToken, DateTime OrderingTimestamp, bool TestMode);

/// <summary>
/// Brings one audit's evaluations to AWS Config: puts them as they come, reads back meanwhile what the rule has stored, and
/// retires what is proven to be gone. The rule's function and Publish-ConfigEvaluation both work through it.
/// </summary>
public sealed class ConfigEvaluationUploader : IDisposable
{
    /// <summary>How long a put may take to be seen in what the rule has stored. Recorded answers of AWS show 0.2 to 10 s.</summary>
    private static readonly TimeSpan[] s_confirmationWaits = [.. new[] { 0, 0.5, 1, 2, 4, 8 }.Select(TimeSpan.FromSeconds)];

    private readonly IEvaluationStore _store;
    private readonly ConfigRuleInvocation _invocation;
    private readonly EvaluationPublisher _publisher;
    private readonly Func<TimeSpan, CancellationToken, Task> _delay;
    private readonly Reconciliation _reconciliation = new();
    private readonly CancellationTokenSource _stopReading;
    private readonly Task<ServiceCallException?>? _readingBack;

    /// <summary>Begins; where results may be retired, reading back begins with it.</summary>
    /// <param name="store">AWS Config.</param>
    /// <param name="invocation">The rule and its token.</param>
    /// <param name="mayRetire">Whether results may be retired in the end.</param>
    /// <param name="delay">Waits; null for the clock.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public ConfigEvaluationUploader(
        IEvaluationStore store, ConfigRuleInvocation invocation, bool mayRetire, Func<TimeSpan, CancellationToken, Task>? delay,
        CancellationToken cancellationToken)
    {
        _store = store;
        _invocation = invocation;
        _delay = delay ?? Task.Delay;
        _publisher = new EvaluationPublisher(store, invocation.ResultToken, invocation.TestMode, delay);
        _stopReading = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _readingBack = mayRetire && invocation.ConfigRuleName is not null ? Task.Run(ReadBackAsync, CancellationToken.None) : null;
    }

    /// <summary>How many resources were evaluated.</summary>
    public int EvaluatedCount => _reconciliation.FreshCount;

    /// <summary>How many evaluations AWS Config has taken, retired ones included.</summary>
    public int PublishedCount => _publisher.PublishedCount;

    /// <summary>How many stored results were retired.</summary>
    public int RetiredCount { get; private set; }

    /// <summary>How many stored results the audit did not see, that are newer than it, or of no known time, and were kept.</summary>
    public int KeptCount { get; private set; }

    /// <summary>How many calls putting took.</summary>
    public int CallCount => _publisher.CallCount;

    /// <summary>Takes an evaluation; sends when a batch is full.</summary>
    /// <param name="evaluation">The evaluation.</param>
    /// <param name="cancellationToken">Ends the waiting and all calls.</param>
    /// <returns>Nothing.</returns>
    public ValueTask AddAsync(ConfigEvaluation evaluation, CancellationToken cancellationToken)
    {
        _reconciliation.AddFresh(evaluation);
        return _publisher.AddAsync(evaluation, cancellationToken);
    }

    /// <summary>Takes what is said of an account that was seen whole and has nothing in scope.</summary>
    /// <param name="accountId">The account.</param>
    /// <param name="cancellationToken">Ends the waiting and all calls.</param>
    /// <returns>The evaluation.</returns>
    public async Task<ConfigEvaluation> AddNothingInScopeAsync(string accountId, CancellationToken cancellationToken)
    {
        ConfigEvaluation nothing = AccountSummary.NothingInScope(accountId, _invocation.OrderingTimestamp);
        await AddAsync(nothing, cancellationToken).ConfigureAwait(false);
        return nothing;
    }

    /// <summary>Sends what is left.</summary>
    /// <param name="cancellationToken">Ends the waiting and all calls.</param>
    /// <returns>Nothing.</returns>
    public Task FlushAsync(CancellationToken cancellationToken) => _publisher.FlushAsync(cancellationToken);

    /// <summary>Takes what has turned out so far not to reach AWS Config.</summary>
    /// <returns>Those evaluations; each is given once.</returns>
    public IReadOnlyList<UnpublishedEvaluation> TakeUnpublished() => _publisher.TakeUnpublished();

    /// <summary>
    /// Retires what the rule has stored and nothing fresh stands for. To be asked only after <see cref="FlushAsync"/>, and
    /// only when <see cref="RetireProof"/> knows no obstacle, or who knows better has said so.
    /// </summary>
    /// <param name="startedAt">When the audit began, UTC.</param>
    /// <param name="cancellationToken">Ends the waiting and all calls.</param>
    /// <returns>Why nothing was retired; null where all that is gone was.</returns>
    public async Task<ServiceCallException?> RetireAsync(DateTime startedAt, CancellationToken cancellationToken)
    {
        if (await _readingBack!.ConfigureAwait(false) is { } failure)
        {
            return failure;
        }

        int before = _publisher.PublishedCount;
        KeptCount = _reconciliation.CountKept(startedAt, _invocation.OrderingTimestamp);
        foreach (ConfigEvaluation stale in _reconciliation.Retire(startedAt, _invocation.OrderingTimestamp))
        {
            await _publisher.AddAsync(stale, cancellationToken).ConfigureAwait(false);
        }

        await _publisher.FlushAsync(cancellationToken).ConfigureAwait(false);
        RetiredCount = _publisher.PublishedCount - before;
        return null;
    }

    /// <summary>
    /// Whether what was put is among what the rule has stored. A token does not tell its rule: where both are given apart,
    /// this shows that they belong together.
    /// </summary>
    /// <param name="cancellationToken">Ends the waiting and all calls.</param>
    /// <returns>False where it does not turn up in time.</returns>
    /// <exception cref="ServiceCallException">What is stored could not be read.</exception>
    public async Task<bool> IsStoredAsync(CancellationToken cancellationToken)
    {
        foreach (TimeSpan wait in s_confirmationWaits)
        {
            await _delay(wait, cancellationToken).ConfigureAwait(false);
            if (await FindStoredAsync(cancellationToken).ConfigureAwait(false))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Looks at the first page that has anything of this run: a run puts everything anew, so any will do.</summary>
    private async Task<bool> FindStoredAsync(CancellationToken cancellationToken)
    {
        IAsyncEnumerable<IReadOnlyList<StoredEvaluation>> pages = TokenPages.ReadAsync("GetComplianceDetailsByConfigRule",
            (token, stop) => _store.GetComplianceDetailsByConfigRuleAsync(_invocation.ConfigRuleName!, ComplianceType.All, token, stop),
            cancellationToken);
        await foreach (IReadOnlyList<StoredEvaluation> page in pages.ConfigureAwait(false))
        {
            StoredEvaluation[] seen = [.. page.Where(stored => _reconciliation.IsFresh(stored.Key))];
            if (seen.Length > 0)
            {
                return seen.Any(stored => stored.OrderingTimestamp is { } time && IsSameMillisecond(time, _invocation.OrderingTimestamp));
            }
        }

        return false;
    }

    /// <summary>Ends the reading back, where nobody waited for it.</summary>
    public void Dispose()
    {
        _stopReading.Cancel();
        _readingBack?.ContinueWith(task => task.Exception, TaskScheduler.Default).Wait();
        _stopReading.Dispose();
        _publisher.Dispose();
    }

    private async Task<ServiceCallException?> ReadBackAsync()
    {
        try
        {
            await _reconciliation.ReadStoredAsync(_store, _invocation.ConfigRuleName!, _stopReading.Token).ConfigureAwait(false);
            return null;
        }
        catch (ServiceCallException failure)
        {
            return failure;
        }
    }

    /// <summary>AWS Config keeps times to the millisecond.</summary>
    private static bool IsSameMillisecond(DateTime one, DateTime other) =>
        one.ToUniversalTime().Ticks / TimeSpan.TicksPerMillisecond == other.ToUniversalTime().Ticks / TimeSpan.TicksPerMillisecond;
}
