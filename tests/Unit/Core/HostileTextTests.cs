using System.Reflection;

namespace RedisCompliance.Core.Tests;

/// <summary>
/// What a record says that was made to deceive whoever reads it: shown as it is, matched as it is, and never
/// compliant by it.
/// </summary>
public sealed class HostileTextTests
{
    private const string Hostile = "ord\u202eers\u001b[31m\u009b\u2028\u200b\u007f";
    private const string Shown = "ord<U+202E>ers<U+001B>[31m<U+009B><U+2028><U+200B><U+007F>";

    private static readonly string[] s_alike = ["orders", "orders\u200b", "ord\u202eers", "ord\u202aers"];

    public static TheoryData<ResourceMember> Members => [.. Enum.GetValues<ResourceMember>()];

    [Theory]
    [MemberData(nameof(Members))]
    public void A_member_of_a_resource_is_plain_from_where_it_is_read(ResourceMember member)
    {
        ResourceRecord record = default;
        record.Set(ResourceMember.ARN, "arn:aws:elasticache:us-east-1:123456789012:replicationgroup:a");
        record.Set(member, Hostile);

        Assert.Equal(Shown, record.Get(member));
        if (record.ToResource(ResourceType.ReplicationGroup) is { } resource)
        {
            PlainAssert.AllTexts(resource);
            PlainAssert.AllTexts(AtRestEvaluator.Evaluate(resource, DateTime.UnixEpoch));
        }
    }

    [Theory]
    [InlineData("sse-kms\u200b")]
    [InlineData("\ufeffsse-elasticache")]
    [InlineData("sse-\u202ekms")]
    [InlineData("sse-kms\u0085")]
    [InlineData("sse-kms\u2028")]
    public void A_value_that_only_looks_known_is_not(string storageEncryptionType)
    {
        Evaluation evaluation = AtRestEvaluator.Evaluate(
            Resource((ResourceMember.ReplicationGroupId, "a"), (ResourceMember.StorageEncryptionType, storageEncryptionType),
                (ResourceMember.AtRestEncryptionEnabled, "true")), DateTime.UnixEpoch);

        Assert.Equal((ComplianceType.NonCompliant, EncryptionState.Unknown), (evaluation.ComplianceType, evaluation.EncryptionState));
    }

    [Theory]
    [InlineData("ord\u202eers")]
    [InlineData("orders\u200b")]
    [InlineData("orders\u00a0")]
    [InlineData("orders\u2028")]
    [InlineData("\u001b[0morders")]
    public void An_exemption_of_an_id_is_none_of_one_that_looks_like_it(string id)
    {
        RedisResource resource = Resource((ResourceMember.ReplicationGroupId, id), (ResourceMember.StorageEncryptionType, "none"));

        Assert.Equal(ComplianceType.NonCompliant, Judge(resource, new() { ["Id"] = "orders" }).ComplianceType);
        Assert.Equal(ComplianceType.NonCompliant, Judge(resource, new() { ["Id"] = "ord?ers" }).ComplianceType);
        Assert.NotEqual("orders", resource.Id);
    }

    [Fact]
    public void An_exemption_of_the_very_id_is_one_of_it_and_is_shown_plainly()
    {
        const string id = "ord\u202eers\u001b";
        Evaluation evaluation = Judge(
            Resource((ResourceMember.ReplicationGroupId, id)), new() { ["Id"] = id, ["Reason"] = "two\r\nlines \u001b[5m" });

        Assert.Equal((ComplianceType.NotApplicable, "Exempt until 2099-12-31: two lines <U+001B>[5m"),
            (evaluation.ComplianceType, evaluation.Annotation));
    }

    [Fact]
    public void Two_ids_that_look_alike_are_two_resources()
    {
        OfflineAudit audit = new(AtRestPolicy.Default, DateTime.UnixEpoch);
        Array.ForEach(s_alike, id =>
            audit.Add(Resource((ResourceMember.ReplicationGroupId, id)) with { Region = "us-east-1", AccountId = "123456789012" }));

        Assert.Equal(s_alike.Length, audit.Evaluate().Count());
    }

    [Fact]
    public async Task A_tag_is_plain_and_matches_no_exemption_of_what_it_looks_like()
    {
        RedisResource resource = Resource(
            (ResourceMember.ARN, "arn:aws:elasticache:us-east-1:123456789012:replicationgroup:a"),
            (ResourceMember.StorageEncryptionType, "none"));
        InMemoryInventory inventory =
            new() { Tags = _ => new Dictionary<string, string> { ["stage\u200b"] = "dev", ["owner"] = Hostile } };

        ResourcePage page = await TagReading.AddTagsAsync(
            new ResourcePage([resource], null), inventory, _ => true, TestContext.Current.CancellationToken);

        Assert.Equal(["stage<U+200B>=dev", $"owner={Shown}"], page.Resources[0].Tags!.Select(tag => $"{tag.Key}={tag.Value}"));
        Assert.Equal(ComplianceType.NonCompliant, Judge(page.Resources[0], new() { ["Tag"] = "stage=dev" }).ComplianceType);
    }

    [Fact]
    public void A_stored_result_is_plain_when_it_is_shown()
    {
        PlainAssert.AllTexts(new StoredResult(Hostile, Hostile, Hostile, Hostile + "\r\n", DateTime.UnixEpoch, Hostile, Hostile)
            .ToEvaluation());
        PlainAssert.AllTexts(new StoredResult(
            ResourceType.Account, Hostile, ComplianceType.Compliant, null, DateTime.UnixEpoch, null, Hostile).ToEvaluation());
    }

    [Fact]
    public void What_is_put_to_AWS_Config_bears_the_id_that_AWS_Config_knows_and_a_plain_annotation()
    {
        ConfigurationItem item = ConfigurationItem.Parse($$"""
            { "resourceType": "{{ResourceType.ReplicationGroup}}", "resourceId": "ord\u202eers", "configurationItemStatus": "OK",
              "configurationItemCaptureTime": "2026-11-22T20:00:00.000Z", "configuration": { "atRestEncryptionEnabled": false } }
            """);

        ConfigEvaluation evaluation = item.Evaluate(AtRestPolicy.Default, leftScope: false);

        Assert.Equal(("ord\u202eers", "Encryption at rest not enabled for Amazon ElastiCache cluster: ord<U+202E>ers"),
            (evaluation.ComplianceResourceId, evaluation.Annotation));
        Assert.True(PlainText.IsPlain(evaluation.ToString()));
    }

    [Fact]
    public void The_summary_of_an_account_names_ids_plainly()
    {
        AccountSummary summary = new("123456789012");
        summary.Add(new ConfigEvaluation { ComplianceResourceType = ResourceType.ReplicationGroup, ComplianceResourceId = Hostile,
            ComplianceType = ComplianceType.NonCompliant, OrderingTimestamp = DateTime.UnixEpoch });

        PlainAssert.AllTexts(summary.ToEvaluation(DateTime.UnixEpoch));
    }

    [Fact]
    public void What_is_shown_of_a_target_and_a_result_is_plain()
    {
        TargetTally target = new(new AuditTarget("1", Hostile, null) { AccountName = Hostile });
        target.AddFailure(null, new ServiceCallException(ServiceFailure.Refused, "ListAccounts", Hostile, Hostile));

        PlainAssert.AllTexts(target.ToResult());
        PlainAssert.AllTexts(target.Failures[0].Failure);
        PlainAssert.AllTexts(new PublishResult { ConfigRuleName = Hostile, Region = "r" });
    }

    [Fact]
    public void A_message_is_plain_whatever_it_quotes()
    {
        Assert.Equal("AWS returned the same NextToken twice (page <U+001B>[2J)", Messages.PageReadBefore.With("\u001b[2J"));
        PlainAssert.AllTexts(new ConfigEventException(ConfigEventFault.NotJson, Hostile));
        PlainAssert.AllTexts(new ConnectionException(ConnectionFault.NoRegion, Hostile));
        PlainAssert.AllTexts(new ExportFormatException(Hostile));
    }

    private static Evaluation Judge(RedisResource resource, Dictionary<string, string?> exemption)
    {
        exemption.TryAdd("Reason", "r");
        exemption["Expires"] = "2099-12-31";
        return AtRestEvaluator.Evaluate(resource, DateTime.UnixEpoch, new AtRestPolicy { Exemptions = [AtRestExemption.Read(exemption)] });
    }

    private static RedisResource Resource(params (ResourceMember Member, string Value)[] members)
    {
        ResourceRecord record = default;
        foreach ((ResourceMember member, string value) in members)
        {
            record.Set(member, value);
        }

        return record.ToResource(ResourceType.ReplicationGroup)!;
    }
}
