namespace RedisCompliance.Core.Tests;

/// <summary>A stream that gives its bytes in pieces of given sizes, over and over, as pipes and networks do.</summary>
internal sealed class ChunkedStream(byte[] content, params int[] sizes) : MemoryStream(content)
{
    private int _reads;

    public override int Read(byte[] buffer, int offset, int count) =>
        base.Read(buffer, offset, Math.Min(count, sizes[_reads++ % sizes.Length]));
}
