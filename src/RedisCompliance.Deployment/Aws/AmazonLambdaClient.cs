using System.Text.Json;

namespace RedisCompliance.Deployment.Aws;

/// <summary>
/// The operations of AWS Lambda that an installation needs. Names as in AWSSDK.Lambda, whose place it takes.
/// </summary>
/// <remarks>AWS Lambda API Reference, version 2015-03-31.</remarks>
internal sealed class AmazonLambdaClient(AwsConnection connection)
    : ServiceClient(connection, new AmazonLambdaConfig(connection)), ILambdaFunctions
{
    private const string NotFound = "ResourceNotFoundException";
    private const string FunctionPath = "/2015-03-31/functions/{0}";
    private const string ConfigPrincipal = "config.amazonaws.com";

    private static readonly RestRequestMarshaller s_marshaller = new("Lambda");

    public Task<FunctionDetail?> GetFunctionAsync(string functionName, CancellationToken cancellationToken) =>
        OrNullAsync(CallAsync("GetFunction", new RestRequest("GET", FunctionPath, [functionName]), ReadFunction, cancellationToken), NotFound);

    public Task<string> CreateFunctionAsync(
        FunctionSettings settings, ReadOnlyMemory<byte> zipFile, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken) =>
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
        CallAsync("UpdateFunctionConfiguration", new RestRequest("PUT", FunctionPath + "/configuration", [settings.FunctionName], json => WriteConfiguration(json, settings)), cancellationToken);

    public Task UpdateFunctionCodeAsync(string functionName, ReadOnlyMemory<byte> zipFile, string architecture, CancellationToken cancellationToken) =>
        CallAsync("UpdateFunctionCode", new RestRequest("PUT", FunctionPath + "/code", [functionName], json =>
        {
            json.WriteBase64String("ZipFile", zipFile.Span);
            WriteArchitectures(json, architecture);
        }), cancellationToken);

    public Task TagResourceAsync(string functionArn, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken) =>
        CallAsync("TagResource", new RestRequest("POST", "/2017-03-31/tags/{0}", [functionArn], json => WriteMap(json, "Tags", tags)), cancellationToken);

    public Task DeleteFunctionAsync(string functionName, CancellationToken cancellationToken) =>
        CallAsync("DeleteFunction", new RestRequest("DELETE", FunctionPath, [functionName]), cancellationToken);

    public async Task<IReadOnlyList<InvokePermission>> GetPolicyAsync(string functionName, CancellationToken cancellationToken) =>
        await OrNullAsync(CallAsync("GetPolicy", new RestRequest("GET", FunctionPath + "/policy", [functionName]),
            answer => ReadPermissions(answer.RequiredText("Policy")), cancellationToken), NotFound).ConfigureAwait(false) ?? [];

    public Task AddPermissionAsync(string functionName, InvokePermission permission, CancellationToken cancellationToken) =>
        CallAsync("AddPermission", new RestRequest("POST", FunctionPath + "/policy", [functionName], json =>
        {
            json.WriteString("StatementId", permission.StatementId);
            json.WriteString("Action", "lambda:InvokeFunction");
            json.WriteString("Principal", ConfigPrincipal);
            WriteOptional(json, "SourceAccount", permission.SourceAccount);
            WriteOptional(json, "SourceArn", permission.SourceArn);
            WriteOptional(json, "PrincipalOrgID", permission.PrincipalOrgId);
        }), cancellationToken);

    public Task RemovePermissionAsync(string functionName, string statementId, CancellationToken cancellationToken) =>
        CallAsync("RemovePermission", new RestRequest("DELETE", FunctionPath + "/policy/{1}", [functionName, statementId]), cancellationToken);

    private Task<T> CallAsync<T>(string operation, RestRequest request, Func<JsonElement, T> read, CancellationToken cancellationToken)
        where T : class =>
        CallAsync<T>(operation, request, s_marshaller, new JsonAnswerUnmarshaller<T>(JsonMembers.Document(read)), cancellationToken);

    /// <summary>For operations whose answer is of no interest; some have none.</summary>
    private Task CallAsync(string operation, RestRequest request, CancellationToken cancellationToken) =>
        CallAsync<string>(operation, request, s_marshaller, new JsonAnswerUnmarshaller<string>(JsonMembers.Document(_ => string.Empty), mayBeEmpty: true), cancellationToken);

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

    private static FunctionDetail ReadFunction(JsonElement answer)
    {
        JsonElement configuration = answer.Find("Configuration") ?? throw new JsonException("Configuration is missing.");
        return new FunctionDetail(
            new FunctionSettings
            {
                FunctionName = configuration.RequiredText("FunctionName"),
                Role = configuration.Text("Role") ?? string.Empty,
                Runtime = configuration.Text("Runtime") ?? string.Empty,
                Handler = configuration.Text("Handler") ?? string.Empty,
                Description = configuration.Text("Description") ?? string.Empty,
                MemorySize = configuration.Number("MemorySize") ?? 0,
                Timeout = configuration.Number("Timeout") ?? 0,
                // A function is for x86_64 unless it says otherwise.
                Architecture = configuration.Items("Architectures").Select(item => item.GetString()).FirstOrDefault() ?? "x86_64",
                Environment = configuration.Find("Environment")?.Map("Variables") ?? new Dictionary<string, string>(),
            },
            configuration.RequiredText("FunctionArn"),
            configuration.Text("CodeSha256") ?? string.Empty,
            configuration.Text("State"),
            configuration.Text("LastUpdateStatus"),
            configuration.Text("StateReason") ?? configuration.Text("LastUpdateStatusReason"),
            answer.Map("Tags"));
    }

    /// <summary>The statements of a resource policy that are of the form that AddPermission gives them for AWS Config.</summary>
    private static IReadOnlyList<InvokePermission> ReadPermissions(string policy)
    {
        using JsonDocument document = JsonDocument.Parse(policy, new JsonDocumentOptions { MaxDepth = 32 });
        JsonElement statements = document.RootElement.Find("Statement") ?? throw JsonMembers.Missing("Statement");
        return [.. (statements.ValueKind == JsonValueKind.Object ? [statements] : (IEnumerable<JsonElement>)statements.EnumerateArray())
            .Where(statement => statement.Text("Effect") == "Allow" && IsOfConfig(statement.Find("Principal")) && statement.Text("Sid") is not null)
            .Select(statement => new InvokePermission(
                statement.Text("Sid")!, Condition(statement, "AWS:SourceAccount"), Condition(statement, "AWS:SourceArn"), Condition(statement, "aws:PrincipalOrgID")))];
    }

    /// <summary>Others may have granted to "*", to accounts, or to several services at once.</summary>
    private static bool IsOfConfig(JsonElement? principal) =>
        principal is { ValueKind: JsonValueKind.Object } named && named.Find("Service") is { ValueKind: JsonValueKind.String } service && service.ValueEquals(ConfigPrincipal);

    /// <summary>The value of a condition key, whatever the operator; keys are the same in upper and lower case.</summary>
    private static string? Condition(JsonElement statement, string key) => statement.Find("Condition")?.EnumerateObject()
        .SelectMany(condition => condition.Value.EnumerateObject())
        .Where(condition => string.Equals(condition.Name, key, StringComparison.OrdinalIgnoreCase))
        .Select(condition => condition.Value.ValueKind == JsonValueKind.String ? condition.Value.GetString() : condition.Value.GetRawText())
        .FirstOrDefault();

    private sealed class AmazonLambdaConfig(AwsConnection connection) : ServiceConfig(connection, "Lambda", "lambda")
    {
        public override string ServiceVersion => "2015-03-31";
    }
}
