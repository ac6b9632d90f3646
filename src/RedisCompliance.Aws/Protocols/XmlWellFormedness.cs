using System.Runtime.CompilerServices;
using System.Text;
using System.Xml;

namespace RedisCompliance.Aws;

/// <summary>
/// Holds an answer to the rules of XML that <see cref="Utf8XmlReader"/> does not need for its reading. What AWS sends is plain: tags
/// without attributes but the namespace, text, the predefined entities. That is told by one pass; anything else is left
/// to System.Xml, so that nothing is read of bytes that it would refuse.
/// </summary>
internal static class XmlWellFormedness
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly XmlReaderSettings s_settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    /// <summary>Checks a document without a byte order mark.</summary>
    /// <exception cref="XmlException">It is not well-formed.</exception>
    public static void Check(byte[] xml, int offset, int count)
    {
        if (IsPlain(xml, offset, offset + count))
        {
            return;
        }

        using XmlReader reader = XmlReader.Create(new MemoryStream(xml, offset, count, writable: false), s_settings);
        while (reader.Read())
        {
            // Each node is checked as it is read.
        }
    }

    [MethodImpl(Utf8XmlReader.Hot)]
    private static bool IsPlain(byte[] xml, int start, int end)
    {
        ReadOnlySpan<byte> declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"u8;
        int position = xml.AsSpan(start, end - start).StartsWith(declaration) ? start + declaration.Length : start;
        bool isAscii = true;
        while (position < end)
        {
            byte b = xml[position];
            switch (b)
            {
                case (byte)'<':
                    position = SkipTag(xml, position + 1, end);
                    break;
                case (byte)'&':
                    position = SkipEntity(xml, position + 1, end);
                    break;
                case (byte)']':
                    position = position + 2 < end && xml[position + 1] == ']' && xml[position + 2] == '>' ? -1 : position + 1;
                    break;
                default:
                    isAscii &= b < 0x80;
                    position = b >= ' ' || b is (byte)'\n' or (byte)'\r' or (byte)'\t' ? position + 1 : -1;
                    break;
            }

            if (position < 0)
            {
                return false;
            }
        }

        return isAscii || IsText(xml, start, end - start);
    }

    /// <summary>Goes behind a tag without attributes, or with the namespace alone; -1 where it is anything else.</summary>
    [MethodImpl(Utf8XmlReader.Hot)]
    private static int SkipTag(byte[] xml, int position, int end)
    {
        bool isEnd = position < end && xml[position] == '/';
        position += isEnd ? 1 : 0;
        if (position >= end || !IsNameStart(xml[position]))
        {
            return -1;
        }

        while (position < end && IsNamePart(xml[position]))
        {
            position++;
        }

        if (!isEnd && position < end && xml[position] == ' ')
        {
            position = SkipNamespace(xml, position, end);
        }

        position += position >= 0 && !isEnd && position < end && xml[position] == '/' ? 1 : 0;
        return position >= 0 && position < end && xml[position] == '>' ? position + 1 : -1;
    }

    private static int SkipNamespace(byte[] xml, int position, int end)
    {
        ReadOnlySpan<byte> rest = xml.AsSpan(position, end - position);
        ReadOnlySpan<byte> attribute = " xmlns=\""u8;
        if (!rest.StartsWith(attribute))
        {
            return -1;
        }

        int close = attribute.Length;
        while (close < rest.Length && rest[close] is >= (byte)' ' and < 0x7F and not ((byte)'"' or (byte)'<' or (byte)'&'))
        {
            close++;
        }

        return close > attribute.Length && close < rest.Length && rest[close] == '"' ? position + close + 1 : -1;
    }

    private static int SkipEntity(byte[] xml, int position, int end)
    {
        ReadOnlySpan<byte> rest = xml.AsSpan(position, end - position);
        return rest.StartsWith("amp;"u8) ? position + 4
            : rest.StartsWith("lt;"u8) || rest.StartsWith("gt;"u8) ? position + 3
            : rest.StartsWith("quot;"u8) || rest.StartsWith("apos;"u8) ? position + 5
            : -1;
    }

    private static bool IsNameStart(byte b) => b is >= (byte)'a' and <= (byte)'z' or >= (byte)'A' and <= (byte)'Z' or (byte)'_';

    private static bool IsNamePart(byte b) => IsNameStart(b) || b is >= (byte)'0' and <= (byte)'9' or (byte)'-' or (byte)'.';

    /// <summary>Whether it is UTF-8 without U+FFFE and U+FFFF, which XML does not have.</summary>
    private static bool IsText(byte[] xml, int start, int count)
    {
        try
        {
            return s_strict.GetCharCount(xml, start, count) >= 0
                && xml.AsSpan(start, count).IndexOf("\uFFFE"u8) < 0 && xml.AsSpan(start, count).IndexOf("\uFFFF"u8) < 0;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
