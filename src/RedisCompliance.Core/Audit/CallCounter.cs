namespace RedisCompliance.Audit;

/// <summary>Counts the calls to AWS services that a part of an audit takes.</summary>
public sealed class CallCounter
{
    private int _calls;
    private int _attempts;

    /// <summary>How many calls were made, each counted once however often it was tried.</summary>
    public int CallCount => Volatile.Read(ref _calls);

    /// <summary>How often a call was tried again.</summary>
    public int RetryCount => Math.Max(0, Volatile.Read(ref _attempts) - Volatile.Read(ref _calls));

    /// <summary>Counts a call.</summary>
    public void AddCall() => Interlocked.Increment(ref _calls);

    /// <summary>Counts a try of a call, the first one too.</summary>
    public void AddAttempt() => Interlocked.Increment(ref _attempts);
}
