using System.Text.Json.Nodes;

namespace RedisCompliance.Deployment.Tests;

/// <summary>A function that is left when the rest is taken away can still run: its role stays, and its log.</summary>
public sealed class KeptFunctionTests : HookInstallationTest
{
    [Theory]
    [InlineData(null)]
    [InlineData("Corp::Guard::Hook")]
    public async Task Of_a_hook_its_role_and_log_group_stay(string? owner)
    {
        await InstallHookAsync();
        Tag(HookFunction, HookDefinition.TagKey, owner);

        string[] parts = await UninstallHookAsync();

        Assert.Equal(["LogGroup Kept", "Role Kept", "ExecutionRole Removed", "Function Kept", "Hook Removed"], parts);
        Assert.NotEmpty(Endpoint.IdentityManagement.FindRole(HookRole)!.Policies);
        Assert.NotNull(Endpoint.Logs.FindGroup(HookLogs));
    }

    [Fact]
    public async Task A_role_that_it_does_not_have_goes()
    {
        await InstallHookAsync();
        Tag(HookFunction, HookDefinition.TagKey, null);
        Endpoint.Lambda.FindFunction(HookFunction)!.Configuration["Role"] = "arn:aws:iam::123456789012:role/theirs";

        Assert.Contains("Role Removed", await UninstallHookAsync());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("other-rule")]
    public async Task Of_a_rule_its_role_and_log_group_stay(string? owner)
    {
        await InstallAsync();
        Tag(FunctionName, RuleDefinition.TagKey, owner);

        string[] parts = await UninstallAsync();

        Assert.Equal(["LogGroup Kept", "Role Kept", "Function Kept", "Rule Removed"],
            parts.Where(part => !part.StartsWith("Permission", StringComparison.Ordinal)));
        Assert.NotEmpty(Endpoint.IdentityManagement.FindRole(RoleName)!.Policies);
    }

    [Theory]
    [InlineData("")]
    [InlineData(":live")]
    public async Task A_rule_that_is_left_has_left_the_function_that_it_runs(string qualifier)
    {
        await InstallAsync();
        JsonObject rule = Endpoint.Config.FindRule(RuleName)!;
        rule["Source"]!["SourceIdentifier"] = (string?)rule["Source"]!["SourceIdentifier"] + qualifier;
        Endpoint.Config.FindRuleTags(RuleName).Remove(RuleDefinition.TagKey);

        string[] parts = await UninstallAsync();

        Assert.Equal(["LogGroup Kept", "Role Kept", "Function Kept", "Permission Kept", "Rule Kept"], parts);
    }

    [Fact]
    public async Task A_rule_of_another_name_keeps_the_function_that_it_runs()
    {
        await InstallAsync();
        Endpoint.Config.AddRule("corp-rule", "token");
        Endpoint.Config.FindRule("corp-rule")!["Source"] = Endpoint.Config.FindRule(RuleName)!["Source"]!.DeepClone();

        string[] parts = await UninstallAsync();

        Assert.Equal(["LogGroup Kept", "Role Kept", "Function Kept", "Permission Removed", "Rule Removed"], parts);
    }

    [Theory]
    [InlineData("OrgConfigRule-" + RuleName + "-abc12xyz", "Function Removed")]
    [InlineData("OrgConfigRule-" + RuleName + "-other-abc12xyz", "Function Kept")]
    [InlineData("corp-rule", "Function Kept")]
    public async Task What_AWS_Config_makes_of_an_organization_s_rule_in_the_management_account_goes_with_it(string name, string expected)
    {
        Endpoint.AddOrganization();
        RuleDefinition organization = Definition with { Organization = new OrganizationScope("members-role", []) };
        await InstallAsync(organization);
        Endpoint.Config.AddRule(name, "token");
        Endpoint.Config.FindRule(name)!["Source"] = new JsonObject
        {
            ["Owner"] = "CUSTOM_LAMBDA", ["SourceIdentifier"] = $"arn:aws:lambda:us-east-1:123456789012:function:{FunctionName}",
        };

        Assert.Contains(expected, await UninstallAsync(organization));
    }

    private void Tag(string function, string key, string? owner)
    {
        Endpoint.Lambda.FindFunction(function)!.Tags.Remove(key);
        if (owner is not null)
        {
            Endpoint.Lambda.FindFunction(function)!.Tags[key] = owner;
        }
    }
}
