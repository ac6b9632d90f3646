using System.Text.Json.Nodes;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Deployment.Tests;

/// <summary>A hook is installed, watched, mended and taken away as the rule is.</summary>
public sealed class HookTests : HookInstallationTest
{
    [Fact]
    public async Task Everything_is_made_in_the_order_in_which_it_is_needed_and_the_hook_is_called_last()
    {
        string[] parts = await InstallHookAsync();

        Assert.Equal(["LogGroup Created", "Role Created", "ExecutionRole Created", "Function Created", "Hook Created"], parts);
        Assert.Equal(
        [
            "CreateLogGroup", "PutRetentionPolicy", "CreateRole", "PutRolePolicy", "CreateRole", "PutRolePolicy", "CreateFunction",
            "ActivateType", "SetTypeConfiguration", "SetTypeConfiguration",
        ], Changes);
        Assert.Equal(["DISABLED", "ENABLED"], Endpoint.Calls.Where(call => call.Operation == "SetTypeConfiguration")
            .Select(call => (string?)Read(call.Parameters["Configuration"])["HookInvocationStatus"]));
        Assert.Equal(
            """{"HookInvocationStatus":"ENABLED","TargetOperations":["RESOURCE","CLOUD_CONTROL"],"FailureMode":"FAIL","Properties":"""
            + """{"LambdaFunction":"arn:aws:lambda:us-east-1:123456789012:function:redis-encrypted-at-rest-hook-function"}"""
            + ""","TargetFilters":{"Actions":["CREATE","UPDATE"],"InvocationPoints":["PRE_PROVISION"],"TargetNames":"""
            + """["AWS::ElastiCache::ReplicationGroup","AWS::ElastiCache::CacheCluster","AWS::ElastiCache::ServerlessCache"]}}""",
            Read(Hook(Endpoint).Configuration).ToJsonString());
    }

    [Fact]
    public async Task A_second_run_changes_nothing()
    {
        await InstallHookAsync();
        int before = CallsSoFar;

        string[] parts = await InstallHookAsync();

        Assert.All(parts, part => Assert.EndsWith(" Unchanged", part));
        Assert.Empty(ChangesSince(before));
    }

    [Fact]
    public async Task Uninstall_leaves_the_account_as_it_was_and_takes_the_hook_first_and_the_function_last()
    {
        string[] empty = Endpoint.Account;
        await InstallHookAsync();
        int before = CallsSoFar;

        string[] parts = await UninstallHookAsync();

        Assert.Equal(["LogGroup Removed", "Role Removed", "ExecutionRole Removed", "Function Removed", "Hook Removed"], parts);
        Assert.Equal(empty, Endpoint.Account);
        string[] changes = ChangesSince(before);
        Assert.Equal(["SetTypeConfiguration", "DeactivateType"], changes[..2]);
        Assert.Equal("DeleteFunction", changes[^1]);
    }

    [Fact]
    public async Task A_hook_that_was_deactivated_is_missing_and_activated_again()
    {
        await InstallHookAsync();
        string[] whole = Endpoint.Account;
        Endpoint.Types.RemoveHook(HookName);

        Assert.Equal(RulePartState.Missing, (await LookAtHookAsync()).Single(part => part.Part == "Hook").State);
        await InstallHookAsync();

        Assert.Equal(whole, Endpoint.Account);
    }

    [Theory]
    [InlineData("AWS::Hooks::LambdaHook", false, "was not made by Install-RedisAtRestHook")]
    [InlineData("Example::Hooks::Other", false, "is of the type Example::Hooks::Other, and not of AWS::Hooks::LambdaHook")]
    [InlineData("Example::Hooks::Other", true, "is of the type Example::Hooks::Other, and not of AWS::Hooks::LambdaHook")]
    public async Task A_hook_of_somebody_else_under_our_name_is_in_the_way_and_left(string type, bool adopts, string says)
    {
        Endpoint.Types.AddHook(HookName, type, "arn:aws:iam::123456789012:role/theirs");
        string[] theirs = [.. Endpoint.Account];
        using RuleServiceClients site = await OpenSiteAsync(Region);
        HookInstallation installation = await ReadAsync(site, new() { Adopt = adopts });

        Assert.Contains(says, Assert.Single(installation.Obstacles()).Message, StringComparison.Ordinal);
        await UninstallHookAsync();

        Assert.Equal(theirs, Endpoint.Account);
    }

    [Fact]
    public async Task A_Lambda_Hook_that_was_made_by_hand_is_taken_over_when_asked()
    {
        await InstallHookAsync();
        string[] whole = Endpoint.Account;
        await UninstallHookAsync();
        Endpoint.Types.AddHook(HookName, HookStep.TypeName, "arn:aws:iam::123456789012:role/theirs");

        await InstallHookAsync(new() { Adopt = true });

        Assert.Equal(Steady(whole), Steady(Endpoint.Account));
    }

    [Fact]
    public async Task The_key_of_the_annotations_is_kept_when_something_else_is_mended()
    {
        await InstallHookAsync();
        Configure(Endpoint, hook =>
        {
            hook["EncryptionConfiguration"] = new JsonObject { ["KmsKeyId"] = "alias/own" };
            hook["FailureMode"] = "WARN";
        });

        await InstallHookAsync();

        JsonObject configured = Read(Hook(Endpoint).Configuration);
        Assert.Equal(("FAIL", "alias/own"),
            ((string?)configured["FailureMode"], (string?)configured["EncryptionConfiguration"]!["KmsKeyId"]));
        Assert.Contains(["the key of the annotations is kept: {\"KmsKeyId\":\"alias/own\"}"],
            (await LookAtHookAsync()).Select(part => part.Remarks.ToArray()));
    }

    /// <summary>To activate it again, it is deactivated, and its configuration goes along.</summary>
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task The_key_of_the_annotations_is_kept_when_the_hook_is_activated_again(bool hasOtherRole, bool adopts)
    {
        await InstallHookAsync();
        Configure(Endpoint, hook => hook["EncryptionConfiguration"] = new JsonObject { ["KmsKeyId"] = "alias/own" });
        Hook(Endpoint).AutoUpdate = hasOtherRole;
        Hook(Endpoint).ExecutionRole = hasOtherRole ? "arn:aws:iam::123456789012:role/theirs" : Hook(Endpoint).ExecutionRole;
        int before = CallsSoFar;

        await InstallHookAsync(new() { Adopt = adopts });

        Assert.Contains("ActivateType", ChangesSince(before));
        Assert.All(Endpoint.Calls.Skip(before).Where(call => call.Operation == "SetTypeConfiguration"), call =>
            Assert.Equal("alias/own", (string?)Read(call.Parameters["Configuration"])["EncryptionConfiguration"]!["KmsKeyId"]));
        Assert.Equal("alias/own", (string?)Read(Hook(Endpoint).Configuration)["EncryptionConfiguration"]!["KmsKeyId"]);
    }

    /// <summary>Killed after each change, the same ends as undisturbed, and never does a hook call what is gone.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_kill_point_leaves_a_hook_that_calls_a_function_that_is_gone(bool removes)
    {
        string[] empty = Endpoint.Account;
        await InstallHookAsync();
        string[] whole = Endpoint.Account;
        int total = 0;
        bool isKilled = true;
        for (int killedAfter = 0; isKilled; killedAfter++)
        {
            await (removes ? InstallHookAsync() : UninstallHookAsync());
            using RuleServiceClients site = await OpenSiteAsync(Region);
            HookInstallation installation = await ReadAsync(site, new() { IsRemoval = removes });
            int done = 0;
            isKilled = false;
            foreach (InstallationChange change in removes ? installation.Uninstall() : installation.Install())
            {
                if (done++ == killedAfter)
                {
                    isKilled = true;
                    break;
                }

                await change.ApplyAsync(Cancelled);
                Assert.False(Endpoint.Lambda.FindFunction(HookFunction) is null && Endpoint.Types.FindHook(HookName) is { } hook
                    && Read(hook.Configuration)["HookInvocationStatus"]?.GetValue<string>() == "ENABLED");
                total = Math.Max(total, done);
            }

            await (removes ? UninstallHookAsync() : InstallHookAsync());
            Assert.Equal(removes ? empty : Steady(whole), removes ? Endpoint.Account : Steady(Endpoint.Account));
        }

        Assert.True(total >= 8, $"{total} changes");
    }
}
