using System.Text.Json;

namespace RedisCompliance.Config.Events;

/// <summary>
/// Reads the JSON of AWS Config's events and configuration items. Unreadable JSON always throws <see cref="ConfigEventException"/>;
/// a member of the wrong shape never counts as absent.
/// </summary>
internal static class EventJson
{
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 32 };

    /// <summary>Parses a text that must be a JSON object.</summary>
    /// <param name="json">The text.</param>
    /// <param name="fault">The fault to report if it is not.</param>
    /// <param name="what">The object's name for the message, at the start of a sentence.</param>
    /// <param name="read">Reads the object.</param>
    public static T ReadObject<T>(string json, ConfigEventFault fault, string what, Func<JsonElement, T> read)
    {
        JsonElement root;
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, s_options);
            root = document.RootElement.Clone();
        }
        catch (JsonException exception)
        {
            // Omits the parser's message, which can quote the text and with it the token.
            throw new ConfigEventException(fault, Messages.NotJson.With(what, exception.LineNumber + 1, exception.BytePositionInLine));
        }
        catch (ArgumentException)
        {
            throw new ConfigEventException(fault, Messages.EventTextDamaged.With(what));
        }

        return ReadObject(root, fault, what, read);
    }

    /// <summary>Reads a value that must be an object.</summary>
    public static T ReadObject<T>(JsonElement element, ConfigEventFault fault, string what, Func<JsonElement, T> read)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new ConfigEventException(fault, Messages.NotJsonObject.With(what));
        }

        try
        {
            return FindTwice(element) is { } name
                ? throw new ConfigEventException(fault, Messages.EventMemberTwice.With(what, name))
                : read(element);
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair in a name or text: valid as a JSON escape, but not as a string.
            throw new ConfigEventException(fault, Messages.EventTextDamaged.With(what));
        }
    }

    /// <summary>
    /// A name that occurs twice with different values, so that neither is known to be right. Names of a configuration that differ
    /// only in case are left to the configuration's reader.
    /// </summary>
    private static string? FindTwice(JsonElement element)
    {
        Dictionary<string, JsonElement> said = new(StringComparer.Ordinal);
        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (said.TryGetValue(property.Name, out JsonElement before) && before.GetRawText() != property.Value.GetRawText())
            {
                return property.Name;
            }

            said[property.Name] = property.Value;
        }

        return null;
    }

    /// <summary>A text member; null if it is missing or null.</summary>
    public static string? Text(this JsonElement element, string name) => element.Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { } other => throw Misshapen(name, other),
    };

    /// <summary>A Boolean member; false if it is missing or null.</summary>
    public static bool IsTrue(this JsonElement element, string name) => element.Find(name) switch
    {
        null or { ValueKind: JsonValueKind.False } => false,
        { ValueKind: JsonValueKind.True } => true,
        { } other => throw Misshapen(name, other),
    };

    /// <summary>
    /// A time, as text (ISO 8601, UTC unless it has an offset) or in seconds since 1970; null if it is missing or invalid.
    /// </summary>
    public static DateTime? Time(this JsonElement element, string name) => element.Find(name) switch
    {
        { ValueKind: JsonValueKind.Number } number when number.TryGetDecimal(out decimal seconds)
            && JsonValues.TryGetTime(seconds, out DateTime moment) => moment,
        { ValueKind: JsonValueKind.String } text when text.TryGetDateTime(out DateTime time) =>
            time.Kind == DateTimeKind.Unspecified ? DateTime.SpecifyKind(time, DateTimeKind.Utc) : time.ToUniversalTime(),
        _ => null,
    };

    /// <summary>The exception for a member of the wrong shape.</summary>
    public static ConfigEventException Misshapen(string name, JsonElement value) =>
        new(ConfigEventFault.InvalidMember, Messages.EventMemberMisshapen.With(name, value.ValueKind));
}
