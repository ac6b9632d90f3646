namespace RedisCompliance.Core.Tests;

/// <summary>What AWS Config's events and configuration items say, and what is refused of them by what is wrong.</summary>
public sealed class ConfigEventTests
{
    private const string Scheduled = """{ "messageType": "ScheduledNotification", "notificationCreationTime": "2026-11-23T03:00:00.000Z", "awsAccountId": "123456789012" }""";

    [Theory]
    [InlineData("\"ruleParameters\": \"{\\\"requireCustomerManagedKey\\\":\\\"true\\\"}\"")]
    [InlineData("\"ruleParameters\": { \"requireCustomerManagedKey\": \"true\" }")]
    [InlineData("\"ruleParameters\": { \"requireCustomerManagedKey\": true }")]
    public void Rule_parameters_count_as_text_and_as_an_object(string member)
    {
        Assert.True(RuleParameters.ToPolicy(Event(member).RuleParameters).RequireCustomerManagedKey);
    }

    [Theory]
    [InlineData("\"ruleParameters\": [ \"requireCustomerManagedKey\" ]", "ruleParameters")]
    [InlineData("\"ruleParameters\": true", "ruleParameters")]
    [InlineData("\"eventLeftScope\": \"true\"", "eventLeftScope is a JSON String")]
    [InlineData("\"accountId\": 123456789012", "accountId is a JSON Number")]
    [InlineData("\"configRuleName\": \"\\ud800\"", "an unpaired surrogate")]
    [InlineData("\"ruleParameters\": { \"\\udc00\": \"a\" }", "an unpaired surrogate")]
    [InlineData("\"ruleParameters\": \"{\\\"a\\\":\\\"\\\\ud800\\\"}\"", "an unpaired surrogate")]
    public void A_member_of_another_shape_is_refused_by_its_name(string member, string why)
    {
        Assert.Contains(why, Assert.Throws<ConfigEventException>(() => Event(member)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("9")]
    [InlineData("10:00")]
    [InlineData("tomorrow")]
    [InlineData("0001-01-01T00:00:00+14:00")]
    [InlineData("99999-01-01T00:00:00Z")]
    public void A_moment_that_is_none_or_out_of_range_is_refused(string time)
    {
        string json = $$"""{ "resultToken": "t", "invokingEvent": """
            + $$"""{ "messageType": "ScheduledNotification", "notificationCreationTime": "{{time}}" } }""";

        Assert.Equal(ConfigEventFault.InvalidMember, Assert.Throws<ConfigEventException>(() => ConfigRuleEvent.Parse(json)).Fault);
    }

    [Theory]
    [InlineData("\"2026-11-22T20:00:00Z\"")]
    [InlineData("\"2026-11-22T20:00:00\"")]
    [InlineData("\"2026-11-22T21:00:00+01:00\"")]
    [InlineData("1795377600")]
    [InlineData("1.7953776E9")]
    public void A_capture_time_is_the_same_moment_in_each_way_to_write_it(string time)
    {
        Assert.Equal(new DateTime(2026, 11, 22, 20, 0, 0, DateTimeKind.Utc), Item("{}", time: time).CaptureTime);
    }

    [Theory]
    [InlineData("1e300")]
    [InlineData("-1e12")]
    [InlineData("253402300800")]
    [InlineData("true")]
    [InlineData("\"yesterday\"")]
    public void A_capture_time_out_of_range_is_refused(string time)
    {
        Assert.Contains("configurationItemCaptureTime", Assert.Throws<ConfigEventException>(() => Item("{}", time: time)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "atRestEncryptionEnabled": true }""", ComplianceType.Compliant)]
    [InlineData("""{ "AtRestEncryptionEnabled": "true", "atRestEncryptionEnabled": true }""", ComplianceType.Compliant)]
    [InlineData("""{ "storageEncryptionType": null, "atRestEncryptionEnabled": true }""", ComplianceType.Compliant)]
    [InlineData("""{ "9": true }""", ComplianceType.NonCompliant)]
    [InlineData("""{ " 9": true, "+9": true, "Engine, ARN": "sse-kms", "8": "sse-kms" }""", ComplianceType.NonCompliant)]
    [InlineData("""{ "Status, AtRestEncryptionEnabled": true }""", ComplianceType.NonCompliant)]
    [InlineData("""{ "AtRestEncryptionEnabled": false, "atRestEncryptionEnabled": true }""", ComplianceType.NonCompliant)]
    [InlineData("""{ "storageEncryptionType": "none", "StorageEncryptionType": "sse-kms" }""", ComplianceType.NonCompliant)]
    [InlineData("""{ "storageEncryptionType": "99", "atRestEncryptionEnabled": true }""", ComplianceType.NonCompliant)]
    [InlineData("{}", ComplianceType.NonCompliant)]
    public void Only_what_a_configuration_says_by_name_and_once_is_evidence(string configuration, string verdict)
    {
        Assert.Equal(verdict, Item(configuration).Evaluate(AtRestPolicy.Default, leftScope: false).ComplianceType);
        Assert.Equal(verdict, Item(System.Text.Json.JsonSerializer.Serialize(configuration))
            .Evaluate(AtRestPolicy.Default, leftScope: false).ComplianceType);
    }

    [Fact]
    public void No_configuration_is_no_evidence()
    {
        Assert.Equal(ComplianceType.NonCompliant, Item("null").Evaluate(AtRestPolicy.Default, leftScope: false).ComplianceType);
    }

    [Theory]
    [InlineData("""{ "storageEncryptionType": { "value": "none" }, "atRestEncryptionEnabled": true }""", "storageEncryptionType is "
        + "a JSON Object")]
    [InlineData("""{ "storageEncryptionType": 2, "atRestEncryptionEnabled": true }""", "storageEncryptionType is a JSON Number")]
    [InlineData("""{ "kmsKeyId": {}, "atRestEncryptionEnabled": true }""", "kmsKeyId is a JSON Object")]
    [InlineData("[]", "configuration of the item is not a JSON object")]
    [InlineData("\"{\"", "configuration of the item is not JSON")]
    [InlineData("\"\\ud800\"", "an unpaired surrogate")]
    [InlineData("""{ "engine": "\ud800" }""", "an unpaired surrogate")]
    [InlineData("""{ "\udfff": "a" }""", "an unpaired surrogate")]
    public void A_configuration_that_cannot_be_read_is_refused(string configuration, string why)
    {
        Assert.Contains(why, Assert.Throws<ConfigEventException>(() => Item(configuration)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OK", true)]
    [InlineData("ResourceDiscovered", true)]
    [InlineData("ResourceDeleted", false)]
    [InlineData("ResourceDeletedNotRecorded", false)]
    [InlineData("ResourceNotRecorded", false)]
    public void A_resource_is_gone_only_by_a_status_that_says_so(string status, bool exists)
    {
        Assert.Equal(exists, Item("{}", status).Exists);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ok")]
    [InlineData("ResourceDeleted\u200b")]
    [InlineData("Archived")]
    public void A_status_that_is_missing_or_not_known_is_not_taken_for_gone(string status)
    {
        Assert.Contains("configurationItemStatus", Assert.Throws<ConfigEventException>(() => Item("{}", status)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{ "resourceType": "AWS::ElastiCache::ReplicationGroup" }""")]
    [InlineData("""{ "resourceType": "AWS::ElastiCache::ReplicationGroup", "resourceId": " " }""")]
    public void What_is_no_item_is_refused(string json)
    {
        Assert.Equal(ConfigEventFault.InvalidMember, Assert.Throws<ConfigEventException>(() => ConfigurationItem.Parse(json)).Fault);
    }

    [Fact]
    public void A_tag_that_is_there_twice_counts_as_it_was_said_last()
    {
        AtRestPolicy policy = new() { Exemptions = [new() { Tag = "a=2", Reason = "r", Expires = DateTime.MaxValue.Date }] };

        Assert.Equal(ComplianceType.NotApplicable, Item("{}", tags: """{ "a": "1", "a": "2" }""").Evaluate(policy, leftScope: false).ComplianceType);
    }

    private static ConfigRuleEvent Event(string member) => ConfigRuleEvent.Parse($$"""{ "resultToken": "t", "invokingEvent": """
        + $$"""{{Scheduled}}, {{member}} }""");

    private static ConfigurationItem Item(string configuration, string status = "OK", string time = "\"2026-11-22T20:00:00.000Z\"", string tags = "{}") => ConfigurationItem.Parse($$"""
        { "resourceType": "{{ResourceType.ReplicationGroup}}", "resourceId": "orders", "configurationItemStatus": "{{status}}",
          "configurationItemCaptureTime": {{time}}, "configuration": {{configuration}}, "tags": {{tags}} }
        """);
}
