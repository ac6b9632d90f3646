using System.Text.Json;

namespace RedisCompliance.Config.Events;

/// <summary>
/// The JSON of AWS Config's events and configuration items. What cannot be read is a <see cref="ConfigEventException"/> and
/// nothing else, and a member of another shape than it has is never taken for one that is absent.
/// </summary>
internal static class EventJson
{
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 32 };

    /// <summary>Reads an object whole.</summary>
    /// <param name="json">The text.</param>
    /// <param name="fault">What is wrong where it is none.</param>
    /// <param name="what">What it is, at the beginning of a sentence.</param>
    /// <param name="read">Takes what is wanted of it.</param>
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
            // Without the exception's own words: they can quote the text, and the text holds the token.
            throw new ConfigEventException(fault, Messages.NotJson.With(what, exception.LineNumber + 1, exception.BytePositionInLine));
        }
        catch (ArgumentException)
        {
            throw new ConfigEventException(fault, Messages.EventTextDamaged.With(what));
        }

        return ReadObject(root, fault, what, read);
    }

    /// <summary>Takes what is wanted of a value that must be an object.</summary>
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
            // A name or a text with half of a surrogate pair: JSON can write it, and no text can hold it.
            throw new ConfigEventException(fault, Messages.EventTextDamaged.With(what));
        }
    }

    /// <summary>
    /// A member that the object says twice, and not the same: then nobody knows which of them is so. Members of a resource's
    /// configuration that are told apart by upper and lower case alone are for the reader of these.
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

    /// <summary>A member that is text; null where it is missing or null.</summary>
    public static string? Text(this JsonElement element, string name) => element.Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { } other => throw Misshapen(name, other),
    };

    /// <summary>A member that is true or false; false where it is missing or null.</summary>
    public static bool IsTrue(this JsonElement element, string name) => element.Find(name) switch
    {
        null or { ValueKind: JsonValueKind.False } => false,
        { ValueKind: JsonValueKind.True } => true,
        { } other => throw Misshapen(name, other),
    };

    /// <summary>
    /// A member that is a moment, as text (ISO 8601; UTC, unless it says otherwise) or in seconds since 1970; null where it is
    /// missing or none.
    /// </summary>
    public static DateTime? Time(this JsonElement element, string name) => element.Find(name) switch
    {
        { ValueKind: JsonValueKind.Number } number when number.TryGetDecimal(out decimal seconds)
            && JsonValues.TryGetTime(seconds, out DateTime moment) => moment,
        { ValueKind: JsonValueKind.String } text when text.TryGetDateTime(out DateTime time) =>
            time.Kind == DateTimeKind.Unspecified ? DateTime.SpecifyKind(time, DateTimeKind.Utc) : time.ToUniversalTime(),
        _ => null,
    };

    /// <summary>What is wrong with a member of a shape that it cannot have.</summary>
    public static ConfigEventException Misshapen(string name, JsonElement value) =>
        new(ConfigEventFault.InvalidMember, Messages.EventMemberMisshapen.With(name, value.ValueKind));
}
