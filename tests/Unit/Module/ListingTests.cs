using System.Management.Automation;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Module.Tests;

/// <summary>
/// What is installed is found without its names, or by the rule's alone; and an organization of any size stays readable.
/// </summary>
public sealed class ListingTests : RuleTest
{
    [Fact]
    public void Without_a_name_every_installation_of_a_Region_is_told()
    {
        Endpoint.Lambda.PageSize = 1;
        Endpoint.Lambda.AddFunction("somebody-s");
        Session.Run("Install-RedisAtRestRule @connection");
        Session.Run("Install-RedisAtRestRule own-rule -FunctionName own-function -RoleName own-role -MemorySize 256 @connection");
        Session.Run("Install-RedisAtRestRule all-rule -FunctionName all-function -RoleName all-role -Organization @connection");

        Outcome outcome = Session.Run("Get-RedisAtRestRule @connection");

        Assert.Empty(outcome.Errors);
        Assert.Equal([("all-rule", "Current", "True"), ("own-rule", "Current", "False"), (Rule, "Current", "False")],
            outcome.All("RuleName").Zip(outcome.All("State"), outcome.All("Organization")));
        Assert.Equal(["all-rule"], Session.Run("Get-RedisAtRestRule -Organization @connection").All("RuleName"));
        Assert.Equal(["own-rule", Rule], Session.Run("Get-RedisAtRestRule -Organization:$false @connection").All("RuleName"));
        Assert.Equal(["own-rule"], Session.Run("Get-RedisAtRestRule own-rule @connection").All("RuleName"));
    }

    [Fact]
    public void A_rule_whose_function_was_deleted_is_told_as_well()
    {
        Session.Run("Install-RedisAtRestRule own-rule -FunctionName own-function -RoleName own-role @connection");
        Endpoint.Lambda.RemoveFunction("own-function");
        Endpoint.Config.AddRule("somebody-s", "token");

        Outcome outcome = Session.Run("Get-RedisAtRestRule @connection");

        Assert.Equal(["own-rule"], outcome.All("RuleName"));
        Assert.Equal(["Drifted"], outcome.All("State"));
    }

    [Fact]
    public void Where_nothing_is_installed_the_default_rule_is_not_found()
    {
        Outcome outcome = Session.Run("Get-RedisAtRestRule @connection");

        Assert.Empty(outcome.Output);
        ErrorRecord error = Assert.Single(outcome.Errors);
        Assert.StartsWith("RuleNotFound,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(Rule, error.TargetObject);
    }

    [Fact]
    public void A_listing_that_fails_is_no_missing_rule()
    {
        Endpoint.Fault = call => call.Operation == "ListFunctions" ? Fault.JsonError(403, "AccessDeniedException", "no") : null;

        Outcome outcome = Session.Run("Get-RedisAtRestRule @connection");

        Assert.Empty(outcome.Output);
        Assert.Contains("lambda:ListFunctions", Assert.Single(outcome.Errors).ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    /// <summary>The role of another rule is not taken away, although it bears a tag of Install.</summary>
    [Fact]
    public void Uninstall_by_name_takes_the_function_of_the_rule_and_the_role_of_the_function()
    {
        Session.Run("Install-RedisAtRestRule @connection");
        string[] before = Endpoint.Account;
        Session.Run("Install-RedisAtRestRule own-rule -FunctionName own-function -RoleName own-role @connection");

        Outcome outcome = Session.Run("Uninstall-RedisAtRestRule own-rule -Force @connection");

        Assert.Empty(outcome.Errors);
        Assert.Equal(before, Endpoint.Account);
    }

    [Fact]
    public void Waiting_for_a_rule_that_AWS_is_still_deleting_is_shown()
    {
        Endpoint.Config.RuleDeletionDelay = 1;

        Outcome outcome = Session.Run("Install-RedisAtRestRule @connection");

        Assert.Empty(outcome.Errors);
        Assert.Contains(outcome.Progress, record => record.CurrentOperation?.Contains("Waiting for AWS", StringComparison.Ordinal) == true
            && record.StatusDescription.StartsWith("Create, to be run", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_a_thousand_members_the_view_has_the_counts_and_a_few_that_failed()
    {
        for (int i = 0; i < 1_000; i++)
        {
            Endpoint.Organizations.AddAccount($"{400_000_000_000 + i}", $"account {i}");
            if (i % 50 == 0)
            {
                Endpoint.Config.MemberStatuses[$"{400_000_000_000 + i}"] = "CREATE_FAILED";
            }
        }

        Assert.Empty(Session.Run("Install-RedisAtRestRule -Organization @connection").Errors);
        PSObject rule = Assert.Single(Session.Run("Get-RedisAtRestRule -Organization @connection").Output);
        (_, string view, _) = await Console.RunAsync($"Get-RedisAtRestRule -Organization {Session.At(Endpoint.Url)}");

        Assert.Equal("Drifted", rule.Properties["State"].Value);
        Assert.Equal(["983 CREATE_SUCCESSFUL", "20 CREATE_FAILED"], (IEnumerable<string>)rule.Properties["MemberCounts"].Value);
        string[] lines = view.Split('\n');
        Assert.InRange(lines.Length, 20, 80);
        Assert.Contains(lines, line => line.Contains("983 CREATE_SUCCESSFUL, 20 CREATE_FAILED", StringComparison.Ordinal));
        Assert.Contains(lines,
            line => line.Contains("400000000000: CREATE_FAILED NoAvailableConfigurationRecorder", StringComparison.Ordinal));
    }

    [Fact]
    public void A_caller_whom_the_organization_does_not_let_is_told_what_it_takes()
    {
        Endpoint.Fault = call => call.Operation == "PutOrganizationConfigRule" ? Fault.JsonError(400, "OrganizationAccessDeniedException",
            "No permission to call the EnableAWSServiceAccess API.") : null;

        Outcome outcome = Session.Run("Install-RedisAtRestRule -Organization @connection");

        ErrorRecord error = Assert.Single(outcome.Errors);
        Assert.StartsWith("OrganizationAccessDenied,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(ErrorCategory.PermissionDenied, error.CategoryInfo.Category);
        Assert.Contains("organizations:EnableAWSServiceAccess", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_stack_made_is_refused_with_the_stack_s_name()
    {
        Session.Run("Install-RedisAtRestRule @connection");
        Endpoint.Lambda.FindFunction("redis-encrypted-at-rest-check-function")!.Tags["aws:cloudformation:stack-name"] = "redis-stack";

        Outcome outcome = Session.Run("Install-RedisAtRestRule -MemorySize 256 -Adopt @connection");

        Assert.All(outcome.Errors,
            error => Assert.StartsWith("InstallationManagedByStack,", error.FullyQualifiedErrorId, StringComparison.Ordinal));
        Assert.Contains("redis-stack", outcome.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.Equal(["ManagedByStack"], Session.Run("Get-RedisAtRestRule @connection").All("State"));
    }
}
