namespace RedisCompliance.Config;

/// <summary>
/// Puts evaluations to AWS Config in batches that fill as evaluations come, one call after the other. What AWS Config does
/// not take is tried again with growing waits, and then is named; what it refuses takes no other evaluation down
/// with it. To be fed from one place.
/// </summary>
/// <remarks>
/// One call at a time: several calls with one token are in the field since 2018, calls at the same time are documented
/// nowhere. docs/adr/0005 has what is known.
/// </remarks>
/// <param name="store">AWS Config.</param>
/// <param name="resultToken">The token of the rule's run; in test mode any text.</param>
/// <param name="testMode">Whether the evaluations are only checked.</param>
/// <param name="delay">Waits between two tries; null for the clock.</param>
public sealed class EvaluationPublisher(
    IEvaluationStore store, string resultToken, bool testMode, Func<TimeSpan, CancellationToken, Task>? delay = null) : IDisposable
{
    /// <summary>The most evaluations that one call takes.</summary>
    /// <remarks>AWS Config API Reference, PutEvaluations: 0 to 100 items.</remarks>
    public const int MaxBatch = 100;

    /// <summary>How many full batches wait for their call at most; whoever brings more waits, too.</summary>
    public const int MaxWaitingBatches = 6;

    /// <summary>How often an evaluation is put that AWS Config names among the failed ones.</summary>
    public const int MaxAttempts = 4;

    private const string SureTypes = "";

    private static readonly TimeSpan s_firstWait = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// The types that AWS Config is known to take. It refuses a whole call for one that it does not, so any other type
    /// has batches of its own.
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

    /// <summary>How many evaluations AWS Config has taken so far.</summary>
    public int PublishedCount => Volatile.Read(ref _published);

    /// <summary>How many calls were made so far, repetitions by this class included.</summary>
    public int CallCount => Volatile.Read(ref _calls);

    /// <summary>Takes an evaluation; sends a batch when one is full, and waits while too many batches wait.</summary>
    /// <param name="evaluation">The evaluation.</param>
    /// <param name="cancellationToken">Ends the waiting and all calls.</param>
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

    /// <summary>Sends what is left and waits for every call to end.</summary>
    /// <param name="cancellationToken">Ends the waiting and all calls.</param>
    /// <returns>Nothing.</returns>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        foreach (string kind in _filling.Keys.ToArray())
        {
            await SendAsync(kind, cancellationToken).ConfigureAwait(false);
        }

        await _lastCall.ConfigureAwait(false);
    }

    /// <summary>Takes what has turned out so far not to reach AWS Config.</summary>
    /// <returns>Those evaluations; each is given once.</returns>
    public IReadOnlyList<UnpublishedEvaluation> TakeUnpublished()
    {
        lock (_unpublished)
        {
            UnpublishedEvaluation[] taken = [.. _unpublished];
            _unpublished.Clear();
            return taken;
        }
    }

    /// <summary>Waits for the call under way, which was cancelled or is to end.</summary>
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

    /// <summary>Puts a batch; of one that is refused, halves, until the evaluation at fault is alone.</summary>
    private async Task PutAsync(IReadOnlyList<ConfigEvaluation> batch, CancellationToken cancellationToken)
    {
        Queue<IReadOnlyList<ConfigEvaluation>> parts = new([batch]);
        int publishedBefore = PublishedCount;
        string? refusedWith = null;
        while (parts.Count > 0)
        {
            IReadOnlyList<ConfigEvaluation> part = WithoutRefusedTypes(parts.Dequeue());
            try
            {
                await PutWithRetriesAsync(part, cancellationToken).ConfigureAwait(false);
            }
            catch (ServiceCallException failure) when (_refusedTypes.Learn(part, failure))
            {
                parts.Enqueue(part);
            }
            catch (ServiceCallException failure) when (part.Count > 1 && IsAboutContent(failure) && failure.ErrorCode != _refusesAllWith)
            {
                refusedWith = failure.ErrorCode;
                parts.Enqueue([.. part.Take(part.Count / 2)]);
                parts.Enqueue([.. part.Skip(part.Count / 2)]);
            }
            catch (ServiceCallException failure)
            {
                _hopeless ??= IsHopeless(failure) ? failure : null;
                Report(part.Select(evaluation => new UnpublishedEvaluation(evaluation, failure)));
            }
        }

        // Where not one of a batch was taken, the fault is not one evaluation's: the next batch need not be taken apart.
        _refusesAllWith = PublishedCount > publishedBefore ? null : refusedWith ?? _refusesAllWith;
    }

    /// <summary>Puts a batch and, again, those of it that AWS Config names as failed.</summary>
    private async Task PutWithRetriesAsync(IReadOnlyList<ConfigEvaluation> batch, CancellationToken cancellationToken)
    {
        for (int attempt = 1; batch.Count > 0; attempt++)
        {
            batch = await PutOnceAsync(batch, cancellationToken).ConfigureAwait(false);
            if (batch.Count > 0 && attempt == MaxAttempts)
            {
                Report(batch.Select(evaluation => new UnpublishedEvaluation(evaluation, null)));
                return;
            }

            if (batch.Count > 0)
            {
                await _delay(TimeSpan.FromTicks(s_firstWait.Ticks << (attempt - 1)), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Puts a batch once; gives those of it that were not taken.</summary>
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

            // Something failed that was not sent: which of the batch that stands for, nobody can tell.
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
