using System.Text.Json.Nodes;

namespace RedisCompliance.Deployment.Tests;

/// <summary>What a CloudFormation stack made is the stack's: told so, and changed by nobody else.</summary>
public sealed class StackTests : InstallationTest
{
    private const string StackTag = "aws:cloudformation:stack-name";

    [Fact]
    public async Task Every_part_of_a_stack_is_managed_by_the_stack()
    {
        await InstallAsync();
        GiveToStack();

        (IReadOnlyList<RulePart> parts, InstallationException[] obstacles) = await LookAsync();

        Assert.All(parts.Where(part => part.Part != "Recorder"), part => Assert.Equal(RulePartState.ManagedByStack, part.State));
        Assert.All(obstacles, obstacle => Assert.Equal(InstallationFault.ManagedByStack, obstacle.Fault));
        Assert.Contains("'redis-stack'", obstacles[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Install_does_not_take_it_over(bool adopts)
    {
        await InstallAsync();
        GiveToStack();
        string[] before = Endpoint.Account;

        (_, InstallationException[] obstacles) = await LookAsync(options: new() { Adopt = adopts });

        Assert.NotEmpty(obstacles);
        Assert.Equal(before, Endpoint.Account);
    }

    [Fact]
    public async Task Uninstall_leaves_it()
    {
        await InstallAsync();
        GiveToStack();
        string[] before = Endpoint.Account;

        string[] parts = await UninstallAsync();

        Assert.Equal(["LogGroup Kept", "Role Kept", "Function Kept", "Permission Unchanged", "Rule Kept"], parts);
        Assert.Equal(before, Endpoint.Account);
    }

    [Fact]
    public async Task It_is_listed_with_what_Install_made()
    {
        await InstallAsync();
        GiveToStack();
        using RuleServiceClients site = await OpenSiteAsync(Region);

        FoundInstallation found = Assert.Single(await InstalledRules.ListAsync(site.Services, Cancelled));

        Assert.Equal((RuleName, FunctionName), (found.RuleName, found.FunctionName));
    }

    /// <summary>Everything as a stack leaves it: its tags, ids of its own, and no note.</summary>
    private void GiveToStack()
    {
        RedisCompliance.Endpoint.LambdaService.Function function = Endpoint.Lambda.FindFunction(FunctionName)!;
        function.Tags.Clear();
        function.Tags[StackTag] = "redis-stack";
        function.Configuration["Environment"]!["Variables"]!.AsObject().Remove("REDIS_COMPLIANCE_INSTALLATION");
        function.Statements[0]!["Sid"] = "redis-stack-Permission-1ABC";
        RedisCompliance.Endpoint.IdentityManagementService.Role role = Endpoint.IdentityManagement.FindRole(RoleName)!;
        role.Tags.Clear();
        role.Tags[StackTag] = "redis-stack";
        JsonObject log = Endpoint.Logs.FindGroup(LogGroupName)!.Tags;
        log.Clear();
        log[StackTag] = "redis-stack";
        JsonObject rule = Endpoint.Config.FindRuleTags(RuleName);
        rule.Clear();
        rule[StackTag] = "redis-stack";
    }
}
