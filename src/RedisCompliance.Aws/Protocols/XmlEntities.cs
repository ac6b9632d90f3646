using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace RedisCompliance.Aws;

/// <summary>Character references of XML: <c>#233</c> and <c>#xE9</c>.</summary>
internal static class XmlEntities
{
    public static bool TryParse(string name, [NotNullWhen(true)] out string? character)
    {
        bool isHex = name.Length > 1 && name[1] == 'x';
        bool isNumber = isHex
            ? int.TryParse(name.Substring(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int code)
            : int.TryParse(name.Substring(1), NumberStyles.None, CultureInfo.InvariantCulture, out code);
        character = isNumber && IsCharacter(code) ? char.ConvertFromUtf32(code) : null;
        return character is not null;
    }

    /// <remarks>XML 1.0, production Char.</remarks>
    private static bool IsCharacter(int code) =>
        code is '\t' or '\n' or '\r' or (>= 0x20 and <= 0xD7FF) or (>= 0xE000 and <= 0xFFFD) or (>= 0x10000 and <= 0x10FFFF);
}
