using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace RedisCompliance.Reports.Formats;

/// <summary>The SHA-256 of strings.</summary>
internal static class Digest
{
    /// <summary>The digest of a string in UTF-8.</summary>
    public static byte[] Of(string text)
    {
#if NET
        return SHA256.HashData(Encoding.UTF8.GetBytes(text));
#else
        using var sha256 = SHA256.Create();
        return sha256.ComputeHash(Encoding.UTF8.GetBytes(text));
#endif
    }

    /// <summary>The first bytes of the digest, in hexadecimal.</summary>
    public static string HexOf(string text, int bytes) =>
        string.Concat(Of(text).Take(bytes).Select(part => part.ToString("x2", CultureInfo.InvariantCulture)));
}
