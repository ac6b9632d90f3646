using System.Text;

namespace RedisCompliance.Aws.Protocols;

/// <summary>Masks secrets in a service's text: some services quote what they were sent, complete or truncated.</summary>
internal static class SecretMask
{
    private const string Mask = "***";

    // A random piece of this length does not occur by chance; a shorter secret is masked only as a separate word.
    private const int PieceLength = 16;
    private const int ShortestSecret = 4;

    /// <summary>The text without the secrets; the same text if it quotes none.</summary>
    public static string Apply(string text, IEnumerable<string?> secrets)
    {
        bool[]? masked = null;
        foreach (string secret in secrets.OfType<string>().Where(secret => secret.Length >= ShortestSecret))
        {
            if (secret.Length < PieceLength)
            {
                MarkWords(text, secret, ref masked);
            }
            else
            {
                MarkPieces(text, secret, ref masked);
            }
        }

        return masked is null ? text : Replace(text, masked);
    }

    private static void MarkWords(string text, string secret, ref bool[]? masked)
    {
        for (int at = text.IndexOf(secret, StringComparison.Ordinal); at >= 0; at = text.IndexOf(secret, at + 1, StringComparison.Ordinal))
        {
            int end = at + secret.Length;
            if ((at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end])))
            {
                Mark(text, at, secret.Length, ref masked);
            }
        }
    }

    private static void MarkPieces(string text, string secret, ref bool[]? masked)
    {
        HashSet<string> pieces = [.. Enumerable.Range(0, secret.Length - PieceLength + 1).Select(at => secret.Substring(at, PieceLength))];
        for (int at = 0; at + PieceLength <= text.Length; at++)
        {
            if (pieces.Contains(text.Substring(at, PieceLength)))
            {
                Mark(text, at, PieceLength, ref masked);
            }
        }
    }

    private static void Mark(string text, int at, int length, ref bool[]? masked)
    {
        masked ??= new bool[text.Length];
        for (int i = at; i < at + length; i++)
        {
            masked[i] = true;
        }
    }

    private static string Replace(string text, bool[] masked)
    {
        StringBuilder shown = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (!masked[i])
            {
                shown.Append(text[i]);
            }
            else if (i == 0 || !masked[i - 1])
            {
                shown.Append(Mask);
            }
        }

        return shown.ToString();
    }
}
