using System.Text.Json;
using System.Text.Json.Nodes;

namespace RedisCompliance.Deployment;

/// <summary>A hook's configuration in CloudFormation's registry.</summary>
/// <remarks>CloudFormation Hooks User Guide, "Hook configuration schema syntax reference".</remarks>
internal sealed class HookConfiguration
{
    /// <summary>What CloudFormation returns if no configuration was set.</summary>
    public const string None = "{}";

    private const string Outer = "CloudFormationConfiguration";
    private const string Inner = "HookConfiguration";

    private static readonly string[] s_known =
    [
        nameof(HookInvocationStatus), nameof(FailureMode), nameof(TargetOperations), nameof(TargetFilters),
        nameof(EncryptionConfiguration), "Properties",
    ];

    private readonly JsonObject _members;
    private readonly IReadOnlyList<KeyValuePair<string, JsonNode?>> _beside;

    private HookConfiguration(JsonObject members, IEnumerable<KeyValuePair<string, JsonNode?>>? beside = null)
    {
        _members = members;
        _beside = [.. beside ?? []];
    }

    /// <summary>ENABLED or DISABLED.</summary>
    public string? HookInvocationStatus => Text(_members[nameof(HookInvocationStatus)]);

    /// <summary>WARN or FAIL.</summary>
    public string? FailureMode => Text(_members[nameof(FailureMode)]);

    /// <summary>The function; null if none is set.</summary>
    public string? LambdaFunction => Text((_members["Properties"] as JsonObject)?[nameof(LambdaFunction)]);

    /// <summary>The operations that the hook is called for; an item that is not a string appears as JSON.</summary>
    public IReadOnlyList<string> TargetOperations => _members[nameof(TargetOperations)] is JsonArray operations
        ? [.. operations.Select(item => Text(item) ?? item?.ToJsonString(PolicyDocuments.Compact) ?? "null")] : [];

    /// <summary>The filters within those operations, as JSON; null for no filter.</summary>
    public string? TargetFilters => _members[nameof(TargetFilters)]?.ToJsonString(PolicyDocuments.Compact);

    /// <summary>Members that Install does not set, such as stack filters: by name, as JSON.</summary>
    public IEnumerable<KeyValuePair<string, string>> Additions =>
        from member in _members.Where(member => !s_known.Contains(member.Key) && !IsEveryStack(member))
            .Concat((_members["Properties"] as JsonObject)?.Where(member => member.Key != nameof(LambdaFunction)) ?? []).Concat(_beside)
        where member.Value is not null
        select new KeyValuePair<string, string>(member.Key, member.Value.ToJsonString(PolicyDocuments.Compact));

    /// <summary>The encryption key of the annotations, as JSON; null for AWS's own.</summary>
    public string? EncryptionConfiguration => _members[nameof(EncryptionConfiguration)]?.ToJsonString(PolicyDocuments.Compact);

    /// <summary>The desired configuration of a hook.</summary>
    /// <param name="definition">The hook.</param>
    /// <param name="functionArn">Its function.</param>
    /// <param name="isEnabled">Whether it is called.</param>
    /// <param name="present">The current configuration: its annotation key is the user's choice and is kept.</param>
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

    /// <summary>A copy with the hook disabled.</summary>
    public HookConfiguration Disabled()
    {
        JsonObject members = JsonNode.Parse(_members.ToJsonString())!.AsObject();
        members[nameof(HookInvocationStatus)] = "DISABLED";
        return new(members);
    }

    /// <summary>Parses a configuration; null if the text is not one.</summary>
    public static HookConfiguration? TryRead(string json)
    {
        try
        {
            return StrictJson.Parse(json) is JsonObject whole && whole[Outer] is JsonObject outer && outer[Inner] is JsonObject inner
                ? new(inner, whole.Where(member => member.Key != Outer).Concat(outer.Where(member => member.Key != Inner))) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>
    /// Whether a hook with this configuration may call a function: the configuration mentions the function anywhere, or does not say
    /// which function it calls. CloudFormation does not call a hook without a configuration.
    /// </summary>
    /// <param name="json">The configuration, readable or not.</param>
    /// <param name="functionArn">The function.</param>
    /// <param name="isOfLambda">Whether the hook calls a Lambda function, so that its configuration must name one.</param>
    public static bool MayCall(string json, string functionArn, bool isOfLambda)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return !IsEmpty(document.RootElement)
                && (Texts(document.RootElement).Any(text => FunctionReference.MayBe(text, functionArn))
                    || (isOfLambda && !FunctionReference.IsOne(TryRead(json)?.LambdaFunction)));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // A string that is not valid UTF-16 throws InvalidOperationException.
            return true;
        }
    }

    /// <summary>The complete configuration as JSON.</summary>
    public string ToJson() => new JsonObject { [Outer] = new JsonObject { [Inner] = JsonNode.Parse(_members.ToJsonString()) } }
        .ToJsonString(PolicyDocuments.Compact);

    /// <summary>A member kept for backward compatibility; it restricts nothing.</summary>
    private static bool IsEveryStack(KeyValuePair<string, JsonNode?> member) =>
        member.Key == "TargetStacks" && Text(member.Value) == "ALL";

    private static bool IsEmpty(JsonElement element) => element.ValueKind == JsonValueKind.Object && !element.EnumerateObject().Any();

    /// <summary>Returns every string in the element, at any depth.</summary>
    private static IEnumerable<string> Texts(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Texts(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Texts),
        JsonValueKind.String => [element.GetString()!],
        _ => [],
    };

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
