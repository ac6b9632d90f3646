using System.Management.Automation;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Module.Tests;

[Trait("Category", "Package")]
public sealed class PublishTests : EndpointTest
{
    private const string Rule = "redis-encrypted-at-rest-check-rule";
    private const string Groups = "AWS::ElastiCache::ReplicationGroup";

    protected override void Prepare()
    {
        Endpoint.ElastiCache.Add("us-east-1", Described.ReplicationGroup("closed"), Described.ReplicationGroup("open", "none", "false"));
        Endpoint.Config.AddRule(Rule, "token");
    }

    [Fact]
    public void An_audit_is_reported_in_one_line()
    {
        Outcome outcome = Session.Run("Get-RedisAtRestCompliance @connection | Publish-ConfigEvaluation -ResultToken token @connection");

        Assert.Empty(outcome.Errors);
        Assert.Equal([$"COMPLIANT {Groups} closed", $"NON_COMPLIANT {Groups} open"], Endpoint.Config.Stored(Rule));
        Assert.Equal("PublishedCount 2, CallCount 1", Counts(outcome));
    }

    [Fact]
    public void WhatIf_sends_nothing()
    {
        Outcome outcome = Session.Run(
            $"Get-RedisAtRestCompliance @connection | Publish-ConfigEvaluation -ResultToken token -ConfigRuleName {Rule} "
                + "-RetireStale -WhatIf @connection");

        Assert.Empty(outcome.Output);
        Assert.DoesNotContain(Endpoint.Calls, call => call.Service == "config");
    }

    [Fact]
    public void Batches_fill_across_the_pipeline()
    {
        Outcome outcome = Session.Run($$"""
            1..250 | ForEach-Object { [pscustomobject]@{
                ComplianceResourceType = '{{Groups}}'; ComplianceResourceId = "g$_"; ComplianceType = 'COMPLIANT' } } |
                Publish-ConfigEvaluation -ResultToken token @connection
            """);

        Assert.Equal("PublishedCount 250, CallCount 3", Counts(outcome));
        Assert.Equal(250, Endpoint.Config.Stored(Rule).Length);
    }

    [Fact]
    public void Stale_results_are_retired_after_a_whole_audit()
    {
        Endpoint.Config.Store(Rule, Groups, "gone", "NON_COMPLIANT");

        Outcome outcome = Session.Run(
            $"Get-RedisAtRestCompliance @connection | Publish-ConfigEvaluation -ResultToken token -ConfigRuleName {Rule} "
                + "-RetireStale @connection");

        Assert.Contains($"NOT_APPLICABLE {Groups} gone", Endpoint.Config.Stored(Rule));
        Assert.Equal("PublishedCount 2, RetiredCount 1, CallCount 2", Counts(outcome));
    }

    [Theory]
    [InlineData("-Id closed")]
    [InlineData("-ResourceType ReplicationGroup")]
    [InlineData("-ComplianceType NON_COMPLIANT")]
    public void Nothing_is_retired_for_an_audit_that_was_filtered(string filter)
    {
        Endpoint.Config.Store(Rule, Groups, "gone", "NON_COMPLIANT");

        Outcome outcome = Session.Run(
            $"Get-RedisAtRestCompliance {filter} @connection | Publish-ConfigEvaluation -ResultToken token -ConfigRuleName {Rule} "
                + "-RetireStale @connection");

        Assert.StartsWith("IncompleteInput", Assert.Single(outcome.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains($"NON_COMPLIANT {Groups} gone", Endpoint.Config.Stored(Rule));
    }

    [Fact]
    public void Nothing_is_retired_for_an_audit_of_other_accounts()
    {
        Endpoint.Config.Store(Rule, Groups, "gone", "NON_COMPLIANT");
        Endpoint.ElastiCache.AddTo("222222222222", "us-east-1", Described.ReplicationGroup("theirs"));

        Outcome outcome = Session.Run(
            "Get-RedisAtRestCompliance -AccountId 222222222222 -RoleName audit @connection | Publish-ConfigEvaluation -ResultToken token "
                + $"-ConfigRuleName {Rule} -RetireStale @connection");

        Assert.Equal(["OtherAccount", "IncompleteInput"], outcome.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
        Assert.Contains($"NON_COMPLIANT {Groups} gone", Endpoint.Config.Stored(Rule));
    }

    [Fact]
    public void Nothing_is_retired_for_an_audit_that_could_not_see_everything()
    {
        Endpoint.Config.Store(Rule, "AWS::ElastiCache::ServerlessCache", "unseen", "COMPLIANT");
        Endpoint.Fault = call => call.Operation == "DescribeServerlessCaches" ? Fault.AccessDenied : null;

        Session.Run("Get-RedisAtRestCompliance @connection -ErrorAction SilentlyContinue | Publish-ConfigEvaluation -ResultToken token "
            + $"-ConfigRuleName {Rule} -RetireStale @connection");

        Assert.Contains("COMPLIANT AWS::ElastiCache::ServerlessCache unseen", Endpoint.Config.Stored(Rule));
    }

    [Fact]
    public void A_process_check_rule_gets_one_summary_of_the_account()
    {
        Endpoint.Config.AddRule("process-check", "of-no-use");

        Session.Run("Get-RedisAtRestCompliance @connection | Publish-ConfigEvaluation -ConfigRuleName process-check @connection");

        ConfigService.Result summary = Endpoint.Config.Find("process-check", "AWS::::Account", Described.Account)!;
        Assert.Equal(("NON_COMPLIANT", "1 of 2 ElastiCache resources non-compliant: open"), (summary.ComplianceType, summary.Annotation));
    }

    [Fact]
    public void Test_mode_needs_no_token_and_stores_nothing()
    {
        Outcome outcome = Session.Run("Get-RedisAtRestCompliance @connection | Publish-ConfigEvaluation -TestMode @connection");

        Assert.Equal("PublishedCount 2, CallCount 1", Counts(outcome));
        Assert.Empty(Endpoint.Config.Stored(Rule));
    }

    [Fact]
    public void Token_time_and_rule_are_taken_from_an_event()
    {
        const string Event = """
            {"invokingEvent":"{\"messageType\":\"ScheduledNotification\",\"notificationCreationTime\":\"2026-11-23T03:00:00Z\"}",
             "resultToken":"token","configRuleName":"redis-encrypted-at-rest-check-rule","accountId":"123456789012"}
            """;
        Session.Set("configEvent", Event);

        Outcome outcome = Session.Run(
            "Get-RedisAtRestCompliance @connection | Publish-ConfigEvaluation -Event $configEvent -RetireStale @connection");

        Assert.Equal([Rule], outcome.All("ConfigRuleName"));
        Assert.Equal("2026-11-23T03:00:00.000Z", Endpoint.Config.Find(Rule, Groups, "open")!.OrderingTimestamp);
    }

    [Theory]
    [InlineData("nonsense", "EventNotJson")]
    [InlineData("{}", "NoInvokingEvent")]
    [InlineData("""{"invokingEvent":"{\"messageType\":\"ScheduledNotification\","""
        + """\"notificationCreationTime\":\"2026-11-23T03:00:00Z\"}"}""", "NoResultToken")]
    [InlineData("""{"invokingEvent":"{\"messageType\":\"Other\"}","resultToken":"token"}""", "UnknownMessageType")]
    public void A_bad_event_is_a_terminating_error_of_its_own(string json, string errorId)
    {
        Session.Set("configEvent", json);

        Outcome outcome = Session.Run("Get-RedisAtRestCompliance @connection | Publish-ConfigEvaluation -Event $configEvent @connection");

        Assert.True(outcome.IsTerminated);
        Assert.StartsWith(errorId + ",", Assert.Single(outcome.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_that_is_not_valid_is_one_error_that_carries_all_evaluations()
    {
        Outcome outcome = Session.Run("Get-RedisAtRestCompliance @connection | Publish-ConfigEvaluation -ResultToken other @connection");

        ErrorRecord error = Assert.Single(outcome.Errors);
        Assert.Equal(["closed", "open"],
            ((object[])error.TargetObject).Select(item => (string)PSObject.AsPSObject(item).Properties["ComplianceResourceId"].Value)
                .Order());
        Assert.StartsWith("InvalidResultToken,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal("FailedCount 2, CallCount 1", Counts(outcome));
    }

    [Theory]
    [InlineData("ComplianceType = 'FINE'", "ComplianceType 'FINE'")]
    [InlineData("ComplianceResourceId = 'x' * 769", "769 characters")]
    [InlineData("ComplianceResourceId = ''", "ComplianceResourceId is missing")]
    [InlineData("OrderingTimestamp = 'yesterday'", "OrderingTimestamp 'yesterday'")]
    [InlineData("Region = 'eu-west-1'", "the Region eu-west-1")]
    public void What_Config_would_refuse_is_refused_before_any_call(string change, string why)
    {
        Outcome outcome = Session.Run($$"""
            $evaluation = @{ ComplianceResourceType = '{{Groups}}'; ComplianceResourceId = 'a'; ComplianceType = 'COMPLIANT' } + @{}
            $change = @{ {{change}} }
            foreach ($key in $change.Keys) { $evaluation[$key] = $change[$key] }
            [pscustomobject]$evaluation | Publish-ConfigEvaluation -ResultToken token @connection
            """);

        Assert.Contains(why, Assert.Single(outcome.Errors).Exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Endpoint.Calls, call => call.Service == "config");
    }

    [Fact]
    public void Evaluations_of_another_account_are_refused()
    {
        Outcome outcome = Session.Run($$"""
            '123456789012', '222222222222' | ForEach-Object { [pscustomobject]@{
                ComplianceResourceType = '{{Groups}}'; ComplianceResourceId = $_; ComplianceType = 'COMPLIANT'; AccountId = $_ } } |
                Publish-ConfigEvaluation -ResultToken token @connection
            """);

        Assert.StartsWith("OtherAccount,", Assert.Single(outcome.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal([$"COMPLIANT {Groups} 123456789012"], Endpoint.Config.Stored(Rule));
    }

    [Fact]
    public void An_annotation_that_is_too_long_is_cut_with_a_visible_mark()
    {
        Session.Run($$"""
            [pscustomobject]@{
                ComplianceResourceType = '{{Groups}}'; ComplianceResourceId = 'a'; ComplianceType = 'COMPLIANT'
                Annotation = 'x' * 300 } |
                Publish-ConfigEvaluation -ResultToken token @connection
            """);

        Assert.Equal(new string('x', 255) + "…", Endpoint.Config.Find(Rule, Groups, "a")!.Annotation);
    }

    [Fact]
    public void PassThru_gives_the_evaluations_that_arrived()
    {
        Endpoint.Config.RefusedTypes.Add("AWS::ElastiCache::ServerlessCache");
        Endpoint.ElastiCache.Add("us-east-1", Described.ServerlessCache("serverless"));

        Outcome outcome = Session.Run(
            "Get-RedisAtRestCompliance @connection | Publish-ConfigEvaluation -ResultToken token -PassThru @connection");

        Assert.Equal(["COMPLIANT closed", "NON_COMPLIANT open"], outcome.Verdicts);
        Assert.StartsWith("ResourceTypeRefused,", Assert.Single(outcome.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    /// <summary>What is counted and is not 0, by its name.</summary>
    private static string Counts(Outcome outcome)
    {
        PSObject result = Assert.Single(outcome.Output);
        return string.Join(", ", s_counts.Where(name => !result.Properties[name].Value.Equals(0))
            .Select(name => $"{name} {result.Properties[name].Value}"));
    }

    private static readonly string[] s_counts = ["PublishedCount", "RetiredCount", "FailedCount", "CallCount"];
}
