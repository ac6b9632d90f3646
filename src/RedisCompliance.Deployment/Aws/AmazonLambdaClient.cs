using System.Text.Json;

namespace RedisCompliance.Deployment.Aws;

/// <summary>The operations of AWS Lambda that an installation needs, under the names of AWSSDK.Lambda, which it replaces.</summary>
/// <remarks>AWS Lambda API Reference, version 2015-03-31.</remarks>
internal sealed class AmazonLambdaClient(AwsConnection connection)
    : ServiceClient(connection, new AmazonLambdaConfig(connection)), ILambdaFunctions
{
    private const string TextFormat = "Text";
    private const string NotFound = "ResourceNotFoundException";
    private const string ResourcePolicyPath = "/2026-07-09/resource-policy/{0}";
    private const string EventInvokePath = "/2019-09-25/functions/{0}/event-invoke-config";
    private const string FunctionPath = "/2015-03-31/functions/{0}";

    private static readonly RestRequestMarshaller s_marshaller = new("Lambda");

    public async Task<IReadOnlyList<ListedFunction>> ListFunctionsAsync(CancellationToken cancellationToken) =>
        await TokenPages.ReadAllAsync("ListFunctions", (marker, stop) => CallAsync("ListFunctions",
            new RestRequest("GET", "/2015-03-31/functions", []) { Query = marker is null ? [] : [new("Marker", marker)] },
            answer => new TokenPage<ListedFunction>([.. answer.RequiredItems("Functions").Select(ReadListed)], answer.Text("NextMarker")),
            stop), cancellationToken).ConfigureAwait(false);

    public Task<FunctionDetail?> GetFunctionAsync(string functionName, CancellationToken cancellationToken) =>
        OrNullAsync(CallAsync("GetFunction", new RestRequest("GET", FunctionPath, [functionName]), ReadFunction, cancellationToken),
            NotFound);

    public Task<string> CreateFunctionAsync(
        FunctionSettings settings, ReadOnlyMemory<byte> zipFile, IReadOnlyDictionary<string, string> tags,
        CancellationToken cancellationToken) =>
        CallAsync("CreateFunction", new RestRequest("POST", "/2015-03-31/functions", [], json =>
        {
            json.WriteString("FunctionName", settings.FunctionName);
            WriteConfiguration(json, settings);
            json.WriteStartObject("Code");
            json.WriteBase64String("ZipFile", zipFile.Span);
            json.WriteEndObject();
            WriteArchitectures(json, settings.Architecture);
            WriteMap(json, "Tags", tags);
        }), answer => answer.RequiredText("FunctionArn"), cancellationToken);

    public Task UpdateFunctionConfigurationAsync(FunctionSettings settings, CancellationToken cancellationToken) =>
        CallAsync("UpdateFunctionConfiguration",
            new RestRequest("PUT", FunctionPath + "/configuration", [settings.FunctionName], json => WriteConfiguration(json, settings)),
            cancellationToken);

    public Task UpdateFunctionCodeAsync(
        string functionName, ReadOnlyMemory<byte> zipFile, string architecture, CancellationToken cancellationToken) =>
        CallAsync("UpdateFunctionCode", new RestRequest("PUT", FunctionPath + "/code", [functionName], json =>
        {
            json.WriteBase64String("ZipFile", zipFile.Span);
            WriteArchitectures(json, architecture);
        }), cancellationToken);

    public Task TagResourceAsync(string functionArn, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken) =>
        CallAsync("TagResource", new RestRequest("POST", "/2017-03-31/tags/{0}", [functionArn], json => WriteMap(json, "Tags", tags)),
            cancellationToken);

    public Task UntagResourceAsync(string functionArn, string tagKey, CancellationToken cancellationToken) =>
        CallAsync("UntagResource", new RestRequest("DELETE", "/2017-03-31/tags/{0}", [functionArn])
        {
            Query = [new("tagKeys", tagKey)],
        }, cancellationToken);

    public Task DeleteFunctionAsync(string functionName, CancellationToken cancellationToken) =>
        CallAsync("DeleteFunction", new RestRequest("DELETE", FunctionPath, [functionName]), cancellationToken);

    public async Task<IReadOnlyList<FunctionStatement>> GetPolicyAsync(string functionName, CancellationToken cancellationToken) =>
        await OrNullAsync(CallAsync("GetPolicy", new RestRequest("GET", FunctionPath + "/policy", [functionName]),
            answer => FunctionStatement.ReadAll(answer.RequiredText("Policy")), cancellationToken), NotFound).ConfigureAwait(false) ?? [];

    public Task<FunctionPolicy?> GetResourcePolicyAsync(string functionArn, CancellationToken cancellationToken) =>
        OrNullAsync(CallAsync("GetResourcePolicy", new RestRequest("GET", ResourcePolicyPath, [functionArn]),
            ReadPolicy, cancellationToken), NotFound);

    public Task PutResourcePolicyAsync(string functionArn, string policy, string revisionId, CancellationToken cancellationToken) =>
        CallAsync("PutResourcePolicy", new RestRequest("PUT", ResourcePolicyPath, [functionArn], json =>
        {
            json.WriteString("Policy", policy);
            json.WriteString("RevisionId", revisionId);
        }), cancellationToken);

    /// <summary>AddPermission accepts only one account.</summary>
    public Task AddPermissionAsync(string functionName, InvokePermission permission, CancellationToken cancellationToken) =>
        CallAsync("AddPermission", new RestRequest("POST", FunctionPath + "/policy", [functionName], json =>
        {
            json.WriteString("StatementId", permission.StatementId);
            json.WriteString("Action", "lambda:InvokeFunction");
            json.WriteString("Principal", FunctionStatement.ConfigPrincipal);
            json.WriteString("SourceAccount", permission.SourceAccounts.Single());
            WriteOptional(json, "SourceArn", permission.SourceArn);
        }), cancellationToken);

    public Task DeleteFunctionConcurrencyAsync(string functionName, CancellationToken cancellationToken) =>
        CallAsync("DeleteFunctionConcurrency", new RestRequest("DELETE", "/2017-10-31/functions/{0}/concurrency", [functionName]),
            cancellationToken);

    public Task<EventDestinations?> GetFunctionEventInvokeConfigAsync(string functionName, CancellationToken cancellationToken) =>
        OrNullAsync(CallAsync("GetFunctionEventInvokeConfig", new RestRequest("GET", EventInvokePath, [functionName]),
            answer => new EventDestinations(Destination(answer, "OnFailure"), Destination(answer, "OnSuccess")), cancellationToken),
                NotFound);

    public Task DeleteFunctionEventInvokeConfigAsync(string functionName, CancellationToken cancellationToken) =>
        CallAsync("DeleteFunctionEventInvokeConfig", new RestRequest("DELETE", EventInvokePath, [functionName]), cancellationToken);

    public Task RemovePermissionAsync(string functionName, string statementId, CancellationToken cancellationToken) =>
        CallAsync("RemovePermission", new RestRequest("DELETE", FunctionPath + "/policy/{1}", [functionName, statementId]),
            cancellationToken);

    private Task<T> CallAsync<T>(string operation, RestRequest request, Func<JsonElement, T> read, CancellationToken cancellationToken)
        where T : class =>
        CallAsync<T>(operation, request, s_marshaller, new JsonAnswerUnmarshaller<T>(JsonMembers.Document(read)), cancellationToken);

    /// <summary>Calls an operation whose answer is ignored; some have none.</summary>
    private Task CallAsync(string operation, RestRequest request, CancellationToken cancellationToken) =>
        CallAsync<string>(operation, request, s_marshaller,
            new JsonAnswerUnmarshaller<string>(JsonMembers.Document(_ => string.Empty), mayBeEmpty: true), cancellationToken);

    private static void WriteConfiguration(Utf8JsonWriter json, FunctionSettings settings)
    {
        json.WriteString("Runtime", settings.Runtime);
        json.WriteString("Role", settings.Role);
        json.WriteString("Handler", settings.Handler);
        json.WriteString("Description", settings.Description);
        json.WriteNumber("Timeout", settings.Timeout);
        json.WriteNumber("MemorySize", settings.MemorySize);
        json.WriteStartObject("Environment");
        WriteMap(json, "Variables", settings.Environment);
        json.WriteEndObject();
        foreach (string addition in settings.Resets)
        {
            WriteReset(json, addition, settings.FunctionName);
        }
    }

    /// <remarks>AWS Lambda API Reference, UpdateFunctionConfiguration: an empty value removes the setting.</remarks>
    private static void WriteReset(Utf8JsonWriter json, string addition, string functionName)
    {
        switch (addition)
        {
            case FunctionAdditions.KmsKeyArn:
                json.WriteString(addition, string.Empty);
                break;
            case FunctionAdditions.Layers or FunctionAdditions.FileSystemConfigs:
                json.WriteStartArray(addition);
                json.WriteEndArray();
                break;
            case FunctionAdditions.VpcConfig:
                json.WriteStartObject(addition);
                json.WriteStartArray("SubnetIds");
                json.WriteEndArray();
                json.WriteStartArray("SecurityGroupIds");
                json.WriteEndArray();
                json.WriteEndObject();
                break;
            case FunctionAdditions.DeadLetterConfig:
                json.WriteStartObject(addition);
                json.WriteString("TargetArn", string.Empty);
                json.WriteEndObject();
                break;
            case FunctionAdditions.LoggingConfig:
                json.WriteStartObject(addition);
                json.WriteString("LogFormat", TextFormat);
                json.WriteString("LogGroup", RuleDefinition.LogGroupOf(functionName));
                json.WriteEndObject();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(addition), addition, null);
        }
    }

    private static void WriteArchitectures(Utf8JsonWriter json, string architecture)
    {
        json.WriteStartArray("Architectures");
        json.WriteStringValue(architecture);
        json.WriteEndArray();
    }

    private static void WriteMap(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, string> map)
    {
        json.WriteStartObject(name);
        foreach (KeyValuePair<string, string> item in map)
        {
            json.WriteString(item.Key, item.Value);
        }

        json.WriteEndObject();
    }

    private static void WriteOptional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static FunctionPolicy ReadPolicy(JsonElement answer)
    {
        string policy = answer.RequiredText("Policy");
        return new FunctionPolicy(policy, answer.RequiredText("RevisionId"), FunctionStatement.ReadAll(policy));
    }

    private static ListedFunction ReadListed(JsonElement function) => new(
        function.RequiredText("FunctionName"), function.Text("Description") ?? string.Empty,
        function.Find("Environment")?.Map("Variables").ContainsKey(FunctionEnvironment.Installation) == true);

    private static FunctionDetail ReadFunction(JsonElement answer)
    {
        JsonElement configuration = answer.Find("Configuration") ?? throw new JsonException("Configuration is missing.");
        JsonElement? tagsError = answer.Find("TagsError");
        JsonElement? environment = configuration.Find("Environment");
        string functionName = configuration.RequiredText("FunctionName");
        return new FunctionDetail(
            new FunctionSettings
            {
                FunctionName = functionName,
                Role = configuration.Text("Role") ?? string.Empty,
                Runtime = configuration.Text("Runtime") ?? string.Empty,
                Handler = configuration.Text("Handler") ?? string.Empty,
                Description = configuration.Text("Description") ?? string.Empty,
                MemorySize = configuration.Number("MemorySize") ?? 0,
                Timeout = configuration.Number("Timeout") ?? 0,
                // The default architecture is x86_64.
                Architecture = configuration.Items("Architectures").Select(item => item.GetString()).FirstOrDefault() ?? "x86_64",
                Environment = environment?.Map("Variables") ?? new Dictionary<string, string>(),
            },
            configuration.RequiredText("FunctionArn"),
            configuration.Text("CodeSha256") ?? string.Empty,
            configuration.Text("State"),
            configuration.Text("LastUpdateStatus"),
            configuration.Text("StateReason") ?? configuration.Text("LastUpdateStatusReason"),
            // Without Tags and TagsError, the function has no tags (AWS Lambda API Reference, GetFunction).
            tagsError is null ? answer.Map("Tags") : null)
        {
            TagsError = ErrorText(tagsError),
            AreTagsDenied = tagsError?.Text("ErrorCode") == "AccessDeniedException",
            EnvironmentError = ErrorText(environment?.Find("Error")),
            Additions = ReadAdditions(answer, configuration, functionName),
        };
    }

    private static string? ErrorText(JsonElement? error) => error is { } found ? $"{found.Text("ErrorCode")}: "
        + $"{found.Text("Message")}" : null;

    private static Dictionary<string, string> ReadAdditions(JsonElement answer, JsonElement configuration, string functionName)
    {
        Dictionary<string, string> additions = [];
        Add(FunctionAdditions.Layers, string.Join(", ", configuration.Items("Layers").Select(layer => layer.Text("Arn"))));
        Add(FunctionAdditions.VpcConfig,
            string.Join(", ", configuration.Find("VpcConfig")?.Items("SubnetIds").Select(subnet => subnet.GetString()) ?? []));
        Add(FunctionAdditions.KmsKeyArn, configuration.Text("KMSKeyArn"));
        Add(FunctionAdditions.DeadLetterConfig, configuration.Find("DeadLetterConfig")?.Text("TargetArn"));
        Add(FunctionAdditions.FileSystemConfigs,
            string.Join(", ", configuration.Items("FileSystemConfigs").Select(system => system.Text("Arn"))));
        Add(FunctionAdditions.ReservedConcurrentExecutions,
            answer.Find("Concurrency")?.Number("ReservedConcurrentExecutions")?.ToString(
                System.Globalization.CultureInfo.InvariantCulture));
        if (configuration.Find("LoggingConfig") is { } logging
            && ((logging.Text("LogGroup") ?? RuleDefinition.LogGroupOf(functionName)) != RuleDefinition.LogGroupOf(functionName)
                || (logging.Text("LogFormat") ?? TextFormat) != TextFormat))
        {
            Add(FunctionAdditions.LoggingConfig, $"{logging.Text("LogGroup")} {logging.Text("LogFormat")}".Trim());
        }

        return additions;

        void Add(string member, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                additions[member] = value!;
            }
        }
    }

    private static string? Destination(JsonElement answer, string of) => answer.Find("DestinationConfig")?.Find(of)?.Text("Destination");

    private sealed class AmazonLambdaConfig(AwsConnection connection) : ServiceConfig(connection, "Lambda", "lambda")
    {
        public override string ServiceVersion => "2015-03-31";
    }
}
