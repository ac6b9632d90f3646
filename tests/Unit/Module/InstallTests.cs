using System.Management.Automation;
using System.Text.Json.Nodes;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Module.Tests;

/// <summary>Installing the rule and running it, as a user has it.</summary>
[Trait("Category", "Package")]
public sealed class InstallTests : RuleTest
{
    [Fact]
    public void Install_tells_of_each_part_what_was_done()
    {
        Outcome first = Session.Run("Install-RedisAtRestRule @connection");
        Outcome second = Session.Run("Install-RedisAtRestRule @connection");

        Assert.Empty(first.Errors);
        Assert.Equal(["Unchanged", "Created", "Created", "Created", "Created", "Created"], first.All("Action"));
        Assert.All(second.All("Action"), action => Assert.Equal("Unchanged", action));
    }

    [Fact]
    public void WhatIf_makes_no_call_that_changes_anything()
    {
        Outcome outcome = Session.Run("Install-RedisAtRestRule @connection -WhatIf");

        Assert.Empty(outcome.Errors);
        Assert.Empty(outcome.Output);
        Assert.Empty(Mutating);
    }

    [Fact]
    public void WhatIf_where_nothing_is_to_be_done_says_so_and_waits_for_nothing()
    {
        Endpoint.Config.RunDelay = int.MaxValue;
        Session.Run("Install-RedisAtRestRule @connection");

        Outcome outcome = Session.Run("Install-RedisAtRestRule @connection -WhatIf -Wait");

        Assert.Empty(outcome.Errors);
        Assert.Equal(Enumerable.Repeat("Unchanged", 6), outcome.All("Action"));
    }

    [Fact]
    public void An_evaluation_that_is_refused_is_told_stays_due_and_is_started_by_the_next_run()
    {
        const string Function = "redis-encrypted-at-rest-check-function";
        Session.Run("Install-RedisAtRestRule @connection");
        Endpoint.Fault = call => call.Operation == "StartConfigRulesEvaluation" ? Fault.AccessDenied : null;

        Outcome refused = Session.Run("Install-RedisAtRestRule @connection -MemorySize 1024 -WarningVariable w | Out-Null; $w");
        Endpoint.Fault = _ => null;
        bool isDue = Endpoint.Lambda.FindFunction(Function)!.Tags.ContainsKey("RedisCompliance:EvaluationDue");
        Session.Run("Install-RedisAtRestRule @connection");

        Assert.Empty(refused.Errors);
        Assert.Contains("repeat the command to start it before", $"{Assert.Single(refused.Output)}", StringComparison.Ordinal);
        Assert.True(isDue);
        Assert.Equal(["StartConfigRulesEvaluation", "UntagResource"], Mutating.TakeLast(2).Select(call => call.Operation));
    }

    [Fact]
    public void A_tag_that_Install_itself_uses_is_refused_before_anything_is_asked()
    {
        Outcome outcome = Session.Run("Install-RedisAtRestRule @connection -Tag @{ 'RedisCompliance:EvaluationDue' = 'true' }");

        Assert.StartsWith("TagReserved", Assert.Single(outcome.Errors).FullyQualifiedErrorId);
        Assert.Empty(Endpoint.Calls);
    }

    [Fact]
    public void The_package_that_is_staged_with_the_module_is_what_the_function_gets()
    {
        Session.Run("Install-RedisAtRestRule @connection");

        byte[] package = File.ReadAllBytes(Path.Combine(Session.ModuleFolder, "function", "RedisCompliance.Function.zip"));

        Assert.Equal(Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(package)),
            Endpoint.Lambda.FindFunction("redis-encrypted-at-rest-check-function")!.CodeSha256);
    }

    [Fact]
    public void The_policy_of_the_audit_becomes_the_rule_s_parameters()
    {
        Session.Run("Install-RedisAtRestRule @connection -Engine valkey -ResourceType ReplicationGroup "
            + "-ApprovedKmsKey 1f0c9a52-8a51-4a2f-9d0e-6a1d0d4a7c11 -RequireCustomerManagedKey");

        JsonNode parameters = JsonNode.Parse((string)Endpoint.Config.FindRule(Rule)!["InputParameters"]!)!;
        Assert.Equal("valkey", (string?)parameters["engines"]);
        Assert.Equal("AWS::ElastiCache::ReplicationGroup", (string?)parameters["resourceTypes"]);
        Assert.Equal("1f0c9a52-8a51-4a2f-9d0e-6a1d0d4a7c11", (string?)parameters["approvedKMSKeyIds"]);
        Assert.Equal("true", (string?)parameters["requireCustomerManagedKey"]);
    }

    [Theory]
    [InlineData("Install-RedisAtRestRule @connection -ApprovedKmsKey alias/audit")]
    [InlineData("Get-RedisAtRestCompliance @connection -ApprovedKmsKey alias/audit")]
    public void An_alias_without_its_account_and_Region_is_refused(string command)
    {
        Outcome outcome = Session.Run(command);

        Assert.True(outcome.IsTerminated);
        Assert.StartsWith("InvalidPolicy", outcome.Errors[^1].FullyQualifiedErrorId);
        Assert.Empty(Endpoint.Calls);
    }

    [Fact]
    public void Several_Regions_are_installed_at_once_and_one_without_a_recorder_is_an_error_beside_the_others()
    {
        Outcome outcome = Session.Run("$connection.Region = 'us-east-1', 'eu-west-1'; Install-RedisAtRestRule @connection");

        Assert.Equal(6, outcome.Output.Count);
        Assert.StartsWith("InstallationNoRecorder", Assert.Single(outcome.Errors).FullyQualifiedErrorId);
        Assert.Contains("-EnableRecorder", outcome.Errors[0].ErrorDetails.RecommendedAction);
    }

    [Fact]
    public void A_step_that_fails_is_named_with_what_is_there_by_then_and_how_to_go_on()
    {
        Endpoint.Fault = call => call.Operation == "CreateFunction"
            ? Fault.JsonError(403, "AccessDeniedException", "User is not authorized to perform: lambda:CreateFunction") : null;

        Outcome outcome = Session.Run("Install-RedisAtRestRule @connection");

        string message = Assert.Single(outcome.Errors).Exception.Message;
        Assert.StartsWith("The step 'Create (dotnet10, x86_64, 512 MB, 300 s)' of Function failed.", message);
        Assert.Contains("Already present: Recorder default, LogGroup /aws/lambda/redis-encrypted-at-rest-check-function, Role "
            + "redis-encrypted-at-rest-check-role.", message);
        Assert.Contains("lambda:CreateFunction", outcome.Errors[0].ErrorDetails.RecommendedAction);
        Assert.Contains("run the same command again", outcome.Errors[0].ErrorDetails.RecommendedAction);
        Assert.Equal(["Unchanged", "Created", "Created", "Skipped", "Skipped", "Skipped"], outcome.All("Action"));
    }

    [Fact]
    public void A_role_of_someone_else_is_refused_and_nothing_is_touched()
    {
        Endpoint.IdentityManagement.AddRole("redis-encrypted-at-rest-check-role");

        Outcome outcome = Session.Run("Install-RedisAtRestRule @connection");

        Assert.StartsWith("InstallationNotOurs", Assert.Single(outcome.Errors).FullyQualifiedErrorId);
        Assert.Contains("-RoleName", outcome.Errors[0].ErrorDetails.RecommendedAction);
        Assert.Empty(Mutating);
    }

    [Fact]
    public void Wait_ends_when_the_results_are_in()
    {
        Outcome outcome = Session.Run("Install-RedisAtRestRule @connection -Wait");

        Assert.Empty(outcome.Errors);
        Assert.Contains(Endpoint.Calls, call => call.Operation == "FilterLogEvents");
        Assert.Contains(Endpoint.Calls, call => call.Operation == "GetComplianceDetailsByConfigRule");
    }

    [Fact]
    public void Wait_of_a_second_run_waits_for_first_results_that_are_not_in_yet()
    {
        Endpoint.Config.RunDelay = int.MaxValue;
        Session.Run("Install-RedisAtRestRule @connection");

        Outcome outcome = Session.Run("Install-RedisAtRestRule @connection -Wait -TimeoutSec 1");

        Assert.All(outcome.All("Action"), action => Assert.Equal("Unchanged", action));
        Assert.StartsWith("EvaluationTimeout", Assert.Single(outcome.Errors).FullyQualifiedErrorId);
    }

    [Fact]
    public void The_results_of_an_organization_are_not_waited_for()
    {
        Outcome outcome = Session.Run("Install-RedisAtRestRule @connection -Organization -Wait -WarningVariable warnings; $warnings");

        Assert.Empty(outcome.Errors);
        Assert.Contains("Get-RedisAtRestRule -Organization", $"{outcome.Output[^1]}");
        Assert.DoesNotContain(Endpoint.Calls, call => call.Operation == "DescribeConfigRuleEvaluationStatus");
    }

    [Fact]
    public void Waiting_that_fails_says_that_everything_is_installed()
    {
        Endpoint.Fault = call => call.Operation == "FilterLogEvents" && Endpoint.Config.FindRule(Rule) is not null
            ? Fault.JsonError(403, "AccessDeniedException", "no") : null;

        Outcome outcome = Session.Run("Install-RedisAtRestRule @connection -Wait");

        ErrorRecord error = Assert.Single(outcome.Errors);
        Assert.StartsWith("The rule is deployed, but waiting for its results failed: FilterLogEvents",
            error.Exception.Message);
        Assert.Contains("logs:FilterLogEvents", error.ErrorDetails.RecommendedAction);
        Assert.EndsWith("Get-RedisAtRestRule shows when the results have arrived.", error.ErrorDetails.RecommendedAction);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_status_that_cannot_be_read_is_no_reason_not_to_install(bool isThere)
    {
        if (isThere)
        {
            Session.Run("Install-RedisAtRestRule @connection");
        }

        Endpoint.Fault = call => call.Operation == "DescribeConfigRuleEvaluationStatus"
            ? Fault.JsonError(403, "AccessDeniedException", "no") : null;

        Outcome outcome = Session.Run("Install-RedisAtRestRule @connection -Wait -MaximumExecutionFrequency Six_Hours");

        Assert.Equal(isThere ? "Updated" : "Created", outcome.All("Action")[^1]);
        Assert.DoesNotContain(outcome.Errors, error => error.ToString().Contains("Nothing was changed", StringComparison.Ordinal));
        Assert.Empty(outcome.Errors);
    }

    [Fact]
    public void A_run_that_fails_is_an_error_of_Wait()
    {
        Endpoint.Config.RunsFail = true;
        Session.Run("Install-RedisAtRestRule @connection");

        Outcome outcome = Session.Run("Start-RedisAtRestEvaluation @connection -Wait");

        Assert.StartsWith("EvaluationFailed", Assert.Single(outcome.Errors).FullyQualifiedErrorId);
        Assert.Contains("The function failed.", outcome.Errors[0].Exception.Message);
    }

    [Fact]
    public void A_run_that_does_not_end_in_time_is_an_error_of_Wait()
    {
        Endpoint.Config.RunDelay = int.MaxValue;
        Session.Run("Install-RedisAtRestRule @connection");

        Outcome outcome = Session.Run("Start-RedisAtRestEvaluation @connection -Wait -TimeoutSec 1");

        Assert.StartsWith("EvaluationTimeout", Assert.Single(outcome.Errors).FullyQualifiedErrorId);
    }

    [Fact]
    public void Starting_a_rule_that_is_not_there_says_what_to_do()
    {
        Outcome outcome = Session.Run("Start-RedisAtRestEvaluation @connection");

        Assert.StartsWith("RuleNotFound", Assert.Single(outcome.Errors).FullyQualifiedErrorId);
    }
}
