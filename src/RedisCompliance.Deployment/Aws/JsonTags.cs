using System.Text.Json;

namespace RedisCompliance.Deployment.Aws;

/// <summary>Reads and writes tags as a list of Key and Value.</summary>
internal static class JsonTags
{
    public static void Write(Utf8JsonWriter json, IReadOnlyDictionary<string, string> tags)
    {
        json.WriteStartArray("Tags");
        foreach (KeyValuePair<string, string> tag in tags)
        {
            json.WriteStartObject();
            json.WriteString("Key", tag.Key);
            json.WriteString("Value", tag.Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static IReadOnlyDictionary<string, string> Read(JsonElement answer) =>
        answer.RequiredItems("Tags").ToDictionary(tag => tag.RequiredText("Key"), tag => tag.Text("Value") ?? string.Empty);
}
