namespace RedisCompliance.Audit;

/// <summary>Counts the calls to AWS that a part of an audit makes.</summary>
public sealed class CallCounter
{
    private int _calls;
    private int _attempts;

    /// <summary>The number of calls; retries do not count.</summary>
    public int CallCount => Volatile.Read(ref _calls);

    /// <summary>The number of retries.</summary>
    public int RetryCount => Math.Max(0, Volatile.Read(ref _attempts) - Volatile.Read(ref _calls));

    /// <summary>Counts a call.</summary>
    public void AddCall() => Interlocked.Increment(ref _calls);

    /// <summary>Counts an attempt, including a call's first.</summary>
    public void AddAttempt() => Interlocked.Increment(ref _attempts);
}
