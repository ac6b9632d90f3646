namespace RedisCompliance.Config;

/// <summary>
/// Puts evaluations to AWS Config in batches, one call after the other. What AWS Config names as failed is tried again with growing
/// waits, and then reported. A refused evaluation does not take the rest of its batch down with it. For one caller only.
/// </summary>
/// <remarks>
/// Several calls with one token have been in use since 2018, but concurrent calls are not documented; hence one call at a time. See
/// docs/adr/0005.
/// </remarks>
/// <param name="store">AWS Config.</param>
/// <param name="resultToken">The token of the rule's run; in test mode any text.</param>
/// <param name="testMode">Whether AWS Config only validates the evaluations.</param>
/// <param name="delay">Waits between attempts; null to use the clock.</param>
public sealed class EvaluationPublisher(
    IEvaluationStore store, string resultToken, bool testMode, Func<TimeSpan, CancellationToken, Task>? delay = null) : IDisposable
{
    /// <summary>The maximum number of evaluations in one call.</summary>
    /// <remarks>AWS Config API Reference, PutEvaluations: 0 to 100 items.</remarks>
    public const int MaxBatch = 100;

    /// <summary>The maximum number of full batches that are pending; beyond it, the caller waits.</summary>
    public const int MaxWaitingBatches = 6;

    /// <summary>The number of attempts for an evaluation that AWS Config names as failed.</summary>
    public const int MaxAttempts = 4;

    private const string SureTypes = "";

    private static readonly TimeSpan s_firstWait = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// The types that AWS Config is known to accept. One unsupported type makes it refuse the entire call, so any other type gets
    /// batches of its own.
    /// </summary>
    private static readonly HashSet<string> s_sureTypes = [ResourceType.ReplicationGroup, ResourceType.CacheCluster, ResourceType.Account];

    private readonly Func<TimeSpan, CancellationToken, Task> _delay = delay ?? Task.Delay;
    private readonly SemaphoreSlim _room = new(MaxWaitingBatches);
    private readonly Dictionary<string, List<ConfigEvaluation>> _filling = [];
    private readonly List<UnpublishedEvaluation> _unpublished = [];
    private readonly RefusedTypes _refusedTypes = new();
    private Task _lastCall = Task.CompletedTask;
    private ServiceCallException? _hopeless;
    private string? _refusesAllWith;
    private int _published;
    private int _calls;

    /// <summary>The number of evaluations that AWS Config has accepted so far.</summary>
    public int PublishedCount => Volatile.Read(ref _published);

    /// <summary>The number of calls so far, including this class's retries.</summary>
    public int CallCount => Volatile.Read(ref _calls);

    /// <summary>Adds an evaluation. Sends a batch when it is full, and waits while too many batches are pending.</summary>
    /// <param name="evaluation">The evaluation.</param>
    /// <param name="cancellationToken">Cancels the waiting and all calls.</param>
    /// <returns>Nothing.</returns>
    public ValueTask AddAsync(ConfigEvaluation evaluation, CancellationToken cancellationToken)
    {
        string kind = s_sureTypes.Contains(evaluation.ComplianceResourceType) ? SureTypes : evaluation.ComplianceResourceType;
        if (!_filling.TryGetValue(kind, out List<ConfigEvaluation>? batch))
        {
            _filling[kind] = batch = new(MaxBatch);
        }

        batch.Add(evaluation);
        return batch.Count < MaxBatch ? default : new ValueTask(SendAsync(kind, cancellationToken));
    }

    /// <summary>Sends the remaining evaluations, and waits for all calls to end.</summary>
    /// <param name="cancellationToken">Cancels the waiting and all calls.</param>
    /// <returns>Nothing.</returns>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        foreach (string kind in _filling.Keys.ToArray())
        {
            await SendAsync(kind, cancellationToken).ConfigureAwait(false);
        }

        await _lastCall.ConfigureAwait(false);
    }

    /// <summary>Takes the evaluations that so far have failed to reach AWS Config.</summary>
    /// <returns>The evaluations, each returned once.</returns>
    public IReadOnlyList<UnpublishedEvaluation> TakeUnpublished()
    {
        lock (_unpublished)
        {
            UnpublishedEvaluation[] taken = [.. _unpublished];
            _unpublished.Clear();
            return taken;
        }
    }

    /// <summary>Waits for the last call to end.</summary>
    public void Dispose()
    {
        _lastCall.ContinueWith(task => task.Exception, TaskScheduler.Default).Wait();
        _room.Dispose();
    }

    private async Task SendAsync(string kind, CancellationToken cancellationToken)
    {
        await _room.WaitAsync(cancellationToken).ConfigureAwait(false);
        List<ConfigEvaluation> batch = _filling[kind];
        _filling.Remove(kind);
        Task before = _lastCall;
        _lastCall = Task.Run(() => PutAfterAsync(before, batch, cancellationToken), CancellationToken.None);
    }

    private async Task PutAfterAsync(Task before, IReadOnlyList<ConfigEvaluation> batch, CancellationToken cancellationToken)
    {
        try
        {
            await before.ConfigureAwait(false);
            await PutAsync(batch, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _room.Release();
        }
    }

    /// <summary>Puts a batch. Halves a refused batch until the evaluation at fault is alone.</summary>
    private async Task PutAsync(IReadOnlyList<ConfigEvaluation> batch, CancellationToken cancellationToken)
    {
        Queue<IReadOnlyList<ConfigEvaluation>> parts = new([batch]);
        int publishedBefore = PublishedCount;
        string? refusedWith = null;
        while (parts.Count > 0)
        {
            (IReadOnlyList<ConfigEvaluation> left, ServiceCallException? failure) =
                await PutWithRetriesAsync(WithoutRefusedTypes(parts.Dequeue()), cancellationToken).ConfigureAwait(false);
            if (failure is null)
            {
                continue;
            }

            if (_refusedTypes.Learn(left, failure))
            {
                parts.Enqueue(left);
            }
            else if (left.Count > 1 && IsAboutContent(failure) && failure.ErrorCode != _refusesAllWith)
            {
                refusedWith = failure.ErrorCode;
                parts.Enqueue([.. left.Take(left.Count / 2)]);
                parts.Enqueue([.. left.Skip(left.Count / 2)]);
            }
            else
            {
                _hopeless ??= IsHopeless(failure) ? failure : null;
                Report(left.Select(evaluation => new UnpublishedEvaluation(evaluation, failure)));
            }
        }

        // If AWS Config accepted nothing of a batch, no single evaluation is at fault, and the next batch is not halved.
        _refusesAllWith = PublishedCount > publishedBefore ? null : refusedWith ?? _refusesAllWith;
    }

    /// <summary>Puts a batch, then retries the evaluations that AWS Config returns as failed.</summary>
    /// <returns>The evaluations that a failed call left unstored, without those that an earlier attempt stored, and the failure.</returns>
    private async Task<(IReadOnlyList<ConfigEvaluation> Left, ServiceCallException? Failure)> PutWithRetriesAsync(
        IReadOnlyList<ConfigEvaluation> batch, CancellationToken cancellationToken)
    {
        for (int attempt = 1; batch.Count > 0; attempt++)
        {
            try
            {
                batch = await PutOnceAsync(batch, cancellationToken).ConfigureAwait(false);
            }
            catch (ServiceCallException failure)
            {
                return (batch, failure);
            }

            if (batch.Count > 0 && attempt == MaxAttempts)
            {
                Report(batch.Select(evaluation => new UnpublishedEvaluation(evaluation, null)));
                break;
            }

            if (batch.Count > 0)
            {
                await _delay(TimeSpan.FromTicks(s_firstWait.Ticks << (attempt - 1)), cancellationToken).ConfigureAwait(false);
            }
        }

        return ([], null);
    }

    /// <summary>Puts a batch once, and returns what AWS Config did not accept.</summary>
    private async Task<IReadOnlyList<ConfigEvaluation>> PutOnceAsync(
        IReadOnlyList<ConfigEvaluation> batch, CancellationToken cancellationToken)
    {
        if (_hopeless is { } hopeless)
        {
            throw hopeless;
        }

        Interlocked.Increment(ref _calls);
        IReadOnlyList<ConfigEvaluation> failed = await store.PutEvaluationsAsync(batch, resultToken, testMode, cancellationToken)
            .ConfigureAwait(false);
        if (failed.Count > 0)
        {
            HashSet<ConfigEvaluation> failedOnes = [.. failed];
            IReadOnlyList<ConfigEvaluation> known = [.. batch.Where(failedOnes.Contains)];

            // AWS Config named an evaluation that was not sent, so the entire batch counts as failed.
            failed = known.Count == failedOnes.Count ? known : batch;
        }

        Interlocked.Add(ref _published, batch.Count - failed.Count);
        return failed;
    }

    private IReadOnlyList<ConfigEvaluation> WithoutRefusedTypes(IReadOnlyList<ConfigEvaluation> batch)
    {
        if (!batch.Any(evaluation => _refusedTypes.Contains(evaluation.ComplianceResourceType)))
        {
            return batch;
        }

        ILookup<bool, ConfigEvaluation> refused = batch.ToLookup(evaluation => _refusedTypes.Contains(evaluation.ComplianceResourceType));
        Report(refused[true].Select(evaluation => new UnpublishedEvaluation(evaluation, null, IsRefusedType: true)));
        return [.. refused[false]];
    }

    private void Report(IEnumerable<UnpublishedEvaluation> unpublished)
    {
        lock (_unpublished)
        {
            _unpublished.AddRange(unpublished);
        }
    }

    private static bool IsAboutContent(ServiceCallException failure) => failure.Failure == ServiceFailure.Refused && !IsHopeless(failure);

    private static bool IsHopeless(ServiceCallException failure) =>
        failure.Failure == ServiceFailure.AccessDenied || failure.IsCredentialFailure
        || failure.ErrorCode is "InvalidResultTokenException" or "NoSuchConfigRuleException";
}
