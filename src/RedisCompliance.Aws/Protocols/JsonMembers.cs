using System.Text.Json;

namespace RedisCompliance.Aws;

/// <summary>The members of a JSON object, one after another.</summary>
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
}
