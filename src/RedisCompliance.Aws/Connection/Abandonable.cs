namespace RedisCompliance.Aws.Connection;

/// <summary>Waits for work that cannot be cancelled, and abandons it at a timeout or a cancellation.</summary>
internal static class Abandonable
{
    /// <summary>Runs the work on a thread of its own.</summary>
    /// <exception cref="TimeoutException">The work did not end in time.</exception>
    public static async Task<T> RunAsync<T>(Func<T> work, TimeSpan patience, CancellationToken cancellationToken)
    {
        // A dedicated thread: work that hangs for good blocks no thread of the pool.
        Task<T> running = Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return await WaitAsync(running, patience, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits for a task.</summary>
    /// <exception cref="TimeoutException">The task did not end in time.</exception>
    public static async Task<T> WaitAsync<T>(Task<T> running, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task timeout = Task.Delay(patience, waiting.Token);
        bool hasEnded = await Task.WhenAny(running, timeout).ConfigureAwait(false) == running;
#pragma warning disable CA1849 // CancelAsync is not in netstandard2.0.
        waiting.Cancel();
#pragma warning restore CA1849
        if (!hasEnded)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new TimeoutException();
        }

        return await running.ConfigureAwait(false);
    }
}
