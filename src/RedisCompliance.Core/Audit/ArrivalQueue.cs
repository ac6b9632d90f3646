using System.Collections.Concurrent;

namespace RedisCompliance.Audit;

/// <summary>
/// Runs tasks concurrently and returns them in completion order. Each retrieval costs the same, however many are running. Supports
/// one consumer only.
/// </summary>
/// <typeparam name="T">The result of a task.</typeparam>
internal sealed class ArrivalQueue<T> : IDisposable
{
    private readonly ConcurrentQueue<Task<T>> _ended = [];
    private readonly SemaphoreSlim _endedCount = new(0);

    /// <summary>The number of tasks begun and not yet taken.</summary>
    public int Count { get; private set; }

    /// <summary>Begins a task on the thread pool.</summary>
    public void Begin(Func<Task<T>> work)
    {
        Count++;
        Task.Run(work).ContinueWith(
            ended =>
            {
                _ended.Enqueue(ended);
                _endedCount.Release();
            },
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Waits for the next task to end, and returns its result or throws its exception.</summary>
    public async Task<T> TakeAsync(CancellationToken cancellationToken)
    {
        await _endedCount.WaitAsync(cancellationToken).ConfigureAwait(false);
        Count--;
        _ended.TryDequeue(out Task<T>? ended);
        return await ended!.ConfigureAwait(false);
    }

    /// <summary>
    /// Waits for all running tasks, which the caller has cancelled, so that no call and no unobserved exception is left behind.
    /// </summary>
    public async Task DrainAsync()
    {
        while (Count > 0)
        {
            try
            {
                await TakeAsync(CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is OperationCanceledException or ServiceCallException)
            {
                // The task was abandoned; its outcome does not matter.
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _endedCount.Dispose();
}
