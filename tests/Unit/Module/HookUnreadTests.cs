using System.Management.Automation;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Module.Tests;

/// <summary>What a caller may not read of a hook, as he sees it.</summary>
public sealed class HookUnreadTests : EndpointTest
{
    private const string Names =
        "Own::AtRest::Hook -FunctionName own-function -RoleName own-role -ExecutionRoleName own-execution-role";

    [Theory]
    [InlineData("DescribeType", "cloudformation:DescribeType", 1)]
    [InlineData("GetRole", "iam:GetRole", 2)]
    [InlineData("DescribeLogGroups", "logs:DescribeLogGroups", 1)]
    [InlineData("GetFunction", "lambda:GetFunction", 6)]
    public void Get_tells_the_parts_that_are_unknown_and_is_no_error(string operation, string permission, int parts)
    {
        Session.Run($"Install-RedisAtRestHook {Names} -FailureMode FAIL @connection");
        Deny(operation);

        Outcome outcome = Session.Run("Get-RedisAtRestHook Own::AtRest::Hook @connection");

        Assert.Empty(outcome.Errors);
        PSObject hook = Assert.Single(outcome.Output);
        Assert.Equal("Unknown", hook.Properties["State"].Value);
        HashSet<string> told = [.. ((IEnumerable<object>)hook.Properties["Parts"].Value).Select(PSObject.AsPSObject)
            .Where(part => (string)part.Properties["State"].Value == "Unknown")
            .Select(part => $"{part.Properties["Part"].Value}: {((IEnumerable<string>)part.Properties["Differences"].Value).Single()}")];
        Assert.Equal(parts, told.Count);
        Assert.All(told, text => Assert.Contains(permission, text, StringComparison.Ordinal));
        Assert.Equal(told.Count, ((IEnumerable<string>)hook.Properties["StateReasons"].Value).Count());
    }

    [Fact]
    public void Get_without_a_name_says_that_it_could_not_list()
    {
        Session.Run("Install-RedisAtRestHook @connection");
        Deny("ListFunctions");

        Outcome outcome = Session.Run("Get-RedisAtRestHook @connection");

        ErrorRecord error = Assert.Single(outcome.Errors);
        Assert.StartsWith("AccessDenied", error.FullyQualifiedErrorId);
        Assert.Contains("lambda:ListFunctions", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal("Current", Assert.Single(outcome.Output).Properties["State"].Value);
    }

    [Theory]
    [InlineData("DescribeType")]
    [InlineData("GetFunction")]
    public void Install_changes_nothing(string operation)
    {
        Session.Run($"Install-RedisAtRestHook {Names} @connection");
        string[] before = Endpoint.Account;
        Deny(operation);

        Outcome outcome = Session.Run($"Install-RedisAtRestHook Own::AtRest::Hook -FailureMode FAIL -Adopt @connection");

        ErrorRecord error = Assert.Single(outcome.Errors);
        Assert.StartsWith("AccessDenied", error.FullyQualifiedErrorId);
        Assert.Contains("Nothing was changed", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains(operation, error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(before, Endpoint.Account);
    }

    [Theory]
    [InlineData("DescribeType", "cloudformation:DescribeType")]
    [InlineData("GetFunction", "lambda:GetFunction")]
    public void Uninstall_leaves_it_says_so_and_finishes_later(string operation, string permission)
    {
        string[] empty = Endpoint.Account;
        Session.Run($"Install-RedisAtRestHook {Names} @connection");
        string[] before = Endpoint.Account;
        Deny(operation);

        Outcome outcome = Session.Run("Uninstall-RedisAtRestHook Own::AtRest::Hook -Force @connection");

        ErrorRecord error = Assert.Single(outcome.Errors);
        Assert.StartsWith("AccessDenied", error.FullyQualifiedErrorId);
        Assert.Contains("Hook Own::AtRest::Hook", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains(permission, error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.All(outcome.All("Action"), action => Assert.Equal("Kept", action));
        Assert.Equal(before, Endpoint.Account);

        Endpoint.Fault = _ => null;
        Assert.Empty(Session.Run("Uninstall-RedisAtRestHook Own::AtRest::Hook -Force @connection").Errors);
        Assert.Equal(empty, Endpoint.Account);
    }

    private void Deny(string operation) => Endpoint.Fault = call => call.Operation != operation ? null
        : call.Service is "iam" or "cloudformation" ? Fault.AccessDenied
        : Fault.JsonError(403, "AccessDeniedException", "not authorized to perform this operation");
}
