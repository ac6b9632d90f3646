using System.Text.Json.Nodes;

namespace RedisCompliance.Endpoint;

/// <content>Resource policies of functions.</content>
public sealed partial class LambdaService
{
    /// <summary>Whether a function's resource policy lets AWS Config invoke it for a rule.</summary>
    internal bool MayBeInvokedBy(string functionArn, string? ruleArn)
    {
        lock (_lock)
        {
            return _functions.Values.FirstOrDefault(
                function => (string?)function.Configuration["FunctionArn"] == functionArn) is { } function
                && function.Statements.Any(statement => statement!["Condition"] is not JsonObject condition
                    || condition["ArnLike"]?["AWS:SourceArn"] is not { } sourceArn || (string?)sourceArn == ruleArn);
        }
    }

    /// <summary>Replaces all statements; not those of a policy that was changed since its revision was read.</summary>
    private static Answer PutResourcePolicy(EndpointCall call, Function function)
    {
        string policy = (string)call.Json["Policy"]!;
        if (policy.Length > 20_480)
        {
            return Endpoint.Answer.JsonError(
                "PolicyLengthExceededException", $"The final policy size ({policy.Length}) is bigger than the limit (20480)");
        }

        if (call.Json["RevisionId"] is { } revision && (string?)revision != function.Revision)
        {
            return Endpoint.Answer.JsonError(
                "PreconditionFailedException", "The RevisionId provided does not match the latest RevisionId.", 412);
        }

        function.Changes++;
        function.Statements.Clear();
        foreach (JsonNode? statement in JsonNode.Parse(policy)!["Statement"]!.AsArray())
        {
            function.Statements.Add(statement!.DeepClone());
        }

        return Endpoint.Answer.Json(new JsonObject { ["Policy"] = policy, ["RevisionId"] = function.Revision });
    }

    private static Answer AddPermission(EndpointCall call, Function function)
    {
        string statementId = (string)call.Json["StatementId"]!;
        if (function.Statements.Any(statement => (string?)statement!["Sid"] == statementId))
        {
            return Conflict($"The statement id ({statementId}) provided already exists. Please provide a new statement id, or remove the "
                + $"existing statement.");
        }

        JsonObject condition = [];
        foreach ((string member, string test, string key) in new[]
        {
            ("SourceAccount", "StringEquals", "AWS:SourceAccount"), ("SourceArn", "ArnLike", "AWS:SourceArn"),
            ("PrincipalOrgID", "StringEquals", "aws:PrincipalOrgID"),
        })
        {
            if (call.Json[member] is { } value)
            {
                condition[test] ??= new JsonObject();
                condition[test]![key] = value.DeepClone();
            }
        }

        JsonObject added = new()
        {
            ["Sid"] = statementId,
            ["Effect"] = "Allow",
            ["Principal"] = new JsonObject { ["Service"] = call.Json["Principal"]!.DeepClone() },
            ["Action"] = call.Json["Action"]!.DeepClone(),
            ["Resource"] = function.Configuration["FunctionArn"]!.DeepClone(),
            ["Condition"] = condition,
        };
        function.Changes++;
        function.Statements.Add(added);
        return Endpoint.Answer.Json(new JsonObject { ["Statement"] = added.ToJsonString() }, 201);
    }
}
