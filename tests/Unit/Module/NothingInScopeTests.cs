using System.Collections;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Module.Tests;

/// <summary>An account without any resource in scope, and pipelines that bring nothing for another reason.</summary>
public sealed class NothingInScopeTests : EndpointTest
{
    private const string Rule = "redis-encrypted-at-rest-check-rule";
    private const string Groups = "AWS::ElastiCache::ReplicationGroup";

    protected override void Prepare()
    {
        Endpoint.Config.AddRule(Rule, "token");
        Endpoint.Config.AddRule("process-check", "of-no-use");
        Endpoint.Config.Store(Rule, Groups, "gone", "NON_COMPLIANT");
        Endpoint.Config.Store("process-check", "AWS::::Account", Described.Account, "NON_COMPLIANT");
        Session.Set("event1", $$"""
            {"invokingEvent":"{\"messageType\":\"ScheduledNotification\",\"notificationCreationTime\":\"2026-11-23T03:00:00Z\"}",
             "resultToken":"token","configRuleName":"{{Rule}}","accountId":"{{Described.Account}}"}
            """);
    }

    [Theory]
    [InlineData("Get-RedisAtRestCompliance @connection | Publish-ConfigEvaluation -InvokingEvent $event1 -RetireStale @connection")]
    [InlineData("Get-RedisAtRestCompliance @connection | Publish-ConfigEvaluation -ResultToken token -ConfigRuleName " + Rule
        + " -RetireStale @connection")]
    [InlineData("function Audit { Get-RedisAtRestCompliance @connection }; Audit | Publish-ConfigEvaluation -InvokingEvent $event1 "
        + "-RetireStale @connection")]
    public void Seen_whole_it_is_said_of_the_account_and_stale_results_are_retired(string pipeline)
    {
        Outcome outcome = Session.Run(pipeline);

        Assert.Empty(outcome.Errors);
        Assert.Equal([$"NOT_APPLICABLE AWS::::Account {Described.Account}", $"NOT_APPLICABLE {Groups} gone"],
            Endpoint.Config.Stored(Rule));
    }

    [Fact]
    public void A_process_check_is_told_that_it_does_not_apply()
    {
        Session.Run("Get-RedisAtRestCompliance @connection | Publish-ConfigEvaluation -ConfigRuleName process-check @connection");

        Assert.Equal("NOT_APPLICABLE", Endpoint.Config.Find("process-check", "AWS::::Account", Described.Account)!.ComplianceType);
    }

    [Theory]
    [InlineData("@()")]
    [InlineData("$null = Get-RedisAtRestCompliance @connection; @()")]
    [InlineData("Get-RedisAtRestCompliance -Id * @connection")]
    [InlineData("Get-RedisAtRestCompliance -Engine valkey @connection")]
    [InlineData("Get-RedisAtRestCompliance -ResourceType ReplicationGroup @connection")]
    public void An_empty_pipeline_that_nothing_explains_is_an_error(string source)
    {
        Outcome outcome = Session.Run($"{source} | Publish-ConfigEvaluation -InvokingEvent $event1 -RetireStale @connection");

        Assert.StartsWith("EmptyInput,", Assert.Single(outcome.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal([$"NON_COMPLIANT {Groups} gone"], Endpoint.Config.Stored(Rule));
    }

    [Fact]
    public void An_empty_pipeline_after_a_filter_is_an_error()
    {
        Endpoint.ElastiCache.Add("us-east-1", Described.ReplicationGroup("closed"));

        Outcome outcome = Session.Run(
            "Get-RedisAtRestCompliance @connection | Where-Object ComplianceType -eq NON_COMPLIANT | Publish-ConfigEvaluation "
                + "-InvokingEvent $event1 -RetireStale @connection");

        Assert.StartsWith("EmptyInput,", Assert.Single(outcome.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void An_account_that_could_not_be_seen_is_not_an_empty_one()
    {
        Endpoint.Fault = call => call.Operation == "DescribeReplicationGroups" ? Fault.AccessDenied : null;

        Outcome outcome = Session.Run(
            "Get-RedisAtRestCompliance @connection | Publish-ConfigEvaluation -InvokingEvent $event1 -RetireStale @connection");

        Assert.Contains(outcome.Errors, error => error.FullyQualifiedErrorId.StartsWith("EmptyInput,", StringComparison.Ordinal));
        Assert.Equal([$"NON_COMPLIANT {Groups} gone"], Endpoint.Config.Stored(Rule));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-Id serverless")]
    [InlineData("-ResourceType ServerlessCache")]
    [InlineData("-Engine redis")]
    public void A_process_check_is_never_told_COMPLIANT_of_a_part(string filter)
    {
        Endpoint.ElastiCache.Add("us-east-1", Described.ServerlessCache("serverless"));
        if (filter.Length == 0)
        {
            Endpoint.Fault = call => call.Operation == "DescribeReplicationGroups" ? Fault.AccessDenied : null;
        }

        Outcome outcome = Session.Run(
            $"Get-RedisAtRestCompliance {filter} @connection | Publish-ConfigEvaluation -ConfigRuleName process-check @connection");

        Assert.Contains(outcome.Errors,
            error => error.FullyQualifiedErrorId.Contains("PublishConfigEvaluation", StringComparison.Ordinal));
        Assert.Equal("NON_COMPLIANT", Endpoint.Config.Find("process-check", "AWS::::Account", Described.Account)!.ComplianceType);
    }
}
