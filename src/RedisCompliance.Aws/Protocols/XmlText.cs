using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Xml;

namespace RedisCompliance.Aws.Protocols;

/// <summary>Decodes the texts of an XML document in UTF-8.</summary>
internal static class XmlText
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Decodes a text as it stands. Rejects invalid UTF-8 and the control characters that XML forbids.</summary>
    [MethodImpl(MethodOptions.AggressiveOptimization)]
    public static string Decode(byte[] xml, int start, int length)
    {
        try
        {
            string text = s_utf8.GetString(xml, start, length);
            foreach (char c in text)
            {
                if (c < ' ' && c is not ('\t' or '\n' or '\r'))
                {
                    throw new XmlException($"There is a control character in the text at byte {start}.");
                }
            }

            return text;
        }
        catch (DecoderFallbackException exception)
        {
            throw new XmlException($"The text at byte {start} is not UTF-8.", exception);
        }
    }

    /// <summary>Normalizes line ends as XML requires.</summary>
    public static string Normalize(string text) => text.Replace("\r\n", "\n").Replace('\r', '\n');

    /// <summary>Appends a text with its entities and character references replaced.</summary>
    public static void AppendUnescaped(StringBuilder text, string raw)
    {
        raw = Normalize(raw);
        int from = 0;
        for (int at = raw.IndexOf('&'); at >= 0; at = raw.IndexOf('&', from))
        {
            int close = raw.IndexOf(';', at);
            text.Append(raw, from, at - from)
                .Append(close < 0 ? throw new XmlException("An entity has no end.") : Entity(raw.Substring(at + 1, close - at - 1)));
            from = close + 1;
        }

        text.Append(raw, from, raw.Length - from);
    }

    /// <summary>Whether the bytes equal a text; only for ASCII, which is what listings repeat.</summary>
    [MethodImpl(MethodOptions.AggressiveOptimization)]
    public static bool IsSame(byte[] xml, int start, int length, string text)
    {
        if (length != text.Length)
        {
            return false;
        }

        for (int i = 0; i < length; i++)
        {
            if (xml[start + i] != text[i] || text[i] > 127)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Trims white space at both ends.</summary>
    [MethodImpl(MethodOptions.AggressiveOptimization)]
    public static void Trim(byte[] xml, ref int start, ref int length)
    {
        while (length > 0 && IsSpace(xml[start]))
        {
            start++;
            length--;
        }

        while (length > 0 && IsSpace(xml[start + length - 1]))
        {
            length--;
        }
    }

    /// <summary>White space as XML defines it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsSpace(byte b) => b is (byte)' ' or (byte)'\n' or (byte)'\t' or (byte)'\r';

    /// <summary>Rejects an XML declaration with an encoding other than UTF-8.</summary>
    public static void CheckEncoding(ReadOnlySpan<byte> declaration)
    {
        string text = Encoding.ASCII.GetString(declaration.ToArray());
        if (text.Contains("encoding") && text.IndexOf("utf-8", StringComparison.OrdinalIgnoreCase) < 0)
        {
            throw new XmlException("The XML is not in UTF-8.");
        }
    }

    private static string Entity(string name) => name switch
    {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        ['#', 'x', .. var hex] when int.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int code)
            && IsCharacter(code) => char.ConvertFromUtf32(code),
        ['#', .. var digits] when int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int code)
            && IsCharacter(code) => char.ConvertFromUtf32(code),
        _ => throw new XmlException("There is an unknown entity."),
    };

    /// <remarks>XML 1.0, production Char.</remarks>
    private static bool IsCharacter(int code) =>
        code is '\t' or '\n' or '\r' or (>= 0x20 and <= 0xD7FF) or (>= 0xE000 and <= 0xFFFD) or (>= 0x10000 and <= 0x10FFFF);
}
