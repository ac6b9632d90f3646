namespace RedisCompliance.Deployment.Tests;

/// <summary>What someone else made is neither changed nor taken away, unless it was to be adopted.</summary>
public sealed class OwnershipTests : InstallationTest
{
    [Theory]
    [InlineData("Role")]
    [InlineData("Function")]
    [InlineData("Rule")]
    public async Task A_part_of_that_name_that_someone_else_made_is_in_the_way(string part)
    {
        AddForeign(part);
        string[] before = Endpoint.Account;

        (IReadOnlyList<RulePart> parts, InstallationException[] obstacles) = await LookAsync();

        Assert.Equal((InstallationFault.NotOurs, part), (Assert.Single(obstacles).Fault, obstacles[0].Part));
        Assert.Equal(RulePartState.Unmanaged, parts.Single(found => found.Part == part).State);
        Assert.Equal(before, Endpoint.Account);
    }

    [Theory]
    [InlineData("Role")]
    [InlineData("Function")]
    [InlineData("Rule")]
    public async Task Uninstall_leaves_what_someone_else_made(string part)
    {
        AddForeign(part);
        string[] before = Endpoint.Account;

        string[] parts = await UninstallAsync();

        Assert.Contains($"{part} Kept", parts);
        Assert.Equal(before, Endpoint.Account);
    }

    [Fact]
    public async Task A_function_of_another_rule_is_in_the_way()
    {
        await InstallAsync(Definition with { RuleName = "other-rule" });

        (_, InstallationException[] obstacles) = await LookAsync();

        Assert.Contains("belongs to the rule 'other-rule'", Assert.Single(obstacles).Message);
    }

    [Fact]
    public async Task Uninstall_leaves_every_part_of_another_rule_with_the_same_names()
    {
        await InstallAsync(Definition with { RuleName = "other-rule" });
        string[] before = Endpoint.Account;

        string[] parts = await UninstallAsync();

        Assert.Equal(["LogGroup Kept", "Role Kept", "Function Kept", "Permission Kept", "Rule Unchanged"], parts);
        Assert.Equal(before, Endpoint.Account);
    }

    [Fact]
    public async Task What_was_made_by_hand_is_taken_over_where_that_is_asked()
    {
        AddForeign("Role");
        AddForeign("Function");
        AddForeign("Rule");

        await InstallAsync(options: new() { Adopt = true });

        (IReadOnlyList<RulePart> parts, InstallationException[] obstacles) = await LookAsync();
        Assert.Empty(obstacles);
        Assert.All(parts, part => Assert.Equal(RulePartState.Current, part.State));
    }

    [Fact]
    public async Task A_log_group_that_Lambda_made_is_used_and_left()
    {
        Endpoint.Logs.AddGroup(LogGroupName);

        await InstallAsync();
        await UninstallAsync();

        Assert.NotNull(Endpoint.Logs.FindGroup(LogGroupName));
    }

    [Fact]
    public async Task Uninstall_leaves_the_account_as_it_was()
    {
        Endpoint.IdentityManagement.AddRole("somebody");
        Endpoint.Lambda.AddFunction("something");
        string[] before = Endpoint.Account;

        await InstallAsync();
        await UninstallAsync();

        Assert.Equal(before, Endpoint.Account);
    }

    [Fact]
    public async Task Role_and_logs_stay_where_that_is_asked()
    {
        await InstallAsync();

        await UninstallAsync(options: new() { KeepRole = true, KeepLogs = true });

        Assert.NotNull(Endpoint.IdentityManagement.FindRole(RoleName));
        Assert.NotNull(Endpoint.Logs.FindGroup(LogGroupName));
        Assert.Null(Endpoint.Lambda.FindFunction(FunctionName));
    }

    [Fact]
    public async Task The_role_stays_while_a_rule_of_another_Region_uses_it()
    {
        Endpoint.Config.AddRecorder(region: "eu-west-1");
        await InstallAsync();
        await InstallAsync(region: "eu-west-1");

        string[] first = await UninstallAsync();
        string[] second = await UninstallAsync(region: "eu-west-1");

        Assert.Contains("Role Kept", first);
        Assert.Contains("Role Removed", second);
    }

    private void AddForeign(string part)
    {
        switch (part)
        {
            case "Role":
                Endpoint.IdentityManagement.AddRole(RoleName);
                break;
            case "Function":
                Endpoint.Lambda.AddFunction(FunctionName);
                break;
            default:
                Endpoint.Config.AddRule(RuleName, "token");
                break;
        }
    }
}
