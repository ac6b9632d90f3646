using System.Text.Json.Nodes;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Deployment.Tests;

/// <summary>What is taken over was made by hand and was named; what another hook has, or merely is called by one, is neither.</summary>
public sealed class HookAdoptTests : HookInstallationTest
{
    private const string Company = "company-guard";
    private const string CompanyArn = "arn:aws:lambda:us-east-1:123456789012:function:" + Company;
    private const string Theirs = "arn:aws:iam::123456789012:role/theirs";

    private static readonly HookDefinition s_other = Wanted with
    {
        HookName = "Own::AtRest::Hook", FunctionName = "own-function", RoleName = "own-role", ExecutionRoleName = "own-execution-role",
    };

    [Theory]
    [InlineData("Function")]
    [InlineData("Role")]
    [InlineData("ExecutionRole")]
    public async Task A_part_of_another_hook_is_in_the_way_also_where_parts_are_taken_over(string part)
    {
        await InstallHookAsync();
        string[] whole = Endpoint.Account;
        HookDefinition wrong = part switch
        {
            "Function" => s_other with { FunctionName = HookFunction },
            "Role" => s_other with { RoleName = HookRole },
            _ => s_other with { ExecutionRoleName = ExecutionRole },
        };

        (IReadOnlyList<HookPart> parts, InstallationException[] obstacles) = await LookAtHookAsync(wrong, new() { Adopt = true });
        await UninstallHookAsync(wrong);

        InstallationException obstacle = Assert.Single(obstacles);
        Assert.Equal((InstallationFault.NotOurs, part), (obstacle.Fault, obstacle.Part));
        Assert.EndsWith($"belongs to the hook '{HookName}'.", obstacle.Message, StringComparison.Ordinal);
        Assert.Equal(RulePartState.Unmanaged, parts.Single(found => found.Part == part).State);
        Assert.Equal(whole, Endpoint.Account);
    }

    /// <summary>Others may call it as well: it is not meant unless it is named.</summary>
    [Fact]
    public async Task A_function_that_a_hook_made_by_hand_calls_is_not_taken_over_with_it()
    {
        AddByHand();
        string company = Assert.Single(Endpoint.Account, IsOfCompany);

        HookDefinition definition = await FindAsync(null);
        await InstallHookAsync(new() { Adopt = true }, definition);

        Assert.Equal(HookFunction, definition.FunctionName);
        Assert.EndsWith(":function:" + HookFunction, (string?)Read(Hook(Endpoint).Configuration)["Properties"]!["LambdaFunction"]);
        Assert.Equal(company, Assert.Single(Endpoint.Account, IsOfCompany));
        Assert.All(await UninstallHookAsync(await FindAsync(null)), part => Assert.EndsWith(" Removed", part));
        Assert.Equal(company, Assert.Single(Endpoint.Account, IsOfCompany));
    }

    [Fact]
    public async Task It_is_where_it_was_named_and_stays_where_another_hook_calls_it()
    {
        AddByHand();
        Endpoint.Types.AddHook("Corp::Guard::Hook", HookStep.TypeName, Theirs).Configuration = Hook(Endpoint).Configuration;

        await InstallHookAsync(new() { Adopt = true }, await FindAsync(Company));
        string[] parts = await UninstallHookAsync(await FindAsync(Company));

        Assert.Equal(["LogGroup Kept", "Role Kept", "ExecutionRole Removed", "Function Kept", "Hook Removed"], parts);
        Assert.NotNull(Endpoint.Lambda.FindFunction(Company));
    }

    /// <summary>Its note tells that Install made it.</summary>
    [Fact]
    public async Task A_function_of_Install_whose_tag_was_taken_away_is_found_by_the_hook()
    {
        HookDefinition own = Wanted with { FunctionName = "own-function" };
        await InstallHookAsync(definition: own);
        Endpoint.Lambda.FindFunction("own-function")!.Tags.Remove(HookDefinition.TagKey);

        Assert.Equal("own-function", (await FindAsync(null)).FunctionName);
    }

    [Theory]
    [InlineData(Company + ":live")]
    [InlineData(CompanyArn + ":live")]
    public async Task A_function_of_Install_is_found_by_whatever_version_is_called(string called)
    {
        await InstallHookAsync(definition: Wanted with { FunctionName = Company });
        Configure(Endpoint, hook => hook["Properties"]!["LambdaFunction"] = called);

        Assert.Equal(Company, (await FindAsync(null)).FunctionName);
    }

    private static bool IsOfCompany(string line) => line.Contains(Company, StringComparison.Ordinal)
        && !line.StartsWith("hook ", StringComparison.Ordinal);

    private void AddByHand()
    {
        LambdaService.Function function = Endpoint.Lambda.AddFunction(Company);
        function.Configuration["Handler"] = "company.handler";
        Endpoint.Types.AddHook(HookName, HookStep.TypeName, Theirs).Configuration = new JsonObject
        {
            ["CloudFormationConfiguration"] = new JsonObject
            {
                ["HookConfiguration"] = new JsonObject
                {
                    ["HookInvocationStatus"] = "ENABLED", ["FailureMode"] = "FAIL", ["TargetOperations"] = new JsonArray("RESOURCE"),
                    ["Properties"] = new JsonObject { ["LambdaFunction"] = CompanyArn },
                },
            },
        }.ToJsonString();
    }

    /// <summary>What the cmdlets go by.</summary>
    private async Task<HookDefinition> FindAsync(string? functionName)
    {
        using RuleServiceClients site = await OpenSiteAsync(Region);
        return (await InstalledHook.FindAsync(site.Services, HookName, functionName, Cancelled)).ToDefinition(Wanted);
    }
}
