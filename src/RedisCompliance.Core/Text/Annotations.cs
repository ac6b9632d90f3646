namespace RedisCompliance.Text;

/// <summary>Texts in the little room that AWS Config gives them.</summary>
public static class Annotations
{
    /// <summary>Cuts a text that is too long for its place, visibly and never within a character.</summary>
    /// <param name="text">The text.</param>
    /// <param name="maxLength">The most characters.</param>
    /// <returns>The text, or its beginning and an ellipsis.</returns>
    public static string Shorten(string text, int maxLength)
    {
        if (text.Length <= maxLength)
        {
            return text;
        }

        int length = maxLength - 1;
        return text.Remove(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length) + "…";
    }
}
