using System.Text.Json;

namespace RedisCompliance.Aws.Config;

/// <summary>Streams through an answer of GetComplianceDetailsByConfigRule: one run may read 100,000 results.</summary>
internal static class StoredEvaluationReader
{
    public static TokenPage<StoredEvaluation> Read(ref Utf8JsonReader json)
    {
        List<StoredEvaluation>? evaluations = null;
        string? nextToken = null;
        while (JsonMembers.Next(ref json) is { } member)
        {
            switch (member)
            {
                case "NextToken":
                    nextToken = json.GetString();
                    break;
                case "EvaluationResults":
                    evaluations = JsonMembers.OpenList(ref json) ? ReadList(ref json) : null;
                    break;
                default:
                    json.Skip();
                    break;
            }
        }

        return new TokenPage<StoredEvaluation>(evaluations ?? throw JsonMembers.Missing("EvaluationResults"), nextToken);
    }

    private static List<StoredEvaluation> ReadList(ref Utf8JsonReader json)
    {
        List<StoredEvaluation> evaluations = new(AmazonConfigServiceClient.Limit);
        while (JsonMembers.NextItem(ref json))
        {
            evaluations.Add(ReadResult(ref json));
        }

        return evaluations;
    }

    private static StoredEvaluation ReadResult(ref Utf8JsonReader json)
    {
        StoredEvaluation evaluation = default;
        while (JsonMembers.Next(ref json) is { } member)
        {
            switch (member)
            {
                case "EvaluationResultIdentifier":
                    ReadIdentifier(ref json, ref evaluation);
                    break;
                case "ComplianceType":
                    evaluation = evaluation with { ComplianceType = ReadKnown(ref json, ComplianceType.All) };
                    break;
                case "ResultRecordedTime":
                    evaluation = evaluation with { ResultRecordedTime = JsonMembers.Time(ref json) };
                    break;
                case "ConfigRuleInvokedTime":
                    evaluation = evaluation with { ConfigRuleInvokedTime = JsonMembers.Time(ref json) };
                    break;
                default:
                    json.Skip();
                    break;
            }
        }

        return evaluation is { ResourceType: not null, ResourceId: not null } ? evaluation
            : throw new JsonException("An evaluation result does not say of which resource it is.");
    }

    private static void ReadIdentifier(ref Utf8JsonReader json, ref StoredEvaluation evaluation)
    {
        for (bool isThere = JsonMembers.Open(ref json); isThere && JsonMembers.Next(ref json) is { } member;)
        {
            switch (member)
            {
                case "EvaluationResultQualifier":
                    ReadQualifier(ref json, ref evaluation);
                    break;
                case "OrderingTimestamp":
                    evaluation = evaluation with { OrderingTimestamp = JsonMembers.Time(ref json) };
                    break;
                default:
                    json.Skip();
                    break;
            }
        }
    }

    private static void ReadQualifier(ref Utf8JsonReader json, ref StoredEvaluation evaluation)
    {
        for (bool isThere = JsonMembers.Open(ref json); isThere && JsonMembers.Next(ref json) is { } member;)
        {
            switch (member)
            {
                case "ResourceType":
                    evaluation = evaluation with { ResourceType = ReadKnown(ref json, ResourceType.All)! };
                    break;
                case "ResourceId":
                    evaluation = evaluation with { ResourceId = json.GetString()! };
                    break;
                default:
                    json.Skip();
                    break;
            }
        }
    }

    /// <summary>Returns the known string instead of a copy: 100,000 results would otherwise be 100,000 copies.</summary>
    private static string? ReadKnown(ref Utf8JsonReader json, IReadOnlyList<string> known)
    {
        for (int i = 0; i < known.Count && json.TokenType == JsonTokenType.String; i++)
        {
            if (json.ValueTextEquals(known[i]))
            {
                return known[i];
            }
        }

        return json.GetString();
    }
}
