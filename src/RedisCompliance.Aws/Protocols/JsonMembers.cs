using System.Text.Json;

namespace RedisCompliance.Aws.Protocols;

/// <summary>Reads members of JSON objects: one after another from a stream, or by name.</summary>
internal static class JsonMembers
{
    /// <summary>
    /// Advances to the value of the next member, which the caller must read or skip. Returns the member's name, or null
    /// at the object's end.
    /// </summary>
    public static string? Next(ref Utf8JsonReader json)
    {
        if (!json.Read() || json.TokenType == JsonTokenType.EndObject)
        {
            return null;
        }

        string name = json.TokenType == JsonTokenType.PropertyName ? json.GetString()!
            : throw new JsonException("An object was expected.");
        json.Read();
        return name;
    }

    /// <summary>Whether the current value is an object, whose members follow; false if it is null.</summary>
    public static bool Open(ref Utf8JsonReader json) => Opens(ref json, JsonTokenType.StartObject, "An object was expected.");

    /// <summary>Whether the current value is a list, whose items follow; false if it is null.</summary>
    public static bool OpenList(ref Utf8JsonReader json) => Opens(ref json, JsonTokenType.StartArray, "A list was expected.");

    /// <summary>Advances to the next item of a list, which must be an object; false at the list's end.</summary>
    public static bool NextItem(ref Utf8JsonReader json)
    {
        json.Read();
        return json.TokenType != JsonTokenType.EndArray
            && (json.TokenType == JsonTokenType.StartObject ? true : throw new JsonException("A list of objects was expected."));
    }

    /// <summary>The current value as a time, from seconds since 1970 or text; null if it is null.</summary>
    public static DateTime? Time(ref Utf8JsonReader json) => json.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.Number => FromSeconds(json.GetDecimal()),
        _ => json.GetDateTimeOffset().UtcDateTime,
    };

    /// <summary>The exception for an answer that lacks a member.</summary>
    public static JsonException Missing(string member) => new($"{member} is missing.");

    /// <summary>Reads the current object as a document; for small answers.</summary>
    public static ReadJson<T> Document<T>(Func<JsonElement, T> read) => (ref Utf8JsonReader json) =>
    {
        using JsonDocument answer = JsonDocument.ParseValue(ref json);
        return read(answer.RootElement);
    };

    /// <summary>A text member; null if it is missing.</summary>
    public static string? Text(this JsonElement element, string name) => element.Find(name)?.GetString();

    /// <summary>A required text member.</summary>
    public static string RequiredText(this JsonElement element, string name) => element.Text(name) ?? throw Missing(name);

    /// <summary>An integer member; null if it is missing.</summary>
    public static int? Number(this JsonElement element, string name) => element.Find(name)?.GetInt32();

    /// <summary>Whether a member is true; false if it is missing.</summary>
    public static bool IsTrue(this JsonElement element, string name) => element.Find(name)?.GetBoolean() == true;

    /// <summary>A time member, from seconds since 1970 or text; null if it is missing.</summary>
    public static DateTime? Time(this JsonElement element, string name) => element.Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } seconds => FromSeconds(seconds.GetDecimal()),
        { } text => text.GetDateTimeOffset().UtcDateTime,
    };

    /// <summary>The items of a list within an item, which AWS omits if it is empty.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.Find(name) is { } list ? list.EnumerateArray() : [];

    /// <summary>
    /// The items of an answer's main list. AWS sends this list even if it is empty (all its recorded answers have it),
    /// so an answer without it is broken, never empty.
    /// </summary>
    public static IEnumerable<JsonElement> RequiredItems(this JsonElement element, string name) =>
        (element.Find(name) ?? throw Missing(name)).EnumerateArray();

    /// <summary>
    /// The requested item, found by its name; none if the list is empty. AWS reports a missing item by an error, moto by an
    /// empty list. A list that holds only other items does not answer the request.
    /// </summary>
    public static IEnumerable<JsonElement> ItemOf(this JsonElement element, string list, string nameMember, string name)
    {
        JsonElement[] items = [.. element.RequiredItems(list)];
        JsonElement[] named = [.. items.Where(item => item.Text(nameMember) == name).Take(1)];
        return named.Length > 0 || items.Length == 0 ? named : throw new JsonException($"{list} does not hold what was asked for.");
    }

    /// <summary>A map of texts; empty if it is missing.</summary>
    public static IReadOnlyDictionary<string, string> Map(this JsonElement element, string name) =>
        element.Find(name) is { } map ? ToMap(map) : new Dictionary<string, string>();

    /// <summary>A required map of texts, the main member of an answer.</summary>
    public static IReadOnlyDictionary<string, string> RequiredMap(this JsonElement element, string name) =>
        ToMap(element.Find(name) ?? throw Missing(name));

    /// <summary>Converts seconds since 1970.</summary>
    public static DateTime FromSeconds(decimal seconds) => JsonValues.TryGetTime(seconds, out DateTime time)
        ? time
        : throw new JsonException($"{seconds} is no time in seconds since 1970.");

    private static Dictionary<string, string> ToMap(JsonElement map)
    {
        Dictionary<string, string> texts = [];
        foreach (JsonProperty member in map.EnumerateObject())
        {
            texts[member.Name] = member.Value.GetString() ?? string.Empty;
        }

        return texts;
    }

    private static bool Opens(ref Utf8JsonReader json, JsonTokenType expected, string otherwise) =>
        json.TokenType == expected || (json.TokenType == JsonTokenType.Null ? false : throw new JsonException(otherwise));
}
