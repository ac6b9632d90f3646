using System.Text.Json;

namespace RedisCompliance.Deployment.Aws;

/// <content>Organization rules.</content>
internal sealed partial class ConfigRulesClient : IOrganizationRules
{
    private const int MaxMembersAPage = 100;

    public async Task<OrganizationRuleDetail?> DescribeOrganizationConfigRuleAsync(string ruleName, CancellationToken cancellationToken) =>
        (await OrNullAsync(CallAsync<IReadOnlyList<OrganizationRuleDetail>>(
            "DescribeOrganizationConfigRules", json => WriteList(json, "OrganizationConfigRuleNames", [ruleName]),
            answer => [.. answer.ItemOf("OrganizationConfigRules", "OrganizationConfigRuleName", ruleName).Select(ReadOrganizationRule)],
            cancellationToken), "NoSuchOrganizationConfigRuleException").ConfigureAwait(false)) is [var found, ..] ? found : null;

    public Task PutOrganizationConfigRuleAsync(
        ConfigRuleSettings settings, IReadOnlyCollection<string> excludedAccounts, CancellationToken cancellationToken) =>
        CallAsync("PutOrganizationConfigRule", json =>
        {
            json.WriteString("OrganizationConfigRuleName", settings.ConfigRuleName);
            json.WriteStartObject("OrganizationCustomRuleMetadata");
            json.WriteString("Description", settings.Description);
            json.WriteString("LambdaFunctionArn", settings.SourceIdentifier);
            WriteList(json, "OrganizationConfigRuleTriggerTypes", [ScheduledNotification]);
            json.WriteString("InputParameters", settings.InputParameters);
            json.WriteString("MaximumExecutionFrequency", settings.MaximumExecutionFrequency);
            json.WriteEndObject();
            WriteList(json, "ExcludedAccounts", excludedAccounts);
        }, cancellationToken);

    public Task DeleteOrganizationConfigRuleAsync(string ruleName, CancellationToken cancellationToken) =>
        CallAsync("DeleteOrganizationConfigRule", json => json.WriteString("OrganizationConfigRuleName", ruleName), cancellationToken);

    public async Task<OrganizationRuleStatus?> DescribeOrganizationConfigRuleStatusAsync(
        string ruleName, CancellationToken cancellationToken) =>
        (await OrNullAsync(CallAsync<IReadOnlyList<OrganizationRuleStatus>>(
            "DescribeOrganizationConfigRuleStatuses", json => WriteList(json, "OrganizationConfigRuleNames", [ruleName]),
            answer => [.. answer.ItemOf("OrganizationConfigRuleStatuses", "OrganizationConfigRuleName", ruleName).Select(ReadStatus)],
            cancellationToken), "NoSuchOrganizationConfigRuleException").ConfigureAwait(false)) is [var found, ..] ? found : null;

    public async Task<IReadOnlyList<MemberAccountStatus>> GetOrganizationConfigRuleDetailedStatusAsync(
        string ruleName, CancellationToken cancellationToken) =>
        await ListAsync("GetOrganizationConfigRuleDetailedStatus", json =>
        {
            json.WriteString("OrganizationConfigRuleName", ruleName);
            json.WriteNumber("Limit", MaxMembersAPage);
        }, "OrganizationConfigRuleDetailedStatus", ReadMemberStatus, cancellationToken).ConfigureAwait(false);

    private static OrganizationRuleDetail ReadOrganizationRule(JsonElement rule)
    {
        JsonElement? metadata = rule.Find("OrganizationCustomRuleMetadata");
        bool isScheduled = metadata?.Items("OrganizationConfigRuleTriggerTypes")
            .Any(type => type.GetString() == ScheduledNotification) == true;
        return new OrganizationRuleDetail(
            new ConfigRuleSettings
            {
                ConfigRuleName = rule.RequiredText("OrganizationConfigRuleName"),
                Description = metadata?.Text("Description"),
                SourceIdentifier = metadata?.Text("LambdaFunctionArn"),
                MaximumExecutionFrequency = isScheduled ? metadata?.Text("MaximumExecutionFrequency")
                    ?? MaximumExecutionFrequency.TwentyFourHours : null,
                InputParameters = metadata?.Text("InputParameters"),
            },
            rule.RequiredText("OrganizationConfigRuleArn"),
            [.. rule.Items("ExcludedAccounts").Select(account => account.GetString()!)]);
    }

    private static OrganizationRuleStatus ReadStatus(JsonElement status) =>
        new(status.RequiredText("OrganizationRuleStatus"), status.Text("ErrorCode"), PlainText.OneLine(status.Text("ErrorMessage")));

    private static MemberAccountStatus ReadMemberStatus(JsonElement status) => new()
    {
        AccountId = status.RequiredText("AccountId"),
        ConfigRuleName = status.Text("ConfigRuleName"),
        MemberAccountRuleStatus = status.RequiredText("MemberAccountRuleStatus"),
        ErrorCode = status.Text("ErrorCode"),
        ErrorMessage = status.Text("ErrorMessage"),
    };
}
