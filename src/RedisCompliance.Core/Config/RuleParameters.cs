using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RedisCompliance.Config;

/// <summary>The policy as the rule's parameters: texts by name, validated before anything is listed.</summary>
public static class RuleParameters
{
    /// <summary><c>redis</c>, <c>valkey</c> or both, separated by commas.</summary>
    public const string Engines = "engines";

    /// <summary>Resource types by full name or last part, separated by commas.</summary>
    public const string ResourceTypes = "resourceTypes";

    /// <summary>KMS key ids, key ARNs or alias ARNs, separated by commas. The managed rule uses the same name.</summary>
    public const string ApprovedKmsKeyIds = "approvedKMSKeyIds";

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public const string RequireCustomerManagedKey = "requireCustomerManagedKey";

    /// <summary>A JSON array of objects with the members of <see cref="AtRestExemption"/>.</summary>
    public const string Exemptions = "exemptions";

    private static readonly string[] s_names = [Engines, ResourceTypes, ApprovedKmsKeyIds, RequireCustomerManagedKey, Exemptions];

    // Escapes as little as possible: AWS Config accepts 1,024 characters in all, and the text never becomes HTML.
    private static readonly JsonSerializerOptions s_compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Parses parameters in AWS Config's form.</summary>
    /// <param name="json">A JSON object of texts; blank for no parameters.</param>
    /// <returns>The parameters by name; null if the text is anything else, or gives one parameter two values.</returns>
    public static IReadOnlyDictionary<string, string>? TryParse(string? json)
    {
        if (string.IsNullOrWhiteSpace(json))
        {
            return new Dictionary<string, string>();
        }

        try
        {
            return EventJson.ReadObject(json!, ConfigEventFault.InvalidRuleParameter, "The parameters", ReadTexts);
        }
        catch (ConfigEventException)
        {
            return null;
        }
    }

    /// <summary>Reads the policy from parameters.</summary>
    /// <param name="parameters">The rule's parameters; a missing one takes its value from <see cref="AtRestPolicy.Default"/>.</param>
    /// <returns>The policy.</returns>
    /// <exception cref="ConfigEventException">A parameter is unknown or invalid; the message names it.</exception>
    public static AtRestPolicy ToPolicy(IReadOnlyDictionary<string, string> parameters)
    {
        if (parameters.Keys.FirstOrDefault(name => !s_names.Contains(name)) is { } unknown)
        {
            throw Invalid(unknown, $"is not known; known are {string.Join(", ", s_names)}");
        }

        return new AtRestPolicy
        {
            Engines = ReadList(parameters, Engines, ReadEngine) ?? AtRestPolicy.Default.Engines,
            ResourceTypes = ReadList(parameters, ResourceTypes, ReadResourceType) ?? AtRestPolicy.Default.ResourceTypes,
            ApprovedKmsKeyIds = ReadList(parameters, ApprovedKmsKeyIds, ReadKey) ?? [],
            RequireCustomerManagedKey = parameters.TryGetValue(RequireCustomerManagedKey, out string? required) && ReadSwitch(required),
            Exemptions = parameters.TryGetValue(Exemptions, out string? exemptions) ? ReadExemptions(exemptions) : [],
        };
    }

    /// <summary>Writes the policy as parameters, without those that equal <see cref="AtRestPolicy.Default"/>.</summary>
    /// <param name="policy">The policy.</param>
    /// <returns>Parameters that <see cref="ToPolicy"/> reads as the same policy, always in the same order.</returns>
    public static IReadOnlyDictionary<string, string> FromPolicy(AtRestPolicy policy)
    {
        SortedDictionary<string, string> parameters = new(StringComparer.Ordinal);
        WriteList(Engines, policy.Engines, AtRestPolicy.Default.Engines);
        WriteList(ResourceTypes, policy.ResourceTypes, AtRestPolicy.Default.ResourceTypes);
        WriteList(ApprovedKmsKeyIds, policy.ApprovedKmsKeyIds, []);
        if (policy.RequireCustomerManagedKey)
        {
            parameters[RequireCustomerManagedKey] = "true";
        }

        if (policy.Exemptions.Count > 0)
        {
            parameters[Exemptions] = new JsonArray([.. policy.Exemptions.Select(Members)]).ToJsonString(s_compact);
        }

        return parameters;

        void WriteList(string name, IReadOnlyCollection<string> items, IReadOnlyCollection<string> byDefault)
        {
            if (!new HashSet<string>(items).SetEquals(byDefault))
            {
                parameters[name] = string.Join(",", items.Distinct().OrderBy(item => item, StringComparer.Ordinal));
            }
        }
    }

    /// <summary>Whether two sets of parameters mean the same policy, however they are written.</summary>
    /// <param name="one">The first set.</param>
    /// <param name="other">The second set.</param>
    /// <returns>False also if either is not a valid policy.</returns>
    public static bool AreSame(IReadOnlyDictionary<string, string> one, IReadOnlyDictionary<string, string> other)
    {
        try
        {
            return FromPolicy(ToPolicy(one)).SequenceEqual(FromPolicy(ToPolicy(other)));
        }
        catch (ConfigEventException)
        {
            return false;
        }
    }

    /// <summary>The members of an object; null if one is not a text.</summary>
    private static Dictionary<string, string>? ReadTexts(JsonElement element)
    {
        Dictionary<string, string> texts = [];
        foreach (JsonProperty member in element.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.String)
            {
                return null;
            }

            texts[member.Name] = member.Value.GetString()!;
        }

        return texts;
    }

    private static string[]? ReadList(IReadOnlyDictionary<string, string> parameters, string name, Func<string, string> read)
    {
        if (!parameters.TryGetValue(name, out string? text))
        {
            return null;
        }

        string[] items = [.. text.Split(',').Select(item => item.Trim()).Where(item => item.Length > 0).Select(read)];
        return items.Length > 0 ? items : throw Invalid(name, "is empty");
    }

    private static string ReadEngine(string text) =>
        AtRestPolicy.Default.Engines.FirstOrDefault(engine => string.Equals(engine, text, StringComparison.OrdinalIgnoreCase))
        ?? throw Invalid(Engines, $"holds '{text}'; possible are {string.Join(" and ", AtRestPolicy.Default.Engines)}");

    private static string ReadResourceType(string text) =>
        ResourceType.Find(text) is { } type && !ResourceType.IsBackup(type) ? type
            : throw Invalid(ResourceTypes, $"holds '{text}'; possible are {string.Join(", ", ResourceType.Default)}");

    private static string ReadKey(string text) =>
        text.StartsWith("alias/", StringComparison.Ordinal)
            ? throw new ConfigEventException(ConfigEventFault.InvalidRuleParameter, Messages.KeyAlias.With(ApprovedKmsKeyIds, text))
            : text;

    private static bool ReadSwitch(string text) =>
        bool.TryParse(text, out bool value) ? value
            : throw Invalid(RequireCustomerManagedKey, $"is '{text}'; possible are true and false");

    private static AtRestExemption[] ReadExemptions(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 4 });
            return document.RootElement.ValueKind == JsonValueKind.Array
                ? [.. document.RootElement.EnumerateArray().Select(ReadExemption)]
                : throw Invalid(Exemptions, "is not a JSON array");
        }
        catch (JsonException exception)
        {
            throw Invalid(Exemptions, $"is not JSON (byte {exception.BytePositionInLine})");
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            throw Invalid(Exemptions, "holds half of a surrogate pair");
        }
        catch (FormatException exception)
        {
            throw Invalid(Exemptions, $"holds one that cannot be: {exception.Message}");
        }
    }

    private static AtRestExemption ReadExemption(JsonElement item) => item.ValueKind != JsonValueKind.Object
        ? throw Invalid(Exemptions, "holds something that is not a JSON object")
        : AtRestExemption.Read(item.EnumerateObject().Select(member => new KeyValuePair<string, string?>(
            member.Name,
            member.Value.ValueKind is JsonValueKind.String or JsonValueKind.Null ? member.Value.GetString()
                : throw Invalid(Exemptions, $"holds one whose {member.Name} is a JSON {member.Value.ValueKind} and no text"))));

    private static JsonObject Members(AtRestExemption exemption)
    {
        (string Name, string? Value)[] members =
        [
            (nameof(exemption.Id), exemption.Id), (nameof(exemption.Tag), exemption.Tag),
            (nameof(exemption.Reason), exemption.Reason), (nameof(exemption.Expires), exemption.LastDay),
        ];
        return new(members.Where(member => member.Value is not null)
            .Select(member => new KeyValuePair<string, JsonNode?>(member.Name, member.Value)));
    }

    private static ConfigEventException Invalid(string name, string what) =>
        new(ConfigEventFault.InvalidRuleParameter, $"The rule parameter {name} {what}.");
}
