using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace RedisCompliance.Endpoint;

/// <summary>Lambda, as far as functions and their resource policies go; a function takes its time to get ready.</summary>
public sealed partial class LambdaService(IdentityManagementService identityManagement)
{
    private const string NoListTags =
        "User: arn:aws:iam::123456789012:user/auditor is not authorized to perform: lambda:ListTags because no identity-based policy "
            + "allows the action";

    private readonly Dictionary<(string Region, string Name), Function> _functions = [];
    private readonly Lock _lock = new();

    /// <summary>How many times a role cannot be assumed yet.</summary>
    public int RoleDelay { get; set; }

    /// <summary>How many looks a function is not ready for after it was made or changed.</summary>
    public int StateDelay { get; set; }

    /// <summary>Why updates fail after they were taken; null where they do not.</summary>
    public string? UpdateFailure { get; set; }

    /// <summary>How many functions are on a page of a listing.</summary>
    public int PageSize { get; set; } = 50;

    /// <summary>Whether the caller may see tags (lambda:ListTags).</summary>
    public bool TellsTags { get; set; } = true;

    /// <summary>Whether there are whole resource policies (of 2026).</summary>
    public bool HasResourcePolicies { get; set; } = true;

    internal IEnumerable<string> Lines
    {
        get
        {
            lock (_lock)
            {
                return [.. _functions.Select(
                    function => $"function {function.Key} {function.Value.Configuration.ToJsonString()} {function.Value.CodeSha256} "
                        + $"{function.Value.Tags.ToJsonString()} {function.Value.Statements.ToJsonString()} {function.Value.Concurrency} "
                        + $"{function.Value.EventInvokeConfig?.ToJsonString()}").Order(StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>Adds a function that someone else made.</summary>
    public Function AddFunction(string name, string region = "us-east-1") =>
        _functions[(region, name)] =
            new Function { Configuration = new JsonObject { ["FunctionName"] = name, ["FunctionArn"] = Arn(region, name) } };

    /// <summary>Deletes a function, as someone does who does not know what it is for.</summary>
    public void RemoveFunction(string name, string region = "us-east-1") => _functions.Remove((region, name));

    /// <summary>A function; null where there is none.</summary>
    public Function? FindFunction(string name, string region = "us-east-1") => _functions.GetValueOrDefault((region, name));

    internal Answer Answer(EndpointCall call)
    {
        lock (_lock)
        {
            if (call.Operation == "CreateFunction")
            {
                return Create(call);
            }

            if (call.Operation == "ListFunctions")
            {
                return List(call);
            }

            string name = call.Names[0].Split(':')[^1];
            return _functions.TryGetValue((call.Region, name), out Function? function) ? Answer(call, name, function)
                : Endpoint.Answer.JsonError("ResourceNotFoundException", $"Function not found: {Arn(call.Region, name)}", 404);
        }
    }

    private static string Arn(string region, string name) => $"arn:aws:lambda:{region}:{Described.Account}:function:{name}";

    private Answer List(EndpointCall call)
    {
        int start = call.Marker.Length == 0 ? 0 : int.Parse(call.Marker, System.Globalization.CultureInfo.InvariantCulture);
        Function[] all = [.. _functions.Where(function => function.Key.Region == call.Region)
            .OrderBy(function => function.Key.Name, StringComparer.Ordinal).Select(function => function.Value)];
        JsonObject answer = new()
        {
            ["Functions"] = new JsonArray([.. all.Skip(start).Take(PageSize).Select(function => function.Configuration.DeepClone())]),
        };
        if (start + PageSize < all.Length)
        {
            answer["NextMarker"] = (start + PageSize).ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return Endpoint.Answer.Json(answer);
    }

    private static Answer Conflict(string message) => Endpoint.Answer.JsonError("ResourceConflictException", message, 409);

    private Answer Create(EndpointCall call)
    {
        string name = (string)call.Json["FunctionName"]!;
        if (_functions.ContainsKey((call.Region, name)))
        {
            return Conflict($"Function already exist: {name}");
        }

        if (!CanAssume((string)call.Json["Role"]!))
        {
            return Endpoint.Answer.JsonError(
                "InvalidParameterValueException", "The role defined for the function cannot be assumed by Lambda.");
        }

        JsonObject configuration = call.Json.DeepClone().AsObject();
        configuration.Remove("Code");
        configuration.Remove("Tags");
        configuration["FunctionArn"] = Arn(call.Region, name);
        Function function = _functions[(call.Region, name)] = new Function
        {
            Configuration = configuration,
            CodeSha256 = Hash(call.Json["Code"]!["ZipFile"]!),
            Looks = StateDelay,
        };
        function.GrantedRoleId = RoleIdOf(function);
        Tag(function, call);
        return Endpoint.Answer.Json(configuration.DeepClone().AsObject(), 201);
    }

    private string? RoleIdOf(Function function) =>
        identityManagement.FindRole(((string)function.Configuration["Role"]!).Split('/')[^1])?.RoleId;

    private static bool IsEmpty(JsonNode? environment) => environment?["Variables"] is not JsonObject { Count: > 0 };

    /// <summary>Lambda looks whether it can assume the role when it is given one.</summary>
    private bool CanAssume(string roleArn) => RoleDelay-- <= 0
        && (roleArn.Contains("/given", StringComparison.Ordinal)
            || identityManagement.FindRole(roleArn.Split('/')[^1])?.Trust.Contains(
                "lambda.amazonaws.com", StringComparison.Ordinal) == true);

    private static string Hash(JsonNode zipFile) => Convert.ToBase64String(SHA256.HashData(Convert.FromBase64String((string)zipFile!)));

    private static void Tag(Function function, EndpointCall call)
    {
        foreach ((string key, JsonNode? value) in call.Json["Tags"]?.AsObject() ?? [])
        {
            function.Tags[key] = value!.DeepClone();
        }
    }

    private Answer Answer(EndpointCall call, string name, Function function)
    {
        switch (call.Operation)
        {
            case "GetFunction":
                JsonObject configuration = function.Configuration.DeepClone().AsObject();
                configuration["CodeSha256"] = function.CodeSha256;
                configuration["State"] = function.IsUpdating || function.Looks <= 0 ? "Active" : "Pending";
                configuration["LastUpdateStatus"] = function.IsUpdating
                    && function.Looks > 0 ? "InProgress" : function.Failure is null ? "Successful" : "Failed";
                configuration["LastUpdateStatusReason"] = function.Failure;
                function.Looks--;
                JsonObject answer = new() { ["Configuration"] = configuration };
                if (!TellsTags)
                {
                    answer["TagsError"] = new JsonObject { ["ErrorCode"] = "AccessDeniedException", ["Message"] = NoListTags };
                }
                else if (function.Tags.Count > 0)
                {
                    answer["Tags"] = function.Tags.DeepClone();
                }

                if (function.Concurrency is { } reserved)
                {
                    answer["Concurrency"] = new JsonObject { ["ReservedConcurrentExecutions"] = reserved };
                }

                return Endpoint.Answer.Json(answer);
            case "UpdateFunctionConfiguration" or "UpdateFunctionCode" when function.Looks > 0:
                return Conflict("The operation cannot be performed at this time. An update is in progress for resource: " + name);
            case "UpdateFunctionConfiguration":
                foreach ((string member, JsonNode? value) in call.Json)
                {
                    function.Configuration[member] = value?.DeepClone();
                }

                function.GrantedRoleId = IsEmpty(call.Json["Environment"]) ? null : function.GrantedRoleId ?? RoleIdOf(function);

                return Updated(function);
            case "UpdateFunctionCode":
                function.CodeSha256 = Hash(call.Json["ZipFile"]!);
                function.Configuration["Architectures"] = call.Json["Architectures"]!.DeepClone();
                return Updated(function);
            case "TagResource":
                Tag(function, call);
                return new Answer(204, default);
            case "UntagResource":
                function.Tags.Remove(call.Parameters["tagKeys"]);
                return new Answer(204, default);
            case "DeleteFunction":
                _functions.Remove((call.Region, name));
                return new Answer(204, default);
            case "DeleteFunctionConcurrency":
                function.Concurrency = null;
                return new Answer(204, default);
            case "GetFunctionEventInvokeConfig":
                return function.EventInvokeConfig is { } destinations ? Endpoint.Answer.Json(destinations.DeepClone().AsObject())
                    : Endpoint.Answer.JsonError(
                        "ResourceNotFoundException", $"The function {name} doesn't have an EventInvokeConfig", 404);
            case "DeleteFunctionEventInvokeConfig":
                function.EventInvokeConfig = null;
                return new Answer(204, default);
            case "GetResourcePolicy" or "PutResourcePolicy" when !HasResourcePolicies:
                return Endpoint.Answer.JsonError(
                    "AccessDeniedException", "Unable to determine service/operation name to be authorized", 403);
            case "PutResourcePolicy":
                return PutResourcePolicy(call, function);
            case "GetPolicy" or "GetResourcePolicy":
                return function.Statements.Count == 0
                    ? Endpoint.Answer.JsonError("ResourceNotFoundException", "The resource you requested does not exist.", 404)
                    : Endpoint.Answer.Json(new JsonObject
                    {
                        ["Policy"] = new JsonObject { ["Version"] = "2012-10-17", ["Id"] = "default",
                            ["Statement"] = function.Statements.DeepClone() }.ToJsonString(),
                        ["RevisionId"] = function.Revision,
                    });
            case "AddPermission":
                return AddPermission(call, function);
            case "RemovePermission":
                JsonNode? statement = function.Statements.FirstOrDefault(statement => (string?)statement!["Sid"] == call.Names[1]);
                function.Changes++;
                return statement is not null && function.Statements.Remove(statement) ? new Answer(204, default)
                    : Endpoint.Answer.JsonError(
                        "ResourceNotFoundException", $"Statement {call.Names[1]} is not found in resource policy.", 404);
            default:
                return Endpoint.Answer.JsonError("UnknownOperationException", call.Operation);
        }
    }

    private Answer Updated(Function function)
    {
        function.IsUpdating = true;
        function.Failure = UpdateFailure;
        function.Looks = StateDelay;
        return Endpoint.Answer.Json(function.Configuration.DeepClone().AsObject());
    }

    /// <summary>A function.</summary>
    public sealed class Function
    {
        public required JsonObject Configuration { get; init; }

        public string CodeSha256 { get; set; } = string.Empty;

        public JsonObject Tags { get; } = [];

        public JsonArray Statements { get; } = [];

        public int? Concurrency { get; set; }

        public JsonObject? EventInvokeConfig { get; set; }

        /// <summary>The role that may use the key of the environment variables: the one that was there when they were set.</summary>
        public string? GrantedRoleId { get; set; }

        internal int Changes { get; set; }

        internal string Revision => $"00000000-0000-0000-0000-{Changes:d12}";

        internal string? Failure { get; set; }

        internal int Looks { get; set; }

        internal bool IsUpdating { get; set; }
    }
}
