using System.Management.Automation;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Module.Tests;

/// <summary>What cannot be, or is somebody else's, is refused before anything is made, and said with what to do about it.</summary>
public sealed class HookRefusalTests : EndpointTest
{
    private const string Rule = "redis-encrypted-at-rest-check-rule";
    private const string RuleFunction = "redis-encrypted-at-rest-check-function";
    private const string RuleRole = "redis-encrypted-at-rest-check-role";
    private const string HookFunction = "redis-encrypted-at-rest-hook-function";
    private const string HookRole = "redis-encrypted-at-rest-hook-role";
    private const string ExecutionRole = "redis-encrypted-at-rest-hook-execution-role";

    private IEnumerable<EndpointCall> Mutating => Endpoint.Calls.Where(call => call.IsMutating && call.Service != "sts");

    [Theory]
    [InlineData($"Install-RedisAtRestHook -FunctionName {RuleFunction}", "-FunctionName", "Uninstall-RedisAtRestRule")]
    [InlineData($"Install-RedisAtRestHook -FunctionName {RuleFunction} -Adopt", "-FunctionName", "Uninstall-RedisAtRestRule")]
    [InlineData($"Install-RedisAtRestHook -RoleName {RuleRole} -Adopt", "-RoleName", "Uninstall-RedisAtRestRule")]
    [InlineData($"Install-RedisAtRestHook -ExecutionRoleName {RuleRole} -Adopt", "-ExecutionRoleName", "Uninstall-RedisAtRestRule")]
    [InlineData($"Install-RedisAtRestRule -FunctionName {HookFunction} -Adopt", "-FunctionName", "Uninstall-RedisAtRestHook")]
    [InlineData($"Install-RedisAtRestRule -RoleName {HookRole} -Adopt", "-RoleName", "Uninstall-RedisAtRestHook")]
    [InlineData($"Install-RedisAtRestRule -RoleName {ExecutionRole} -Adopt", "-RoleName", "Uninstall-RedisAtRestHook")]
    public void A_part_of_the_other_is_refused(string command, string parameter, string other)
    {
        Endpoint.Config.AddRecorder();
        Session.Run(other.EndsWith("Rule", StringComparison.Ordinal) ? "Install-RedisAtRestRule @connection"
            : "Install-RedisAtRestHook @connection");
        string[] before = Endpoint.Account;

        Outcome outcome = Session.Run(command + " @connection");

        Assert.Empty(outcome.Output);
        Assert.All(outcome.Errors, error => Assert.StartsWith("InstallationOtherKind", error.FullyQualifiedErrorId));
        Assert.Contains(outcome.Errors, error => error.ErrorDetails.RecommendedAction.Contains(parameter, StringComparison.Ordinal)
            && error.ErrorDetails.RecommendedAction.Contains(other, StringComparison.Ordinal));
        Assert.Equal(before, Endpoint.Account);
    }

    [Theory]
    [InlineData("Uninstall-RedisAtRestHook -FunctionName " + RuleFunction)]
    [InlineData($"Uninstall-RedisAtRestRule {Rule} -FunctionName {HookFunction} -RoleName {HookRole}")]
    [InlineData($"Uninstall-RedisAtRestRule {Rule} -RoleName {ExecutionRole}")]
    public void Uninstall_leaves_the_parts_of_the_other(string command)
    {
        Endpoint.Config.AddRecorder();
        bool isOfHook = command.Contains("AtRestRule", StringComparison.Ordinal);
        Session.Run(isOfHook ? "Install-RedisAtRestHook @connection" : "Install-RedisAtRestRule @connection");
        string[] before = Endpoint.Account;

        Outcome outcome = Session.Run(command + " -Force @connection");

        Assert.Empty(outcome.Errors);
        Assert.Contains("Kept", outcome.All("Action"));
        Assert.Equal(before, Endpoint.Account);
    }

    [Theory]
    [InlineData("-RoleName same -ExecutionRoleName same")]
    [InlineData("-RoleName same -ExecutionRoleName Same")]
    [InlineData("-RoleName " + ExecutionRole)]
    [InlineData("-ExecutionRoleName " + HookRole)]
    public void One_role_for_both_is_refused_before_anything_is_made(string names)
    {
        Outcome outcome = Session.Run($"Install-RedisAtRestHook {names} @connection");

        ErrorRecord error = Assert.Single(outcome.Errors);
        Assert.StartsWith("HookRolesAlike", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.InvalidArgument, error.CategoryInfo.Category);
        Assert.Contains("-ExecutionRoleName", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.True(outcome.IsTerminated);
        Assert.Empty(Mutating);
    }

    /// <summary>One name is given, and the other is kept.</summary>
    [Fact]
    public void The_role_of_what_is_installed_is_refused_for_the_other_one()
    {
        Session.Run("Install-RedisAtRestHook -RoleName own-role -ExecutionRoleName own-execution-role @connection");
        string[] before = Endpoint.Account;

        Outcome outcome = Session.Run("Install-RedisAtRestHook -ExecutionRoleName own-role @connection");

        Assert.StartsWith("HookRolesAlike", Assert.Single(outcome.Errors).FullyQualifiedErrorId);
        Assert.Equal(before, Endpoint.Account);
    }

    [Theory]
    [InlineData("Install-RedisAtRestHook", "RedisCompliance:ConfigRule")]
    [InlineData("Install-RedisAtRestHook", "rediscompliance:hook")]
    [InlineData("Install-RedisAtRestRule", "RedisCompliance:Hook")]
    public void A_tag_by_which_Install_tells_what_it_made_is_refused(string command, string key)
    {
        Outcome outcome = Session.Run($"{command} -Tag @{{ '{key}' = 'x' }} @connection");

        Assert.StartsWith("TagReserved", Assert.Single(outcome.Errors).FullyQualifiedErrorId);
        Assert.Empty(Endpoint.Calls);
    }

    [Fact]
    public void A_part_of_a_stack_is_refused_and_the_advice_is_for_a_hook()
    {
        Session.Run("Install-RedisAtRestHook @connection");
        Endpoint.Lambda.FindFunction(HookFunction)!.Tags["aws:cloudformation:stack-name"] = "theirs";
        string[] before = Endpoint.Account;

        Outcome outcome = Session.Run("Install-RedisAtRestHook -FailureMode FAIL @connection");

        ErrorRecord error = Assert.Single(outcome.Errors);
        Assert.StartsWith("InstallationManagedByStack", error.FullyQualifiedErrorId);
        Assert.DoesNotContain("AtRestRule", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(before, Endpoint.Account);
    }
}
