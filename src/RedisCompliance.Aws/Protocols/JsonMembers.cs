using System.Text.Json;

namespace RedisCompliance.Aws;

/// <summary>The members of JSON objects: one after another as they stream by, or by name.</summary>
internal static class JsonMembers
{
    /// <summary>
    /// Goes to the value of the next member; it must be read or skipped before the next. Gives the member's name, or null
    /// at the object's end.
    /// </summary>
    public static string? Next(ref Utf8JsonReader json)
    {
        if (!json.Read() || json.TokenType == JsonTokenType.EndObject)
        {
            return null;
        }

        string name = json.TokenType == JsonTokenType.PropertyName ? json.GetString()! : throw new JsonException("An object was expected.");
        json.Read();
        return name;
    }

    /// <summary>Reads the object that the reader stands on as a whole; for answers that are small.</summary>
    public static ReadJson<T> Document<T>(Func<JsonElement, T> read) => (ref Utf8JsonReader json) =>
    {
        using JsonDocument answer = JsonDocument.ParseValue(ref json);
        return read(answer.RootElement);
    };

    /// <summary>A member that is text; null where it is missing.</summary>
    public static string? Text(this JsonElement element, string name) => element.Find(name)?.GetString();

    /// <summary>A member that is text and must be there.</summary>
    public static string RequiredText(this JsonElement element, string name) => element.Text(name) ?? throw new JsonException($"{name} is missing.");

    /// <summary>A member that is a whole number; null where it is missing.</summary>
    public static int? Number(this JsonElement element, string name) => element.Find(name)?.GetInt32();

    /// <summary>A member that is true; not where it is missing.</summary>
    public static bool IsTrue(this JsonElement element, string name) => element.Find(name) is { ValueKind: JsonValueKind.True };

    /// <summary>A member that is a time, in seconds since 1970 or as text; null where it is missing.</summary>
    public static DateTime? Time(this JsonElement element, string name) => element.Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } seconds => DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds.GetDouble() * 1000)).UtcDateTime,
        { } text => text.GetDateTimeOffset().UtcDateTime,
    };

    /// <summary>The items of a member that is a list; none where it is missing.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.Find(name) is { } list ? list.EnumerateArray() : [];

    /// <summary>A member that is a map of texts; empty where it is missing.</summary>
    public static IReadOnlyDictionary<string, string> Map(this JsonElement element, string name) =>
        element.Find(name) is { } map ? map.EnumerateObject().ToDictionary(member => member.Name, member => member.Value.GetString() ?? string.Empty) : new Dictionary<string, string>();

    /// <summary>A member; null where it is missing or null.</summary>
    public static JsonElement? Find(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
