using System.Globalization;

namespace RedisCompliance.Text;

/// <summary>Fills in a message of Messages.resx.</summary>
internal static class MessageFormat
{
    /// <summary>The message with its placeholders replaced, as the reader's culture writes them, and plain whatever was put in.</summary>
    public static string With(this string format, params object?[] arguments) =>
        PlainText.OneLine(string.Format(CultureInfo.CurrentCulture, format, arguments));
}
