using System.Text.Json;
using System.Text.Json.Nodes;

namespace RedisCompliance.Deployment;

/// <summary>A hook's configuration in CloudFormation's registry.</summary>
/// <remarks>CloudFormation Hooks User Guide, "Hook configuration schema syntax reference".</remarks>
internal sealed class HookConfiguration
{
    /// <summary>What is told where none was set.</summary>
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

    /// <summary>The function; null where none is set.</summary>
    public string? LambdaFunction => Text((_members["Properties"] as JsonObject)?[nameof(LambdaFunction)]);

    /// <summary>What it is called for; an item that is no text as JSON.</summary>
    public IReadOnlyList<string> TargetOperations => _members[nameof(TargetOperations)] is JsonArray operations
        ? [.. operations.Select(item => Text(item) ?? item?.ToJsonString(PolicyDocuments.Compact) ?? "null")] : [];

    /// <summary>What it is called for within that, as JSON; null for everything.</summary>
    public string? TargetFilters => _members[nameof(TargetFilters)]?.ToJsonString(PolicyDocuments.Compact);

    /// <summary>What Install does not set, such as which stacks it is called for: by name, as JSON.</summary>
    public IEnumerable<KeyValuePair<string, string>> Additions =>
        from member in _members.Where(member => !s_known.Contains(member.Key) && !IsEveryStack(member))
            .Concat((_members["Properties"] as JsonObject)?.Where(member => member.Key != nameof(LambdaFunction)) ?? []).Concat(_beside)
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
            return StrictJson.Parse(json) is JsonObject whole && whole[Outer] is JsonObject outer && outer[Inner] is JsonObject inner
                ? new(inner, whole.Where(member => member.Key != Outer).Concat(outer.Where(member => member.Key != Inner))) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>
    /// Whether a hook that is configured so may call a function: the function is named anywhere in it, or it is not known which one
    /// is. Without a configuration, a hook is not called.
    /// </summary>
    /// <param name="json">The configuration, be it none that can be read.</param>
    /// <param name="functionArn">The function.</param>
    /// <param name="isOfLambda">Whether the hook calls a Lambda function, so that one must be named.</param>
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
            // A text that is no UTF-16 is an InvalidOperationException.
            return true;
        }
    }

    /// <summary>The whole as JSON.</summary>
    public string ToJson() => new JsonObject { [Outer] = new JsonObject { [Inner] = JsonNode.Parse(_members.ToJsonString()) } }
        .ToJsonString(PolicyDocuments.Compact);

    /// <summary>What is said for backward compatibility, and narrows nothing.</summary>
    private static bool IsEveryStack(KeyValuePair<string, JsonNode?> member) =>
        member.Key == "TargetStacks" && Text(member.Value) == "ALL";

    private static bool IsEmpty(JsonElement element) => element.ValueKind == JsonValueKind.Object && !element.EnumerateObject().Any();

    /// <summary>Every text in it, at any depth.</summary>
    private static IEnumerable<string> Texts(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Texts(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Texts),
        JsonValueKind.String => [element.GetString()!],
        _ => [],
    };

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
