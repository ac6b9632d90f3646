using RedisCompliance.Endpoint;

namespace RedisCompliance.Module.Tests;

/// <summary>Whether the rule is healthy, as Get-RedisAtRestRule says; and waiting, which ends by the same proof.</summary>
public sealed class HealthTests : RuleTest
{
    private const string LogGroup = "/aws/lambda/redis-encrypted-at-rest-check-function";

    private LogsService.LogGroup Log => Endpoint.Logs.FindGroup(LogGroup)!;

    [Fact]
    public void A_rule_that_is_not_there_is_not_found()
    {
        Outcome outcome = Session.Run("Get-RedisAtRestRule no-rule @connection");

        Assert.Empty(outcome.Output);
        Assert.StartsWith("RuleNotFound,", Assert.Single(outcome.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(System.Management.Automation.ErrorCategory.ObjectNotFound, outcome.Errors[0].CategoryInfo.Category);
    }

    [Fact]
    public void A_rule_whose_first_run_has_not_ended_never_ran()
    {
        Endpoint.Config.RunDelay = int.MaxValue;
        Session.Run("Install-RedisAtRestRule @connection");

        Outcome outcome = Session.Run("Get-RedisAtRestRule @connection");

        Assert.Equal(["NeverRan"], outcome.All("State"));
    }

    [Fact]
    public void A_run_that_ends_while_it_is_looked_at_is_no_run_without_results()
    {
        Session.Run("Install-RedisAtRestRule @connection");

        Assert.Equal(["Current"], Session.Run("Get-RedisAtRestRule @connection").All("State"));
    }

    [Fact]
    public void A_run_that_failed_is_the_state_with_its_error_and_time()
    {
        Session.Run("Install-RedisAtRestRule @connection -Wait");
        Log.Write("""{"level":"error","step":"failed","errorType":"ConnectionException","error":"No Region."}""");

        Outcome outcome = Session.Run("Get-RedisAtRestRule @connection");

        Assert.Equal(["Failed"], outcome.All("State"));
        Assert.Equal(["ConnectionException"], outcome.All("LastErrorCode"));
        Assert.Equal(["No Region."], outcome.All("LastErrorMessage"));
        Assert.NotEqual([""], outcome.All("LastFailedEvaluationTime"));
        Assert.Contains("No Region.", $"{Session.Run("(Get-RedisAtRestRule @connection).StateReasons").Output[0]}",
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-11-26T09:00:00.000Z 8f5d Task timed out after 300.05 seconds")]
    [InlineData("RequestId: 8f5d Error: Runtime exited with error: signal: killed")]
    public void A_run_that_Lambda_ended_is_a_failed_one(string line)
    {
        Session.Run("Install-RedisAtRestRule @connection -Wait");
        Log.Write(line);

        Assert.Equal(["Failed"], Session.Run("Get-RedisAtRestRule @connection").All("State"));
    }

    [Fact]
    public void A_run_in_test_mode_proves_nothing()
    {
        Endpoint.Config.RunDelay = int.MaxValue;
        Session.Run("Install-RedisAtRestRule @connection");
        Log.Write("""{"level":"info","step":"ended","testMode":true,"published":0}""");

        Assert.Equal(["NeverRan"], Session.Run("Get-RedisAtRestRule @connection").All("State"));
    }

    [Fact]
    public void A_rule_that_ran_days_ago_is_overdue()
    {
        Endpoint.Config.RunDelay = int.MaxValue;
        Session.Run("Install-RedisAtRestRule @connection");
        Log.Write("""{"level":"info","step":"ended","published":1}""", DateTime.UtcNow.AddDays(-3));
        Endpoint.Config.Store(Rule, "AWS::ElastiCache::ReplicationGroup", "a",
            new ConfigService.Result("COMPLIANT", null, "2026-01-01T00:00:00.000Z", DateTime.UtcNow.AddDays(-3)));

        Assert.Equal(["Overdue"], Session.Run("Get-RedisAtRestRule @connection").All("State"));
    }

    [Fact]
    public void A_log_that_may_not_be_read_is_Unknown_and_the_rest_is_told()
    {
        Session.Run("Install-RedisAtRestRule @connection -Wait");
        Endpoint.Fault = call => call.Operation == "FilterLogEvents" ? Fault.JsonError(400, "AccessDeniedException", "no") : null;

        Outcome outcome = Session.Run("$r = Get-RedisAtRestRule @connection; $r.State; $r.StateReasons");

        Assert.Equal("Unknown", $"{outcome.Output[0]}");
        Assert.Contains("logs:FilterLogEvents", $"{outcome.Output[1]}", StringComparison.Ordinal);
        Assert.Empty(outcome.Errors);
    }

    [Fact]
    public void A_failed_run_is_told_before_a_part_that_has_drifted()
    {
        Session.Run("Install-RedisAtRestRule @connection -Wait");
        Log.Tags.Clear();
        Assert.Equal(["Drifted"], Session.Run("Get-RedisAtRestRule @connection").All("State"));

        Log.Write("""{"level":"error","step":"failed","error":"No."}""");

        Assert.Equal(["Failed"], Session.Run("Get-RedisAtRestRule @connection").All("State"));
    }

    [Fact]
    public void A_recorder_of_some_types_is_said_and_no_drift()
    {
        Session.Run("Install-RedisAtRestRule @connection -Wait");
        Endpoint.Config.RecordsAllTypes = false;

        Outcome outcome = Session.Run("$r = Get-RedisAtRestRule @connection; $r.State; $r.Parts[0].Remarks");

        Assert.Equal("Current", $"{outcome.Output[0]}");
        Assert.Contains("only some resource types", $"{outcome.Output[1]}", StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_that_is_told_of_a_rule_is_an_enumeration_which_JSON_would_make_a_number()
    {
        Session.Run("Install-RedisAtRestRule @connection -Wait");

        Outcome outcome = Session.Run("""
            $r = Get-RedisAtRestRule @connection
            @($r) + $r.Parts + (Start-RedisAtRestEvaluation @connection -Wait) | ForEach-Object { $_.PSObject.Properties } |
                Where-Object { $_.Value -is [Enum] } | ForEach-Object Name
            """);

        Assert.Empty(outcome.Errors);
        Assert.Empty(outcome.Output);
    }

    [Fact]
    public void Starting_waits_for_the_run_s_own_proof_and_gives_it()
    {
        Session.Run("Install-RedisAtRestRule @connection -Wait");

        Outcome outcome = Session.Run("Start-RedisAtRestEvaluation @connection -Wait");

        Assert.Empty(outcome.Errors);
        Assert.NotEqual([""], outcome.All("LastSuccessfulEvaluationTime"));
        Assert.Contains(outcome.Progress, record => record.Activity.StartsWith("Evaluating", StringComparison.Ordinal));
    }

    [Fact]
    public void A_good_end_whose_results_do_not_arrive_is_waited_for_in_vain()
    {
        Endpoint.Config.RunDelay = int.MaxValue;
        Session.Run("Install-RedisAtRestRule @connection");
        Endpoint.Fault = call =>
        {
            if (call.Operation == "StartConfigRulesEvaluation")
            {
                Log.Write("""{"level":"info","step":"ended","published":1}""");
            }

            return null;
        };

        Outcome outcome = Session.Run("Start-RedisAtRestEvaluation @connection -Wait -TimeoutSec 1");

        Assert.StartsWith("EvaluationTimeout", Assert.Single(outcome.Errors).FullyQualifiedErrorId);
    }

    [Fact]
    public void Uninstalling_waits_until_the_rule_is_gone()
    {
        Session.Run("Install-RedisAtRestRule @connection");

        Outcome outcome = Session.Run("Uninstall-RedisAtRestRule @connection -Force -Wait");

        Assert.Empty(outcome.Errors);
        Assert.Equal("DescribeConfigRules", Endpoint.Calls[^1].Operation);
    }
}
