using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace RedisCompliance.Text;

/// <summary>
/// Makes outside text safe to display: without anything that a terminal, a log or a reader would misinterpret. Control characters
/// (and with them ANSI and OSC sequences), direction marks, line and paragraph separators, zero-width characters and halves of
/// surrogate pairs become <c>&lt;U+202E&gt;</c>. They are escaped, not dropped, so that a text that has any never equals one
/// without: an exemption of <c>orders</c> does not cover it.
/// </summary>
/// <remarks>The Unicode Standard: general categories Cc, Cf, Cs, Zl, Zp, and the property Default_Ignorable_Code_Point.</remarks>
public static class PlainText
{
    private static readonly (int First, int Last)[] s_invisibleLetters =
        [(0x034F, 0x034F), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x2065, 0x2065), (0x3164, 0x3164),
        (0xFE00, 0xFE0F), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0xE0000, 0xE0FFF)];

    // Not all white space: a line separator, or a space of another width, is part of the text and makes it a different one.
    private static readonly char[] s_blanks = [' ', '\t', '\r', '\n'];

    /// <summary>The value without surrounding blanks; null if nothing is left.</summary>
    /// <param name="text">The text; null stays null.</param>
    [MethodImpl(MethodOptions.AggressiveOptimization)]
    internal static string? Trim(string? text) => text?.Trim(s_blanks) is { Length: > 0 } value ? value : null;

    /// <summary>Escapes such characters in a name or value.</summary>
    /// <param name="text">The text; null stays null.</param>
    /// <returns>The same object if there is nothing to escape, which is nearly always the case.</returns>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Of(string? text) => IsPlain(text) ? text : Write(text!, isProse: false);

    /// <summary>Escapes a sentence, such as a service's message or a reason; line breaks and tabs become spaces.</summary>
    /// <param name="text">The text; null stays null.</param>
    /// <returns>The text on one line.</returns>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? OneLine(string? text) => IsPlain(text) ? text : Write(text!, isProse: true);

    /// <summary>Whether a text is safe to display unchanged.</summary>
    /// <param name="text">The text.</param>
    /// <returns>False if <see cref="Of"/> would change it.</returns>
    [MethodImpl(MethodOptions.AggressiveOptimization)]
    public static bool IsPlain(string? text)
    {
        for (int i = 0; i < (text?.Length ?? 0); i++)
        {
            if (text![i] is < ' ' or > '~')
            {
                if (IsUnsafe(text, i))
                {
                    return false;
                }

                i += char.IsHighSurrogate(text[i]) ? 1 : 0;
            }
        }

        return true;
    }

    /// <summary>Whether the messages of an exception and its causes are plain, apart from line breaks, which .NET's own have.</summary>
    internal static bool IsPlain(Exception exception) =>
        IsPlain(string.Concat(exception.Message.Split('\r', '\n', '\t')))
        && (exception.InnerException is null || IsPlain(exception.InnerException));

    private static bool IsUnsafe(string text, int index)
    {
        if (char.IsSurrogate(text[index]) && !char.IsSurrogatePair(text, index))
        {
            return true;
        }

        int point = char.ConvertToUtf32(text, index);
        return CharUnicodeInfo.GetUnicodeCategory(text, index) is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            || s_invisibleLetters.Any(range => point >= range.First && point <= range.Last);
    }

    private static string Write(string text, bool isProse)
    {
        StringBuilder plain = new(text.Length + 16);
        for (int i = 0; i < text.Length; i++)
        {
            int length = char.IsSurrogatePair(text, i) ? 2 : 1;
            if (!IsUnsafe(text, i))
            {
                plain.Append(text, i, length);
            }
            else if (isProse && char.IsWhiteSpace(text[i]))
            {
                plain.Append(plain.Length > 0 && plain[plain.Length - 1] == ' ' ? string.Empty : " ");
            }
            else
            {
                plain.AppendFormat(CultureInfo.InvariantCulture, "<U+{0:X4}>", length == 2 ? char.ConvertToUtf32(text, i) : text[i]);
            }

            i += length - 1;
        }

        return plain.ToString();
    }
}
