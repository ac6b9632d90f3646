using System.Text;

namespace RedisCompliance.Files;

/// <summary>Reads a text file as UTF-8, in any encoding that PowerShell or the AWS CLI writes.</summary>
/// <remarks>
/// UTF-8 with or without a byte order mark, and UTF-16 and UTF-32 in either byte order. Windows PowerShell redirects output as
/// UTF-16.
/// </remarks>
internal sealed class Utf8Source
{
    private const int CharsPerRead = 4096;

    private readonly Stream _stream;
    private readonly byte[] _head = new byte[4];
    private int _headStart;
    private readonly int _headEnd;
    private Decoder? _decoder;
    private readonly Encoder _encoder = Encoding.UTF8.GetEncoder();
    private readonly byte[] _utf16 = new byte[CharsPerRead];
    private readonly char[] _chars = new char[CharsPerRead];

    public Utf8Source(Stream stream)
    {
        _stream = stream;
        while (_headEnd < _head.Length && stream.Read(_head, _headEnd, _head.Length - _headEnd) is int read and > 0)
        {
            _headEnd += read;
        }

        DetectEncoding();
    }

    /// <summary>Whether the file has no bytes.</summary>
    public bool IsEmpty => _headEnd == 0;

    /// <summary>Reads more bytes; returns 0 at the end. The buffer must have room for at least <see cref="MinBuffer"/> bytes.</summary>
    public int Read(byte[] buffer, int offset, int count)
    {
        if (_decoder is null)
        {
            return ReadBytes(buffer, offset, count);
        }

        while (true)
        {
            int bytes = ReadBytes(_utf16, 0, Math.Min(_utf16.Length, count / 2));
            int chars = Decode(bytes);
            int written = _encoder.GetBytes(_chars, 0, chars, buffer, offset, flush: bytes == 0);
            if (written > 0 || bytes == 0)
            {
                return written;
            }
        }
    }

    /// <summary>Rejects invalid sequences. A replacement character could make two ids equal.</summary>
    private int Decode(int bytes)
    {
        try
        {
            return _decoder!.GetChars(_utf16, 0, bytes, _chars, 0, flush: bytes == 0);
        }
        catch (ArgumentException exception)
        {
            throw new ExportFormatException(Messages.ExportTextDamaged, exception);
        }
    }

    private static Decoder Utf16(bool bigEndian) =>
        new UnicodeEncoding(bigEndian, byteOrderMark: false, throwOnInvalidBytes: true).GetDecoder();

    private static Decoder Utf32(bool bigEndian) =>
        new UTF32Encoding(bigEndian, byteOrderMark: false, throwOnInvalidCharacters: true).GetDecoder();

    /// <summary>Enough room for what a few UTF-16 units can become.</summary>
    public const int MinBuffer = 64;

    private int ReadBytes(byte[] buffer, int offset, int count)
    {
        int fromHead = Math.Min(count, _headEnd - _headStart);
        if (fromHead == 0)
        {
            return _stream.Read(buffer, offset, count);
        }

        Array.Copy(_head, _headStart, buffer, offset, fromHead);
        _headStart += fromHead;
        return fromHead;
    }

    private void DetectEncoding()
    {
        byte At(int index) => index < _headEnd ? _head[index] : (byte)1;
        (_headStart, _decoder) = (At(0), At(1), At(2), At(3)) switch
        {
            (0xEF, 0xBB, 0xBF, _) => (3, null),
            (0xFF, 0xFE, 0, 0) => (4, Utf32(bigEndian: false)),
            (0, 0, 0xFE, 0xFF) => (4, Utf32(bigEndian: true)),
            (0xFF, 0xFE, _, _) => (2, Utf16(bigEndian: false)),
            (0xFE, 0xFF, _, _) => (2, Utf16(bigEndian: true)),

            // Without a mark: JSON and CSV begin with an ASCII character.
            (not 0, 0, 0, 0) => (0, Utf32(bigEndian: false)),
            (0, 0, 0, not 0) when _headEnd == 4 => (0, Utf32(bigEndian: true)),
            (not 0, 0, _, _) => (0, Utf16(bigEndian: false)),
            (0, not 0, _, _) => (0, Utf16(bigEndian: true)),
            _ => (0, (Decoder?)null),
        };
    }
}
