namespace RedisCompliance.Files;

/// <summary>
/// Reads a stream on another thread, one block ahead of the consumer. The work on one block overlaps with the wait for the next,
/// and the consumer can cancel a wait at any time, whatever blocks the stream.
/// </summary>
internal sealed class ReadAheadStream : ReadOnlyStream
{
    private const int BlockSize = 64 * 1024;

    private readonly CancellationToken _cancellationToken;
    private readonly Task<Stream> _opening;
    private byte[] _block = [];
    private byte[] _nextBlock = new byte[BlockSize];
    private Task<int> _next;
    private int _position;
    private int _length;

    public ReadAheadStream(Func<Stream> open, CancellationToken cancellationToken)
    {
        _cancellationToken = cancellationToken;
        _opening = Task.Run(open, CancellationToken.None);
        _next = Task.Run(() => ReadBlockAsync(_nextBlock), CancellationToken.None);
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (_position == _length && !TakeNext())
        {
            return 0;
        }

        int taken = Math.Min(count, _length - _position);
        Buffer.BlockCopy(_block, _position, buffer, offset, taken);
        _position += taken;
        return taken;
    }

    /// <summary>Closes the stream once it is no longer in use, without waiting for that.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _next.ContinueWith(
                read =>
                {
                    // Observes the exception, so that it is not reported as unobserved.
                    _ = read.Exception;
                    if (_opening.Status == TaskStatus.RanToCompletion)
                    {
                        _opening.Result.Dispose();
                    }
                },
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }

        base.Dispose(disposing);
    }

    private bool TakeNext()
    {
        try
        {
            _next.Wait(_cancellationToken);
        }
        catch (AggregateException)
        {
            // Rethrown below, unwrapped.
        }

        try
        {
            _length = _next.GetAwaiter().GetResult();
        }
        catch (InvalidDataException exception)
        {
            throw new ExportFormatException(Messages.ExportNotUnpacked, exception);
        }

        _position = 0;
        if (_length == 0)
        {
            return false;
        }

        byte[] taken = _block.Length == 0 ? new byte[BlockSize] : _block;
        (_block, _nextBlock) = (_nextBlock, taken);
        _next = Task.Run(() => ReadBlockAsync(taken), CancellationToken.None);
        return true;
    }

    private async Task<int> ReadBlockAsync(byte[] block)
    {
        Stream stream = await _opening.ConfigureAwait(false);
        int length = 0;
        int read;
        do
        {
            // Synchronous, on a pool thread: most systems have no asynchronous file reading.
            read = stream.Read(block, length, block.Length - length);
            length += read;
        }
        while (read > 0 && length < block.Length);
        return length;
    }
}
