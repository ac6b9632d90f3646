using System.Collections;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Module.Tests;

/// <summary>
/// What <c>-RetireStale</c> takes for gone: only what one whole audit of the account, made after the stored result, has not
/// seen. In each test, the rule has stored the three groups that live and one that is gone.
/// </summary>
public sealed class RetireTests : EndpointTest
{
    private const string Rule = "redis-encrypted-at-rest-check-rule";
    private const string OtherRule = "another-rule";
    private const string Groups = "AWS::ElastiCache::ReplicationGroup";
    private const string ToRule = "Publish-ConfigEvaluation -InvokingEvent $event1 -RetireStale -Confirm:$false @connection";

    protected override void Prepare()
    {
        Endpoint.ElastiCache.Add(
            "us-east-1", Described.ReplicationGroup("closed"), Described.ReplicationGroup("open", "none", "false"),
            Described.ReplicationGroup("open2", "none", "false"));
        foreach ((string rule, string token) in new[] { (Rule, "token"), (OtherRule, "other-token") })
        {
            Endpoint.Config.AddRule(rule, token);
            Array.ForEach(["closed", "open", "open2", "gone"], id => Endpoint.Config.Store(rule, Groups, id, "NON_COMPLIANT"));
        }

        Session.Set("other", new Hashtable { ["Region"] = "us-east-1", ["AccessKey"] = SecurityTokenService.KeyOf("222222222222"),
            ["SecretKey"] = "SECRET", ["EndpointUrl"] = Endpoint.Url });
        Session.Set("event1", Event());
    }

    [Theory]
    [InlineData("Get-RedisAtRestCompliance -InvokingEvent $event1 @connection | " + ToRule)]
    [InlineData("Get-RedisAtRestCompliance @connection | " + ToRule)]
    [InlineData("$a = Get-RedisAtRestCompliance @connection; $a | " + ToRule)]
    [InlineData("$a = Get-RedisAtRestCompliance @connection; Publish-ConfigEvaluation -InputObject $a -InvokingEvent $event1 "
        + "-RetireStale @connection")]
    [InlineData("Get-RedisAtRestCompliance @connection | ForEach-Object { $_ } | " + ToRule)]
    [InlineData("Get-RedisAtRestCompliance @connection | Publish-ConfigEvaluation -ResultToken token -ConfigRuleName " + Rule
        + " -RetireStale @connection")]
    [InlineData("Get-RedisAtRestCompliance -Region us-east-1, eu-west-1 @keys | Where-Object Region -eq us-east-1 | " + ToRule)]
    public void What_a_whole_audit_does_not_see_is_retired(string pipeline)
    {
        Session.Set("keys", new Hashtable { ["AccessKey"] = "AKID", ["SecretKey"] = "SECRET", ["EndpointUrl"] = Endpoint.Url });

        Outcome outcome = Session.Run(pipeline);

        Assert.Empty(outcome.Errors);
        Assert.Equal([$"COMPLIANT {Groups} closed", $"NON_COMPLIANT {Groups} open", $"NON_COMPLIANT {Groups} open2",
            $"NOT_APPLICABLE {Groups} gone"], Endpoint.Config.Stored(Rule));
    }

    [Theory]
    [InlineData("Where-Object ComplianceType -eq NON_COMPLIANT")]
    [InlineData("ForEach-Object { if ($_.ComplianceResourceId -eq 'open') { return }; $_ }")]
    [InlineData("ForEach-Object -Parallel { if ($_.ComplianceResourceId -ne 'open') { $_ } }")]
    [InlineData("ForEach-Object { $_.PSObject.Properties.Add([psnoteproperty]::new('ComplianceType', 'NOT_APPLICABLE')); $_ }")]
    [InlineData("ForEach-Object { "
        + "[Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($_)) }")]
    [InlineData("ForEach-Object { [pscustomobject]@{ ComplianceResourceType = $_.ComplianceResourceType; "
        + "ComplianceResourceId = $_.ComplianceResourceId; ComplianceType = $_.ComplianceType } }")]
    public void Nothing_is_retired_for_an_audit_that_lost_something_on_its_way(string step) =>
        RefusesToRetire($"Get-RedisAtRestCompliance @connection | {step} | {ToRule}", "IncompleteInput");

    [Theory]
    [InlineData("$a = Get-RedisAtRestCompliance @connection; $a[0] | " + ToRule, "IncompleteInput")]
    [InlineData("$a = Get-RedisAtRestCompliance @connection; $b = Get-RedisAtRestCompliance @connection; $a[0], $b[1], $a[2] | " + ToRule,
        "IncompleteInput")]
    [InlineData("Get-RedisAtRestCompliance -Id * @connection | " + ToRule, "IncompleteInput")]
    [InlineData("Get-RedisAtRestCompliance -RequireCustomerManagedKey @connection | " + ToRule, "OtherPolicy")]
    [InlineData("Get-RedisAtRestCompliance -Engine redis @connection | Publish-ConfigEvaluation -ResultToken token -ConfigRuleName " + Rule
        + " -RetireStale @connection", "OtherPolicy")]
    [InlineData("Get-RedisAtRestCompliance @connection | Publish-ConfigEvaluation -ResultToken token -ConfigRuleName " + OtherRule
        + " -RetireStale @connection", "OtherRule")]
    public void Nothing_is_retired_for_an_audit_that_is_not_one_whole_audit_by_the_rule_s_policy(string pipeline, string errorId) =>
        RefusesToRetire(pipeline, errorId);

    [Fact]
    public void Nothing_of_another_account_is_put_or_retired()
    {
        Endpoint.ElastiCache.AddTo("222222222222", "us-east-1", Described.ReplicationGroup("theirs"));

        Outcome outcome = Session.Run(
            $"Get-RedisAtRestCompliance @other | Publish-ConfigEvaluation -ResultToken token -ConfigRuleName {Rule} "
                + "-RetireStale @connection");

        Assert.Contains(outcome.Errors, error => error.FullyQualifiedErrorId.StartsWith("OtherAccount,", StringComparison.Ordinal));
        Assert.DoesNotContain(Endpoint.Calls, call => call.Operation == "PutEvaluations");
    }

    [Fact]
    public void An_empty_audit_of_another_account_says_nothing_of_this_one()
    {
        Outcome outcome = Session.Run(
            $"Get-RedisAtRestCompliance @other | Publish-ConfigEvaluation -ResultToken token -ConfigRuleName {Rule} "
                + "-RetireStale @connection");

        Assert.StartsWith("EmptyInput,", Assert.Single(outcome.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.DoesNotContain(Endpoint.Calls, call => call.Operation == "PutEvaluations");
    }

    [Fact]
    public void An_event_of_another_account_than_the_credentials_ends_the_command()
    {
        Outcome outcome = Session.Run(
            "Get-RedisAtRestCompliance @other | Publish-ConfigEvaluation -InvokingEvent $event1 -RetireStale @other");

        Assert.True(outcome.IsTerminated || outcome.Errors.Count == 1);
        Assert.StartsWith("OtherAccount,", outcome.Errors[^1].FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.DoesNotContain(Endpoint.Calls, call => call.Operation == "PutEvaluations");
    }

    [Fact]
    public void What_was_recorded_after_an_audit_in_a_variable_is_kept_and_said()
    {
        Session.Run("$a = Get-RedisAtRestCompliance @connection");
        Endpoint.Config.Store(Rule, Groups, "created-since",
            new ConfigService.Result("NON_COMPLIANT", null, "2020-01-01T00:00:00.000Z", DateTime.UtcNow));

        Outcome outcome = Session.Run("$a | " + ToRule);

        Assert.Contains($"NON_COMPLIANT {Groups} created-since", Endpoint.Config.Stored(Rule));
        Assert.Equal("1", Assert.Single(outcome.All("KeptCount")));
    }

    [Fact]
    public void What_a_newer_event_has_put_is_kept()
    {
        Endpoint.Config.Store(Rule, Groups, "of-a-newer-event",
            new ConfigService.Result(
                "NON_COMPLIANT", null, "2026-11-25T00:00:00.000Z", new DateTime(2026, 11, 25, 0, 0, 5, DateTimeKind.Utc)));

        Session.Run("Get-RedisAtRestCompliance -InvokingEvent $event1 @connection | " + ToRule);

        Assert.Contains($"NON_COMPLIANT {Groups} of-a-newer-event", Endpoint.Config.Stored(Rule));
    }

    [Fact]
    public void Who_knows_that_copies_are_everything_can_say_so()
    {
        Outcome outcome = Session.Run(
            "Get-RedisAtRestCompliance @connection | ForEach-Object { "
                + "[Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($_)) } | "
                + "Publish-ConfigEvaluation -InvokingEvent $event1 -RetireStale -AssumeComplete -Confirm:$false @connection");

        Assert.Empty(outcome.Errors);
        Assert.Contains($"NOT_APPLICABLE {Groups} gone", Endpoint.Config.Stored(Rule));
    }

    [Fact]
    public void Of_two_evaluations_that_contradict_each_other_the_finding_stands()
    {
        Outcome outcome = Session.Run($$"""
            'COMPLIANT', 'NON_COMPLIANT' | ForEach-Object { [pscustomobject]@{
                ComplianceResourceType = '{{Groups}}'; ComplianceResourceId = 'a'; ComplianceType = $_ } } |
                Publish-ConfigEvaluation -ResultToken token @connection
            """);

        Assert.StartsWith("ConflictingEvaluation,", Assert.Single(outcome.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal("NON_COMPLIANT", Endpoint.Config.Find(Rule, Groups, "a")!.ComplianceType);
    }

    [Fact]
    public void An_evaluation_that_was_altered_is_not_published()
    {
        Outcome outcome = Session.Run(
            "Get-RedisAtRestCompliance @connection | ForEach-Object { $_.PSObject.Properties.Add([psnoteproperty]::new('ComplianceType', "
                + "'COMPLIANT')); $_ } | Publish-ConfigEvaluation -ResultToken token @connection");

        Assert.All(outcome.Errors,
            error => Assert.StartsWith("AlteredEvaluation,", error.FullyQualifiedErrorId, StringComparison.Ordinal));
        Assert.Equal("NON_COMPLIANT", Endpoint.Config.Find(Rule, Groups, "open")!.ComplianceType);
    }

    private void RefusesToRetire(string pipeline, string errorId)
    {
        Outcome outcome = Session.Run(pipeline);

        Assert.Contains(outcome.Errors, error => error.FullyQualifiedErrorId.StartsWith(errorId + ",", StringComparison.Ordinal));
        Assert.DoesNotContain(Endpoint.Calls.Where(call => call.Operation == "PutEvaluations")
            .SelectMany(call => call.Json["Evaluations"]!.AsArray()),
            evaluation => (string?)evaluation!["ComplianceType"] == "NOT_APPLICABLE"
                && (string?)evaluation["ComplianceResourceId"] is "closed" or "open2" or "gone");
    }

    private static string Event() => $$"""
        {"invokingEvent":"{\"messageType\":\"ScheduledNotification\",\"notificationCreationTime\":\"2026-11-23T03:00:00Z\"}",
         "resultToken":"token","configRuleName":"{{Rule}}","accountId":"{{Described.Account}}","ruleParameters":"{}"}
        """;
}
