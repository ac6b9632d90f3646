using System.Text.Json;

namespace RedisCompliance.Aws;

/// <summary>The members of JSON objects: one after another as they stream by, or by name.</summary>
internal static class JsonMembers
{
    // The years 0001 and 9999.
    private const decimal MinSeconds = -62_135_596_800m;
    private const decimal MaxSeconds = 253_402_300_800m;

    private static readonly DateTime s_epoch = new(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc);

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
    public static bool IsTrue(this JsonElement element, string name) => element.Find(name) is { ValueKind: JsonValueKind.True };

    /// <summary>A member that is a time, in seconds since 1970 or as text; null where it is missing.</summary>
    public static DateTime? Time(this JsonElement element, string name) => element.Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } seconds => FromSeconds(seconds.GetDecimal()),
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

    /// <summary>Exact to what a DateTime can hold: a double would put some milliseconds one too early.</summary>
    private static DateTime FromSeconds(decimal seconds) => seconds is > MinSeconds and < MaxSeconds
        ? s_epoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond))
        : throw new JsonException($"{seconds} is no time in seconds since 1970.");

    private static bool Opens(ref Utf8JsonReader json, JsonTokenType expected, string otherwise) =>
        json.TokenType == expected || (json.TokenType == JsonTokenType.Null ? false : throw new JsonException(otherwise));
}
