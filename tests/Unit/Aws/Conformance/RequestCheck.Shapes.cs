using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace RedisCompliance.Aws.Tests;

/// <content>Values held against the shapes of the model: form fields and JSON.</content>
internal sealed partial class RequestCheck
{
    /// <summary>Takes from the fields what the shape explains: <c>Tags.member.1.Key</c>.</summary>
    private void CheckFields(Shape shape, string prefix, Dictionary<string, string> fields)
    {
        switch (shape.Type)
        {
            case "structure":
                HashSet<string> required = shape.Required;
                foreach (Member member in shape.Members)
                {
                    string name = prefix.Length == 0 ? member.WireName : $"{prefix}.{member.WireName}";
                    bool isThere = IsThere(name, fields);
                    Expect(isThere || !required.Contains(member.Name), $"{name} is missing");
                    if (isThere)
                    {
                        CheckFields(member.Shape, name, fields);
                    }
                }

                break;
            case "list":
                string item = shape.IsFlattened ? prefix : $"{prefix}.{ServiceModel.Text(shape.Item.Json, "locationName") ?? "member"}";
                int count = 0;
                while (IsThere($"{item}.{count + 1}", fields))
                {
                    CheckFields(shape.Item.Shape, $"{item}.{++count}", fields);
                }

                CheckSize(shape, count, prefix);
                break;
            default:
                Expect(fields.Remove(prefix, out string? value), $"{prefix} is no {shape.Type}");
                CheckText(shape, value ?? string.Empty, prefix);
                break;
        }
    }

    private void Check(Shape shape, JsonElement value, string path)
    {
        switch (shape.Type, value.ValueKind)
        {
            case ("structure", JsonValueKind.Object):
                CheckMembers([.. shape.Members], shape.Required, value, path);
                break;
            case ("list", JsonValueKind.Array):
                CheckSize(shape, value.GetArrayLength(), path);
                foreach (JsonElement item in value.EnumerateArray())
                {
                    Check(shape.Item.Shape, item, path + "[]");
                }

                break;
            case ("map", JsonValueKind.Object):
                CheckSize(shape, value.EnumerateObject().Count(), path);
                foreach (JsonProperty item in value.EnumerateObject())
                {
                    CheckText(shape.Key.Shape, item.Name, path + "{key}");
                    Check(shape.Value.Shape, item.Value, path + "{}");
                }

                break;
            case ("boolean", JsonValueKind.True or JsonValueKind.False):
                break;
            case ("timestamp" or "double" or "float", JsonValueKind.Number):
                break;
            case ("integer" or "long", JsonValueKind.Number):
            case ("string" or "blob", JsonValueKind.String):
                CheckText(shape, value.ToString(), path);
                break;
            default:
                _violations.Add($"{path} is a JSON {value.ValueKind} and not a {shape.Type}");
                break;
        }
    }

    private void CheckMembers(IReadOnlyList<Member> members, HashSet<string> required, JsonElement value, string path)
    {
        foreach (Member member in members)
        {
            if (value.TryGetProperty(member.WireName, out JsonElement inner))
            {
                Check(member.Shape, inner, $"{path}.{member.Name}");
            }
            else
            {
                Expect(!required.Contains(member.Name), $"{path}.{member.Name} is missing");
            }
        }

        HashSet<string> known = [.. members.Select(member => member.WireName)];
        foreach (JsonProperty unknown in value.EnumerateObject().Where(property => !known.Contains(property.Name)))
        {
            _violations.Add($"{path}.{unknown.Name} is unknown");
        }
    }

    private void CheckText(Shape shape, string text, string path)
    {
        _seen.Add((path.Split('.')[^1], text));
        switch (shape.Type)
        {
            case "integer" or "long":
                Expect(long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number),
                    $"{path} is no whole number: {text}");
                Expect(number >= (shape.Limit("min") ?? number) && number <= (shape.Limit("max") ?? number),
                    $"{path} is out of its limits: {text}");
                break;
            case "boolean":
                Expect(text is "true" or "false", $"{path} is neither true nor false: {text}");
                break;
            case "blob":
                Expect(Convert.TryFromBase64String(text, new byte[text.Length], out int bytes) && bytes >= (shape.Limit("min") ?? 0),
                    $"{path} is no base64: {text}");
                break;
            case "string":
                CheckSize(shape, text.EnumerateRunes().Count(), path);
                Expect(shape.Enum.Count == 0 || shape.Enum.Contains(text), $"{path} is none of {string.Join(", ", shape.Enum)}: {text}");
                Expect(shape.Pattern is null || Regex.IsMatch(text, $"^(?:{Dialect(shape.Pattern)})$"),
                    $"{path} is not of the form {shape.Pattern}: {text}");
                break;
            default:
                _violations.Add($"{path} is a text and not a {shape.Type}");
                break;
        }
    }

    private void CheckSize(Shape shape, int size, string path) =>
        Expect(size >= (shape.Limit("min") ?? 0) && size <= (shape.Limit("max") ?? int.MaxValue),
            $"{path} has {size} of {shape.Limit("min") ?? 0} to {shape.Limit("max")}");

    private static bool IsThere(string name, Dictionary<string, string> fields) =>
        fields.Keys.Any(field => field == name || field.StartsWith(name + ".", StringComparison.Ordinal));

    /// <summary>AWS escapes an underscore here and there, which .NET takes for a mistake.</summary>
    private static string Dialect(string pattern) => pattern.Replace("\\_", "_", StringComparison.Ordinal);
}
