using System.Text.Json;
using System.Text.RegularExpressions;

namespace RedisCompliance.Remediation.Tests;

/// <summary>What AWS publishes of the calls that plans print: see Models/README.md.</summary>
internal static class CommandModel
{
    private static readonly JsonElement s_model = Read("elasticache");

    public static JsonElement Cli { get; } = Read("cli");

    public static JsonElement Cmdlets { get; } = Read("cmdlets");

    public static JsonElement CloudFormation { get; } = Read("cloudformation");

    public static JsonElement Terraform { get; } = Read("terraform");

    /// <summary>The members of an operation's request.</summary>
    public static JsonElement MembersOf(string operation) => InputOf(operation).GetProperty("members");

    /// <summary>What is wrong with a request; nothing where it is as the model has it.</summary>
    public static IEnumerable<string> Check(string operation, IReadOnlyDictionary<string, object> members) =>
        Check(operation, InputOf(operation), members);

    /// <summary>What is wrong with a value of CloudFormation.</summary>
    public static IEnumerable<string> CheckProperty(string path, JsonElement type, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Object && value.TryGetProperty("Ref", out _))
        {
            return [];
        }

        if (type.ValueKind == JsonValueKind.String)
        {
            bool fits = type.GetString() switch
            {
                "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
                "integer" or "number" => value.ValueKind == JsonValueKind.Number,
                _ => value.ValueKind == JsonValueKind.String,
            };
            return fits ? [] : [$"{path} is a {value.ValueKind} and no {type}"];
        }

        if (type.TryGetProperty("array", out JsonElement item))
        {
            return value.ValueKind != JsonValueKind.Array ? [$"{path} is no list"]
                : value.EnumerateArray().SelectMany(one => CheckProperty(path + "[]", item, one));
        }

        JsonElement known = type.GetProperty("properties");
        return value.EnumerateObject().SelectMany(member => known.TryGetProperty(member.Name, out JsonElement of)
                ? CheckProperty($"{path}.{member.Name}", of, member.Value) : [$"{path}.{member.Name} is unknown"])
            .Concat(type.GetProperty("required").EnumerateArray().Where(name => !value.TryGetProperty(name.GetString()!, out _))
                .Select(name => $"{path}.{name} is missing"));
    }

    private static IEnumerable<string> Check(string path, JsonElement shape, object value)
    {
        string type = shape.GetProperty("type").GetString()!;
        switch (type)
        {
            case "structure" when value is IReadOnlyDictionary<string, object> members:
                JsonElement known = shape.GetProperty("members");
                IEnumerable<string> missing = shape.TryGetProperty("required", out JsonElement required)
                    ? required.EnumerateArray().Select(name => name.GetString()!).Where(name => !members.ContainsKey(name)) : [];
                return missing.Select(name => $"{path}.{name} is missing").Concat(members.SelectMany(member =>
                    known.TryGetProperty(member.Key, out JsonElement of)
                        ? Check($"{path}.{member.Key}", ShapeOf(of), member.Value) : [$"{path}.{member.Key} is unknown"]));
            case "list" when value is IEnumerable<object> items:
                return items.SelectMany(item => Check(path + "[]", ShapeOf(shape.GetProperty("member")), item));
            case "string" when value is string text:
                return CheckText(path, shape, text);
            case "boolean" when value is bool:
            case "integer" when value is int:
                return [];
            default:
                return [$"{path} is a {value.GetType().Name} and no {type}"];
        }
    }

    private static IEnumerable<string> CheckText(string path, JsonElement shape, string text)
    {
        if (shape.TryGetProperty("enum", out JsonElement values) && values.EnumerateArray().All(value => value.GetString() != text))
        {
            yield return $"{path} cannot be {text}";
        }

        if (shape.TryGetProperty("max", out JsonElement max) && text.Length > max.GetInt32())
        {
            yield return $"{path} is too long";
        }

        if (shape.TryGetProperty("pattern", out JsonElement pattern) && !Regex.IsMatch(text, $"^(?:{pattern.GetString()})$"))
        {
            yield return $"{path} is not of the form {pattern}";
        }
    }

    private static JsonElement InputOf(string operation) =>
        ShapeOf(s_model.GetProperty("operations").GetProperty(operation).GetProperty("input"));

    private static JsonElement ShapeOf(JsonElement reference) =>
        s_model.GetProperty("shapes").GetProperty(reference.GetProperty("shape").GetString()!);

    private static JsonElement Read(string name) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Models", name + ".json"))).RootElement;
}
