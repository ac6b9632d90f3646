namespace RedisCompliance.Text;

/// <summary>Shortens text to AWS Config's limits.</summary>
public static class Annotations
{
    /// <summary>Cuts a text that is too long, with an ellipsis, and never within a surrogate pair.</summary>
    /// <param name="text">The text.</param>
    /// <param name="maxLength">The maximum number of characters.</param>
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
