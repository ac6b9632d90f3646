using System.Runtime.CompilerServices;
#if NET8_0_OR_GREATER
using System.Numerics;
using System.Runtime.Intrinsics;
#endif
using System.Text;
using System.Xml;

namespace RedisCompliance.Aws.Protocols;

/// <summary>
/// The rules of XML that <see cref="Utf8XmlReader"/> does not need for reading. AWS sends plain documents: tags without attributes
/// except the namespace, text, the predefined entities. The reader notices anything else as it goes. Such a document also goes
/// to System.Xml, so that no content is used from bytes that System.Xml would reject.
/// </summary>
internal static class XmlWellFormedness
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly XmlReaderSettings s_settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
    private static readonly NameByte[] s_nameBytes = NameBytes();

    /// <summary>The role of a byte in a tag's name.</summary>
    internal enum NameByte : byte
    {
        /// <summary>The end of the name.</summary>
        None,

        /// <summary>A letter or an underscore.</summary>
        Start,

        /// <summary>Any later character of a plain name.</summary>
        Part,

        /// <summary>Only System.Xml can decide.</summary>
        Unusual,
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NameByte InName(byte value) => s_nameBytes[value];

    /// <summary>The index of the next byte that ends plain text, or of a carriage return; -1 if there is none.</summary>
    /// <remarks>
    /// Written by hand instead of SearchValues: each process compiles its code for a set of bytes anew, slowly at first,
    /// and a listing is over before that code is fast.
    /// </remarks>
    [MethodImpl(MethodOptions.AggressiveOptimization)]
    public static int IndexOfNoText(ReadOnlySpan<byte> rest)
    {
        int at = 0;
#if NET8_0_OR_GREATER
        for (; at <= rest.Length - Vector128<byte>.Count; at += Vector128<byte>.Count)
        {
            Vector128<byte> bytes = Vector128.Create(rest.Slice(at, Vector128<byte>.Count));
            Vector128<byte> isSpace = Vector128.Equals(bytes, Vector128.Create((byte)'\n'))
                | Vector128.Equals(bytes, Vector128.Create((byte)'\t'));
            Vector128<byte> isBelowSpaceOrNotAscii = Vector128.LessThan(bytes.AsSByte(), Vector128.Create((sbyte)' ')).AsByte();
            Vector128<byte> isNoText = Vector128.AndNot(isBelowSpaceOrNotAscii, isSpace)
                | Vector128.Equals(bytes, Vector128.Create((byte)'<')) | Vector128.Equals(bytes, Vector128.Create((byte)'&'))
                | Vector128.Equals(bytes, Vector128.Create((byte)']')) | Vector128.Equals(bytes, Vector128.Create((byte)0x7F));
            if (isNoText.ExtractMostSignificantBits() is not 0 and var found)
            {
                return at + BitOperations.TrailingZeroCount(found);
            }
        }
#endif
        for (; at < rest.Length; at++)
        {
            if (!IsText(rest[at]))
            {
                return at;
            }
        }

        return -1;
    }

    /// <summary>
    /// Whether a byte outside plain text begins a predefined entity, or is a carriage return or a bracket that closes
    /// nothing.
    /// </summary>
    public static bool IsPlain(ReadOnlySpan<byte> rest) => rest[0] switch
    {
        (byte)'&' => rest.StartsWith("&amp;"u8) || rest.StartsWith("&lt;"u8) || rest.StartsWith("&gt;"u8)
            || rest.StartsWith("&quot;"u8) || rest.StartsWith("&apos;"u8),
        (byte)'\r' => true,
        (byte)']' => !rest.StartsWith("]]>"u8),
        _ => false,
    };

    /// <summary>Whether a declaration is one of those that services write.</summary>
    public static bool IsPlainDeclaration(ReadOnlySpan<byte> rest) =>
        rest.StartsWith("<?xml version=\"1.0\"?>"u8) || rest.StartsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?>"u8);

    /// <summary>Whether the bytes between a tag's name and its end, at least one, hold no attribute but the namespace.</summary>
    public static bool IsPlainAttributes(ReadOnlySpan<byte> attributes)
    {
        ReadOnlySpan<byte> name = " xmlns=\""u8;
        int length = attributes.Length - (attributes[attributes.Length - 1] == '/' ? 1 : 0);
        while (length > 0 && attributes[length - 1] == ' ')
        {
            length--;
        }

        if (length == 0)
        {
            return true;
        }

        ReadOnlySpan<byte> namespaceOnly = attributes.Slice(0, length);
        ReadOnlySpan<byte> value = namespaceOnly.StartsWith(name) ? namespaceOnly.Slice(name.Length) : default;
        return value.Length > 1 && value.IndexOf((byte)'"') == value.Length - 1 && IndexOfNoText(value) < 0;
    }

    /// <summary>Whether the bytes are UTF-8 without U+FFFE and U+FFFF, which XML forbids.</summary>
    public static bool IsText(byte[] xml, int start, int count)
    {
        try
        {
            ReadOnlySpan<byte> text = xml.AsSpan(start, count);
            return s_strict.GetCharCount(xml, start, count) >= 0 && text.IndexOf("\uFFFE"u8) < 0 && text.IndexOf("\uFFFF"u8) < 0;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    /// <summary>Makes System.Xml read the document.</summary>
    /// <exception cref="XmlException">The document is not well-formed.</exception>
    public static void Validate(byte[] xml, int start, int count)
    {
        using XmlReader reader = XmlReader.Create(new MemoryStream(xml, start, count, writable: false), s_settings);
        while (reader.Read())
        {
            // Reading a node checks it.
        }
    }

    private static bool IsText(byte value) =>
        value is >= (byte)' ' and < 0x7F and not ((byte)'<' or (byte)'&' or (byte)']') or (byte)'\t' or (byte)'\n';

    private static NameByte[] NameBytes()
    {
        NameByte[] kinds = new NameByte[256];
        for (int value = 0; value < kinds.Length; value++)
        {
            kinds[value] = KindOf((char)value);
        }

        return kinds;
    }

    private static NameByte KindOf(char value) => value switch
    {
        >= 'a' and <= 'z' or >= 'A' and <= 'Z' or '_' => NameByte.Start,
        >= '0' and <= '9' or '-' or '.' => NameByte.Part,
        ' ' or '\t' or '\r' or '\n' or '/' or '>' or '<' or '&' => NameByte.None,
        _ => NameByte.Unusual,
    };
}
