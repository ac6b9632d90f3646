using System.Text.Json.Nodes;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Function.Tests;

[Collection("Function")]
public sealed class EventTests : FunctionTest
{
    public static TheoryData<string, string> BadEvents => new()
    {
        { "this is not JSON", "The event is not JSON" },
        { "[]", "not a JSON object" },
        { Event(("invokingEvent", null)), "no invokingEvent" },
        { Event(("invokingEvent", "{")), "invokingEvent is not JSON" },
        { Event(("resultToken", null)), "no resultToken" },
        { EventOf(new JsonObject { ["messageType"] = "Hello", ["notificationCreationTime"] = "2026-11-23T03:00:00Z" }),
            "messageType 'Hello'" },
        { EventOf(new JsonObject { ["messageType"] = "ScheduledNotification" }), "notificationCreationTime" },
        { Event(("ruleParameters", """{"engine":"redis"}""")), "rule parameter engine is not known" },
        { Event(("ruleParameters", """{"engines":"memcached"}""")), "rule parameter engines holds 'memcached'" },
        { Event(("ruleParameters", """{"requireCustomerManagedKey":"maybe"}""")), "rule parameter requireCustomerManagedKey is 'maybe'" },
        { Event(("ruleParameters", """{"approvedKMSKeyIds":"alias/mine"}""")), "alias" },
    };

    [Theory]
    [MemberData(nameof(BadEvents), DisableDiscoveryEnumeration = true)]
    public async Task A_bad_event_fails_with_what_is_wrong_before_any_call(string json, string why)
    {
        Exception failure = await Assert.ThrowsAnyAsync<Exception>(() => InvokeAsync(json));

        Assert.Equal("ConfigEventException", failure.GetType().Name);
        Assert.Contains(why, failure.Message, StringComparison.Ordinal);
        Assert.Empty(Endpoint.Calls);
    }

    [Fact]
    public async Task A_token_of_another_rule_fails_with_Config_s_own_words()
    {
        Endpoint.ElastiCache.Add("us-east-1", Described.ReplicationGroup("a"));

        Exception failure = await Assert.ThrowsAnyAsync<Exception>(() => InvokeAsync(Event(("resultToken", "of-another-rule"))));

        Assert.Contains("The result token is not valid", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("of-another-rule", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OK", false, "NON_COMPLIANT")]
    [InlineData("ResourceDiscovered", false, "NON_COMPLIANT")]
    [InlineData("ResourceDeleted", false, "NOT_APPLICABLE")]
    [InlineData("OK", true, "NOT_APPLICABLE")]
    public async Task A_change_of_one_resource_is_one_evaluation_of_it(string status, bool leftScope, string verdict)
    {
        string json = EventOf(new JsonObject
        {
            ["messageType"] = "ConfigurationItemChangeNotification",
            ["notificationCreationTime"] = "2026-11-23T03:00:00Z",
            ["configurationItem"] = Item(
                status, new JsonObject { ["replicationGroupId"] = "changed", ["engine"] = "redis", ["atRestEncryptionEnabled"] = false }),
        }, ("eventLeftScope", leftScope));

        Assert.Equal([$"{verdict} {Groups} changed"], await InvokeAsync(json));
        Assert.Equal("2026-11-22T20:00:00.000Z", Endpoint.Config.Find(Rule, Groups, "changed")!.OrderingTimestamp);
    }

    [Fact]
    public async Task A_summary_of_an_ElastiCache_resource_is_no_verdict_because_AWS_Config_has_no_history_of_them()
    {
        Exception failure = await Assert.ThrowsAnyAsync<Exception>(() => InvokeAsync(Oversized(Groups, "OK")));

        Assert.Equal("ConfigEventException", failure.GetType().Name);
        Assert.Contains($"only a summary of {Groups} changed", failure.Message, StringComparison.Ordinal);
        Assert.Empty(Endpoint.Calls);
    }

    [Theory]
    [InlineData(Groups, "ResourceDeleted")]
    [InlineData("AWS::EC2::Instance", "OK")]
    public async Task A_summary_of_what_is_gone_or_not_in_scope_is_not_applicable(string type, string status) =>
        Assert.Equal([$"NOT_APPLICABLE {type} changed"], await InvokeAsync(Oversized(type, status)));

    private static string Oversized(string type, string status)
    {
        JsonObject summary = Item(status, null);
        summary["resourceType"] = type;
        return EventOf(new JsonObject
        {
            ["messageType"] = "OversizedConfigurationItemChangeNotification",
            ["notificationCreationTime"] = "2026-11-23T03:00:00Z",
            ["configurationItemSummary"] = summary,
        });
    }

    [Fact]
    public async Task What_a_terminal_acts_on_reaches_neither_the_log_nor_the_failure()
    {
        Endpoint.Config.Store(Rule, Groups, "gone\u202e\u001b[31m\u009b", "COMPLIANT");
        Endpoint.Config.Fails = (_, _) => true;
        Endpoint.ElastiCache.Add("us-east-1", Described.ReplicationGroup("a").With("Status", "odd\u202e\u009b"));

        Exception failure = await Assert.ThrowsAnyAsync<Exception>(() => InvokeAsync(Event(("configRuleArn", "\u001b[2J"))));
        string refusedEvent = Event(("ruleParameters", "{\"\\u001b[31m\\u202e\":\"\\u009b\"}"));
        Exception refused = await Assert.ThrowsAnyAsync<Exception>(() => InvokeAsync(refusedEvent));

        Assert.All(Log.Append(failure.Message).Append(refused.Message), text => Assert.DoesNotContain(text.TrimEnd('\r'), character =>
            char.IsControl(character) || char.GetUnicodeCategory(character) == System.Globalization.UnicodeCategory.Format));
        Assert.Contains("gone<U+202E><U+001B>[31m<U+009B>", failure.Message, StringComparison.Ordinal);
    }

    private static JsonObject Item(string status, JsonNode? configuration) => new()
    {
        ["resourceType"] = Groups,
        ["resourceId"] = "changed",
        ["configurationItemStatus"] = status,
        ["configurationItemCaptureTime"] = "2026-11-22T20:00:00.000Z",
        ["configuration"] = configuration,
    };
}
