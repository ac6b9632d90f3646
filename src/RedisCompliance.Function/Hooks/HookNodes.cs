using RedisCompliance.Templates.CloudFormation;

namespace RedisCompliance.Function.Hooks;

/// <summary>
/// Reads members of CloudFormation's requests. Names are not case-sensitive, because AWS's own page spells some in two ways.
/// </summary>
internal static class HookNodes
{
    /// <summary>A member; null if it is missing or null.</summary>
    /// <exception cref="HookException">The member appears twice.</exception>
    public static TemplateNode? Find(this MapNode map, string name)
    {
        TemplateNode? found = null;
        foreach ((string key, TemplateNode value, _) in map.Members)
        {
            if (string.Equals(key, name, StringComparison.OrdinalIgnoreCase))
            {
                found = found is null ? value : throw new HookException($"{name} appears twice.");
            }
        }

        return found is ScalarNode { Text: null } ? null : found;
    }

    /// <summary>A text member; null if it is missing, null or blank.</summary>
    /// <exception cref="HookException">The member is not a text.</exception>
    public static string? TextOf(this MapNode map, string name) => map.Find(name) switch
    {
        null => null,
        ScalarNode scalar => PlainText.Trim(scalar.Text),
        _ => throw new HookException($"{name} is not a text."),
    };

    /// <summary>An object member; null if it is missing or null.</summary>
    /// <exception cref="HookException">The member is not an object.</exception>
    public static MapNode? ObjectOf(this MapNode map, string name) => map.Find(name) switch
    {
        null => null,
        MapNode found => found,
        _ => throw new HookException($"{name} is not an object."),
    };

    /// <summary>The same object with member names in CloudFormation's spelling.</summary>
    /// <exception cref="HookException">A member appears twice.</exception>
    public static MapNode Respell(this MapNode map, IEnumerable<string> names)
    {
        MapNode respelt = new(map.Line);
        foreach (string name in names)
        {
            if (map.Find(name) is { } value)
            {
                respelt.Add(name, value, value.Line);
            }
        }

        foreach ((string key, TemplateNode value, int line) in map.Members)
        {
            if (!names.Contains(key, StringComparer.OrdinalIgnoreCase))
            {
                respelt.Add(key, value, line);
            }
        }

        return respelt;
    }
}
