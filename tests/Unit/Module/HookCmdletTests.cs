using System.Management.Automation;
using System.Text.RegularExpressions;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Module.Tests;

/// <summary>The cmdlets of the hook, as a user runs them.</summary>
public sealed partial class HookCmdletTests : EndpointTest
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

    [Theory]
    [InlineData($"Install-RedisAtRestHook {Names} @connection", 10)]
    [InlineData("Uninstall-RedisAtRestHook Own::AtRest::Hook -Force @connection", 8)]
    public void After_any_call_the_same_command_ends_as_if_nothing_had_happened(string command, int least)
    {
        string other = command.StartsWith('I') ? "Uninstall-RedisAtRestHook Own::AtRest::Hook -Force @connection"
            : $"Install-RedisAtRestHook {Names} @connection";
        Session.Run(other);
        int start = Mutating.Count();
        Assert.Empty(Session.Run(command).Errors);
        int calls = Mutating.Count() - start;
        string[] undisturbed = Steady();

        for (int last = 0; last < calls; last++)
        {
            Assert.Empty(Session.Run(other).Errors);
            int seen = 0;
            bool isDead = false;
            Endpoint.Fault = call =>
            {
                isDead |= call.IsMutating && ++seen > last;
                return isDead ? new Fault(_ => Answer.JsonError("AccessDeniedException", "dead", 403)) : null;
            };
            Session.Run(command);
            Endpoint.Fault = _ => null;
            Assert.Empty(Session.Run(command).Errors);
            Assert.Equal(undisturbed, Steady());
        }

        Assert.True(calls >= least, $"{calls} calls");
    }

    [GeneratedRegex(@"AROA\d+")]
    private static partial Regex Id();

    private string[] Steady() => [.. Endpoint.Account.Select(line => Id().Replace(line, "AROA"))];
}
