using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace RedisCompliance.Module.Tests;

/// <summary>A template as CloudFormation resolves it in the account of the endpoint.</summary>
/// <remarks>AWS CloudFormation Template Reference, "Intrinsic functions".</remarks>
internal sealed partial class CloudFormation(JsonNode template, string region, params (string Name, string Value)[] parameters)
{
    private readonly Dictionary<string, string> _values = Values(template, region, parameters);

    /// <summary>The resources that a stack makes, with everything resolved; what others refer to by its logical name.</summary>
    public JsonObject Made => new(template["Resources"]!.AsObject()
        .Where(resource => resource.Value!["Condition"] is not { } condition || Holds((string)condition!))
        .Select(resource => new KeyValuePair<string, JsonNode?>(resource.Key, Resolve(resource.Value!["Properties"]))));

    [GeneratedRegex(@"\$\{([^}]+)\}")]
    private static partial Regex Variable();

    private static Dictionary<string, string> Values(JsonNode template, string region, (string Name, string Value)[] parameters)
    {
        Dictionary<string, string> values = template["Parameters"]!.AsObject()
            .Where(parameter => parameter.Value!["Default"] is not null)
            .ToDictionary(parameter => parameter.Key, parameter => (string)parameter.Value!["Default"]!);
        foreach ((string name, string value) in parameters.Concat(
        [
            ("AWS::Partition", "aws"), ("AWS::AccountId", "123456789012"), ("AWS::Region", region), ("OrganizationId", "o-a1b2c3d4e5"),
        ]))
        {
            values[name] = value;
        }

        return values;
    }

    private bool Holds(string condition) => Test(template["Conditions"]![condition]!);

    private bool Test(JsonNode test)
    {
        (string function, JsonNode? arguments) = test.AsObject().Single();
        JsonArray items = arguments!.AsArray();
        return function switch
        {
            "Fn::Equals" => JsonNode.DeepEquals(Resolve(items[0]), Resolve(items[1])),
            "Fn::Not" => !Test(items[0]!),
            "Fn::Or" => items.Any(item => Test(item!)),
            _ => throw new NotSupportedException(function),
        };
    }

    private JsonNode? Resolve(JsonNode? node) => node switch
    {
        JsonObject { Count: 1 } call when call["Ref"] is { } name => Value((string)name!),
        JsonObject { Count: 1 } call when call["Fn::Sub"] is { } text =>
            Variable().Replace((string)text!, variable => (string)Value(variable.Groups[1].Value)!),
        JsonObject { Count: 1 } call when call["Fn::GetAtt"] is JsonArray path => $"{path[0]}.{path[1]}",
        JsonObject { Count: 1 } call when call["Fn::If"] is JsonArray choice => Resolve(choice[Holds((string)choice[0]!) ? 1 : 2]),
        JsonObject members => new JsonObject(members
            .Select(member => new KeyValuePair<string, JsonNode?>(member.Key, Resolve(member.Value)))
            .Where(member => member.Value is not JsonValue value || !value.TryGetValue(out string? text) || text != "AWS::NoValue")),
        JsonArray items => new JsonArray([.. items.Select(Resolve)]),
        _ => node?.DeepClone(),
    };

    private JsonNode Value(string name) => _values.TryGetValue(name, out string? value) ? value : name;
}
