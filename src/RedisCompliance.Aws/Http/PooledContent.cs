using System.Buffers;
using System.Net;

namespace RedisCompliance.Aws.Http;

/// <summary>The complete body of an answer, in a pooled buffer that is returned on disposal.</summary>
internal sealed class PooledContent : HttpContent
{
    /// <summary>The longest answer that is read. A full page of groups with 500 nodes is much shorter.</summary>
    internal const int MaxLength = 256 * 1024 * 1024;

    private const int UnknownLength = 64 * 1024;

    private byte[] _buffer;
    private readonly int _length;

    private PooledContent(byte[] buffer, int length)
    {
        _buffer = buffer;
        _length = length;
    }

    /// <summary>Reads a body to its end and disposes of it.</summary>
    /// <exception cref="IOException">The body broke off, or is longer than <see cref="MaxLength"/>.</exception>
    public static async Task<PooledContent> ReadAsync(HttpContent body, StallGuard guard)
    {
        long? announced = body.Headers.ContentLength;
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(announced + 1 ?? UnknownLength, MaxLength));
        int length = 0;
        Task<int>? reading = null;
        try
        {
#if NETSTANDARD
            Stream stream = await body.ReadAsStreamAsync().ConfigureAwait(false);
#else
            Stream stream = await body.ReadAsStreamAsync(guard.Token).ConfigureAwait(false);
#endif
            while (true)
            {
                if (length == buffer.Length)
                {
                    buffer = Grow(buffer);
                }

#if NETSTANDARD
                reading = stream.ReadAsync(buffer, length, buffer.Length - length, guard.Token);
                int read = await OrCancelledAsync(reading, guard.Token).ConfigureAwait(false);
#else
                int read = await stream.ReadAsync(buffer.AsMemory(length), guard.Token).ConfigureAwait(false);
#endif
                if (read == 0)
                {
                    break;
                }

                length += read;
                guard.Receive(read);
            }

            PooledContent content = new(buffer, length);
            foreach (KeyValuePair<string, IEnumerable<string>> header in body.Headers)
            {
                content.Headers.TryAddWithoutValidation(header.Key, header.Value);
            }

            body.Dispose();
            return content;
        }
        catch when (reading is null or { IsCompleted: true })
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    protected override Task<Stream> CreateContentReadStreamAsync() =>
        Task.FromResult<Stream>(new MemoryStream(_buffer, 0, _length, writable: false, publiclyVisible: true));

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        stream.WriteAsync(_buffer, 0, _length);

    protected override bool TryComputeLength(out long length)
    {
        length = _length;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        byte[] buffer = Interlocked.Exchange(ref _buffer, []);
        if (disposing && buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        base.Dispose(disposing);
    }

#if NETSTANDARD
    /// <summary>
    /// Streams of .NET Framework ignore cancellation: the read is then abandoned, and its buffer is not returned to
    /// the pool.
    /// </summary>
    private static async Task<int> OrCancelledAsync(Task<int> reading, CancellationToken cancellationToken)
    {
        if (!reading.IsCompleted)
        {
            TaskCompletionSource<bool> cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
            using (cancellationToken.Register(() => cancelled.TrySetResult(true)))
            {
                await Task.WhenAny(reading, cancelled.Task).ConfigureAwait(false);
            }

            if (!reading.IsCompleted)
            {
                throw new OperationCanceledException(cancellationToken);
            }
        }

        return await reading.ConfigureAwait(false);
    }
#endif

    private static byte[] Grow(byte[] buffer)
    {
        if (buffer.Length >= MaxLength)
        {
            throw new IOException($"The answer is longer than {MaxLength / (1024 * 1024)} MiB.");
        }

        byte[] larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        Buffer.BlockCopy(buffer, 0, larger, 0, buffer.Length);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
