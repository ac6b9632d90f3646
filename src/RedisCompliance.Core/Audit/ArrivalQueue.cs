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
    public async Task<T> TakeAsync(CancellationToken cancellationToken) =>
        await (await TakeEndedAsync(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);

    /// <summary>
    /// Waits for all running tasks, which the caller has cancelled, so that no call and no unobserved exception is left behind. How
    /// they end does not matter: the caller has left, or an earlier exception is on its way.
    /// </summary>
    /// <param name="discard">Disposes of a result that nobody will take; null if results need no disposal.</param>
    public async Task DrainAsync(Action<T>? discard = null)
    {
        while (Count > 0)
        {
            Task<T> ended = await TakeEndedAsync(CancellationToken.None).ConfigureAwait(false);
            if (ended.Status == TaskStatus.RanToCompletion)
            {
                discard?.Invoke(await ended.ConfigureAwait(false));
            }
            else
            {
                _ = ended.Exception;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _endedCount.Dispose();

    private async Task<Task<T>> TakeEndedAsync(CancellationToken cancellationToken)
    {
        await _endedCount.WaitAsync(cancellationToken).ConfigureAwait(false);
        Count--;
        _ended.TryDequeue(out Task<T>? ended);
        return ended!;
    }
}
