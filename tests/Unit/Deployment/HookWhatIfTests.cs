using System.Text.Json.Nodes;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Deployment.Tests;

/// <summary>What -WhatIf shows of a hook is what is then done, step for step.</summary>
public sealed class HookWhatIfTests : HookInstallationTest
{
    /// <summary>What is there before, beside every single drift.</summary>
    private static readonly (string Name, Action<AwsEndpoint> Meanwhile)[] s_meanwhile =
    [
        ("nothing differs", _ => { }),
        ("the role is gone", aws => aws.IdentityManagement.RemoveRole(HookRole)),
        ("the execution role is gone", aws => aws.IdentityManagement.RemoveRole(ExecutionRole)),
        ("the function is gone", aws => aws.Lambda.RemoveFunction(HookFunction)),
        ("the hook is gone", aws => aws.Types.RemoveHook(HookName)),
        ("both roles are gone", aws =>
        {
            aws.IdentityManagement.RemoveRole(HookRole);
            aws.IdentityManagement.RemoveRole(ExecutionRole);
        }),
        ("everything but the hook is gone", aws =>
        {
            aws.IdentityManagement.RemoveRole(HookRole);
            aws.IdentityManagement.RemoveRole(ExecutionRole);
            aws.Lambda.RemoveFunction(HookFunction);
        }),
        ("the function is gone, and the hook differs", aws =>
        {
            aws.Lambda.RemoveFunction(HookFunction);
            Configure(aws, hook => hook["FailureMode"] = "WARN");
        }),
        ("the key of the annotations is somebody's, and the hook is to be activated again", aws =>
        {
            Configure(aws, hook => hook["EncryptionConfiguration"] = new JsonObject { ["KmsKeyId"] = "alias/own" });
            Hook(aws).AutoUpdate = false;
        }),
        ("the configuration cannot be read, and the hook is to be activated again", aws =>
        {
            Hook(aws).Configuration = "none";
            Hook(aws).AutoUpdate = false;
        }),
        ("another hook calls the function", aws => aws.Types.AddHook(
            "Corp::Guard::Hook", HookStep.TypeName, "arn:aws:iam::123456789012:role/theirs").Configuration = Hook(aws).Configuration),
        ("another hook has the role", aws => aws.Types.AddHook("Corp::Guard::Hook", HookStep.TypeName, Hook(aws).ExecutionRole)),
        ("the hook is somebody else's and calls a version of the function", aws =>
        {
            Configure(aws, hook => hook["Properties"]!["LambdaFunction"] = HookFunction + ":live");
            Hook(aws).ExecutionRole = "arn:aws:iam::123456789012:role/theirs";
            aws.Lambda.FindFunction(HookFunction)!.Tags.Remove(HookDefinition.TagKey);
        }),
        .. HookDrift.All.Select(drift => (drift.Name, drift.Apply)),
    ];

    public static TheoryData<string> Cases => [.. s_meanwhile.Select(one => one.Name)];

    [Fact]
    public async Task Of_an_empty_account() => Assert.Equal(await ShowAsync(removes: false), await DoAsync(removes: false));

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Of_what_is_installed(string name)
    {
        await InstallHookAsync();
        s_meanwhile.Single(one => one.Name == name).Meanwhile(Endpoint);

        string[] shown = await ShowAsync(removes: false);

        Assert.Equal(shown, await DoAsync(removes: false));
        Assert.Empty(await ShowAsync(removes: false));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Of_taking_it_away(string name)
    {
        await InstallHookAsync();
        s_meanwhile.Single(one => one.Name == name).Meanwhile(Endpoint);

        string[] shown = await ShowAsync(removes: true);

        Assert.Equal(shown, await DoAsync(removes: true));
    }

    private Task<string[]> ShowAsync(bool removes) => RunAsync(removes, _ => Task.CompletedTask);

    private Task<string[]> DoAsync(bool removes) => RunAsync(removes, change => change.ApplyAsync(Cancelled));

    /// <summary>What ShouldProcess is asked, as the cmdlets ask it.</summary>
    private async Task<string[]> RunAsync(bool removes, Func<InstallationChange, Task> apply)
    {
        using RuleServiceClients site = await OpenSiteAsync(Region);
        HookInstallation installation = await ReadAsync(site, new() { IsRemoval = removes, Adopt = !removes });
        List<string> steps = [];
        foreach (InstallationChange change in removes ? installation.Uninstall() : installation.Install())
        {
            steps.Add($"{change.Target}: {change.Action}");
            await apply(change);
        }

        return [.. steps];
    }
}
