using System.Text.Json;

namespace RedisCompliance.Aws.Config;

/// <summary>
/// The operations of AWS Config that this project calls. Names follow AWSSDK.ConfigService, which this client replaces.
/// </summary>
/// <remarks>AWS Config API Reference, version 2014-11-12.</remarks>
internal partial class AmazonConfigServiceClient(AwsConnection connection)
    : JsonServiceClient(connection, new AmazonConfigServiceConfig(connection), "StarlingDoveService")
{
    private protected const string NoSuchConfigRule = "NoSuchConfigRuleException";

    // The largest page of GetComplianceDetailsByConfigRule.
    internal const int Limit = 100;

    /// <summary>Sends one batch; returns the entries of FailedEvaluations.</summary>
    public Task<List<ConfigEvaluation>> PutEvaluationsAsync(
        IReadOnlyList<ConfigEvaluation> evaluations, string resultToken, bool testMode, CancellationToken cancellationToken) =>
        CallAsync("PutEvaluations", json =>
        {
            json.WriteStartArray("Evaluations");
            foreach (ConfigEvaluation evaluation in evaluations)
            {
                Write(json, evaluation);
            }

            json.WriteEndArray();
            json.WriteString("ResultToken", resultToken);
            if (testMode)
            {
                json.WriteBoolean("TestMode", true);
            }
        }, (ReadJson<List<ConfigEvaluation>>)ReadFailedEvaluations, testMode ? null : resultToken, cancellationToken);

    public Task PutExternalEvaluationAsync(string configRuleName, ConfigEvaluation evaluation, CancellationToken cancellationToken) =>
        CallAsync("PutExternalEvaluation", json =>
        {
            json.WriteString("ConfigRuleName", configRuleName);
            json.WritePropertyName("ExternalEvaluation");
            Write(json, evaluation);
        }, cancellationToken);

    public Task<TokenPage<StoredEvaluation>> GetComplianceDetailsByConfigRuleAsync(
        string configRuleName, IReadOnlyCollection<string> complianceTypes, string? nextToken, CancellationToken cancellationToken) =>
        CallAsync("GetComplianceDetailsByConfigRule", json =>
        {
            json.WriteString("ConfigRuleName", configRuleName);
            WriteList(json, "ComplianceTypes", complianceTypes);
            json.WriteNumber("Limit", Limit);
            if (nextToken is not null)
            {
                json.WriteString("NextToken", nextToken);
            }
        }, (ReadJson<TokenPage<StoredEvaluation>>)StoredEvaluationReader.Read, null, cancellationToken);

    /// <summary>The rule names on the first page.</summary>
    public Task<IReadOnlyList<string>> ListConfigRuleNamesAsync(CancellationToken cancellationToken) =>
        CallAsync<IReadOnlyList<string>>("DescribeConfigRules", _ => { },
            answer => [.. answer.RequiredItems("ConfigRules").Select(rule => rule.RequiredText("ConfigRuleName"))], cancellationToken);

    /// <summary>A rule's parameters as JSON; empty if it has none, null if there is no such rule.</summary>
    public Task<string?> GetInputParametersAsync(string configRuleName, CancellationToken cancellationToken) =>
        FindConfigRuleAsync(configRuleName, rule => rule.Text("InputParameters") ?? string.Empty, cancellationToken);

    /// <summary>Reads a rule; null if there is no such rule.</summary>
    private protected async Task<T?> FindConfigRuleAsync<T>(
        string configRuleName, Func<JsonElement, T> read, CancellationToken cancellationToken)
        where T : class =>
        (await OrNullAsync(
            CallAsync<IReadOnlyList<T>>("DescribeConfigRules", json => WriteList(json, "ConfigRuleNames", [configRuleName]),
                answer => [.. answer.ItemOf("ConfigRules", "ConfigRuleName", configRuleName).Select(read)], cancellationToken),
            NoSuchConfigRule).ConfigureAwait(false)) is [var found, ..] ? found : null;

    private protected static void WriteList(Utf8JsonWriter json, string name, IEnumerable<string> items)
    {
        json.WriteStartArray(name);
        foreach (string item in items)
        {
            json.WriteStringValue(item);
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, ConfigEvaluation evaluation)
    {
        json.WriteStartObject();
        json.WriteString("ComplianceResourceType", evaluation.ComplianceResourceType);
        json.WriteString("ComplianceResourceId", evaluation.ComplianceResourceId);
        json.WriteString("ComplianceType", evaluation.ComplianceType);
        if (evaluation.Annotation is not null)
        {
            json.WriteString("Annotation", evaluation.Annotation);
        }

        json.WriteNumber("OrderingTimestamp", Seconds(evaluation.OrderingTimestamp));
        json.WriteEndObject();
    }

    /// <summary>Seconds since 1970, as in timestamps of the JSON 1.1 protocol; to the millisecond.</summary>
    private static decimal Seconds(DateTime time) => new DateTimeOffset(time.ToUniversalTime()).ToUnixTimeMilliseconds() / 1000m;

    /// <summary>If FailedEvaluations is absent or null, no evaluation failed.</summary>
    private static List<ConfigEvaluation> ReadFailedEvaluations(ref Utf8JsonReader json)
    {
        List<ConfigEvaluation> failed = [];
        while (JsonMembers.Next(ref json) is { } member)
        {
            if (member != "FailedEvaluations")
            {
                json.Skip();
                continue;
            }

            for (bool isList = JsonMembers.OpenList(ref json); isList && JsonMembers.NextItem(ref json);)
            {
                failed.Add(ReadFailedEvaluation(ref json));
            }
        }

        return failed;
    }

    private static ConfigEvaluation ReadFailedEvaluation(ref Utf8JsonReader json)
    {
        using JsonDocument entry = JsonDocument.ParseValue(ref json);
        return new ConfigEvaluation
        {
            ComplianceResourceType = entry.RootElement.RequiredText("ComplianceResourceType"),
            ComplianceResourceId = entry.RootElement.RequiredText("ComplianceResourceId"),
            ComplianceType = entry.RootElement.Text("ComplianceType") ?? string.Empty,
            Annotation = entry.RootElement.Text("Annotation"),
            OrderingTimestamp = entry.RootElement.Time("OrderingTimestamp") ?? default,
        };
    }

    private sealed class AmazonConfigServiceConfig(AwsConnection connection) : ServiceConfig(connection, "Config Service", "config")
    {
        public override string ServiceVersion => "2014-11-12";
    }
}
