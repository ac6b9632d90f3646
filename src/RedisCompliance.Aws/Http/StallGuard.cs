using System.Diagnostics;

namespace RedisCompliance.Aws.Http;

/// <summary>The part of a call that stalled.</summary>
internal enum WirePhase
{
    /// <summary>Connecting, TLS included.</summary>
    Connection,

    /// <summary>Sending, and waiting for the answer to begin.</summary>
    Answer,

    /// <summary>The body of the answer.</summary>
    Body,
}

/// <summary>An attempt of a call stalled. An IOException, so that the SDK tries again.</summary>
internal sealed class StalledException(WirePhase phase, TimeSpan elapsed, long received, Exception innerException)
    : IOException($"{phase} stalled after {elapsed.TotalSeconds:0.0} seconds and {received} bytes.", innerException)
{
    public WirePhase Phase { get; } = phase;

    public TimeSpan Elapsed { get; } = elapsed;

    /// <summary>How many bytes of the body had arrived.</summary>
    public long Received { get; } = received;
}

/// <summary>A redirect, which is not followed. Not an IOException: another attempt would be redirected again.</summary>
internal sealed class RedirectedException(int status, string? target) : Exception($"HTTP {status} to {target}")
{
    public int Status { get; } = status;

    /// <summary>The host that the redirect names; null if it names none.</summary>
    public string? Target { get; } = target;
}

/// <summary>Cancels an attempt that stalls, and reports which part stalled.</summary>
internal sealed class StallGuard : IDisposable
{
    private readonly WireLimits _limits;
    private readonly CancellationTokenSource _stop;
    private long _start = Stopwatch.GetTimestamp();
    private long _received;
    private bool _isBody;

    public StallGuard(WireLimits limits, long bytesToSend, CancellationToken cancellationToken)
    {
        _limits = limits;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _stop.CancelAfter(limits.UntilAnswer(bytesToSend));
    }

    /// <summary>Cancelled when the caller cancels, or when the attempt stalls.</summary>
    public CancellationToken Token => _stop.Token;

    private TimeSpan Elapsed => TimeSpan.FromSeconds((Stopwatch.GetTimestamp() - _start) / (double)Stopwatch.Frequency);

    /// <summary>The answer has begun, and its body follows.</summary>
    public void BeginBody()
    {
        _isBody = true;
        _start = Stopwatch.GetTimestamp();
        _stop.CancelAfter(_limits.Quiet);
    }

    /// <summary>A part of the body has arrived.</summary>
    public void Receive(int bytes)
    {
        _received += bytes;
        _stop.CancelAfter(_limits.UntilNextBytes(Elapsed, _received));
    }

    /// <summary>Explains a cancellation that came from a stall.</summary>
    public StalledException Explain(OperationCanceledException ended) => new(
        _isBody ? WirePhase.Body : ended.InnerException is TimeoutException ? WirePhase.Connection : WirePhase.Answer, Elapsed, _received,
        ended);

    public void Dispose() => _stop.Dispose();
}
