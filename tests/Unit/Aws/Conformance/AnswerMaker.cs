using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace RedisCompliance.Aws.Tests;

/// <summary>How much of what the model allows an answer has.</summary>
internal enum AnswerStyle
{
    /// <summary>Every member.</summary>
    Full,

    /// <summary>The required ones alone, and an item of each list at the top that has no more either.</summary>
    Bare,

    /// <summary>Every member, and beside them texts, structures and lists that no model has, with the known names inside.</summary>
    Unknown,

    /// <summary>The required ones alone, and in JSON null for each of the others.</summary>
    Nulls,
}

/// <summary>Makes answers of the model.</summary>
/// <param name="operation">The operation.</param>
/// <param name="style">How much of it.</param>
/// <param name="isLastPage">Whether the answer names no further page.</param>
internal sealed class AnswerMaker(Operation operation, AnswerStyle style, bool isLastPage)
{
    private static readonly string[] s_strange = ["Before", "Behind"];

    private static readonly DateTime s_time = new(2026, 1, 2, 3, 4, 5, 678, DateTimeKind.Utc);

    private bool IsWhole => style is AnswerStyle.Full or AnswerStyle.Unknown;

    public string Json()
    {
        JsonObject answer = operation.Output is { } output ? Structure(output, isTop: true) : [];
        return operation.Output is null && operation.Service.Protocol == "rest-json" ? string.Empty : answer.ToJsonString();
    }

    public string Xml()
    {
        List<object> members = operation.Output is { } output ? Elements(output, isTop: true) : [];
        string id = Guid.Empty.ToString();
        object[] content = operation.Service.Protocol == "ec2" ? [new XElement("requestId", id), .. members]
            : operation.Output is null ? Strange([new XElement("ResponseMetadata", new XElement("RequestId", id))])
            : Strange([new XElement(operation.ResultWrapper!, members), new XElement("ResponseMetadata", new XElement("RequestId", id))]);
        return new XElement(operation.Name + "Response", content).ToString();
    }

    private static bool IsToken(Member member) => member.Name is "Marker" or "NextMarker" or "NextToken" or "nextToken";

    private bool IsIn(Shape structure, Member member, bool isTop) =>
        IsToken(member) ? IsWhole && !isLastPage
        : IsWhole || structure.Required.Contains(member.Name) || (isTop && member.Shape.Type == "list");

    private JsonObject Structure(Shape structure, bool isTop = false)
    {
        JsonObject json = [];
        AddStrange(json, structure, "Before");
        foreach (Member member in structure.Members.Where(member => member.Location is null))
        {
            if (IsIn(structure, member, isTop))
            {
                json[member.WireName] = Value(member.Shape, member.WireName);
            }
            else if (style == AnswerStyle.Nulls)
            {
                json[member.WireName] = null;
            }
        }

        AddStrange(json, structure, "Behind");
        return json;
    }

    private JsonNode Value(Shape shape, string name) => shape.Type switch
    {
        "structure" => Structure(shape),
        "list" => new JsonArray(Value(shape.Item.Shape, name)),
        "map" => new JsonObject { [Text(shape.Key.Shape, "Key")] = Value(shape.Value.Shape, "Value") },
        "boolean" => true,
        "integer" or "long" => (JsonNode)Number(shape),
        "double" or "float" => 1.5,
        "timestamp" => (s_time - DateTime.UnixEpoch).TotalMilliseconds / 1000,
        "blob" => "AAEC",
        _ => Text(shape, name),
    };

    private List<object> Elements(Shape structure, bool isTop = false)
    {
        List<object> elements = [];
        foreach (Member member in structure.Members.Where(member => IsIn(structure, member, isTop)))
        {
            elements.AddRange(Element(member.Shape, member.WireName));
        }

        return style == AnswerStyle.Unknown ? [.. Strange([.. elements], [.. structure.Members])] : elements;
    }

    private IEnumerable<XElement> Element(Shape shape, string name) => shape.Type switch
    {
        "structure" => [new XElement(name, Elements(shape))],
        "list" when shape.IsFlattened => Element(shape.Item.Shape, name),
        "list" => [new XElement(name, Element(shape.Item.Shape, ServiceModel.Text(shape.Item.Json, "locationName") ?? "member"))],
        "boolean" => [new XElement(name, "true")],
        "integer" or "long" => [new XElement(name, Number(shape))],
        "double" or "float" => [new XElement(name, "1.5")],
        "timestamp" => [new XElement(name, s_time.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture))],
        _ => [new XElement(name, Text(shape, name))],
    };

    /// <summary>What no model has, before and behind: every known name is within, where it must not be found.</summary>
    private object[] Strange(object[] known, Member[]? members = null)
    {
        if (style != AnswerStyle.Unknown)
        {
            return known;
        }

        IEnumerable<XElement> Wrongs() =>
        [
            .. known.OfType<XElement>().SelectMany(Wrong),
            .. (members ?? []).Select(member => new XElement(member.WireName, Samples.Wrong)),
        ];
        IEnumerable<object> Added(string place) =>
        [
            new XElement($"{place}Text", "text"),
            new XElement($"{place}Empty"),
            new XElement($"{place}Structure", Wrongs()),
            new XElement($"{place}List",
                new XElement("member", Wrongs()), new XElement("item", Wrongs()), new XElement("member", Samples.Wrong)),
        ];
        return [.. Added("Before"), .. known, .. Added("Behind")];
    }

    /// <summary>The element with other texts; without what is strange already, or the answer would grow by powers.</summary>
    private static IEnumerable<XElement> Wrong(XElement element) =>
        s_strange.Any(place => element.Name.LocalName.StartsWith(place, StringComparison.Ordinal)) ? []
        : element.HasElements ? [new XElement(element.Name, element.Elements().SelectMany(Wrong))]
        : [new XElement(element.Name, Samples.Wrong)];

    private void AddStrange(JsonObject json, Shape structure, string place)
    {
        if (style != AnswerStyle.Unknown)
        {
            return;
        }

        JsonObject Wrongs() => new(structure.Members.Select(member => KeyValuePair.Create(member.WireName, (JsonNode?)Samples.Wrong)));
        json[place + "Text"] = "text";
        json[place + "Number"] = 1.5e3;
        json[place + "Null"] = null;
        json[place + "Structure"] = Wrongs();
        json[place + "List"] = new JsonArray(Wrongs(), new JsonArray(Wrongs()), null, "text", 1);
    }

    private static long Number(Shape shape) => (long)Math.Max(shape.Limit("min") ?? 7, Math.Min(7, shape.Limit("max") ?? 7));

    private static string Text(Shape shape, string name) =>
        Samples.Find(name) is { } sample && (shape.Enum.Count == 0 || shape.Enum.Contains(sample)) ? sample
        : shape.Enum.Count > 0 ? shape.Enum[0]
        : "of-" + name;
}
