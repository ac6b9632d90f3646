namespace RedisCompliance.Deployment;

/// <summary>
/// Waits for eventual consistency in AWS: a role that Lambda cannot assume yet, a permission that AWS Config does not see yet, a
/// function that is being created.
/// </summary>
/// <param name="delay">Waits between two attempts; null for the clock.</param>
/// <param name="waiting">Receives the total waiting time before each wait; may be null.</param>
internal sealed class Propagation(Func<TimeSpan, CancellationToken, Task>? delay = null, Action<TimeSpan>? waiting = null)
{
    /// <summary>Attempts for about two minutes.</summary>
    public const int MaxAttempts = 26;

    /// <summary>Attempts for about fifteen minutes, for what AWS Config does in every account of an organization.</summary>
    public const int ManyAttempts = 180;

    /// <summary>Attempts for about ten seconds, for what should already exist.</summary>
    public const int FewAttempts = 5;

    // 1, 2, 3, 5, 5 … seconds: IAM's changes are visible within seconds, rarely as late as a minute.
    private static readonly int[] s_seconds = [1, 2, 3];
    private const int LaterSeconds = 5;

    private readonly Func<TimeSpan, CancellationToken, Task> _delay = delay ?? Task.Delay;

    /// <summary>Repeats the call while it fails with a transient error; the failure of the last attempt is thrown.</summary>
    public async Task<T> RetryAsync<T>(
        Func<Task<T>> call, Func<ServiceCallException, bool> isPassing, CancellationToken cancellationToken, int maxAttempts = MaxAttempts)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await call().ConfigureAwait(false);
            }
            catch (ServiceCallException exception) when (attempt < maxAttempts && isPassing(exception))
            {
                await WaitAsync(attempt, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc cref="RetryAsync{T}"/>
    public Task RetryAsync(Func<Task> call,
        Func<ServiceCallException, bool> isPassing, CancellationToken cancellationToken, int maxAttempts = MaxAttempts) =>
        RetryAsync(async () =>
        {
            await call().ConfigureAwait(false);
            return true;
        }, isPassing, cancellationToken, maxAttempts);

    /// <summary>Polls until the condition holds; returns the last value, or null on timeout.</summary>
    public async Task<T?> UntilAsync<T>(
        Func<Task<T>> look, Func<T, bool> isSo, CancellationToken cancellationToken, int maxAttempts = MaxAttempts)
        where T : class?
    {
        for (int attempt = 1; attempt <= maxAttempts; attempt++)
        {
            T seen = await look().ConfigureAwait(false);
            if (isSo(seen))
            {
                return seen;
            }

            if (attempt < maxAttempts)
            {
                await WaitAsync(attempt, cancellationToken).ConfigureAwait(false);
            }
        }

        return null;
    }

    private Task WaitAsync(int attempt, CancellationToken cancellationToken)
    {
        waiting?.Invoke(TimeSpan.FromSeconds(Enumerable.Range(1, attempt - 1).Sum(Seconds)));
        return _delay(TimeSpan.FromSeconds(Seconds(attempt)), cancellationToken);
    }

    private static int Seconds(int attempt) => attempt <= s_seconds.Length ? s_seconds[attempt - 1] : LaterSeconds;
}
