using System.Globalization;
using System.Text.Json.Nodes;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Deployment.Tests;

/// <summary>A rule's parts are never taken for a hook's, nor a hook's for a rule's, also where parts are to be taken over.</summary>
public sealed class HookOwnershipTests : HookInstallationTest
{
    private const string ExtraStatement = "RedisCompliance-AccountConfig";

    private static readonly bool[] s_both = [false, true];

    /// <summary>How a hook comes to be given a part of a rule, the part, and its name.</summary>
    private static readonly (string Name, string Part, string PartName, HookDefinition Hook)[] s_hooks =
    [
        ("the function", "Function", FunctionName, Wanted with { FunctionName = FunctionName }),
        ("the role", "Role", RoleName, Wanted with { RoleName = RoleName }),
        ("the role, for the execution role", "ExecutionRole", RoleName, Wanted with { ExecutionRoleName = RoleName }),
    ];

    private static readonly (string Name, string Part, string PartName, RuleDefinition Rule)[] s_rules =
    [
        ("the function", "Function", HookFunction, Definition with { FunctionName = HookFunction }),
        ("the role", "Role", HookRole, Definition with { RoleName = HookRole }),
        ("the execution role", "Role", ExecutionRole, Definition with { RoleName = ExecutionRole }),
    ];

    public static TheoryData<string, bool> Hooks =>
        [.. from hook in s_hooks from adopts in s_both select new TheoryDataRow<string, bool>(hook.Name, adopts)];

    public static TheoryData<string, bool> Rules =>
        [.. from rule in s_rules from adopts in s_both select new TheoryDataRow<string, bool>(rule.Name, adopts)];

    [Theory]
    [MemberData(nameof(Hooks))]
    public async Task A_part_of_a_rule_is_in_the_way_of_a_hook(string name, bool adopts)
    {
        await InstallAsync();
        string[] whole = Endpoint.Account;
        var wrong = s_hooks.Single(hook => hook.Name == name);

        (IReadOnlyList<HookPart> parts, InstallationException[] obstacles) =
            await LookAtHookAsync(wrong.Hook, new() { Adopt = adopts });
        await UninstallHookAsync(wrong.Hook);

        InstallationException obstacle = obstacles.Single(found => found.Part == wrong.Part);
        Assert.Equal(InstallationFault.OtherKind, obstacle.Fault);
        Assert.EndsWith($"'{wrong.PartName}' belongs to the AWS Config rule '{RuleName}', not to a hook.", obstacle.Message);
        Assert.Equal(RulePartState.Unmanaged, parts.Single(part => part.Part == wrong.Part).State);
        Assert.Equal(whole, Endpoint.Account);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task A_part_of_a_hook_is_in_the_way_of_a_rule(string name, bool adopts)
    {
        await InstallHookAsync();
        string[] whole = Endpoint.Account;
        var wrong = s_rules.Single(rule => rule.Name == name);

        (IReadOnlyList<RulePart> parts, InstallationException[] obstacles) =
            await LookAsync(wrong.Rule, new() { Adopt = adopts });
        await UninstallAsync(wrong.Rule);

        InstallationException obstacle = obstacles.Single(found => found.Part == wrong.Part);
        Assert.Equal(InstallationFault.OtherKind, obstacle.Fault);
        Assert.EndsWith($"'{wrong.PartName}' belongs to the hook '{HookName}', not to an AWS Config rule.", obstacle.Message);
        Assert.Equal(RulePartState.Unmanaged, parts.Single(part => part.Part == wrong.Part).State);
        Assert.Equal(whole, Endpoint.Account);
    }

    /// <summary>Uninstall with -KeepLogs leaves it.</summary>
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task A_log_group_that_the_other_left_is_neither_tagged_nor_deleted(bool isOfHook, bool adopts)
    {
        string key = isOfHook ? HookDefinition.TagKey : RuleDefinition.TagKey;
        Endpoint.Logs.AddGroup(isOfHook ? LogGroupName : HookLogs).Tags[key] = isOfHook ? HookName : RuleName;
        string[] before = Endpoint.Account;
        InstallationOptions options = new() { Adopt = adopts };

        InstallationException[] obstacles = isOfHook ? (await LookAsync(null, options)).Obstacles
            : (await LookAtHookAsync(Wanted, options)).Obstacles;
        string[] removed = isOfHook ? await UninstallAsync() : await UninstallHookAsync();

        Assert.Equal((InstallationFault.OtherKind, "LogGroup"), (Assert.Single(obstacles).Fault, obstacles[0].Part));
        Assert.Contains("LogGroup Kept", removed);
        Assert.Equal(before, Endpoint.Account);
    }

    /// <summary>Somebody took the tags away: what the function runs still tells.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_function_without_tags_is_known_by_what_it_runs(bool isOfHook)
    {
        await (isOfHook ? InstallHookAsync() : InstallAsync());
        string name = isOfHook ? HookFunction : FunctionName;
        Endpoint.Lambda.FindFunction(name)!.Tags.Clear();
        InstallationOptions adopt = new() { Adopt = true };

        InstallationException[] obstacles = isOfHook
            ? (await LookAsync(Definition with { FunctionName = name }, adopt)).Obstacles
            : (await LookAtHookAsync(Wanted with { FunctionName = name }, adopt)).Obstacles;

        Assert.Contains((InstallationFault.OtherKind, "Function"), obstacles.Select(found => (found.Fault, found.Part)));
    }

    /// <summary>One that both have marked is neither's: somebody has to say whose it is.</summary>
    [Fact]
    public async Task A_function_with_the_tags_of_both_is_left_by_both()
    {
        await InstallAsync();
        LambdaService.Function function = Endpoint.Lambda.FindFunction(FunctionName)!;
        function.Tags[HookDefinition.TagKey] = HookName;
        string tagged = function.Tags.ToJsonString();

        string[] ofRule = await UninstallAsync();
        string[] ofHook = await UninstallHookAsync(Wanted with { FunctionName = FunctionName });

        Assert.Contains("Function Kept", ofRule);
        Assert.Contains("Permission Kept", ofRule);
        Assert.Contains("Function Kept", ofHook);
        Assert.Equal(tagged, Endpoint.Lambda.FindFunction(FunctionName)!.Tags.ToJsonString());
    }

    [Fact]
    public async Task Uninstall_of_a_rule_leaves_the_statements_of_a_hook_s_function()
    {
        await InstallHookAsync();
        Endpoint.Lambda.FindFunction(HookFunction)!.Statements.Add(new JsonObject
        {
            ["Sid"] = ExtraStatement, ["Effect"] = "Allow", ["Principal"] = new JsonObject { ["Service"] = "config.amazonaws.com" },
            ["Action"] = "lambda:InvokeFunction",
        });
        string[] before = Endpoint.Account;

        string[] parts = await UninstallAsync(Definition with { FunctionName = HookFunction });

        Assert.Contains("Permission Kept", parts);
        Assert.Equal(before, Endpoint.Account);
    }

    /// <summary>Somebody deleted the function: a hook that fails closed would stop deployments from then on.</summary>
    [Fact]
    public async Task A_hook_whose_function_was_deleted_is_found_by_its_role()
    {
        HookDefinition own = Wanted with { FunctionName = "own-function", ExecutionRoleName = "own-execution-role" };
        string[] empty = Endpoint.Account;
        await InstallHookAsync(definition: own);
        Endpoint.Lambda.RemoveFunction("own-function");
        using RuleServiceClients site = await OpenSiteAsync(Region);

        InstalledHook installed = await InstalledHook.FindAsync(site.Services, HookName, null, Cancelled);
        await UninstallHookAsync(installed.ToDefinition(new() { Package = Wanted.Package }));

        Assert.Equal(empty, Endpoint.Account);
    }

    /// <summary>A role that somebody else's hook has is not taken for ours, nor its name for that of a role to be made.</summary>
    [Fact]
    public async Task The_role_of_somebody_else_s_hook_is_not_ours()
    {
        Endpoint.IdentityManagement.AddRole("theirs");
        Endpoint.Types.AddHook(HookName, HookStep.TypeName, "arn:aws:iam::123456789012:role/theirs");
        using RuleServiceClients site = await OpenSiteAsync(Region);

        InstalledHook installed = await InstalledHook.FindAsync(site.Services, HookName, null, Cancelled);

        Assert.Equal(ExecutionRole, installed.ToDefinition(new() { Package = Wanted.Package }).ExecutionRoleName);
    }

    [Fact]
    public async Task It_is_said_in_Japanese()
    {
        await InstallAsync();
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("ja");

        (_, InstallationException[] obstacles) = await LookAtHookAsync(Wanted with { FunctionName = FunctionName }, new());

        Assert.All(obstacles, obstacle => Assert.Matches(@"[\p{IsHiragana}\p{IsKatakana}]", obstacle.Message));
        Assert.NotEmpty(obstacles);
    }
}
