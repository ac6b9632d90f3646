using System.Globalization;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Deployment.Tests;

/// <summary>What cannot be read is Unknown, with the permission; nothing is decided by it, and the rest is told all the same.</summary>
public sealed class HookUnreadTests : HookInstallationTest
{
    private const string All = "LogGroup Role ExecutionRole Function Permission Hook";

    private static readonly HookDefinition s_own = Wanted with
    {
        HookName = "Own::AtRest::Hook", FunctionName = "own-function", RoleName = "own-role", ExecutionRoleName = "own-execution-role",
        LogRetentionInDays = 7, MemorySize = 256,
    };

    /// <summary>The call that is denied, the permission that is named, and the parts that are not known by it.</summary>
    private static readonly (string Name, string Permission, string Parts, Func<EndpointCall, bool> IsDenied)[] s_denials =
    [
        ("DescribeType", "cloudformation:DescribeType", "Hook", call => call.Operation == "DescribeType"),
        ("its configuration", "cloudformation:BatchDescribeTypeConfigurations", "Hook",
            call => call.Operation == "BatchDescribeTypeConfigurations"),
        ("GetRole of the function's", "iam:GetRole", "Role", call => IsOfRole(call, "GetRole", "own-role")),
        ("GetRole of the execution role", "iam:GetRole", "ExecutionRole", call => IsOfRole(call, "GetRole", "own-execution-role")),
        ("ListRolePolicies", "iam:ListRolePolicies", "Role", call => IsOfRole(call, "ListRolePolicies", "own-role")),
        ("GetRolePolicy", "iam:GetRolePolicy", "ExecutionRole", call => IsOfRole(call, "GetRolePolicy", "own-execution-role")),
        ("ListAttachedRolePolicies", "iam:ListAttachedRolePolicies", "Role",
            call => IsOfRole(call, "ListAttachedRolePolicies", "own-role")),
        ("GetFunction", "lambda:GetFunction", All, call => call.Operation == "GetFunction"),
        ("GetFunctionEventInvokeConfig", "lambda:GetFunctionEventInvokeConfig", "Function",
            call => call.Operation == "GetFunctionEventInvokeConfig"),
        ("GetPolicy", "lambda:GetPolicy", "Permission", call => call.Operation == "GetPolicy"),
        ("DescribeLogGroups", "logs:DescribeLogGroups", "LogGroup", call => call.Operation == "DescribeLogGroups"),
        ("the log group's tags", "logs:ListTagsForResource", "LogGroup",
            call => call.Service == "logs" && call.Operation == "ListTagsForResource"),
    ];

    public static TheoryData<string> Denials => [.. s_denials.Select(denial => denial.Name)];

    [Theory]
    [MemberData(nameof(Denials))]
    public async Task What_cannot_be_read_is_unknown_and_the_rest_is_told(string name)
    {
        var denial = s_denials.Single(denial => denial.Name == name);
        await InstallHookAsync(definition: s_own);
        Deny(denial.IsDenied);

        IReadOnlyList<HookPart> parts = await FindAsync();

        HookPart[] unknown = [.. parts.Where(part => part.State == RulePartState.Unknown)];
        Assert.Equal(denial.Parts.Split(' '), unknown.Select(part => part.Part));
        Assert.All(unknown, part => Assert.Contains(denial.Permission, Assert.Single(part.Differences), StringComparison.Ordinal));
        Assert.All(parts.Except(unknown), part => Assert.Equal(RulePartState.Current, part.State));
    }

    /// <summary>Drift of what was read is told beside it.</summary>
    [Fact]
    public async Task What_is_read_and_differs_is_told_beside_what_cannot_be_read()
    {
        await InstallHookAsync(definition: s_own);
        Endpoint.IdentityManagement.FindRole("own-role")!.Policies["debug"] = "{}";
        Deny(call => call.Operation == "DescribeType");

        IReadOnlyList<HookPart> parts = await FindAsync();

        Assert.Equal(
            ["LogGroup Current", "Role Drifted", "ExecutionRole Current", "Function Current", "Hook Unknown"],
            parts.Select(part => $"{part.Part} {part.State}"));
    }

    [Theory]
    [MemberData(nameof(Denials))]
    public async Task Install_decides_nothing_on_it(string name)
    {
        await InstallHookAsync(definition: s_own);
        string[] whole = Endpoint.Account;
        Deny(s_denials.Single(denial => denial.Name == name).IsDenied);

        ServiceCallException failure = await Assert.ThrowsAsync<ServiceCallException>(() => InstallHookAsync(definition: s_own));

        Assert.Equal(ServiceFailure.AccessDenied, failure.Failure);
        Assert.Equal(whole, Endpoint.Account);
    }

    /// <summary>What is not known is left, and so is what the hook may need, or tells what the rest is called.</summary>
    [Theory]
    [MemberData(nameof(Denials))]
    public async Task Uninstall_leaves_it_and_finishes_once_it_can_be_read(string name)
    {
        var denial = s_denials.Single(denial => denial.Name == name);
        string[] empty = Endpoint.Account;
        await InstallHookAsync(definition: s_own);
        string[] whole = Endpoint.Account;
        Deny(denial.IsDenied);

        IReadOnlyList<HookPart> parts = await UninstallFoundAsync();

        // What others have added is not looked at where it goes along.
        bool isToBeRead = !(denial.Parts == "Permission" || denial.Permission.EndsWith("EventInvokeConfig", StringComparison.Ordinal));
        string[] kept = !isToBeRead ? [] : denial.Parts.Contains("Hook", StringComparison.Ordinal)
            ? ["LogGroup", "Role", "ExecutionRole", "Function", "Hook"]
            : [.. parts.Select(part => part.Part).Where(part => denial.Parts == part || part == "Function")];
        Assert.Equal(kept, parts.Where(part => part.Part != "Permission" && part.Action == RulePartAction.Kept).Select(part => part.Part));
        Assert.All(parts.Where(part => part.Action == RulePartAction.Kept), part => Assert.NotEmpty(part.Differences));
        Assert.All(parts.Where(part => part.State == RulePartState.Unknown), part =>
            Assert.Contains(denial.Permission, Assert.Single(part.Differences), StringComparison.Ordinal));
        if (kept.Length == 5)
        {
            Assert.Equal(whole, Endpoint.Account);
        }

        Endpoint.Fault = _ => null;
        await UninstallFoundAsync();
        Assert.Equal(empty, Endpoint.Account);
    }

    [Fact]
    public async Task Tags_that_are_not_told_leave_everything_unknown_and_untouched()
    {
        await InstallHookAsync(definition: s_own);
        string[] whole = Endpoint.Account;
        Endpoint.Lambda.TellsTags = false;

        IReadOnlyList<HookPart> found = await FindAsync();
        IReadOnlyList<HookPart> removed = await UninstallFoundAsync();

        Assert.All(found, part => Assert.Equal(RulePartState.Unknown, part.State));
        Assert.All(found, part => Assert.Contains("lambda:ListTags", Assert.Single(part.Differences), StringComparison.Ordinal));
        Assert.All(removed, part => Assert.Equal(RulePartAction.Kept, part.Action));
        Assert.Equal(whole, Endpoint.Account);
    }

    /// <summary>The function may have any name, and so may the roles: that none has the default ones is not that there are none.</summary>
    [Fact]
    public async Task What_nobody_could_look_for_is_not_missing()
    {
        await InstallHookAsync(definition: s_own);
        Deny(call => call.Operation is "DescribeType" or "ListFunctions");

        IReadOnlyList<HookPart> parts = await FindAsync();

        Assert.All(parts, part => Assert.Equal(RulePartState.Unknown, part.State));
    }

    /// <summary>The owner is the function's tag: without it, the hook may be anybody's, and is not said to be somebody else's.</summary>
    [Fact]
    public async Task A_hook_whose_owner_cannot_be_read_is_nobody_s()
    {
        await InstallHookAsync(definition: s_own);
        Endpoint.Lambda.RemoveFunction("own-function");
        Deny(call => IsOfRole(call, "GetRole", "own-execution-role"));

        IReadOnlyList<HookPart> parts = await FindAsync(s_own);

        Assert.Equal((RulePartState.Unknown, "Hook"), (parts[^1].State, parts[^1].Part));
        Assert.Contains("iam:GetRole", Assert.Single(parts[^1].Differences), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hook_whose_function_s_tags_are_not_told_is_listed_by_its_description()
    {
        await InstallHookAsync(definition: s_own);
        await InstallAsync();
        Endpoint.Lambda.TellsTags = false;
        using RuleServiceClients site = await OpenSiteAsync(Region);

        FoundHook found = Assert.Single(await InstalledHook.ListAsync(site.Services, Cancelled));

        Assert.Equal(("Own::AtRest::Hook", "own-function", true), (found.HookName, found.FunctionName, found.Failure is not null));
    }

    [Fact]
    public async Task It_is_said_in_Japanese()
    {
        await InstallHookAsync(definition: s_own);
        Deny(call => call.Operation == "GetFunction");
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("ja");

        IReadOnlyList<HookPart> parts = [.. await FindAsync(), .. await UninstallFoundAsync()];

        Assert.All(parts.SelectMany(part => part.Differences), text => Assert.Matches(@"[\p{IsHiragana}\p{IsKatakana}]", text));
    }

    private static bool IsOfRole(EndpointCall call, string operation, string roleName) =>
        call.Operation == operation && call.Parameters["RoleName"] == roleName;

    private void Deny(Func<EndpointCall, bool> isDenied) => Endpoint.Fault = call => !isDenied(call) ? null
        : call.Service is "iam" or "cloudformation" ? Fault.AccessDenied
        : Fault.JsonError(403, "AccessDeniedException", "not authorized to perform this operation");

    private Task<IReadOnlyList<HookPart>> FindAsync(HookDefinition? definition = null) => RunAsync(definition, removes: false);

    private Task<IReadOnlyList<HookPart>> UninstallFoundAsync() => RunAsync(null, removes: true);

    /// <summary>By the hook's name alone, as the cmdlets do.</summary>
    private async Task<IReadOnlyList<HookPart>> RunAsync(HookDefinition? definition, bool removes)
    {
        using RuleServiceClients site = await OpenSiteAsync(Region);
        InstalledHook installed = await InstalledHook.FindAsync(site.Services, s_own.HookName, null, Cancelled);
        definition ??= installed.ToDefinition(new HookDefinition { Package = Wanted.Package });
        HookInstallation installation = new(
            site.Services, definition, new() { IsRemoval = removes, Delay = (_, _) => Task.CompletedTask });
        await installation.ReadWhatCanBeReadAsync(installed.Unread, Cancelled);
        if (removes)
        {
            await ApplyAsync(installation.Uninstall());
            installation.Close(isComplete: true);
        }

        return installation.Parts;
    }
}
