using System.Text.Json;

namespace RedisCompliance.Aws.Protocols;

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

        string name = json.TokenType == JsonTokenType.PropertyName ? json.GetString()!
            : throw new JsonException("An object was expected.");
        json.Read();
        return name;
    }

    /// <summary>Whether an object is in hand, whose members follow; false where it is null.</summary>
    public static bool Open(ref Utf8JsonReader json) => Opens(ref json, JsonTokenType.StartObject, "An object was expected.");

    /// <summary>Whether a list is in hand, whose items follow; false where it is null.</summary>
    public static bool OpenList(ref Utf8JsonReader json) => Opens(ref json, JsonTokenType.StartArray, "A list was expected.");

    /// <summary>Goes to the next item of a list, which is an object; false at the list's end.</summary>
    public static bool NextItem(ref Utf8JsonReader json)
    {
        json.Read();
        return json.TokenType != JsonTokenType.EndArray
            && (json.TokenType == JsonTokenType.StartObject ? true : throw new JsonException("A list of objects was expected."));
    }

    /// <summary>The time in hand, in seconds since 1970 or as text; null where it is null.</summary>
    public static DateTime? Time(ref Utf8JsonReader json) => json.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.Number => FromSeconds(json.GetDecimal()),
        _ => json.GetDateTimeOffset().UtcDateTime,
    };

    /// <summary>What an answer is that lacks a member.</summary>
    public static JsonException Missing(string member) => new($"{member} is missing.");

    /// <summary>Reads the object that the reader stands on as a whole; for answers that are small.</summary>
    public static ReadJson<T> Document<T>(Func<JsonElement, T> read) => (ref Utf8JsonReader json) =>
    {
        using JsonDocument answer = JsonDocument.ParseValue(ref json);
        return read(answer.RootElement);
    };

    /// <summary>A member that is text; null where it is missing.</summary>
    public static string? Text(this JsonElement element, string name) => element.Find(name)?.GetString();

    /// <summary>A member that is text and must be there.</summary>
    public static string RequiredText(this JsonElement element, string name) => element.Text(name) ?? throw Missing(name);

    /// <summary>A member that is a whole number; null where it is missing.</summary>
    public static int? Number(this JsonElement element, string name) => element.Find(name)?.GetInt32();

    /// <summary>A member that is true; not where it is missing.</summary>
    public static bool IsTrue(this JsonElement element, string name) => element.Find(name)?.GetBoolean() == true;

    /// <summary>A member that is a time, in seconds since 1970 or as text; null where it is missing.</summary>
    public static DateTime? Time(this JsonElement element, string name) => element.Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } seconds => FromSeconds(seconds.GetDecimal()),
        { } text => text.GetDateTimeOffset().UtcDateTime,
    };

    /// <summary>The items of a list within an item, which AWS leaves out where it is empty.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.Find(name) is { } list ? list.EnumerateArray() : [];

    /// <summary>
    /// The items of what an answer is for. AWS sends it also where it is empty (of its recorded answers none leaves it out),
    /// so that an answer without it is broken and never an empty one.
    /// </summary>
    public static IEnumerable<JsonElement> RequiredItems(this JsonElement element, string name) =>
        (element.Find(name) ?? throw Missing(name)).EnumerateArray();

    /// <summary>
    /// The item of that name, which was asked for; none where the list is empty. AWS says by an error that it has none, moto by
    /// an empty list. A list of others is no answer to the question.
    /// </summary>
    public static IEnumerable<JsonElement> ItemOf(this JsonElement element, string list, string nameMember, string name)
    {
        JsonElement[] items = [.. element.RequiredItems(list)];
        JsonElement[] named = [.. items.Where(item => item.Text(nameMember) == name).Take(1)];
        return named.Length > 0 || items.Length == 0 ? named : throw new JsonException($"{list} does not hold what was asked for.");
    }

    /// <summary>A member that is a map of texts; empty where it is missing.</summary>
    public static IReadOnlyDictionary<string, string> Map(this JsonElement element, string name) =>
        element.Find(name) is { } map ? ToMap(map) : new Dictionary<string, string>();

    /// <summary>A member that is a map of texts and what the answer is for.</summary>
    public static IReadOnlyDictionary<string, string> RequiredMap(this JsonElement element, string name) =>
        ToMap(element.Find(name) ?? throw Missing(name));

    /// <summary>Seconds since 1970 as a moment.</summary>
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
