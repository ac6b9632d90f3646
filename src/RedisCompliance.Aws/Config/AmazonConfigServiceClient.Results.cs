using System.Text.Json;

namespace RedisCompliance.Aws;

/// <content>The stored results, to be shown.</content>
internal sealed partial class AmazonConfigServiceClient : IStoredResults
{
    public Task<StoredResultPage> GetResultsAsync(string configRuleName, string? nextToken, CancellationToken cancellationToken) =>
        CallAsync("GetComplianceDetailsByConfigRule", json =>
        {
            json.WriteString("ConfigRuleName", configRuleName);
            WriteList(json, "ComplianceTypes", [ComplianceType.Compliant, ComplianceType.NonCompliant, ComplianceType.NotApplicable]);
            WritePage(json, nextToken);
        }, answer => new StoredResultPage([.. answer.Items("EvaluationResults").Select(result => ReadResult(result, null, Region))], answer.Text("NextToken")), cancellationToken);

    public Task<AggregateRulePage> DescribeAggregateRulesAsync(string aggregatorName, string configRuleName, string? nextToken, CancellationToken cancellationToken) =>
        CallAsync("DescribeAggregateComplianceByConfigRules", json =>
        {
            json.WriteString("ConfigurationAggregatorName", aggregatorName);
            json.WriteStartObject("Filters");
            json.WriteString("ConfigRuleName", configRuleName);
            json.WriteEndObject();
            WritePage(json, nextToken);
        }, answer => new AggregateRulePage(
            [.. answer.Items("AggregateComplianceByConfigRules").Select(rule => new AggregateRule(
                rule.RequiredText("ConfigRuleName"), rule.RequiredText("AccountId"), rule.RequiredText("AwsRegion"), rule.Find("Compliance")?.Text("ComplianceType")))],
            answer.Text("NextToken")), cancellationToken);

    public Task<StoredResultPage> GetAggregateResultsAsync(
        string aggregatorName, AggregateRule rule, string complianceType, string? nextToken, CancellationToken cancellationToken) =>
        CallAsync("GetAggregateComplianceDetailsByConfigRule", json =>
        {
            json.WriteString("ConfigurationAggregatorName", aggregatorName);
            json.WriteString("ConfigRuleName", rule.ConfigRuleName);
            json.WriteString("AccountId", rule.AccountId);
            json.WriteString("AwsRegion", rule.AwsRegion);
            json.WriteString("ComplianceType", complianceType);
            WritePage(json, nextToken);
        }, answer => new StoredResultPage(
            [.. answer.Items("AggregateEvaluationResults").Select(result => ReadResult(result, rule.AccountId, rule.AwsRegion))], answer.Text("NextToken")), cancellationToken);

    private static void WritePage(Utf8JsonWriter json, string? nextToken)
    {
        json.WriteNumber("Limit", Limit);
        if (nextToken is not null)
        {
            json.WriteString("NextToken", nextToken);
        }
    }

    private static StoredResult ReadResult(JsonElement result, string? accountId, string region)
    {
        JsonElement identifier = result.Find("EvaluationResultIdentifier") ?? throw new JsonException("EvaluationResultIdentifier is missing.");
        JsonElement qualifier = identifier.Find("EvaluationResultQualifier") ?? throw new JsonException("EvaluationResultQualifier is missing.");
        return new StoredResult(
            qualifier.RequiredText("ResourceType"), qualifier.RequiredText("ResourceId"), result.RequiredText("ComplianceType"), result.Text("Annotation"),
            identifier.Time("OrderingTimestamp") ?? result.Time("ResultRecordedTime") ?? throw new JsonException("OrderingTimestamp is missing."),
            result.Text("AccountId") ?? accountId, result.Text("AwsRegion") ?? region);
    }
}
