using System.Text.Json;

namespace RedisCompliance.Aws.Config;

/// <content>Reads the stored results, for display.</content>
internal partial class AmazonConfigServiceClient : IStoredResults
{
    public Task<TokenPage<StoredResult>> GetResultsAsync(string configRuleName, string? nextToken, CancellationToken cancellationToken) =>
        GetPageAsync("GetComplianceDetailsByConfigRule", json =>
        {
            json.WriteString("ConfigRuleName", configRuleName);
            WriteList(json, "ComplianceTypes", [ComplianceType.Compliant, ComplianceType.NonCompliant, ComplianceType.NotApplicable]);
            json.WriteNumber("Limit", Limit);
        }, "EvaluationResults", result => ReadResult(result, null, Region), nextToken, cancellationToken);

    public Task<TokenPage<AggregateRule>> DescribeAggregateRulesAsync(
        string aggregatorName, string configRuleName, string? nextToken, CancellationToken cancellationToken) =>
        GetPageAsync("DescribeAggregateComplianceByConfigRules", json =>
        {
            json.WriteString("ConfigurationAggregatorName", aggregatorName);
            json.WriteStartObject("Filters");
            json.WriteString("ConfigRuleName", configRuleName);
            json.WriteEndObject();
            json.WriteNumber("Limit", Limit);
        }, "AggregateComplianceByConfigRules", ReadAggregateRule, nextToken, cancellationToken);

    public Task<TokenPage<StoredResult>> GetAggregateResultsAsync(
        string aggregatorName, AggregateRule rule, string complianceType, string? nextToken, CancellationToken cancellationToken) =>
        GetPageAsync("GetAggregateComplianceDetailsByConfigRule", json =>
        {
            json.WriteString("ConfigurationAggregatorName", aggregatorName);
            json.WriteString("ConfigRuleName", rule.ConfigRuleName);
            json.WriteString("AccountId", rule.AccountId);
            json.WriteString("AwsRegion", rule.AwsRegion);
            json.WriteString("ComplianceType", complianceType);
            json.WriteNumber("Limit", Limit);
        }, "AggregateEvaluationResults", result => ReadResult(result, rule.AccountId, rule.AwsRegion), nextToken, cancellationToken);

    private static AggregateRule ReadAggregateRule(JsonElement rule) => new(
        rule.RequiredText("ConfigRuleName"), rule.RequiredText("AccountId"), rule.RequiredText("AwsRegion"),
        rule.Find("Compliance")?.Text("ComplianceType"));

    private static StoredResult ReadResult(JsonElement result, string? accountId, string region)
    {
        JsonElement identifier = result.Find("EvaluationResultIdentifier")
            ?? throw new JsonException("EvaluationResultIdentifier is missing.");
        JsonElement qualifier = identifier.Find("EvaluationResultQualifier")
            ?? throw new JsonException("EvaluationResultQualifier is missing.");
        return new StoredResult(
            qualifier.RequiredText("ResourceType"), qualifier.RequiredText("ResourceId"), result.RequiredText("ComplianceType"),
            result.Text("Annotation"),
            identifier.Time("OrderingTimestamp") ?? result.Time("ResultRecordedTime")
                ?? throw new JsonException("OrderingTimestamp is missing."),
            result.Text("AccountId") ?? accountId, result.Text("AwsRegion") ?? region)
        {
            ResultRecordedTime = result.Time("ResultRecordedTime"),
        };
    }
}
