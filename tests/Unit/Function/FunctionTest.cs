using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Function.Tests;

/// <summary>
/// A test that invokes the packaged function against an endpoint. The environment and the console are the process's own,
/// so the tests of this assembly run one after another.
/// </summary>
public abstract class FunctionTest : IAsyncLifetime
{
    protected const string Rule = "redis-encrypted-at-rest-check-rule";
    protected const string Token = "result-token-of-this-run";
    protected const string Groups = "AWS::ElastiCache::ReplicationGroup";
    protected const string Clusters = "AWS::ElastiCache::CacheCluster";

    private readonly TextWriter _console = Console.Out;
    private readonly StringWriter _log = new();

    protected AwsEndpoint Endpoint { get; private set; } = null!;

    /// <summary>What the function logged, line by line.</summary>
    protected string[] Log => _log.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public async ValueTask InitializeAsync()
    {
        Endpoint = await AwsEndpoint.StartAsync();
        Endpoint.Config.AddRule(Rule, Token);
        foreach ((string name, string? value) in new (string, string?)[]
        {
            ("AWS_REGION", "us-east-1"), ("AWS_ACCESS_KEY_ID", "LAMBDA"), ("AWS_SECRET_ACCESS_KEY", "SECRET-OF-LAMBDA"),
            ("AWS_SESSION_TOKEN", null),
            ("AWS_ENDPOINT_URL", Endpoint.Url), ("AWS_MAX_ATTEMPTS", "2"), ("ASSUME_ROLE_MODE", null), ("FUNCTION_TIMEOUT_SECONDS", null),
            ("AWS_SHARED_CREDENTIALS_FILE", "/nowhere"), ("AWS_CONFIG_FILE", "/nowhere"), ("AWS_PROFILE", null),
        })
        {
            Environment.SetEnvironmentVariable(name, value);
        }

        Console.SetOut(_log);
    }

    public async ValueTask DisposeAsync()
    {
        Console.SetOut(_console);
        _log.Dispose();
        await Endpoint.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>A scheduled run's event, with members changed or taken out (null).</summary>
    protected static string Event(params (string Name, JsonNode? Value)[] changes) => EventOf(new JsonObject
    {
        ["awsAccountId"] = Described.Account,
        ["notificationCreationTime"] = "2026-11-23T03:00:00.000Z",
        ["messageType"] = "ScheduledNotification",
        ["recordVersion"] = "1.0",
    }, changes);

    protected static string EventOf(JsonObject invokingEvent, params (string Name, JsonNode? Value)[] changes)
    {
        JsonObject whole = new()
        {
            ["invokingEvent"] = invokingEvent.ToJsonString(),
            ["ruleParameters"] = "{}",
            ["resultToken"] = Token,
            ["eventLeftScope"] = false,
            ["executionRoleArn"] = "arn:aws:iam::123456789012:role/config",
            ["configRuleArn"] = "arn:aws:config:us-east-1:123456789012:config-rule/config-rule-abcdef",
            ["configRuleName"] = Rule,
            ["configRuleId"] = "config-rule-abcdef",
            ["accountId"] = Described.Account,
            ["version"] = "1.0",
        };
        foreach ((string name, JsonNode? value) in changes)
        {
            if (value is null)
            {
                whole.Remove(name);
            }
            else
            {
                whole[name] = value;
            }
        }

        return whole.ToJsonString();
    }

    /// <summary>Invokes the function; gives the verdicts of its answer as «COMPLIANT type id», sorted.</summary>
    protected static async Task<string[]> InvokeAsync(string json)
    {
        await using Stream answer = await LambdaPackage.InvokeAsync(new MemoryStream(Encoding.UTF8.GetBytes(json)));
        using JsonDocument document = await JsonDocument.ParseAsync(answer);
        return [.. document.RootElement.EnumerateArray()
            .Select(evaluation => $"{evaluation.GetProperty("ComplianceType")} {evaluation.GetProperty("ComplianceResourceType")} "
                + $"{evaluation.GetProperty("ComplianceResourceId")}")
            .Order(StringComparer.Ordinal)];
    }
}
