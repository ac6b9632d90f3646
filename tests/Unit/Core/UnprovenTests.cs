using System.Text;

namespace RedisCompliance.Core.Tests;

/// <summary>
/// What an input does not show is never compliant: what a query left out, what records say differently, what is of
/// another.
/// </summary>
public sealed class UnprovenTests
{
    private const string Arn = "arn:aws:elasticache:us-east-1:123456789012:";

    private readonly OfflineAudit _audit = new(AtRestPolicy.Default, DateTime.UnixEpoch);

    private string[] Verdicts =>
        [.. _audit.Evaluate().Select(
            evaluation => $"{evaluation.ComplianceType} {evaluation.EncryptionState} {evaluation.ComplianceResourceId}")];

    [Theory]
    [InlineData("""[{"CacheClusterId":"m-001","AtRestEncryptionEnabled":true}]""")]
    [InlineData("""{"CacheClusters":[{"CacheClusterId":"m-001","AtRestEncryptionEnabled":true}]}""")]
    [InlineData("""
        {"CacheClusters":[{"CacheClusterId":"m-001","ARN":"arn:aws:elasticache:us-east-1:123456789012:cluster:m-001",
        "CacheClusterStatus":"available","AtRestEncryptionEnabled":true}]}
        """)]
    [InlineData("""
        {"ServerlessCaches":[{"ServerlessCacheName":"m-001","ARN":"arn:aws:elasticache:us-east-1:123456789012:serverlesscache:m-001",
        "Status":"available","Engine":"redis"}]}
        """)]
    [InlineData("""[{"ServerlessCacheName":"m-001","Engine":"redis"}]""")]
    [InlineData("""[{"ServerlessCacheName":"m-001","ARN":"arn:aws:elasticache:us-east-1:123456789012:serverlesscache:m-001"}]""")]
    [InlineData("""{"ServerlessCaches":[{"ServerlessCacheName":"m-001","KmsKeyId":"k"}]}""")]
    [InlineData("""
        [{"ServerlessCacheName":"m-001","ReplicationGroupId":"b","ARN":"arn:aws:elasticache:us-east-1:123456789012:replicationgroup:b",
        "AtRestEncryptionEnabled":true}]
        """)]
    [InlineData("""
        [{"ReplicationGroupId":"m-001","ARN":"arn:aws:elasticache:us-east-1:123456789012:replicationgroup:other",
        "AtRestEncryptionEnabled":true}]
        """)]
    [InlineData("""
        {"ReplicationGroups":[{"ReplicationGroupId":"m-001","ARN":"arn:aws:elasticache:us-east-1:123456789012:snapshot:m-001",
        "AtRestEncryptionEnabled":true}]}
        """)]
    [InlineData("""[{"CacheClusterId":"m-001","ReplicationGroupId":"\u2028","AtRestEncryptionEnabled":true}]""")]
    public void A_record_that_does_not_show_it_is_unknown(string json)
    {
        Evaluation evaluation = AtRestEvaluator.Evaluate(Assert.Single(Exports.Read(json)), default);

        Assert.Equal(("NON_COMPLIANT", EncryptionState.Unknown, "m-001"),
            (evaluation.ComplianceType, evaluation.EncryptionState, evaluation.ComplianceResourceId));
    }

    [Theory]
    [InlineData("""{"CacheClusterId":"a","ReplicationGroupId":null,"AtRestEncryptionEnabled":true}""")]
    [InlineData("""
        {"CacheClusterId":"a","ARN":"arn:aws:elasticache:us-east-1:123456789012:cluster:a","CacheClusterStatus":"available",
        "Engine":"redis","NumCacheNodes":1,"AtRestEncryptionEnabled":true}
        """)]
    [InlineData("""
        {"ServerlessCacheName":"a","ARN":"arn:aws:elasticache:us-east-1:123456789012:serverlesscache:a","Status":"AVAILABLE",
        "Engine":"redis","CreateTime":"2026-01-01"}
        """)]
    [InlineData("""{"serverlessCacheName":"a","storageEncryptionType":"sse-elasticache"}""")]
    public void A_record_that_shows_it_is_compliant(string json) =>
        Assert.Equal("COMPLIANT", AtRestEvaluator.Evaluate(Assert.Single(Exports.Read(json)), default).ComplianceType);

    [Fact]
    public void Names_of_members_count_in_upper_and_lower_case() =>
        Assert.Equal(EncryptionState.Unencrypted, AtRestEvaluator.Evaluate(
            Assert.Single(Exports.Read("""{"ReplicationGroupId":"a","storageEncryptionType":"none","AtRestEncryptionEnabled":true}""")), default).EncryptionState);

    [Theory]
    [InlineData("available", "true", "deleting", "false", "NON_COMPLIANT Unencrypted a")]
    [InlineData("deleting", "true", "available", "false", "NON_COMPLIANT Unencrypted a")]
    [InlineData("deleting", "false", "available", "true", "NON_COMPLIANT Unencrypted a")]
    [InlineData("available", "true", "deleting", "true", "COMPLIANT Encrypted a")]
    [InlineData("available", "true", "available", "null", "NON_COMPLIANT Unknown a")]
    public void Records_that_contradict_each_other_are_never_compliant_and_always_reported(
        string status, string flag, string otherStatus, string otherFlag, string verdict)
    {
        Take(Group(status, flag), Group(otherStatus, otherFlag));

        Assert.Equal([verdict], Verdicts);
        Assert.Equal(verdict.Split(' ')[0], Assert.Single(_audit.Conflicts).Standing.ComplianceType);
    }

    [Fact]
    public void Two_records_with_different_keys_are_of_an_encrypted_resource_that_is_not_compliant()
    {
        Take($$"""{"ReplicationGroupId":"a","ARN":"{{Arn}}replicationgroup:a","StorageEncryptionType":"sse-kms","KmsKeyId":"k-1"}""",
            $$"""{"ReplicationGroupId":"a","ARN":"{{Arn}}replicationgroup:a","StorageEncryptionType":"sse-kms","KmsKeyId":"k-2"}""");

        Assert.Equal(["NON_COMPLIANT Encrypted a"], Verdicts);
        Assert.Contains("its records name different keys", _audit.Conflicts[0].Standing.Annotation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_record_out_of_scope_contradicts_one_in_scope(bool isFirst)
    {
        string memcached = Cluster("\"Engine\":\"memcached\",\"AtRestEncryptionEnabled\":false");
        string redis = Cluster("\"Engine\":\"redis\",\"AtRestEncryptionEnabled\":true");
        Take(isFirst ? [memcached, redis] : [redis, memcached]);

        Assert.Equal(["NON_COMPLIANT Unencrypted c"], Verdicts);
        Assert.Single(_audit.Conflicts);
    }

    [Fact]
    public void Records_out_of_scope_contradict_nobody()
    {
        Take(Cluster("\"Engine\":\"memcached\",\"AtRestEncryptionEnabled\":false"),
            Cluster("\"Engine\":\"memcached\",\"AtRestEncryptionEnabled\":true"));

        Assert.Empty(Verdicts);
        Assert.Empty(_audit.Conflicts);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_cluster_that_stands_alone_and_is_a_member_is_both(bool isFirst)
    {
        string member = Cluster("\"ReplicationGroupId\":\"gone\",\"AtRestEncryptionEnabled\":false")
            .Replace("\"ReplicationGroupId\":null,", "", StringComparison.Ordinal);
        string alone = Cluster("\"AtRestEncryptionEnabled\":true");
        Take(isFirst ? [member, alone] : [alone, member]);

        Assert.Equal(["NON_COMPLIANT Unknown c"], Verdicts);
        Assert.Single(_audit.Conflicts);
        Assert.Equal(["gone"], _audit.FindUndescribedGroups().Select(group => group.Id));
    }

    [Theory]
    [InlineData("\"AtRestEncryptionEnabled\":true", "NON_COMPLIANT Unknown a", 1)]
    [InlineData("\"AtRestEncryptionEnabled\":false", "NON_COMPLIANT Unencrypted a", 0)]
    [InlineData("\"StorageEncryptionType\":\"sse-kms\",\"AtRestEncryptionEnabled\":false", "COMPLIANT Encrypted a", 0)]
    public void A_member_s_flag_contradicts_its_group_s_flag_and_not_its_effective_state(string evidence, string verdict, int conflicts)
    {
        Take($$"""{"ReplicationGroupId":"a","ARN":"{{Arn}}replicationgroup:a",{{evidence}}}""",
            $$"""{"CacheClusterId":"a-001","ReplicationGroupId":"a","ARN":"{{Arn}}cluster:a-001","AtRestEncryptionEnabled":false}""",
            $$"""{"CacheClusterId":"a-002","ReplicationGroupId":"a","ARN":"{{Arn}}cluster:a-002","AtRestEncryptionEnabled":false}""");

        Assert.Equal([verdict], Verdicts);
        Assert.Equal(conflicts, _audit.Conflicts.Count);
        Assert.Empty(_audit.FindUndescribedGroups());
    }

    [Fact]
    public void A_member_without_ARN_is_one_of_the_group_in_its_source()
    {
        Take($$"""{"ReplicationGroupId":"a","ARN":"{{Arn}}replicationgroup:a","StorageEncryptionType":"sse-kms"}""",
            """{"CacheClusterId":"a-001","ReplicationGroupId":"a","AtRestEncryptionEnabled":false}""");

        Assert.Equal(["COMPLIANT Encrypted a"], Verdicts);
        Assert.Empty(_audit.FindUndescribedGroups());
    }

    [Theory]
    [InlineData("arn:aws:elasticache:us-east-1:123456789012:replicationgroup:other", false)]
    [InlineData("orders", true)]
    [InlineData("orders\u2003", false)]
    public void An_exemption_counts_by_what_is_the_resource_s_own(string id, bool covers)
    {
        RedisResource resource = Assert.Single(Exports.Read($$"""[{"ReplicationGroupId":"orders","ARN":"{{Arn}}replicationgroup:other","AtRestEncryptionEnabled":false}]"""));

        Assert.Equal(covers, new AtRestExemption { Id = id, Reason = "r", Expires = DateTime.MaxValue }.Covers(resource));
    }

    [Theory]
    [InlineData("Id", "id")]
    [InlineData("Id", "Id")]
    [InlineData("Reason", "REASON")]
    public void An_exemption_that_says_a_member_twice_is_none(string first, string second)
    {
        KeyValuePair<string, string?>[] members =
            [new("Id", "a"), new("Reason", "r"), new("Expires", "2099-01-01"), new(first, "x"), new(second, "y")];

        Assert.Contains("twice", Assert.Throws<FormatException>(() => AtRestExemption.Read(members)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"Id":true,"Reason":"r","Expires":"2099-01-01"}""")]
    [InlineData("""{"Id":"a","Reason":{"x":1},"Expires":"2099-01-01"}""")]
    [InlineData("""{"Id":"a","Id":"b","Reason":"r","Expires":"2099-01-01"}""")]
    public void An_exemption_of_a_rule_parameter_whose_members_are_no_texts_is_none(string exemption) =>
        Assert.Throws<ConfigEventException>(
            () => RuleParameters.ToPolicy(new Dictionary<string, string> { ["exemptions"] = $"[{exemption}]" }));

    [Theory]
    [InlineData("ServerlessCache", "", ComplianceType.NonCompliant)]
    [InlineData("ServerlessCache", ""","configuration":null""", ComplianceType.NonCompliant)]
    [InlineData("ServerlessCache", ""","configuration":{}""", ComplianceType.NonCompliant)]
    [InlineData("ServerlessCache", ""","configuration":{"status":"AVAILABLE"}""", ComplianceType.Compliant)]
    [InlineData("CacheCluster", ""","configuration":{"replicationGroupId":"\u2028","atRestEncryptionEnabled":true}""", ComplianceType.NonCompliant)]
    [InlineData("ReplicationGroup", ""","configuration":{"engine":"redis7","atRestEncryptionEnabled":false}""", ComplianceType.NonCompliant)]
    [InlineData("ReplicationGroup", ""","configuration":{"engine":"redis","Engine":"memcached","atRestEncryptionEnabled":false}""", ComplianceType.NonCompliant)]
    [InlineData("ReplicationGroup", ""","configuration":{"storageEncryptionType":"\u2028","atRestEncryptionEnabled":true}""", ComplianceType.NonCompliant)]
    public void A_configuration_item_is_compliant_by_what_it_says_alone(string type, string members, string verdict) =>
        Assert.Equal(verdict, ConfigurationItem.Parse(Item(type, members))
            .Evaluate(AtRestPolicy.Default, leftScope: false).ComplianceType);

    [Theory]
    [InlineData(""","configuration":{"atRestEncryptionEnabled":false},"configuration":{"atRestEncryptionEnabled":true}""", "configuration")]
    [InlineData(""","configurationItemStatus":"ResourceDeleted" """, "configurationItemStatus")]
    [InlineData(""","configuration":{"atRestEncryptionEnabled":false,"atRestEncryptionEnabled":true}""", "atRestEncryptionEnabled")]
    public void What_an_item_says_twice_is_refused_by_its_name(string members, string name) =>
        Assert.Contains($"{name} twice",
            Assert.Throws<ConfigEventException>(() => ConfigurationItem.Parse(Item("ReplicationGroup", members))).Message,
            StringComparison.Ordinal);

    private static string Item(string type, string members) => $$"""
        { "resourceType": "AWS::ElastiCache::{{type}}", "resourceId": "x", "configurationItemStatus": "OK", "configurationItemCaptureTime": "2026-01-01T00:00:00Z"{{members}} }
        """;

    private static string Group(string status, string flag) =>
        $$"""{"ReplicationGroupId":"a","ARN":"{{Arn}}replicationgroup:a","Status":"{{status}}","AtRestEncryptionEnabled":{{flag}}}""";

    private static string Cluster(string members) => $$"""{"CacheClusterId":"c","ARN":"{{Arn}}cluster:c","ReplicationGroupId":null,"""
        + $$"""{{members}}}""";

    private void Take(params string[] records)
    {
        ResourceSource source = new("export.json", null);
        foreach (RedisResource resource in new ExportReader(
            new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', records))), source, default).Read())
        {
            _audit.Add(resource);
        }
    }
}
