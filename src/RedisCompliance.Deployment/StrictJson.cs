using System.Text.Json;
using System.Text.Json.Nodes;

namespace RedisCompliance.Deployment;

/// <summary>JSON of AWS as nodes. A node is read only when it is asked for: what is wrong within it would be found too late.</summary>
internal static class StrictJson
{
    /// <summary>Reads all of it.</summary>
    /// <exception cref="JsonException">It is no JSON, is too deep, or has a name twice.</exception>
    public static JsonNode? Parse(string json)
    {
        JsonNode? node = JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { MaxDepth = 32 });
        try
        {
            ReadAll(node);
        }
        catch (ArgumentException exception)
        {
            throw new JsonException(exception.Message, exception);
        }

        return node;
    }

    private static void ReadAll(JsonNode? node)
    {
        IEnumerable<JsonNode?> within = node switch
        {
            JsonObject members => members.Select(member => member.Value),
            JsonArray items => items,
            _ => [],
        };
        foreach (JsonNode? inner in within)
        {
            ReadAll(inner);
        }
    }
}
