using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;

namespace RedisCompliance.Core.Tests;

/// <summary>Backups in files: read where they are asked for, and else records of another command.</summary>
public sealed class BackupExportTests
{
    private const string Arn = "arn:aws:elasticache:us-east-1:123456789012:";

    private const string Group = $$"""
        {"ReplicationGroups":[{"ReplicationGroupId":"orders","ARN":"{{Arn}}replicationgroup:orders","Status":"available",
        "MemberClusters":[],"ReplicationGroupCreateTime":"2026-01-01T00:00:00.123000+00:00","TransitEncryptionEnabled":true,
        "AtRestEncryptionEnabled":true,"StorageEncryptionType":"sse-elasticache"}]}
        """;

    private const string Members = """
        "SnapshotStatus":"available","ReplicationGroupId":"orders","Engine":"redis",
        "NodeSnapshots":[{"CacheNodeId":"0001","CacheClusterId":"orders-001","CacheNodeCreateTime":"2026-01-02T09:00:00+09:00",
        "SnapshotCreateTime":"2026-03-01T00:00:00Z"}]
        """;

    private const string Backup = $$"""{"SnapshotName":"nightly","ARN":"{{Arn}}snapshot:nightly",{{Members}}}""";

    private const string OfCache = $$"""
        {"ServerlessCacheSnapshotName":"weekly","ARN":"{{Arn}}serverlesscachesnapshot:weekly","Status":"available",
        "CreateTime":"2026-03-01T00:00:00Z",
        "ServerlessCacheConfiguration":{"ServerlessCacheName":"search","Engine":"valkey","MajorEngineVersion":"8"} }
        """;

    private static readonly AtRestPolicy s_policy = AtRestPolicy.Default with { ResourceTypes = ResourceType.All };
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };
    private static readonly DateTime s_moment = new(2026, 11, 26, 0, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData($$"""{"Snapshots":[{{Backup}}]}""")]
    [InlineData($$"""{"snapshots":[{{Backup}}],"Marker":null}""")]
    [InlineData($$"""[{{Backup}}]""")]
    [InlineData(Backup)]
    [InlineData($$"""{"Snapshot":{{Backup}}}""")]
    [InlineData($$"""{"us-east-1":{"Snapshots":[{{Backup}}]} }""")]
    [InlineData($$"""[{"ARN":"{{Arn}}snapshot:nightly","NodeGroups":[],{{Members}},"SnapshotName":"nightly"}]""")]
    public void A_backup_is_read_wherever_it_stands(string json)
    {
        RedisResource backup = Assert.Single(Read(json));

        Assert.Equal((ResourceType.Snapshot, "nightly", "available", "redis"),
            (backup.ResourceType, backup.Id, backup.Status, backup.Engine));
        Assert.Equal(("orders", new DateTime(2026, 1, 2, 0, 0, 0, DateTimeKind.Utc)),
            (backup.Origin!.ReplicationGroupId, backup.Origin.Earliest));
        Assert.Equal(["COMPLIANT orders", "COMPLIANT nightly"], Judge(Group + json));
    }

    /// <summary>A third name does not make the first right again.</summary>
    [Theory]
    [InlineData("search", "search", "search")]
    [InlineData(null, "search", "other")]
    [InlineData(null, "search", "other", "search")]
    public void A_backup_that_names_different_sources_names_none(string? source, params string[] named)
    {
        ResourceRecord record = default;
        record.Set(ResourceMember.ServerlessCacheSnapshotName, "weekly");
        foreach (string name in named)
        {
            record.SetBackedUpCache(name, "valkey", "8");
        }

        Assert.Equal(source, record.ToResource()!.Origin!.ServerlessCacheName);
    }

    [Fact]
    public void A_group_after_its_backup_is_its_source_too() =>
        Assert.Equal(["COMPLIANT nightly", "COMPLIANT orders"], Judge(Backup + Group));

    [Fact]
    public void The_source_of_a_serverless_caches_backup_and_its_engine_are_read()
    {
        RedisResource backup = Assert.Single(Read($$"""{"ServerlessCacheSnapshots":[{{OfCache}}]}"""));

        Assert.Equal((ResourceType.ServerlessCacheSnapshot, "weekly", "valkey", "8"),
            (backup.ResourceType, backup.Id, backup.Engine, backup.EngineVersion));
        Assert.Equal("search", backup.Origin!.ServerlessCacheName);
        Assert.Empty(Judge(OfCache.Replace("valkey", "memcached", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData($$"""{"Snapshots":[{{Backup}}]}""")]
    [InlineData(Backup)]
    [InlineData(OfCache)]
    [InlineData($$"""{"ServerlessCacheSnapshots":[{{OfCache}}]}""")]
    public void Backups_that_nobody_asks_for_are_of_another_command(string json)
    {
        ExportReader reader = new(new MemoryStream(Encoding.UTF8.GetBytes(json)));

        Assert.True(Assert.Throws<ExportFormatException>(() => reader.Read().ToList()).IsOfAnother);
        Assert.Equal(["orders"], Exports.Read(Group + json).Ids());
    }

    [Theory]
    [InlineData("""{"Snapshots":[{"SnapshotId":"snap-1","VolumeId":"vol-1","KmsKeyId":"k-1"}]}""")]
    [InlineData("""{"Snapshots":[{"Name":"a","ARN":"arn:aws:memorydb:us-east-1:123456789012:snapshot/a","KmsKeyId":"k-1"}]}""")]
    public void Snapshots_of_other_services_are_none_of_ours(string json)
    {
        ExportReader reader = new(new MemoryStream(Encoding.UTF8.GetBytes(json)), Source(), CancellationToken.None);

        Assert.True(Assert.Throws<ExportFormatException>(() => reader.Read().ToList()).IsOfAnother);
        Assert.Equal(0, reader.UnnamedCount);
    }

    [Theory]
    [InlineData("2026-01-02T00:00:00Z", true)]
    [InlineData("2026-01-02T00:00:00.000Z", true)]
    [InlineData("/Date(1767312000000)/", true)]
    [InlineData("2025-12-31T23:59:59Z", false)]
    [InlineData("02/01/2026 00:00:00", false)]
    [InlineData("soon", false)]
    [InlineData("", false)]
    public void A_moment_counts_in_the_forms_that_AWS_and_PowerShell_write(string moment, bool isShown) =>
        Assert.Equal(isShown ? "COMPLIANT nightly" : "NON_COMPLIANT nightly",
            Judge(Group + Backup.Replace("2026-01-02T09:00:00+09:00", moment, StringComparison.Ordinal))[1]);

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("3")]
    [InlineData("[3]")]
    [InlineData("[{}]")]
    [InlineData("""[{"CacheNodeCreateTime":"2026-01-02T00:00:00Z"},{}]""")]
    [InlineData("""[{},{"CacheNodeCreateTime":"2026-01-02T00:00:00Z"}]""")]
    [InlineData("""[{"CacheNodeCreateTime":{"Value":"2026-01-02T00:00:00Z"}},{"CacheNodeCreateTime":["2026-01-02T00:00:00Z"]}]""")]
    [InlineData("""[{"CacheNodeCreateTime":"2026-01-02T00:00:00Z","SnapshotCreateTime":"2025-01-02T00:00:00Z"}]""")]
    [InlineData("""[{"SnapshotCreateTime":"2026-03-01T00:00:00Z"}]""")]
    public void A_node_without_its_moment_leaves_the_source_unshown(string nodes) =>
        Assert.Equal(["COMPLIANT orders", "NON_COMPLIANT nightly"], Judge($$"""
            {{Group}}{"SnapshotName":"nightly","ARN":"{{Arn}}snapshot:nightly","SnapshotStatus":"available","ReplicationGroupId":"orders",
            "NodeSnapshots":{{nodes}}}
            """));

    [Fact]
    public void A_moment_that_Windows_PowerShell_wrote_is_read() =>
        Assert.Equal("COMPLIANT nightly", Judge($$"""
            {{Group}}{"SnapshotName":"nightly","ARN":"{{Arn}}snapshot:nightly","SnapshotStatus":"available","ReplicationGroupId":"orders",
            "NodeSnapshots":{"CacheNodeCreateTime":{"value":"\/Date(1767312000000)\/","DateTime":"Friday"} } }
            """)[1]);

    [Fact]
    public void Records_of_a_backup_that_differ_in_their_key_are_never_compliant() =>
        Assert.Equal("NON_COMPLIANT nightly", Judge(
            Group + Backup + Backup.Replace("\"Engine\"", "\"KmsKeyId\":\"k-1\",\"Engine\"", StringComparison.Ordinal))[1]);

    /// <summary>A group that was deleted and created again, in an old file and a new one.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Of_a_group_that_was_created_twice_no_backup_is_shown(bool isNewFirst)
    {
        string anew = Group.Replace("2026-01-01", "2026-01-02", StringComparison.Ordinal);

        Assert.Equal(["COMPLIANT orders", "NON_COMPLIANT nightly"], Judge((isNewFirst ? anew + Group : Group + anew) + Backup));
    }

    [Fact]
    public void A_member_in_the_export_tells_the_group_of_its_backup()
    {
        const string Member = $$"""
            {"CacheClusters":[{"CacheClusterId":"orders-001","ARN":"{{Arn}}cluster:orders-001","CacheClusterStatus":"available",
            "Engine":"redis","NumCacheNodes":1,"CacheClusterCreateTime":"2026-01-02T00:00:00Z","ReplicationGroupId":"orders",
            "AtRestEncryptionEnabled":true}]}
            """;
        const string OfMember = $$"""
            {"SnapshotName":"nightly","ARN":"{{Arn}}snapshot:nightly","SnapshotStatus":"available","CacheClusterId":"orders-001",
            "CacheClusterCreateTime":"2026-01-02T00:00:00Z","NodeSnapshots":[]}
            """;

        Assert.Equal(["COMPLIANT orders", "COMPLIANT nightly"], Judge(Group + Member + OfMember));
        Assert.Equal(["COMPLIANT orders", "NON_COMPLIANT nightly"], Judge(Group + OfMember));
    }

    /// <summary>Whatever the order of the members, and whatever stands between them.</summary>
    [Fact]
    public void What_is_written_is_read()
    {
        Gen<DateTime?> moment = Gen.OneOf(
            Gen.Const((DateTime?)null), Gen.Long[0, 1_000_000_000].Select(second => (DateTime?)DateTime.UnixEpoch.AddSeconds(second)));
        Gen<string?> text = Gen.OneOf(Gen.Const((string?)null), Gen.Int[0, 99].Select(number => (string?)$"x{number}"));
        Gen.Select(text.Array[4], Gen.Select(moment, moment).Array[0, 4], moment, Gen.Bool, Gen.Int).Sample(
            (texts, nodes, created, isIndented, seed) =>
            {
                KeyValuePair<string, object?>[] members =
                [
                    new("SnapshotName", "nightly"), new("ReplicationGroupId", texts[0]), new("CacheClusterId", texts[1]),
                    new("KmsKeyId", texts[2]), new("SnapshotStatus", texts[3]), new("CacheClusterCreateTime", Write(created)),
                    new("NodeSnapshots", nodes.Select(node => new Dictionary<string, object?>
                    {
                        ["CacheNodeCreateTime"] = Write(node.Item1), ["KmsKeyId"] = "not ours", ["SnapshotCreateTime"] = Write(node.Item2),
                    })),
                    new("Unknown", new Dictionary<string, object?> { ["SnapshotName"] = "another" }),
                ];
                new Random(seed).Shuffle(members);
                string json = JsonSerializer.Serialize(
                    new { Snapshots = new[] { new Dictionary<string, object?>(members) } },
                    isIndented ? s_indented : JsonSerializerOptions.Default);
                bool areDated = nodes.Length > 0 && nodes.All(node => node.Item1 is not null);

                RedisResource backup = Assert.Single(Read(json));

                Assert.Equal(("nightly", texts[2], texts[3]), (backup.Id, backup.KmsKeyId, backup.Status));
                Assert.Equal(
                    new BackupOrigin
                    {
                        ReplicationGroupId = texts[0],
                        CacheClusterId = texts[1],
                        CacheClusterCreateTime = created,
                        Earliest = areDated ? nodes.SelectMany(node => new[] { node.Item1, node.Item2 }).Min() : null,
                    },
                    backup.Origin);
            });
    }

    private static string? Write(DateTime? moment) => moment?.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private static ResourceSource Source() => new("a.json", s_moment) { HasBackups = true };

    private static List<RedisResource> Read(string json) =>
        [.. new ExportReader(new MemoryStream(Encoding.UTF8.GetBytes(json)), Source(), CancellationToken.None).Read()];

    private static string[] Judge(string json)
    {
        OfflineAudit audit = new(s_policy, s_moment);
        foreach (RedisResource resource in Read(json))
        {
            audit.Add(resource);
        }

        return [.. audit.Evaluate().Select(evaluation => $"{evaluation.ComplianceType} {evaluation.ComplianceResourceId}")];
    }
}
