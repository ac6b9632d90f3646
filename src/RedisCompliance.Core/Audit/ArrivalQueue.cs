using System.Collections.Concurrent;

namespace RedisCompliance.Audit;

/// <summary>
/// Runs tasks concurrently and returns them in completion order. Each retrieval costs the same, however many are running.
/// For one consumer only.
/// </summary>
/// <typeparam name="T">What a piece of work gives.</typeparam>
internal sealed class ArrivalQueue<T> : IDisposable
{
    private readonly ConcurrentQueue<Task<T>> _ended = [];
    private readonly SemaphoreSlim _endedCount = new(0);

    /// <summary>How many pieces were begun and not taken yet.</summary>
    public int Count { get; private set; }

    /// <summary>Begins a piece of work, on the pool.</summary>
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

    /// <summary>Waits for the next piece to end, and gives what it gave or throws what it threw.</summary>
    public async Task<T> TakeAsync(CancellationToken cancellationToken)
    {
        await _endedCount.WaitAsync(cancellationToken).ConfigureAwait(false);
        Count--;
        _ended.TryDequeue(out Task<T>? ended);
        return await ended!.ConfigureAwait(false);
    }

    /// <summary>
    /// Waits for everything that is under way, which was cancelled: so that no call is left behind, nor an exception that
    /// nobody saw.
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
                // It was given up; how it ended is no longer of interest to anyone.
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _endedCount.Dispose();
}
