namespace RedisCompliance.Aws.Http;

/// <summary>
/// How long a call and its parts may take. A slow transfer that makes progress may continue, such as a large page over a
/// thin line; a stalled one is given up.
/// </summary>
internal sealed record WireLimits
{
    /// <summary>The limits of every client.</summary>
    public static WireLimits Default { get; } = new();

    /// <summary>For connecting, TLS included. The handler of .NET Framework counts that within <see cref="Answer"/>.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>For the answer to begin; AWS begins any page within a few seconds.</summary>
    public TimeSpan Answer { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Without a byte in the middle of an answer.</summary>
    public TimeSpan Quiet { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The minimum pace of a body once <see cref="Quiet"/> has passed.</summary>
    public int BytesPerSecond { get; init; } = 8 * 1024;

    /// <summary>For a call with all its attempts and the pauses between them.</summary>
    public TimeSpan Call { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The time for an answer to begin, including the time to send the request's bytes.</summary>
    public TimeSpan UntilAnswer(long bytesToSend) => Answer + Moving(bytesToSend);

    /// <summary>The time for the next bytes of a body; zero if the body is below the minimum pace.</summary>
    /// <param name="elapsed">The time since the body began.</param>
    /// <param name="received">How many bytes have arrived so far.</param>
    public TimeSpan UntilNextBytes(TimeSpan elapsed, long received)
    {
        TimeSpan left = Quiet + Moving(received) - elapsed;
        return left > Quiet ? Quiet : left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private TimeSpan Moving(long bytes) => TimeSpan.FromSeconds((double)bytes / BytesPerSecond);
}
