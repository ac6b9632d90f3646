using System.Text;

namespace RedisCompliance.Core.Tests;

/// <summary>What several files say of the same resources: who is believed, and what is said of it.</summary>
public sealed class OfflineAuditTests
{
    private const string Arn = "arn:aws:elasticache:us-east-1:123456789012:";

    private readonly OfflineAudit _audit = new(AtRestPolicy.Default, DateTime.UnixEpoch);
    private readonly ResourceSource _january = new("january.json", new DateTime(2026, 1, 31, 0, 0, 0, DateTimeKind.Utc));
    private readonly ResourceSource _june = new("june.json", new DateTime(2026, 6, 30, 0, 0, 0, DateTimeKind.Utc));

    private string[] Verdicts =>
        [.. _audit.Evaluate().Select(
            evaluation => $"{evaluation.ComplianceType} {evaluation.ComplianceResourceId} {evaluation.SourcePath}")];

    [Fact]
    public void Records_that_agree_are_one_evaluation_by_the_newer()
    {
        Take(_june, Group("orders", "true"));
        Take(_january, Group("orders", "true"));

        Assert.Equal(["COMPLIANT orders june.json"], Verdicts);
        Assert.Empty(_audit.Conflicts);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Of_records_that_contradict_each_other_the_worse_verdict_stands_whichever_comes_first(bool isNewerFirst)
    {
        (ResourceSource first, ResourceSource second) = isNewerFirst ? (_june, _january) : (_january, _june);
        Take(first, Group("orders", "true"), Group("carts", "false"));
        Take(second, Group("orders", "false"), Group("carts", "true"));

        Assert.All(Verdicts, verdict => Assert.StartsWith("NON_COMPLIANT", verdict, StringComparison.Ordinal));
        Assert.Equal(2, Verdicts.Length);
        Assert.Equal(["orders", "carts"], _audit.Conflicts.Select(conflict => conflict.Standing.ComplianceResourceId));
        Assert.All(_audit.Conflicts,
            conflict => Assert.Equal([_january, _june], new[] { conflict.Source!, conflict.Other! }.OrderBy(source => source.ObservedAt)));
    }

    [Theory]
    [InlineData("sse-kms", "sse-elasticache", true)]
    [InlineData("sse-kms", "none", true)]
    [InlineData("sse-kms", "sse-imaginary", true)]
    [InlineData("sse-kms", "sse-kms", false)]
    public void Effective_states_that_differ_contradict_each_other(string one, string other, bool isConflict)
    {
        Take(_january, $$"""{"ReplicationGroupId":"a","ARN":"{{Arn}}replicationgroup:a","StorageEncryptionType":"{{one}}"}""");
        Take(_june, $$"""{"ReplicationGroupId":"a","ARN":"{{Arn}}replicationgroup:a","StorageEncryptionType":"{{other}}"}""");

        Assert.Single(Verdicts);
        Assert.Equal(isConflict, _audit.Conflicts.Count == 1);
    }

    [Theory]
    [InlineData("")]
    [InlineData(""" "ARN":"arn:aws:elasticache::123456789012:replicationgroup:orders", """)]
    [InlineData(""" "ARN":"arn:aws:elasticache:us-east-1::replicationgroup:orders", """)]
    public void Nothing_is_merged_on_a_missing_account_or_Region(string arn)
    {
        Take(_january, $$"""{"ReplicationGroupId":"orders",{{arn}}"AtRestEncryptionEnabled":true}""");
        Take(_june, $$"""{"ReplicationGroupId":"orders",{{arn}}"AtRestEncryptionEnabled":false}""");

        Assert.Equal(["COMPLIANT orders january.json", "NON_COMPLIANT orders june.json"], Verdicts);
    }

    [Theory]
    [InlineData("false", "NON_COMPLIANT Unencrypted")]
    [InlineData("null", "NON_COMPLIANT Unknown")]
    [InlineData("[]", "NON_COMPLIANT Unknown")]
    [InlineData("true", "COMPLIANT Encrypted")]
    public void A_group_that_only_its_members_name_is_found_with_the_worst_of_what_they_say(string flag, string said)
    {
        Take(_january, Member("orders-001", "orders", "true"), Member("orders-002", "orders", flag),
            Member("orders-003", "orders", "true"));

        UndescribedGroup group = Assert.Single(_audit.FindUndescribedGroups());

        Assert.Empty(Verdicts);
        Assert.Equal(("orders", said, Arn + "replicationgroup:orders", "january.json"),
            (group.Id, $"{group.Evaluation.ComplianceType} {group.Evaluation.EncryptionState}", group.Evaluation.Arn,
                group.Evaluation.SourcePath));
        Assert.Contains(flag == "true" ? "orders-001" : "orders-002", group.Evaluation.Annotation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_group_that_is_described_in_any_file_is_not_one_of_them(bool isFirst)
    {
        if (isFirst)
        {
            Take(_june, Group("orders", "true"));
        }

        Take(_january, Member("orders-001", "orders", "false"), Member("carts-001", "carts", "false"));
        if (!isFirst)
        {
            Take(_june, Group("orders", "true"));
        }

        Assert.Equal(["carts"], _audit.FindUndescribedGroups().Select(group => group.Id));
    }

    [Fact]
    public void A_group_of_the_same_name_in_another_account_is_another_group()
    {
        Take(_january, Member("orders-001", "orders", "false"));
        Take(_june, Group("orders", "true").Replace("123456789012", "210987654321", StringComparison.Ordinal));

        Assert.Equal(["orders"], _audit.FindUndescribedGroups().Select(group => group.Id));
    }

    [Fact]
    public void A_group_without_account_is_the_group_of_members_in_its_own_file_alone()
    {
        Take(_january, """{"ReplicationGroupId":"orders","AtRestEncryptionEnabled":true}""", Member("orders-001", "orders", "false"));
        Take(_june, Member("orders-001", "orders", "false").Replace("123456789012", "210987654321", StringComparison.Ordinal));

        Assert.Equal(["210987654321"], _audit.FindUndescribedGroups().Select(group => group.Evaluation.AccountId));
    }

    [Fact]
    public void A_group_out_of_scope_is_not_asked_for()
    {
        Take(_january, Member("orders-001", "orders", "false").Replace("\"redis\"", "\"memcached\"", StringComparison.Ordinal));

        Assert.Empty(_audit.FindUndescribedGroups());
    }

    [Fact]
    public void What_is_held_of_a_resource_gives_all_of_it_back()
    {
        string[] records = [Group("a", "true"), Group("b", "false"), $$"""{"ReplicationGroupId":"c","ARN":"{{Arn}}replicationgroup:other"}""", """{"ReplicationGroupId":"d","ARN":"junk"}"""];
        Take(_january, records);

        Assert.Equal([Arn + "replicationgroup:a", Arn + "replicationgroup:b", Arn + "replicationgroup:other", "junk"],
            _audit.Evaluate().Select(evaluation => evaluation.Arn));
        Assert.All(_audit.Evaluate(),
            evaluation => Assert.Equal((_january.Path, _january.ObservedAt), (evaluation.SourcePath, evaluation.ObservedAt)));
    }

    [Fact]
    public void What_of_the_policy_was_used_is_noted()
    {
        AtRestPolicy policy = new() { ApprovedKmsKeyIds = ["used", "idle"] };
        PolicyUse use = new(policy, DateTime.UnixEpoch);
        OfflineAudit audit = new(policy, DateTime.UnixEpoch, use);
        audit.Add(new RedisResource { ResourceType = ResourceType.ReplicationGroup, Id = "a", KmsKeyId = "used" });

        Assert.Single(audit.Evaluate());
        Assert.Equal(["idle"], use.UnusedKeys);
    }

    private void Take(ResourceSource source, params string[] records)
    {
        foreach (RedisResource resource in new ExportReader(
            new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', records))), source, default).Read())
        {
            _audit.Add(resource);
        }
    }

    private static string Group(string id, string flag) =>
        $$"""{"ReplicationGroupId":"{{id}}","Status":"available","Engine":"redis","AtRestEncryptionEnabled":{{flag}},"ARN":"{{Arn}}replicationgroup:{{id}}"}""";

    private static string Member(string id, string group, string flag) =>
        $$"""{"CacheClusterId":"{{id}}","ReplicationGroupId":"{{group}}","Engine":"redis","AtRestEncryptionEnabled":{{flag}},"ARN":"{{Arn}}cluster:{{id}}"}""";
}
