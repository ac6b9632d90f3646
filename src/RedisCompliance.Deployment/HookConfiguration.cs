using System.Text.Json;
using System.Text.Json.Nodes;

namespace RedisCompliance.Deployment;

/// <summary>A hook's configuration in CloudFormation's registry.</summary>
/// <remarks>CloudFormation Hooks User Guide, "Hook configuration schema syntax reference".</remarks>
internal sealed class HookConfiguration
{
    private const string Outer = "CloudFormationConfiguration";
    private const string Inner = "HookConfiguration";

    private static readonly string[] s_known =
    [
        nameof(HookInvocationStatus), nameof(FailureMode), nameof(TargetOperations), nameof(TargetFilters),
        nameof(EncryptionConfiguration), "Properties",
    ];

    private readonly JsonObject _members;

    private HookConfiguration(JsonObject members) => _members = members;

    /// <summary>ENABLED or DISABLED.</summary>
    public string? HookInvocationStatus => Text(_members[nameof(HookInvocationStatus)]);

    /// <summary>WARN or FAIL.</summary>
    public string? FailureMode => Text(_members[nameof(FailureMode)]);

    /// <summary>The function; null where none is set.</summary>
    public string? LambdaFunction => Text((_members["Properties"] as JsonObject)?[nameof(LambdaFunction)]);

    /// <summary>What it is called for.</summary>
    public IReadOnlyList<string> TargetOperations =>
        _members[nameof(TargetOperations)] is JsonArray operations ? [.. operations.Select(Text).OfType<string>()] : [];

    /// <summary>What it is called for within that, as JSON; null for everything.</summary>
    public string? TargetFilters => _members[nameof(TargetFilters)]?.ToJsonString(PolicyDocuments.Compact);

    /// <summary>What Install does not set, such as which stacks it is called for: by name, as JSON.</summary>
    public IEnumerable<KeyValuePair<string, string>> Additions =>
        from member in _members.Where(member => !s_known.Contains(member.Key) && !IsEveryStack(member))
            .Concat((_members["Properties"] as JsonObject)?.Where(member => member.Key != nameof(LambdaFunction)) ?? [])
        where member.Value is not null
        select new KeyValuePair<string, string>(member.Key, member.Value.ToJsonString(PolicyDocuments.Compact));

    /// <summary>The key of the annotations, as JSON; null for AWS's own.</summary>
    public string? EncryptionConfiguration => _members[nameof(EncryptionConfiguration)]?.ToJsonString(PolicyDocuments.Compact);

    /// <summary>What a hook is to be.</summary>
    /// <param name="definition">The hook.</param>
    /// <param name="functionArn">Its function.</param>
    /// <param name="isEnabled">Whether it is called.</param>
    /// <param name="present">What is there: the key of the annotations is somebody's choice, and is kept.</param>
    public static HookConfiguration Of(HookDefinition definition, string functionArn, bool isEnabled, HookConfiguration? present)
    {
        JsonObject members = new()
        {
            [nameof(HookInvocationStatus)] = isEnabled ? "ENABLED" : "DISABLED",
            [nameof(TargetOperations)] = new JsonArray([.. definition.TargetOperations.Select(operation => (JsonNode)operation)]),
            [nameof(FailureMode)] = definition.FailureMode,
            ["Properties"] = new JsonObject { [nameof(LambdaFunction)] = functionArn },
            [nameof(TargetFilters)] = definition.TargetFilters(),
        };
        if (present?._members[nameof(EncryptionConfiguration)] is { } key)
        {
            members[nameof(EncryptionConfiguration)] = JsonNode.Parse(key.ToJsonString());
        }

        return new(members);
    }

    /// <summary>The same, not called.</summary>
    public HookConfiguration Disabled()
    {
        JsonObject members = JsonNode.Parse(_members.ToJsonString())!.AsObject();
        members[nameof(HookInvocationStatus)] = "DISABLED";
        return new(members);
    }

    /// <summary>Reads it; null where it is not one.</summary>
    public static HookConfiguration? TryRead(string json)
    {
        try
        {
            return JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { MaxDepth = 32 }) is JsonObject whole
                && whole[Outer] is JsonObject outer && outer[Inner] is JsonObject inner
                && JsonNode.Parse(inner.ToJsonString()) is JsonObject members ? new(members) : null;
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            // A name that appears twice is an ArgumentException.
            return null;
        }
    }

    /// <summary>The whole as JSON.</summary>
    public string ToJson() => new JsonObject { [Outer] = new JsonObject { [Inner] = JsonNode.Parse(_members.ToJsonString()) } }
        .ToJsonString(PolicyDocuments.Compact);

    /// <summary>What is said for backward compatibility, and narrows nothing.</summary>
    private static bool IsEveryStack(KeyValuePair<string, JsonNode?> member) => member.Key == "TargetStacks" && Text(member.Value) == "ALL";

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
