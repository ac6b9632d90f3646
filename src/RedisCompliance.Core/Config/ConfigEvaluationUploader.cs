namespace RedisCompliance.Config;

/// <summary>One run of a rule, as PutEvaluations needs it.</summary>
/// <param name="ConfigRuleName">The rule; null if unknown, in which case stored results are not read back.</param>
/// <param name="AccountId">The account that is evaluated.</param>
/// <param name="ResultToken">The token of the rule's run. Treat it as a secret: only calls to AWS carry it.</param>
/// <param name="OrderingTimestamp">The moment of the run, UTC: the event's notificationCreationTime.</param>
/// <param name="TestMode">Whether AWS Config only validates the evaluations.</param>
public sealed record ConfigRuleInvocation(
    string? ConfigRuleName, string? AccountId, string ResultToken, DateTime OrderingTimestamp, bool TestMode);

/// <summary>
/// Uploads one audit's evaluations to AWS Config: puts them as they arrive, reads the rule's stored results back meanwhile, and
/// retires what is proven to be gone. The rule's function and Publish-ConfigEvaluation both use it.
/// </summary>
public sealed class ConfigEvaluationUploader : IDisposable
{
    /// <summary>The waits before each check that a put is stored. In recorded answers of AWS, that took 0.2 to 10 s.</summary>
    private static readonly TimeSpan[] s_confirmationWaits = [.. new[] { 0, 0.5, 1, 2, 4, 8 }.Select(TimeSpan.FromSeconds)];

    private readonly IEvaluationStore _store;
    private readonly ConfigRuleInvocation _invocation;
    private readonly EvaluationPublisher _publisher;
    private readonly Func<TimeSpan, CancellationToken, Task> _delay;
    private readonly Reconciliation _reconciliation = new();
    private readonly CancellationTokenSource _stopReading;
    private readonly Task<ServiceCallException?>? _readingBack;

    /// <summary>Begins, and starts to read stored results back if they may be retired.</summary>
    /// <param name="store">AWS Config.</param>
    /// <param name="invocation">The rule and its token.</param>
    /// <param name="mayRetire">Whether results may be retired at the end.</param>
    /// <param name="delay">Waits for a time; null to use the clock.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
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

    /// <summary>The number of resources evaluated.</summary>
    public int EvaluatedCount => _reconciliation.FreshCount;

    /// <summary>The number of evaluations that AWS Config accepted, including retirements.</summary>
    public int PublishedCount => _publisher.PublishedCount;

    /// <summary>The number of stored results retired.</summary>
    public int RetiredCount { get; private set; }

    /// <summary>
    /// The number of stored results that the audit did not see but kept, because they are newer or have no known time.
    /// </summary>
    public int KeptCount { get; private set; }

    /// <summary>The number of PutEvaluations calls.</summary>
    public int CallCount => _publisher.CallCount;

    /// <summary>Adds an evaluation, and sends a batch when it is full.</summary>
    /// <param name="evaluation">The evaluation.</param>
    /// <param name="cancellationToken">Cancels the waiting and all calls.</param>
    /// <returns>Nothing.</returns>
    public ValueTask AddAsync(ConfigEvaluation evaluation, CancellationToken cancellationToken)
    {
        _reconciliation.AddFresh(evaluation);
        return _publisher.AddAsync(evaluation, cancellationToken);
    }

    /// <summary>Adds the evaluation of an account that was audited completely and has nothing in scope.</summary>
    /// <param name="accountId">The account.</param>
    /// <param name="cancellationToken">Cancels the waiting and all calls.</param>
    /// <returns>The evaluation.</returns>
    public async Task<ConfigEvaluation> AddNothingInScopeAsync(string accountId, CancellationToken cancellationToken)
    {
        ConfigEvaluation nothing = AccountSummary.NothingInScope(accountId, _invocation.OrderingTimestamp);
        await AddAsync(nothing, cancellationToken).ConfigureAwait(false);
        return nothing;
    }

    /// <summary>Sends the remaining evaluations.</summary>
    /// <param name="cancellationToken">Cancels the waiting and all calls.</param>
    /// <returns>Nothing.</returns>
    public Task FlushAsync(CancellationToken cancellationToken) => _publisher.FlushAsync(cancellationToken);

    /// <summary>Takes the evaluations that so far have failed to reach AWS Config.</summary>
    /// <returns>The evaluations, each returned once.</returns>
    public IReadOnlyList<UnpublishedEvaluation> TakeUnpublished() => _publisher.TakeUnpublished();

    /// <summary>
    /// Retires stored results that no fresh evaluation replaces. Call it only after <see cref="FlushAsync"/>, and only if
    /// <see cref="RetireProof"/> finds no obstacle or the user has overridden it.
    /// </summary>
    /// <param name="startedAt">When the audit began, UTC.</param>
    /// <param name="cancellationToken">Cancels the waiting and all calls.</param>
    /// <returns>Why nothing was retired; null if everything that is gone was.</returns>
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
    /// Whether the rule's stored results include what was put. A token does not identify its rule; if the user gives both, this
    /// shows that they belong together.
    /// </summary>
    /// <param name="cancellationToken">Cancels the waiting and all calls.</param>
    /// <returns>False if the results do not appear in time.</returns>
    /// <exception cref="ServiceCallException">The stored results could not be read.</exception>
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

    /// <summary>Checks the first page with any resource of this run. One is enough, because a run puts every resource anew.</summary>
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

    /// <summary>Cancels the reading back, and waits for it and for the last put.</summary>
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

    /// <summary>AWS Config stores times in milliseconds.</summary>
    private static bool IsSameMillisecond(DateTime one, DateTime other) =>
        one.ToUniversalTime().Ticks / TimeSpan.TicksPerMillisecond == other.ToUniversalTime().Ticks / TimeSpan.TicksPerMillisecond;
}
