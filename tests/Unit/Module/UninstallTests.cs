using RedisCompliance.Endpoint;

namespace RedisCompliance.Module.Tests;

/// <summary>Taking the installed rule away, as a user does it.</summary>
public sealed class UninstallTests : RuleTest
{
    [Fact]
    public void WhatIf_of_Uninstall_makes_no_call_that_changes_anything()
    {
        Session.Run("Install-RedisAtRestRule @connection");
        int before = Mutating.Count();

        Outcome outcome = Session.Run(
            "Uninstall-RedisAtRestRule @connection -WhatIf; Uninstall-RedisAtRestRule @connection -Force -WhatIf");

        Assert.Empty(outcome.Errors);
        Assert.Equal(before, Mutating.Count());
    }

    [Theory]
    [InlineData("")]
    [InlineData("-Organization")]
    public void Get_pipes_into_Uninstall(string scope)
    {
        string[] before = Endpoint.Account;
        Session.Run($"Install-RedisAtRestRule own-rule -FunctionName own-function -RoleName own-role @connection {scope}");

        Outcome outcome = Session.Run(
            $"Get-RedisAtRestRule own-rule -FunctionName own-function -RoleName own-role @connection {scope} | Uninstall-RedisAtRestRule "
                + $"-Force @keys");

        Assert.Empty(outcome.Errors);
        Assert.Equal(before, Endpoint.Account);
    }

    [Fact]
    public void A_step_that_fails_tells_what_is_still_there_and_what_was_not_reached()
    {
        Session.Run("Install-RedisAtRestRule @connection");
        Endpoint.Fault = call => call.Operation == "DeleteFunction" ? Fault.JsonError(403, "AccessDeniedException", "no") : null;

        Outcome outcome = Session.Run("Uninstall-RedisAtRestRule @connection -Force");

        Assert.Single(outcome.Errors);
        Assert.Equal(["Present", "Present", "Present", "Missing", "Missing"], outcome.All("State"));
        Assert.Equal(["Skipped", "Skipped", "Skipped", "Removed", "Removed"], outcome.All("Action"));
    }

    [Theory]
    [InlineData("-Organization", "")]
    [InlineData("", "-Organization")]
    public void A_rule_of_the_other_scope_is_refused_and_nothing_is_touched(string installed, string meant)
    {
        Session.Run($"Install-RedisAtRestRule @connection {installed}");
        string[] before = Endpoint.Account;

        Outcome outcome = Session.Run($"Uninstall-RedisAtRestRule @connection -Force {meant}");

        Assert.StartsWith("InstallationOtherScope", Assert.Single(outcome.Errors).FullyQualifiedErrorId);
        Assert.Contains("-Organization", outcome.Errors[0].ErrorDetails.RecommendedAction);
        Assert.Equal(before, Endpoint.Account);
    }
}
