using System.IO.Compression;

namespace RedisCompliance.Files;

/// <summary>
/// Unpacks a gzip file, and compares the result with the length in the file's trailer. .NET's own stream does not report a file
/// that is cut off or has other data appended.
/// </summary>
/// <remarks>
/// RFC 1952: a member ends with the CRC and length of its data. A file may have several members; such files are not checked.
/// </remarks>
internal sealed class CheckedGzipStream(FileStream file) : ReadOnlyStream
{
    private const int TrailerLength = 8;

    private static readonly byte[] s_memberStart = [0x1F, 0x8B, 0x08];

    private readonly GZipStream _unpacked = new(file, CompressionMode.Decompress);
    private uint _length;
    private bool _isChecked;

    public override int Read(byte[] buffer, int offset, int count)
    {
        int read = _unpacked.Read(buffer, offset, count);
        _length = unchecked(_length + (uint)read);
        if (read == 0 && !_isChecked)
        {
            _isChecked = true;
            CheckEnd();
        }

        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _unpacked.Dispose();
        }

        base.Dispose(disposing);
    }

    private void CheckEnd()
    {
        byte[] end = new byte[sizeof(uint)];
        bool hasEnd = file.Length >= TrailerLength && file.Seek(-end.Length, SeekOrigin.End) >= 0 && Fill(end, 0) == end.Length;
        uint length = (uint)(end[0] | (end[1] << 8) | (end[2] << 16) | (end[3] << 24));
        if ((!hasEnd || length != _length) && !HasMembers())
        {
            throw new InvalidDataException();
        }
    }

    /// <summary>Whether another member may begin after the first; the last length is then not the total.</summary>
    private bool HasMembers()
    {
        byte[] block = new byte[64 * 1024];
        file.Position = s_memberStart.Length;
        int kept = 0;
        for (int end = Fill(block, 0); end > kept; end = Fill(block, kept))
        {
            if (block.AsSpan(0, end).IndexOf(s_memberStart) >= 0)
            {
                return true;
            }

            // The start of a member may span two blocks.
            kept = Math.Min(end, s_memberStart.Length - 1);
            block.AsSpan(end - kept, kept).CopyTo(block);
        }

        return false;
    }

    /// <summary>Fills the rest of a block, and returns its new length.</summary>
    private int Fill(byte[] block, int start)
    {
        int read;
        while (start < block.Length && (read = file.Read(block, start, block.Length - start)) > 0)
        {
            start += read;
        }

        return start;
    }
}
