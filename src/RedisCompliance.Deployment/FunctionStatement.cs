using System.Text.Json;
using System.Text.Json.Nodes;

namespace RedisCompliance.Deployment;

/// <summary>A statement of a function's resource policy.</summary>
/// <param name="Sid">Its id; null if it has none.</param>
/// <param name="Document">The statement as JSON, with condition keys in lower case, because IAM ignores their case.</param>
public sealed record FunctionStatement(string? Sid, string Document)
{
    /// <summary>The service principal of AWS Config.</summary>
    public const string ConfigPrincipal = "config.amazonaws.com";

    private const string InvokeAction = "lambda:InvokeFunction";
    private const string ConditionMember = "Condition";

    /// <summary>Reads the statements of a resource policy.</summary>
    /// <param name="policy">The policy as JSON.</param>
    /// <returns>Every statement, whoever made it.</returns>
    /// <exception cref="JsonException">The text is not a policy.</exception>
    public static IReadOnlyList<FunctionStatement> ReadAll(string policy)
    {
        JsonNode? statements = (StrictJson.Parse(policy) as JsonObject)?["Statement"];
        JsonNode?[] all = statements switch
        {
            JsonArray several => [.. several],
            JsonObject single => [single],
            _ => throw new JsonException("Statement is missing."),
        };
        return [.. all.Select(statement => statement is JsonObject members ? Of(members)
            : throw new JsonException("A statement is no object."))];
    }

    /// <summary>Builds the statement that AddPermission would add.</summary>
    /// <param name="permission">The permission to grant.</param>
    /// <param name="functionArn">The function.</param>
    /// <returns>The statement.</returns>
    public static FunctionStatement Of(InvokePermission permission, string functionArn)
    {
        JsonObject condition = new() { ["StringEquals"] = new JsonObject { ["aws:SourceAccount"] = Value(permission.SourceAccounts) } };
        if (permission.SourceArn is not null)
        {
            condition["ArnLike"] = new JsonObject { ["AWS:SourceArn"] = permission.SourceArn };
        }

        return Of(new JsonObject
        {
            [nameof(Sid)] = permission.StatementId,
            ["Effect"] = "Allow",
            ["Principal"] = new JsonObject { ["Service"] = ConfigPrincipal },
            ["Action"] = InvokeAction,
            ["Resource"] = functionArn,
            [ConditionMember] = condition,
        });
    }

    /// <summary>Returns a policy in which one statement replaces others; the rest is unchanged.</summary>
    /// <param name="policy">The current policy; null if there is none.</param>
    /// <param name="isReplaced">Whether the new statement replaces the one with this id.</param>
    /// <param name="statement">The statement.</param>
    /// <returns>The policy as JSON.</returns>
    public static string ToPolicy(string? policy, Func<string?, bool> isReplaced, FunctionStatement statement)
    {
        JsonObject document = policy is null ? new JsonObject { ["Version"] = "2012-10-17" } : JsonNode.Parse(policy)!.AsObject();
        JsonNode?[] present = document["Statement"] switch { JsonArray several => [.. several], JsonObject single => [single], _ => [] };
        document["Statement"] = new JsonArray(
        [
            .. present.Where(found => !isReplaced(TextOf(found![nameof(Sid)]))).Select(found => found!.DeepClone()),
            JsonNode.Parse(statement.Document)!,
        ]);
        return document.ToJsonString(PolicyDocuments.Compact);
    }

    /// <summary>The accounts that AWS Config may call for; null if the statement says anything else.</summary>
    /// <param name="functionArn">The function.</param>
    /// <returns>The accounts.</returns>
    public IReadOnlyList<string>? AccountsOf(string functionArn)
    {
        JsonNode? accounts = (JsonNode.Parse(Document)![ConditionMember] as JsonObject)?["StringEquals"] is JsonObject test
            ? test["aws:sourceaccount"] : null;
        string[] named = [.. accounts is null ? [] : Names(accounts)];
        return named.Length > 0 && Sid is not null && IsSameAs(Of(new InvokePermission(Sid, named, null), functionArn)) ? named : null;
    }

    /// <summary>Whether another statement has the same id and content.</summary>
    /// <param name="other">The other.</param>
    /// <returns>True if they are the same.</returns>
    public bool IsSameAs(FunctionStatement other) => Sid == other.Sid && PolicyDocuments.AreSame(Document, other.Document);

    /// <summary>Whether it grants anything to everyone, or to AWS Config under a wider condition than Install's.</summary>
    public bool IsWide
    {
        get
        {
            JsonObject statement = JsonNode.Parse(Document)!.AsObject();
            return TextOf(statement["Effect"]) != "Deny"
                && (statement["Principal"] is not { } principal || Names(principal).Any(name => name is "*" or ConfigPrincipal));
        }
    }

    /// <summary>
    /// Whether it may deny the function to a caller, whatever else allows it. It may unless its action or principal rules that out; its
    /// condition is not evaluated.
    /// </summary>
    /// <param name="isCaller">Whether a named principal is, or may be, the caller.</param>
    public bool MayDeny(Func<string, bool> isCaller)
    {
        JsonObject statement = JsonNode.Parse(Document)!.AsObject();
        return TextOf(statement["Effect"]) == "Deny"
            && (statement["Action"] is not { } actions || Names(actions).Any(MayBeInvoke))
            && (statement["Principal"] is not { } principals || Names(principals).Any(name => name == "*" || isCaller(name)));
    }

    /// <summary>A wildcard matches unless the text before it differs.</summary>
    private static bool MayBeInvoke(string action)
    {
        string fixedPart = action.Split('*', '?')[0];
        return fixedPart.Length < action.Length ? InvokeAction.StartsWith(fixedPart, StringComparison.OrdinalIgnoreCase)
            : string.Equals(action, InvokeAction, StringComparison.OrdinalIgnoreCase);
    }

    private static FunctionStatement Of(JsonObject statement)
    {
        JsonObject copy = statement.DeepClone().AsObject();
        if (copy[ConditionMember] is JsonObject condition)
        {
            copy[ConditionMember] = new JsonObject(
                condition.Select(test => new KeyValuePair<string, JsonNode?>(test.Key, LowerCase(test.Value))));
        }

        return new FunctionStatement(TextOf(copy[nameof(Sid)]), copy.ToJsonString());
    }

    private static string? TextOf(JsonNode? node) => (node as JsonValue)?.TryGetValue(out string? text) == true ? text : null;

    private static JsonNode? LowerCase(JsonNode? keys)
    {
        if (keys is not JsonObject members)
        {
            return keys?.DeepClone();
        }

        JsonObject lower = [];
        foreach (KeyValuePair<string, JsonNode?> key in members)
        {
            lower[key.Key.ToLowerInvariant()] = key.Value?.DeepClone();
        }

        return lower;
    }

    private static JsonNode Value(IReadOnlyList<string> items) =>
        items.Count == 1 ? items[0] : new JsonArray([.. items.Select(item => (JsonNode)item)]);

    /// <summary>Returns every string in the node, at any depth.</summary>
    private static IEnumerable<string> Names(JsonNode? node) => node switch
    {
        JsonObject kinds => kinds.SelectMany(kind => Names(kind.Value)),
        JsonArray several => several.SelectMany(Names),
        JsonValue value when value.TryGetValue(out string? name) => [name],
        _ => [],
    };
}
