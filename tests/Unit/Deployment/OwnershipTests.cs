using RedisCompliance.Endpoint;

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

        (_, InstallationException[] obstacles) = await LookAsync(Definition with { RoleName = "own-role" });

        Assert.Contains("belongs to the rule 'other-rule'", Assert.Single(obstacles).Message);
    }

    [Theory]
    [InlineData("Function")]
    [InlineData("Role")]
    public async Task A_part_of_another_rule_is_in_the_way_also_where_parts_are_taken_over(string part)
    {
        await InstallAsync(Definition with { RuleName = "other-rule" });
        RuleDefinition wrong = part == "Role" ? Definition with { FunctionName = "own-function" }
            : Definition with { RoleName = "own-role" };

        (_, InstallationException[] obstacles) = await LookAsync(wrong, new() { Adopt = true });

        Assert.Equal((InstallationFault.NotOurs, part), (Assert.Single(obstacles).Fault, obstacles[0].Part));
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

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task A_function_whose_tags_are_not_told_is_nobody_s_and_nothing_is_touched(bool adopts, bool uninstalls)
    {
        await InstallAsync();
        string[] before = Endpoint.Account;
        Endpoint.Lambda.TellsTags = false;

        ServiceCallException failure = await Assert.ThrowsAsync<ServiceCallException>(
            () => uninstalls ? UninstallAsync() : InstallAsync(options: new() { Adopt = adopts }));

        Assert.Equal((ServiceFailure.AccessDenied, "lambda:ListTags"), (failure.Failure, Assert.Single(failure.MissingActions)));
        Assert.Equal(before, Endpoint.Account);
    }

    [Fact]
    public async Task A_role_of_another_rule_is_in_the_way_and_stays()
    {
        await InstallAsync(Definition with { RuleName = "other-rule", FunctionName = "other-function" });
        string[] before = Endpoint.Account;

        (_, InstallationException[] obstacles) = await LookAsync();
        await UninstallAsync();

        Assert.Contains("belongs to the rule 'other-rule'", Assert.Single(obstacles).Message);
        Assert.Equal(before, Endpoint.Account);
    }

    [Fact]
    public async Task After_adopting_the_role_allows_what_Install_gives_and_nothing_else()
    {
        IdentityManagementService.Role role = Endpoint.IdentityManagement.AddRole(RoleName, PolicyDocuments.LambdaTrust);
        role.Attached.Add("arn:aws:iam::aws:policy/AdministratorAccess");
        role.Policies["by-hand"] = "{}";

        await InstallAsync(options: new() { Adopt = true });

        Assert.Equal([$"{RuleName}.{Region}"], role.Policies.Keys);
        Assert.Empty(role.Attached);
    }

    [Fact]
    public async Task A_role_that_was_given_must_be_there()
    {
        RuleDefinition given = Definition with { RoleArn = "arn:aws:iam::123456789012:role/given", RoleName = "given" };

        (_, InstallationException[] obstacles) = await LookAsync(given);

        Assert.Equal((InstallationFault.NoRole, "Role"), (Assert.Single(obstacles).Fault, obstacles[0].Part));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_role_that_was_made_again_gets_its_key_back(bool isCutOff)
    {
        await InstallAsync();
        Endpoint.IdentityManagement.RemoveRole(RoleName);
        await InstallAsync(Definition with { FunctionName = "other-function" });
        (IReadOnlyList<RulePart> parts, _) = await LookAsync();
        Endpoint.Fault = call => isCutOff && call.Operation == "UpdateFunctionConfiguration"
            && call.Json["Environment"]!["Variables"]!.AsObject().Count > 0
            ? Fault.AccessDenied : null;
        if (isCutOff)
        {
            await Assert.ThrowsAsync<ServiceCallException>(() => InstallAsync());
            Endpoint.Fault = _ => null;
        }

        await InstallAsync();

        Assert.Contains("the role that it was installed with was deleted",
            Assert.Single(parts.Single(part => part.Part == "Function").Differences));
        Assert.Equal(Endpoint.IdentityManagement.FindRole(RoleName)!.RoleId, Endpoint.Lambda.FindFunction(FunctionName)!.GrantedRoleId);
        Assert.All((await LookAsync()).Parts, part => Assert.Equal(RulePartState.Current, part.State));
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
