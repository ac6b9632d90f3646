using System.Management.Automation;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Module.Tests;

/// <summary>The cmdlets of the hook, as a user runs them.</summary>
public sealed class HookCmdletTests : EndpointTest
{
    private const string Names =
        "Own::AtRest::Hook -FunctionName own-function -RoleName own-role -ExecutionRoleName own-execution-role";

    private IEnumerable<EndpointCall> Mutating => Endpoint.Calls.Where(call => call.IsMutating && call.Service != "sts");

    [Fact]
    public void What_is_installed_is_kept_where_it_is_not_named_anew()
    {
        Session.Run("Install-RedisAtRestHook @connection -FailureMode fail -RequireCustomerManagedKey -MemorySize 256 "
            + "-TargetOperation resource, change_set");

        Outcome again = Session.Run("Install-RedisAtRestHook @connection -LogRetentionInDays 7");
        Outcome outcome = Session.Run("Get-RedisAtRestHook @connection");

        // The function has the note of how long its log is kept.
        Assert.Equal(["Updated", "Unchanged", "Unchanged", "Updated", "Unchanged"], again.All("Action"));
        Assert.Equal(
        [
            "kept as it was installed: FailureMode FAIL",
            """kept as it was installed: InputParameters {"requireCustomerManagedKey":"true"}""",
            "kept as it was installed: MemorySize 256", "kept as it was installed: TargetOperations RESOURCE, CHANGE_SET",
        ], again.Output.SelectMany(part => (IEnumerable<string>)part.Properties["Remarks"].Value).Order(StringComparer.Ordinal));
        PSMemberInfoCollection<PSPropertyInfo> hook = Assert.Single(outcome.Output).Properties;
        Assert.Equal(["Current", "FAIL", "ENABLED"], [hook["State"].Value, hook["FailureMode"].Value, hook["HookStatus"].Value]);
        Assert.Equal(["RESOURCE", "CHANGE_SET"], (IEnumerable<string>)hook["TargetOperations"].Value);
        Assert.Equal("""{"requireCustomerManagedKey":"true"}""", hook["InputParameters"].Value);
    }

    [Fact]
    public void WhatIf_names_every_step_and_takes_none()
    {
        Session.Run("Install-RedisAtRestHook @connection -WhatIf");
        Assert.Empty(Mutating);
        Session.Run("Install-RedisAtRestHook @connection");
        int before = Mutating.Count();

        Session.Run("Uninstall-RedisAtRestHook @connection -WhatIf; Uninstall-RedisAtRestHook @connection -Force -WhatIf");

        Assert.Equal(before, Mutating.Count());
    }

    [Fact]
    public void Get_without_a_name_lists_what_is_ours_and_pipes_into_Uninstall()
    {
        string[] before = Endpoint.Account;
        Session.Run($"Install-RedisAtRestHook @connection; Install-RedisAtRestHook @connection {Names}");

        Outcome listed = Session.Run("Get-RedisAtRestHook @connection");
        Outcome removed = Session.Run("Get-RedisAtRestHook @connection | Uninstall-RedisAtRestHook -Force @keys");

        Assert.Equal(["Own::AtRest::Hook", "RedisCompliance::AtRest::Hook"], listed.All("HookName"));
        Assert.Empty(removed.Errors);
        Assert.Equal(before, Endpoint.Account);
    }

    [Fact]
    public void A_hook_that_is_not_there_is_an_error()
    {
        Outcome outcome = Session.Run("Get-RedisAtRestHook @connection");

        Assert.StartsWith("HookNotFound", Assert.Single(outcome.Errors).FullyQualifiedErrorId);
        Assert.Empty(outcome.Output);
    }

    [Fact]
    public void A_hook_of_somebody_else_is_refused_before_anything_is_changed()
    {
        Endpoint.Types.AddHook("RedisCompliance::AtRest::Hook", "AWS::Hooks::LambdaHook", "arn:aws:iam::123456789012:role/theirs");

        Outcome outcome = Session.Run("Install-RedisAtRestHook @connection");

        Assert.StartsWith("InstallationNotOurs", Assert.Single(outcome.Errors).FullyQualifiedErrorId);
        Assert.Contains("Get-RedisAtRestHook", outcome.Errors[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(Mutating);
    }
}
