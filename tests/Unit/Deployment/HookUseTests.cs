using System.Globalization;
using System.Text.Json.Nodes;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Deployment.Tests;

/// <summary>A hook that stays, whatever it is called and whoever made it, keeps the function and the role that it may need.</summary>
public sealed class HookUseTests : HookInstallationTest
{
    private const string Theirs = "arn:aws:iam::123456789012:role/theirs";
    private const string Guard = "Corp::Guard::Hook";
    private const string FunctionArn = "arn:aws:lambda:us-east-1:123456789012:function:" + HookFunction;

    private static readonly string[] s_all = ["LogGroup", "Role", "ExecutionRole", "Function", "Hook"];

    /// <summary>How the hook of our name comes to be somebody else's, and may call our function all the same.</summary>
    private static readonly (string Name, Action<AwsEndpoint> Change)[] s_calls =
    [
        ("a name that Lambda may take for the same", aws => Call(aws, FunctionArn.ToUpperInvariant())),
        ("a comment before it", aws => Hook(aws).Configuration = "/* x */" + Hook(aws).Configuration),
        ("a name twice", aws => Twice(aws)),
        ("more than 32 levels", aws => Configure(aws, hook => hook["StackFilters"] = Deep(40))),
        ("more levels than are read", aws => Hook(aws).Configuration = new string('[', 100) + new string(']', 100)),
        ("a name in another case", aws => Hook(aws).Configuration =
            Hook(aws).Configuration.Replace("Lambda", "lambda", StringComparison.Ordinal)),
        ("a function that is no text", aws => Configure(aws, hook => hook["Properties"]!["LambdaFunction"] = new JsonArray("one", "two"))),
        ("no function at all", aws => Configure(aws, hook => hook.Remove("Properties"))),
        ("what is no configuration", aws => Hook(aws).Configuration = "none"),
        ("a type that is not told", aws => Retype(aws, string.Empty)),
        ("another type", aws => Retype(aws, "Example::Hooks::Other")),
    ];

    public static TheoryData<string> Calls => [.. s_calls.Select(call => call.Name)];

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_hook_that_is_left_has_left_what_it_may_call(string name)
    {
        await InstallHookAsync();
        s_calls.Single(call => call.Name == name).Change(Endpoint);
        Hook(Endpoint).ExecutionRole = Theirs;
        string[] whole = Endpoint.Account;

        string[] parts = await UninstallHookAsync();

        Assert.Equal(s_all.Select(part => part + " Kept"), parts);
        Assert.Equal(whole, Endpoint.Account);
    }

    [Theory]
    [InlineData("arn:aws:lambda:us-east-1:123456789012:function:other")]
    [InlineData("arn:aws:lambda:us-east-1:999999999999:function:" + HookFunction)]
    [InlineData("arn:aws:lambda:eu-west-1:123456789012:function:" + HookFunction + ":live")]
    [InlineData("other:" + HookFunction)]
    public async Task What_it_does_not_call_goes(string name)
    {
        await InstallHookAsync();
        Call(Endpoint, name);
        Hook(Endpoint).ExecutionRole = Theirs;

        string[] parts = await UninstallHookAsync();

        Assert.Equal(["LogGroup Removed", "Role Removed", "ExecutionRole Removed", "Function Removed", "Hook Kept"], parts);
    }

    /// <summary>Only a hook without a configuration is known to call nothing.</summary>
    [Fact]
    public async Task What_a_hook_without_a_configuration_might_call_goes()
    {
        await InstallHookAsync();
        Hook(Endpoint).Configuration = "{ }";
        Hook(Endpoint).ExecutionRole = Theirs;

        Assert.Contains("Function Removed", await UninstallHookAsync());
    }

    /// <summary>The function tells that the hook is ours, whichever version of it is called.</summary>
    [Theory]
    [InlineData(FunctionArn + ":live")]
    [InlineData(FunctionArn + ":$LATEST")]
    [InlineData(FunctionArn + ":7")]
    [InlineData(HookFunction)]
    [InlineData(HookFunction + ":live")]
    [InlineData("function:" + HookFunction)]
    [InlineData("123456789012:function:" + HookFunction)]
    [InlineData("us-east-1:123456789012:function:" + HookFunction)]
    public async Task A_hook_that_calls_our_function_in_whatever_form_is_ours(string called)
    {
        string[] empty = Endpoint.Account;
        await InstallHookAsync();
        Call(Endpoint, called);
        Hook(Endpoint).ExecutionRole = Theirs;
        (IReadOnlyList<HookPart> parts, InstallationException[] obstacles) = await LookAtHookAsync(Wanted, new());

        Assert.Empty(obstacles);
        Assert.Contains($"LambdaFunction is {called}, not {FunctionArn}", parts[^1].Differences);
        Assert.Contains("Hook Removed", await UninstallHookAsync());
        Assert.Equal(empty, Endpoint.Account);
    }

    [Theory]
    [InlineData(FunctionArn, "AWS::Hooks::LambdaHook")]
    [InlineData(FunctionArn + ":live", "AWS::Hooks::LambdaHook")]
    [InlineData(HookFunction, "")]
    [InlineData("", "AWS::Hooks::LambdaHook")]
    public async Task A_hook_of_another_name_keeps_the_function_that_it_may_call(string called, string type)
    {
        await InstallHookAsync();
        Add(Guard, type, Theirs, called.Length == 0 ? "none that can be read" : Calling(called));

        IReadOnlyList<HookPart> parts = await UninstallFoundAsync();

        Assert.Equal(["LogGroup Kept", "Role Kept", "ExecutionRole Removed", "Function Kept", "Hook Removed"],
            parts.Select(part => $"{part.Part} {part.Action}"));
        Assert.All(parts.Where(part => part.Action == RulePartAction.Kept),
            part => Assert.Equal(["left, because the hook may still need it: " + Guard], part.Differences));
        Assert.NotNull(Endpoint.Lambda.FindFunction(HookFunction));
        Endpoint.Types.RemoveHook(Guard);
        Assert.Contains("Function Removed", await UninstallHookAsync());
    }

    [Fact]
    public async Task A_hook_of_another_name_keeps_the_role_that_it_has()
    {
        await InstallHookAsync();
        Add(Guard, HookStep.TypeName, Hook(Endpoint).ExecutionRole, Calling("arn:aws:lambda:us-east-1:123456789012:function:other"));

        string[] parts = await UninstallHookAsync();

        Assert.Equal(["LogGroup Removed", "Role Removed", "ExecutionRole Kept", "Function Removed", "Hook Removed"], parts);
        Assert.NotEmpty(Endpoint.IdentityManagement.FindRole(ExecutionRole)!.Policies);
    }

    /// <summary>Neither is called with our role; what a hook of one's own has for its configuration is its own business.</summary>
    [Theory]
    [InlineData("", """{"CloudFormationConfiguration":{"HookConfiguration":{"Properties":{"limit":"1"}}}}""")]
    [InlineData("", "{}")]
    [InlineData("AWS::Hooks::GuardHook", "none that is read")]
    [InlineData("AWS::Hooks::LambdaHook",
        """{"CloudFormationConfiguration":{"HookConfiguration":{"Properties":{"LambdaFunction":"other"}}}}""")]
    public async Task A_hook_of_another_name_that_needs_nothing_is_no_reason_to_leave_anything(string type, string configuration)
    {
        await InstallHookAsync();
        Add(Guard, type, Theirs, configuration);

        Assert.All(await UninstallHookAsync(), part => Assert.EndsWith(" Removed", part));
    }

    [Fact]
    public async Task Hooks_on_later_pages_of_the_list_are_seen()
    {
        await InstallHookAsync();
        Endpoint.Types.PageSize = 1;
        Add("Aaa::Guard::Hook", HookStep.TypeName, Theirs, Calling("other"));
        Add("Zzz::Guard::Hook", HookStep.TypeName, Theirs, Calling(HookFunction));

        Assert.Contains("Function Kept", await UninstallHookAsync());
    }

    [Theory]
    [InlineData("ListTypes", "")]
    [InlineData("DescribeType", Guard)]
    [InlineData("BatchDescribeTypeConfigurations", "Corp-Guard-Hook")]
    public async Task Where_the_other_hooks_cannot_be_read_the_hook_goes_and_the_rest_stays(string operation, string name)
    {
        await InstallHookAsync();
        Add(Guard, HookStep.TypeName, Theirs, Calling("other"));
        Endpoint.Fault = call => call.Operation == operation
            && (name.Length == 0 || call.Parameters.Values.Any(value => value.EndsWith(name, StringComparison.Ordinal)))
            ? Fault.AccessDenied : null;

        IReadOnlyList<HookPart> parts = await UninstallFoundAsync();

        Assert.Equal(["LogGroup Kept", "Role Kept", "ExecutionRole Kept", "Function Kept", "Hook Removed"],
            parts.Select(part => $"{part.Part} {part.Action}"));
        Assert.All(parts.Take(4), part =>
            Assert.Contains($"cloudformation:{operation}", Assert.Single(part.Differences), StringComparison.Ordinal));
        Endpoint.Fault = _ => null;
        Assert.Contains("Function Removed", await UninstallHookAsync());
    }

    [Fact]
    public async Task A_hook_that_is_listed_and_not_described_may_need_everything()
    {
        await InstallHookAsync();
        Add(Guard, HookStep.TypeName, Theirs, Calling("other"));
        Endpoint.Fault = call => call.Operation == "DescribeType" && call.Parameters["TypeName"] == Guard
            ? Fault.Error(404, "TypeNotFoundException", "There is none.") : null;

        Assert.Equal(["LogGroup Kept", "Role Kept", "ExecutionRole Kept", "Function Kept", "Hook Removed"], await UninstallHookAsync());
    }

    [Fact]
    public async Task A_hook_that_calls_the_function_and_does_not_tell_its_role_may_have_ours()
    {
        await InstallHookAsync();
        Add(Guard, string.Empty, null, Calling(HookFunction));

        Assert.Contains("ExecutionRole Kept", await UninstallHookAsync());
    }

    [Fact]
    public async Task Where_nothing_is_left_to_be_taken_away_nobody_asks_for_other_hooks()
    {
        await UninstallHookAsync();

        Assert.DoesNotContain(Endpoint.Calls, call => call.Operation == "ListTypes");
    }

    [Fact]
    public async Task Why_it_is_left_is_said_in_Japanese()
    {
        await InstallHookAsync();
        Add(Guard, HookStep.TypeName, Theirs, Calling(HookFunction));
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("ja");

        IReadOnlyList<HookPart> parts = await UninstallFoundAsync();

        Assert.All(parts.SelectMany(part => part.Differences), text => Assert.Matches(@"[\p{IsHiragana}\p{IsKatakana}]", text));
    }

    private static void Call(AwsEndpoint aws, string name) => Configure(aws, hook => hook["Properties"]!["LambdaFunction"] = name);

    private static void Twice(AwsEndpoint aws) => Hook(aws).Configuration =
        Hook(aws).Configuration.Replace("\"FailureMode\":", "\"FailureMode\":\"WARN\",\"FailureMode\":", StringComparison.Ordinal);

    private static void Retype(AwsEndpoint aws, string type)
    {
        string configuration = Hook(aws).Configuration;
        aws.Types.AddHook(HookName, type).Configuration = configuration;
    }

    private static JsonObject Deep(int levels) => levels == 0 ? [] : new JsonObject { ["a"] = Deep(levels - 1) };

    private static string Calling(string function) =>
        """{"CloudFormationConfiguration":{"HookConfiguration":{"FailureMode":"FAIL","HookInvocationStatus":"ENABLED","""
        + "\"Properties\":{\"LambdaFunction\":\"" + function + "\"}}}}";

    private void Add(string name, string type, string? role, string configuration) =>
        Endpoint.Types.AddHook(name, type, role).Configuration = configuration;

    /// <summary>As the cmdlet does.</summary>
    private async Task<IReadOnlyList<HookPart>> UninstallFoundAsync()
    {
        using RuleServiceClients site = await OpenSiteAsync(Region);
        HookInstallation installation = new(site.Services, Wanted, new() { IsRemoval = true, Delay = (_, _) => Task.CompletedTask });
        await installation.ReadWhatCanBeReadAsync(null, Cancelled);
        await ApplyAsync(installation.Uninstall());
        installation.Close(isComplete: true);
        return installation.Parts;
    }
}
