using System.Text.Json;
using System.Text.Json.Nodes;

namespace RedisCompliance.Deployment;

/// <summary>Parses JSON from AWS into nodes. JsonNode reads its content lazily, so errors inside would surface too late.</summary>
internal static class StrictJson
{
    /// <summary>Parses and reads all nodes.</summary>
    /// <exception cref="JsonException">The text is not JSON, is too deep, or has a duplicate name.</exception>
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
