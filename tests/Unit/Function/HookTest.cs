using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RedisCompliance.Function.Hooks;

namespace RedisCompliance.Function.Tests;

/// <summary>A test that asks the hook, with a server of its own for the payloads that S3 would have.</summary>
public abstract class HookTest : IAsyncLifetime
{
    protected const string Token = "f8da6d11-b23f-48f4-814c-0fb6a667f50e";
    protected const string Group = "AWS::ElastiCache::ReplicationGroup";
    protected const string Cluster = "AWS::ElastiCache::CacheCluster";
    protected const string Serverless = "AWS::ElastiCache::ServerlessCache";
    protected const string StackId =
        "arn:aws:cloudformation:us-west-2:123456789012:stack/MyStack/1a2345b6-0000-00a0-a123-00abc0abc000";

    protected const string Secret = "X-Amz-Signature=0123456789abcdef";

    private readonly StringWriter _log = new();
    private WebApplication? _server;

    /// <summary>What is logged.</summary>
    protected string Log => _log.ToString();

    /// <summary>How the server answers; null while nothing is served.</summary>
    protected Func<HttpContext, Task> Serve { get; set; } = _ => throw new InvalidOperationException("Nothing is served.");

    /// <summary>How many payloads were fetched.</summary>
    protected int Fetched { get; private set; }

    /// <summary>The presigned URL.</summary>
    protected string Url => _server!.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()
        + "/bucket/payload?" + Secret;

    public async ValueTask InitializeAsync()
    {
        Environment.SetEnvironmentVariable("REDISCOMPLIANCE_HOOK_PARAMETERS", null);
        Environment.SetEnvironmentVariable("FUNCTION_TIMEOUT_SECONDS", null);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _server = builder.Build();
        _server.Run(async context =>
        {
            Fetched++;
            await Serve(context);
        });
        await _server.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Environment.SetEnvironmentVariable("REDISCOMPLIANCE_HOOK_PARAMETERS", null);
        await _server!.DisposeAsync();
        _log.Dispose();
        GC.SuppressFinalize(this);
    }

    protected static void SetPolicy(string parameters) =>
        Environment.SetEnvironmentVariable("REDISCOMPLIANCE_HOOK_PARAMETERS", parameters);

    /// <summary>A request as AWS's page shows them, with members of its own changed.</summary>
    protected static JsonObject Request(string target, string? action, JsonObject data) => new()
    {
        ["clientRequestToken"] = Token,
        ["awsAccountId"] = "123456789012",
        ["stackId"] = StackId,
        ["changeSetId"] = null,
        ["hookTypeName"] = "My::Redis::Hook",
        ["hookTypeVersion"] = "00000008",
        ["hookModel"] = new JsonObject { ["LambdaFunction"] = "arn:aws:lambda:us-west-2:123456789012:function:MyFunction" },
        ["actionInvocationPoint"] = action is null ? null : action + "_PRE_PROVISION",
        ["requestData"] = new JsonObject([new("targetName", target), new("targetType", target), .. data.ToArray()
            .Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone()))]),
        ["requestContext"] = new JsonObject { ["invocation"] = 1, ["callbackContext"] = null },
    };

    protected static JsonObject Resource(string type, string? action, string? properties, string? previous = null) =>
        Request(type, action, new JsonObject
        {
            ["targetLogicalId"] = "Cache",
            ["targetModel"] = new JsonObject
            {
                ["resourceProperties"] = properties is null ? null : JsonNode.Parse(properties),
                ["previousResourceProperties"] = previous is null ? null : JsonNode.Parse(previous),
            },
        });

    protected JsonObject Stack(string action) =>
        Request("STACK", action, new JsonObject { ["targetLogicalId"] = "MyStack", ["payload"] = Url });

    protected JsonObject ChangeSet() => Request("CHANGE_SET", "CREATE", new JsonObject
    {
        ["targetLogicalId"] = "arn:aws:cloudformation:us-west-2:123456789012:changeSet/Sample/1a2345b6-0000-00a0-a123-00abc0abc000",
        ["payload"] = Url,
    });

    /// <summary>Serves a payload of S3.</summary>
    protected void ServePayload(JsonObject payload)
    {
        string json = payload.ToJsonString();
        Serve = context => context.Response.WriteAsync(json);
    }

    protected void ServeTemplate(string template, string? previous = null) =>
        ServePayload(new JsonObject { ["template"] = template, ["previousTemplate"] = previous });

    protected void ServeChanges(params JsonObject[] changes) =>
        ServePayload(new JsonObject { ["template"] = "Resources: {}", ["changedResources"] = new JsonArray([.. changes]) });

    protected static JsonObject Change(string action, string type, string? after, string? before = null) => new()
    {
        ["logicalResourceId"] = "Cache",
        ["resourceType"] = type,
        ["action"] = action,
        ["lineNumber"] = 2,
        ["beforeContext"] = before,
        ["afterContext"] = after,
    };

    /// <summary>Asks the hook, by the internal constructor that takes payloads from the test's server.</summary>
    protected async Task<JsonObject> AskAsync(string request, TimeSpan? budget = null)
    {
        HookHandler handler = new(_log, new HookPayload(url => url.IsLoopback), budget);
        await using Stream answer = await handler.HandleAsync(new MemoryStream(Encoding.UTF8.GetBytes(request)));
        return (await JsonNode.ParseAsync(answer))!.AsObject();
    }

    protected Task<JsonObject> AskAsync(JsonObject request) => AskAsync(request.ToJsonString());

    /// <summary>Status, error code and message on one line.</summary>
    protected static string Line(JsonObject answer) =>
        $"{answer["hookStatus"]} {answer["errorCode"]?.GetValue<string>() ?? "-"} {answer["message"]}";

    /// <summary>The annotations, one line each.</summary>
    protected static string[] Annotations(JsonObject answer) =>
        [.. (answer["annotations"]?.AsArray() ?? []).Select(one => $"{one!["status"]} {one["annotationName"]}: {one["statusMessage"]}")];
}
