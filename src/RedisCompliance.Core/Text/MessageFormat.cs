using System.Globalization;

namespace RedisCompliance.Text;

/// <summary>Formats the messages of Messages.resx.</summary>
internal static class MessageFormat
{
    /// <summary>Fills the placeholders in the current culture. The result is plain text, whatever the arguments.</summary>
    public static string With(this string format, params object?[] arguments) =>
        PlainText.OneLine(string.Format(CultureInfo.CurrentCulture, format, arguments));
}
