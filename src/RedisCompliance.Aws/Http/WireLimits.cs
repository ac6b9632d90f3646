namespace RedisCompliance.Aws.Http;

/// <summary>
/// How long a call and its parts may take. What is slow but moves is waited for, as a large page over a thin line; what
/// stalls is given up.
/// </summary>
internal sealed record WireLimits
{
    /// <summary>Those of every client.</summary>
    public static WireLimits Default { get; } = new();

    /// <summary>For connecting, TLS included. The handler of .NET Framework does so within <see cref="Answer"/>.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>For the answer to begin; a page that comes at all begins within a few seconds.</summary>
    public TimeSpan Answer { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Without a byte in the midst of an answer.</summary>
    public TimeSpan Quiet { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The pace below which a body trickles, once <see cref="Quiet"/> has passed.</summary>
    public int BytesPerSecond { get; init; } = 8 * 1024;

    /// <summary>For a call with all its attempts and the waits between them.</summary>
    public TimeSpan Call { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The time for an answer to begin, after so many bytes that must be sent before.</summary>
    public TimeSpan UntilAnswer(long bytesToSend) => Answer + Moving(bytesToSend);

    /// <summary>The time for the next bytes of a body; none is left where it trickles.</summary>
    /// <param name="elapsed">Since the body began.</param>
    /// <param name="received">What of it came so far.</param>
    public TimeSpan UntilNextBytes(TimeSpan elapsed, long received)
    {
        TimeSpan left = Quiet + Moving(received) - elapsed;
        return left > Quiet ? Quiet : left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private TimeSpan Moving(long bytes) => TimeSpan.FromSeconds((double)bytes / BytesPerSecond);
}
