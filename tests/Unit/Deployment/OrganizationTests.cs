using System.Text.Json.Nodes;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Deployment.Tests;

/// <summary>The rule of a whole organization, from its administrator's account.</summary>
public sealed class OrganizationTests : InstallationTest
{
    private const string ExecutionRole = "members-role";

    private static RuleDefinition OfOrganization { get; } =
        Definition with { Organization = new OrganizationScope(ExecutionRole, ["222222222222"]) };

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Endpoint.AddOrganization();
    }

    [Fact]
    public async Task The_rule_is_put_for_the_members_and_may_be_repeated()
    {
        await InstallAsync(OfOrganization);
        int before = CallsSoFar;

        string[] again = await InstallAsync(OfOrganization);

        JsonObject rule = Endpoint.Config.FindOrganizationRule(RuleName)!;
        Assert.Equal("""["222222222222"]""", rule["ExcludedAccounts"]!.ToJsonString());
        Assert.Equal("""["ScheduledNotification"]""",
            rule["OrganizationCustomRuleMetadata"]!["OrganizationConfigRuleTriggerTypes"]!.ToJsonString());
        Assert.All(again, part => Assert.EndsWith(" Unchanged", part));
        Assert.Empty(ChangesSince(before));
    }

    [Fact]
    public async Task The_function_may_assume_the_members_role_of_this_organization_and_nothing_else()
    {
        await InstallAsync(OfOrganization);

        string policy = Endpoint.IdentityManagement.FindRole(RoleName)!.Policies[$"{RuleName}.{Region}"];

        Assert.StartsWith(
            """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","""
            + "\"Resource\":\"arn:aws:iam::*:role/members-role\","
            + "\"Condition\":{\"StringEquals\":{\"aws:ResourceOrgID\":\"o-a1b2c3d4e5\"}}},",
            policy);
        Assert.DoesNotContain("elasticache:", policy);
        Assert.Equal(ExecutionRole,
            (string?)Endpoint.Lambda.FindFunction(FunctionName)!.Configuration["Environment"]!["Variables"]!["EXECUTION_ROLE_NAME"]);
    }

    [Fact]
    public async Task AWS_Config_may_invoke_the_function_for_the_accounts_of_the_organization()
    {
        await InstallAsync(OfOrganization);

        JsonNode statement = Assert.Single(Endpoint.Lambda.FindFunction(FunctionName)!.Statements)!;

        Assert.Equal("""{"StringEquals":{"aws:sourceaccount":["111111111111","123456789012"]}}""", statement["Condition"]!.ToJsonString());
    }

    [Fact]
    public async Task The_members_tell_how_far_they_are()
    {
        await InstallAsync(OfOrganization);
        using RuleServiceClients site = await OpenSiteAsync(Region);

        IReadOnlyList<MemberAccountStatus> members = await site.Services.OrganizationRules.GetOrganizationConfigRuleDetailedStatusAsync(
            RuleName, Cancelled);

        Assert.Equal([(Described.Account, "CREATE_SUCCESSFUL"), ("111111111111", "CREATE_SUCCESSFUL")],
            members.Select(member => (member.AccountId, member.MemberAccountRuleStatus)));
    }

    [Fact]
    public async Task Uninstall_leaves_the_account_as_it_was()
    {
        string[] before = Endpoint.Account;
        await InstallAsync(OfOrganization);

        await UninstallAsync(OfOrganization);

        Assert.Equal(before, Endpoint.Account);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_rule_of_the_other_scope_is_in_the_way_of_installing_and_of_uninstalling(bool isOfOrganization)
    {
        await InstallAsync(isOfOrganization ? OfOrganization : Definition);
        using RuleServiceClients site = await OpenSiteAsync(Region);

        RuleInstallation other = await ReadAsync(site, isOfOrganization ? Definition : OfOrganization, null);

        Assert.Equal(InstallationFault.OtherScope, other.ScopeObstacle?.Fault);
        Assert.Contains(InstallationFault.OtherScope, other.Obstacles().Select(obstacle => obstacle.Fault));
    }

    [Fact]
    public async Task An_aggregator_gives_the_results_of_all_accounts_and_Regions()
    {
        Endpoint.Config.Aggregate("111111111111", "us-east-1", "members-rule", "open", "NON_COMPLIANT");
        Endpoint.Config.Aggregate("111111111111", "us-east-1", "members-rule", "closed", "COMPLIANT");
        Endpoint.Config.Aggregate("222222222222", "eu-west-1", "members-rule", "far", "COMPLIANT");
        Endpoint.Config.Aggregate("222222222222", "eu-west-1", "another-rule", "else", "COMPLIANT");
        using RuleServiceClients site = await OpenSiteAsync(Region);

        List<string> found = [];
        await foreach (IReadOnlyList<StoredResult> page in site.Results.ReadAggregateAsync(
            "all", "members-rule", [ComplianceType.Compliant, ComplianceType.NonCompliant], Cancelled))
        {
            found.AddRange(page.Select(result => $"{result.AccountId} {result.Region} {result.ResourceId} {result.ComplianceType}"));
        }

        Assert.Equal(["111111111111 us-east-1 closed COMPLIANT", "111111111111 us-east-1 open NON_COMPLIANT",
            "222222222222 eu-west-1 far COMPLIANT"], found.Order(StringComparer.Ordinal));
    }
}
