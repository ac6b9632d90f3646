using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace RedisCompliance.Reports.Formats;

/// <summary>JSON in reports: escapes what HTML would treat as markup, and leaves other letters as they are.</summary>
internal static class JsonText
{
    /// <summary>On one line.</summary>
    public static JsonWriterOptions Compact { get; } = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>Indented, for people.</summary>
    public static JsonWriterOptions Indented { get; } = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All), Indented = true };

    /// <summary>Writes a member unless it is null or empty.</summary>
    public static void WriteOptional(this Utf8JsonWriter json, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            json.WriteString(name, value);
        }
    }

    /// <summary>Formats a time as ISO 8601 in UTC.</summary>
    public static string Iso(DateTime time) =>
        time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Converts a time to milliseconds since 1970.</summary>
    public static long Milliseconds(DateTime time) => new DateTimeOffset(time.ToUniversalTime()).ToUnixTimeMilliseconds();

    /// <summary>Writes a string as UTF-8.</summary>
    public static void WriteText(this Stream stream, string text)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(text);
        stream.Write(bytes, 0, bytes.Length);
    }
}
