using System.Text.Json.Nodes;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Function.Tests;

/// <summary>A run never reports one account's resources as another's, nor takes them for gone there.</summary>
[Collection("Function")]
public sealed class OtherAccountTests : FunctionTest
{
    private const string Theirs = "222222222222";

    [Fact]
    public async Task An_event_of_another_account_without_a_role_to_assume_reports_nothing()
    {
        Endpoint.ElastiCache.Add("us-east-1", Described.ReplicationGroup("ours"));

        await FailsWithoutPutAsync(Event(("accountId", Theirs)), "account 222222222222");
    }

    [Fact]
    public async Task An_event_of_another_account_is_not_answered_with_the_emptiness_of_this_one()
    {
        Endpoint.Config.Store(Rule, Groups, "theirs", "NON_COMPLIANT");

        await FailsWithoutPutAsync(Event(("accountId", Theirs)), "account 222222222222");

        Assert.Equal([$"NON_COMPLIANT {Groups} theirs"], Endpoint.Config.Stored(Rule));
    }

    [Fact]
    public async Task A_role_of_a_third_account_is_not_assumed()
    {
        Environment.SetEnvironmentVariable("ASSUME_ROLE_MODE", "true");

        await FailsWithoutPutAsync(
            Event(("accountId", Theirs), ("executionRoleArn", "arn:aws:iam::333333333333:role/config")), "333333333333");

        Assert.DoesNotContain(Endpoint.Calls, call => call.Operation == "AssumeRole");
    }

    [Theory]
    [InlineData("ASSUME_ROLE_MODE", "yes")]
    [InlineData("ASSUME_ROLE_MODE", "1")]
    [InlineData("FUNCTION_TIMEOUT_SECONDS", "five")]
    public async Task A_switch_with_a_value_that_cannot_be_is_an_error(string variable, string value)
    {
        Environment.SetEnvironmentVariable(variable, value);

        await FailsWithoutPutAsync(Event(), variable);
    }

    [Fact]
    public async Task A_configuration_item_of_another_account_is_not_judged()
    {
        string json = EventOf(new JsonObject
        {
            ["messageType"] = "ConfigurationItemChangeNotification",
            ["notificationCreationTime"] = "2026-11-23T03:00:00.000Z",
            ["configurationItem"] = new JsonObject
            {
                ["resourceType"] = Groups,
                ["resourceId"] = "theirs",
                ["awsAccountId"] = Theirs,
                ["configurationItemStatus"] = "OK",
                ["configurationItemCaptureTime"] = "2026-11-23T02:59:00.000Z",
                ["configuration"] = new JsonObject { ["AtRestEncryptionEnabled"] = true },
            },
        });

        await FailsWithoutPutAsync(json, "account 222222222222");
    }

    private async Task FailsWithoutPutAsync(string json, string reason)
    {
        Exception failure = await Assert.ThrowsAnyAsync<Exception>(() => InvokeAsync(json));

        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Endpoint.Calls, call => call.Operation == "PutEvaluations");
    }
}
