namespace RedisCompliance;

/// <summary>Why an evaluation did not reach AWS Config.</summary>
/// <param name="Evaluation">The evaluation.</param>
/// <param name="Failure">The call that failed; null where the call succeeded and named this one among its failures.</param>
/// <param name="IsRefusedType">Whether AWS Config takes no evaluations of that resource type.</param>
public sealed record UnpublishedEvaluation(ConfigEvaluation Evaluation, ServiceCallException? Failure, bool IsRefusedType = false);

/// <summary>
/// Puts evaluations to AWS Config in batches that fill as evaluations come, several calls at a time. What AWS Config
/// does not take is tried again with growing waits, and then is named; one resource type that it refuses takes no
/// other evaluation down with it. To be fed from one place; the calls are its own affair.
/// </summary>
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

    /// <summary>How many calls are under way at most. PutEvaluations documents no rate; the article's function had one.</summary>
    public const int MaxCallsInFlight = 6;

    /// <summary>How often an evaluation is put that AWS Config names among the failed ones.</summary>
    public const int MaxAttempts = 4;

    private static readonly TimeSpan s_firstWait = TimeSpan.FromMilliseconds(200);

    private readonly Func<TimeSpan, CancellationToken, Task> _delay = delay ?? Task.Delay;
    private readonly SemaphoreSlim _slots = new(MaxCallsInFlight);
    private readonly List<Task> _underWay = [];
    private readonly List<UnpublishedEvaluation> _unpublished = [];
    private readonly HashSet<string> _refusedTypes = [];
    private readonly object _gate = new();
    private List<ConfigEvaluation> _batch = new(MaxBatch);
    private volatile ServiceCallException? _hopeless;
    private int _published;
    private int _calls;

    /// <summary>How many evaluations AWS Config has taken so far.</summary>
    public int PublishedCount => Volatile.Read(ref _published);

    /// <summary>How many calls were made so far, repetitions by this class included.</summary>
    public int CallCount => Volatile.Read(ref _calls);

    /// <summary>Takes an evaluation; sends a batch when one is full, and waits while too many calls are under way.</summary>
    /// <param name="evaluation">The evaluation.</param>
    /// <param name="cancellationToken">Ends the waiting and all calls.</param>
    /// <returns>Nothing.</returns>
    public ValueTask AddAsync(ConfigEvaluation evaluation, CancellationToken cancellationToken)
    {
        _batch.Add(evaluation);
        return _batch.Count < MaxBatch ? default : new ValueTask(SendAsync(cancellationToken));
    }

    /// <summary>Sends what is left and waits for every call to end.</summary>
    /// <param name="cancellationToken">Ends the waiting and all calls.</param>
    /// <returns>Nothing.</returns>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (_batch.Count > 0)
        {
            await SendAsync(cancellationToken).ConfigureAwait(false);
        }

        await Task.WhenAll(_underWay).ConfigureAwait(false);
        _underWay.Clear();
    }

    /// <summary>Takes what has turned out so far not to reach AWS Config.</summary>
    /// <returns>Those evaluations; each is given once.</returns>
    public IReadOnlyList<UnpublishedEvaluation> TakeUnpublished()
    {
        lock (_gate)
        {
            UnpublishedEvaluation[] taken = [.. _unpublished];
            _unpublished.Clear();
            return taken;
        }
    }

    /// <summary>Lets go of the bound on calls.</summary>
    public void Dispose() => _slots.Dispose();

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        List<ConfigEvaluation> batch = _batch;
        _batch = new(MaxBatch);
        _underWay.RemoveAll(task => task.Status == TaskStatus.RanToCompletion);
        _underWay.Add(Task.Run(() => PutAsync(batch, cancellationToken), CancellationToken.None));
    }

    private async Task PutAsync(IReadOnlyList<ConfigEvaluation> batch, CancellationToken cancellationToken)
    {
        try
        {
            for (int attempt = 1; batch.Count > 0; attempt++)
            {
                batch = WithoutRefusedTypes(batch);
                IReadOnlyList<ConfigEvaluation>? failed = batch.Count == 0 ? [] : await TryPutAsync(batch, cancellationToken).ConfigureAwait(false);
                if (failed is null)
                {
                    continue;
                }

                batch = failed;
                if (batch.Count > 0 && attempt >= MaxAttempts)
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
        catch (ServiceCallException failure)
        {
            if (failure.Failure == ServiceFailure.AccessDenied || failure.IsOfCredentials || failure.ErrorCode == "InvalidResultTokenException")
            {
                _hopeless = failure;
            }

            Report(batch.Select(evaluation => new UnpublishedEvaluation(evaluation, failure)));
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <summary>Puts a batch once. Gives those that failed, or null where a type was refused and the rest is to be put anew.</summary>
    private async Task<IReadOnlyList<ConfigEvaluation>?> TryPutAsync(IReadOnlyList<ConfigEvaluation> batch, CancellationToken cancellationToken)
    {
        if (_hopeless is { } hopeless)
        {
            throw hopeless;
        }

        Interlocked.Increment(ref _calls);
        try
        {
            IReadOnlyList<ConfigEvaluation> failed = await store.PutEvaluationsAsync(batch, resultToken, testMode, cancellationToken).ConfigureAwait(false);
            Interlocked.Add(ref _published, batch.Count - failed.Count);
            return failed;
        }
        catch (ServiceCallException failure) when (NoteRefusedTypes(batch, failure))
        {
            return null;
        }
    }

    /// <summary>
    /// PutEvaluations refuses a whole call for one type that it does not take: "The resource type X is invalid. Only the
    /// following values are permitted: …".
    /// </summary>
    private bool NoteRefusedTypes(IReadOnlyList<ConfigEvaluation> batch, ServiceCallException failure)
    {
        int listOfPermitted = failure.Message.IndexOf("Only the following", StringComparison.OrdinalIgnoreCase);
        if (failure.Failure != ServiceFailure.Refused || listOfPermitted < 0)
        {
            return false;
        }

        string complaint = failure.Message.Substring(0, listOfPermitted);
        lock (_gate)
        {
            bool any = false;
            foreach (ConfigEvaluation evaluation in batch)
            {
                if (complaint.Contains(evaluation.ComplianceResourceType))
                {
                    _refusedTypes.Add(evaluation.ComplianceResourceType);
                    any = true;
                }
            }

            return any;
        }
    }

    private IReadOnlyList<ConfigEvaluation> WithoutRefusedTypes(IReadOnlyList<ConfigEvaluation> batch)
    {
        lock (_gate)
        {
            if (_refusedTypes.Count == 0)
            {
                return batch;
            }

            ILookup<bool, ConfigEvaluation> refused = batch.ToLookup(evaluation => _refusedTypes.Contains(evaluation.ComplianceResourceType));
            _unpublished.AddRange(refused[true].Select(evaluation => new UnpublishedEvaluation(evaluation, null, IsRefusedType: true)));
            return [.. refused[false]];
        }
    }

    private void Report(IEnumerable<UnpublishedEvaluation> unpublished)
    {
        lock (_gate)
        {
            _unpublished.AddRange(unpublished);
        }
    }
}
