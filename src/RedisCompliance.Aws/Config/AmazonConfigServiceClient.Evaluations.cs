using System.Text.Json;

namespace RedisCompliance.Aws;

/// <summary>
/// The operations of AWS Config that are used. Names as in AWSSDK.ConfigService, whose place it takes.
/// </summary>
/// <remarks>AWS Config API Reference, version 2014-11-12.</remarks>
internal sealed partial class AmazonConfigServiceClient(AwsConnection connection)
    : JsonServiceClient(connection, new AmazonConfigServiceConfig(connection), "StarlingDoveService")
{
    // The largest page that GetComplianceDetailsByConfigRule gives.
    private const int Limit = 100;

    /// <summary>Puts a batch; gives the keys of those that were not taken.</summary>
    public Task<HashSet<(string, string)>> PutEvaluationsAsync(
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
        }, (ReadJson<HashSet<(string, string)>>)ReadFailedEvaluations, cancellationToken);

    public Task PutExternalEvaluationAsync(string configRuleName, ConfigEvaluation evaluation, CancellationToken cancellationToken) =>
        CallAsync("PutExternalEvaluation", json =>
        {
            json.WriteString("ConfigRuleName", configRuleName);
            json.WritePropertyName("ExternalEvaluation");
            Write(json, evaluation);
        }, cancellationToken);

    public Task<StoredEvaluationPage> GetComplianceDetailsByConfigRuleAsync(string configRuleName, string? nextToken, CancellationToken cancellationToken) =>
        CallAsync("GetComplianceDetailsByConfigRule", json =>
        {
            json.WriteString("ConfigRuleName", configRuleName);
            json.WriteStartArray("ComplianceTypes");
            json.WriteStringValue(ComplianceType.Compliant);
            json.WriteStringValue(ComplianceType.NonCompliant);
            json.WriteEndArray();
            json.WriteNumber("Limit", Limit);
            if (nextToken is not null)
            {
                json.WriteString("NextToken", nextToken);
            }
        }, (ReadJson<StoredEvaluationPage>)ReadStoredPage, cancellationToken);

    public Task<string> GetResourceConfigHistoryAsync(string resourceType, string resourceId, DateTime laterTime, CancellationToken cancellationToken) =>
        CallAsync("GetResourceConfigHistory", json =>
        {
            json.WriteString("resourceType", resourceType);
            json.WriteString("resourceId", resourceId);
            json.WriteNumber("laterTime", Seconds(laterTime));
            json.WriteNumber("limit", 1);
        }, answer => answer.Items("configurationItems").Select(item => item.GetRawText()).FirstOrDefault()
            ?? throw new JsonException("The answer holds no configuration item."), cancellationToken);

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

    /// <summary>Seconds since 1970, as the JSON 1.1 protocol has timestamps; to the millisecond.</summary>
    private static decimal Seconds(DateTime time) => new DateTimeOffset(time.ToUniversalTime()).ToUnixTimeMilliseconds() / 1000m;

    private static HashSet<(string, string)> ReadFailedEvaluations(ref Utf8JsonReader json)
    {
        HashSet<(string, string)> failed = [];
        while (JsonMembers.Next(ref json) is { } member)
        {
            if (member == "FailedEvaluations" && json.TokenType == JsonTokenType.StartArray)
            {
                while (json.Read() && json.TokenType == JsonTokenType.StartObject)
                {
                    failed.Add(ReadKey(ref json, "ComplianceResourceType", "ComplianceResourceId"));
                }
            }
            else
            {
                json.Skip();
            }
        }

        return failed;
    }

    /// <summary>EvaluationResults[].EvaluationResultIdentifier.EvaluationResultQualifier, and NextToken.</summary>
    private static StoredEvaluationPage ReadStoredPage(ref Utf8JsonReader json)
    {
        List<(string, string)> keys = new(Limit);
        string? nextToken = null;
        while (JsonMembers.Next(ref json) is { } member)
        {
            if (member == "NextToken")
            {
                nextToken = json.GetString();
            }
            else if (member == "EvaluationResults" && json.TokenType == JsonTokenType.StartArray)
            {
                while (json.Read() && json.TokenType == JsonTokenType.StartObject)
                {
                    keys.Add(ReadStoredKey(ref json));
                }
            }
            else
            {
                json.Skip();
            }
        }

        return new StoredEvaluationPage(keys, nextToken);
    }

    private static (string, string) ReadStoredKey(ref Utf8JsonReader json)
    {
        (string, string)? key = null;
        while (JsonMembers.Next(ref json) is { } member)
        {
            if (member != "EvaluationResultIdentifier")
            {
                json.Skip();
                continue;
            }

            while (JsonMembers.Next(ref json) is { } inner)
            {
                if (inner == "EvaluationResultQualifier")
                {
                    key = ReadKey(ref json, "ResourceType", "ResourceId");
                }
                else
                {
                    json.Skip();
                }
            }
        }

        return key ?? throw new JsonException("An evaluation result does not say of which resource it is.");
    }

    private static (string, string) ReadKey(ref Utf8JsonReader json, string typeMember, string idMember)
    {
        string? type = null;
        string? id = null;
        while (JsonMembers.Next(ref json) is { } member)
        {
            if (member == typeMember)
            {
                type = ReadType(ref json);
            }
            else if (member == idMember)
            {
                id = json.GetString();
            }
            else
            {
                json.Skip();
            }
        }

        return (type ?? throw new JsonException($"{typeMember} is missing."), id ?? throw new JsonException($"{idMember} is missing."));
    }

    /// <summary>A type of ours as the one string of it: 100,000 results would otherwise be 100,000 copies.</summary>
    private static string? ReadType(ref Utf8JsonReader json)
    {
        foreach (string known in ResourceType.All)
        {
            if (json.TokenType == JsonTokenType.String && json.ValueTextEquals(known))
            {
                return known;
            }
        }

        return json.GetString();
    }

    private sealed class AmazonConfigServiceConfig(AwsConnection connection) : ServiceConfig(connection, "Config Service", "config")
    {
        public override string ServiceVersion => "2014-11-12";
    }
}
