using System.Text;

namespace RedisCompliance.Core.Tests;

/// <summary>Wherever a resource stands in an export, it is judged, or what holds it is named.</summary>
public sealed class NothingLostTests
{
    private const string Lost = """{"ReplicationGroupId":"lost","AtRestEncryptionEnabled":false}""";
    private const string Known = """{"ReplicationGroupId":"known","AtRestEncryptionEnabled":true}""";

    [Theory]
    [InlineData("""{"ReplicationGroupId":"lost","AtRestEncryptionEnabled":false,"CacheClusters":[]}""")]
    [InlineData("""[{"ReplicationGroupId":"lost","AtRestEncryptionEnabled":false,"CacheClusters":[]}]""")]
    [InlineData("""[{"ReplicationGroupId":"lost","value":[],"AtRestEncryptionEnabled":false}]""")]
    [InlineData("""{"ReplicationGroups":[{"ReplicationGroupId":"lost","ServerlessCaches":[],"AtRestEncryptionEnabled":false}]}""")]
    [InlineData("""[{"ReplicationGroupId":"lost","AtRestEncryptionEnabled":false,"CacheClusters":null}]""")]
    [InlineData("""{"ReplicationGroups":{"value":[{"ReplicationGroupId":"lost","AtRestEncryptionEnabled":false}],"Count":1}}""")]
    [InlineData("""{"ReplicationGroups":{"ReplicationGroupId":"lost","AtRestEncryptionEnabled":false}}""")]
    [InlineData("""{"us-east-1":{"ReplicationGroups":[{"ReplicationGroupId":"lost","AtRestEncryptionEnabled":false}]}}""")]
    [InlineData("""[{"us-east-1":[{"ReplicationGroups":[{"ReplicationGroupId":"lost","AtRestEncryptionEnabled":false}]}]}]""")]
    [InlineData("""[[{"ReplicationGroupId":"lost","AtRestEncryptionEnabled":false}]]""")]
    [InlineData("""{"ReplicationGroups":[[{"ReplicationGroupId":"lost","AtRestEncryptionEnabled":false}],[]]}""")]
    [InlineData("""{"replicationGroups":[{"replicationGroupId":"lost","atRestEncryptionEnabled":false}]}""")]
    [InlineData("""{"ReplicationGroups":[{"ReplicationGroupId":"lost","AtRestEncryptionEnabled":false,"SnapshotName":"s"}]}""")]
    [InlineData("""[{"ReplicationGroupId":"lost","AtRestEncryptionEnabled":false,"SnapshotName":null,"CacheNodeId":""}]""")]
    public void An_unencrypted_group_is_found_wherever_it_stands(string json)
    {
        RedisResource resource = Assert.Single(Exports.Read(json));

        Assert.Equal(("lost", EncryptionState.Unencrypted), (resource.Id, AtRestEvaluator.Evaluate(resource, default).EncryptionState));
    }

    [Theory]
    [InlineData("""{"ReplicationGroupId":"a","CacheClusters":[{"CacheClusterId":"b"}]}""")]
    [InlineData("""{"CacheClusters":[{"CacheClusterId":"b"}],"ReplicationGroupId":"a"}""")]
    [InlineData("""{"ReplicationGroups":[{"ReplicationGroupId":"a","CacheClusters":[{"CacheClusterId":"b"}]}]}""")]
    [InlineData("""{"ReplicationGroups":[{"ReplicationGroupId":"a"}],"eu-west-1":{"CacheClusters":[{"CacheClusterId":"b"}]}}""")]
    public void A_resource_and_what_it_holds_are_two(string json) => Assert.Equal(["a", "b"], Exports.Read(json).Ids().Order());

    [Theory]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("{}")]
    [InlineData("""{"ReplicationGroups":null}""")]
    [InlineData("""["x"]""")]
    [InlineData("""{"ReplicationGroups":["x"]}""")]
    [InlineData("""{"ReplicationGroups":[],"NextToken":1}""")]
    public void What_is_wrong_with_one_document_does_not_keep_the_next_from_being_read(string before)
    {
        List<string> ids = [];
        ExportFormatException exception = Assert.Throws<ExportFormatException>(() =>
        {
            foreach (RedisResource resource in new ExportReader(new MemoryStream(Encoding.UTF8.GetBytes($"{before}\n{Lost}"))).Read())
            {
                ids.Add(resource.Id);
            }
        });

        Assert.Equal(["lost"], ids);
        Assert.False(exception.IsOfAnother);
    }

    [Fact]
    public void Elements_that_are_none_are_named_beside_those_that_are_read()
    {
        ExportReader reader = new(new MemoryStream(Encoding.UTF8.GetBytes($$"""[{{Known}},{"us-east-1":1},[{{Lost}}],{"b":{"c":1} }]""")));

        Assert.Equal(["known", "lost"], reader.Read().Ids());
        Assert.Equal((2, 0), (reader.UnnamedCount, reader.OtherCount));
    }

    [Theory]
    [InlineData("more", 1)]
    [InlineData("GlobalReplicationGroups", 0)]
    public void What_tells_of_encryption_beside_the_lists_and_in_none_is_named(string key, int count)
    {
        string item = count > 0 ? Lost : """{"GlobalReplicationGroupId":"g","AtRestEncryptionEnabled":false}""";
        ExportReader reader = new(new MemoryStream(Encoding.UTF8.GetBytes($$"""{"ReplicationGroups":[{{Known}}],"{{key}}":[{{item}}]}""")));

        Assert.Equal(["known"], reader.Read().Ids());
        Assert.Equal(count, reader.UnnamedCount);
    }

    [Theory]
    [InlineData("""{"ReplicationGroups":[],"NextToken":"t"}{"CacheClusters":[]}""", true)]
    [InlineData("""{"ReplicationGroups":[],"NextToken":"t"}{"ReplicationGroups":[]}""", false)]
    [InlineData("""{"ReplicationGroups":[A],"NextToken":"t"}{"ReplicationGroups":[B]}""", true)]
    [InlineData("""{"ReplicationGroups":[A],"NextToken":"t"}{"ReplicationGroups":[A]}""", false)]
    [InlineData("""{"ReplicationGroups":[A],"NextToken":"t"}{"CacheClusters":[]}{"ReplicationGroups":[A]}""", true)]
    [InlineData("""{"us-east-1":{"NextToken":"t","ReplicationGroups":[A]}}""", true)]
    public void Pages_are_everything_only_where_the_next_document_goes_on(string json, bool isPartial)
    {
        string Group(string region) => $$"""{"ReplicationGroupId":"a","ARN":"arn:aws:elasticache:{{region}}:123456789012:replicationgroup:a"}""";
        ExportReader reader = new(new MemoryStream(Encoding.UTF8.GetBytes(
            json.Replace("A]", Group("us-east-1") + "]", StringComparison.Ordinal)
                .Replace("B]", Group("eu-west-1") + "]", StringComparison.Ordinal))));

        _ = reader.Read().Count();

        Assert.Equal(isPartial, reader.IsPartial);
    }

    [Theory]
    [InlineData("{\"ReplicationGroups\":[{\"Repl", true)]
    [InlineData("\n An error occurred (AccessDenied) when calling the DescribeReplicationGroups operation", true)]
    [InlineData("some notes", false)]
    [InlineData("# Heading", false)]
    public void A_damaged_or_failed_export_is_told_from_any_other_text(string text, bool isExport)
    {
        ExportReader reader = new(new MemoryStream(Encoding.UTF8.GetBytes(text)));

        Assert.Throws<ExportFormatException>(() => reader.Read().Count());
        Assert.Equal(isExport, reader.BeginsAsExport);
    }

    [Fact]
    public void CLIXML_says_how_it_is_read() =>
        Assert.Contains("Import-Clixml",
            Assert.Throws<ExportFormatException>(() => Exports.Read("<Objs Version=\"1.1.0.1\"></Objs>")).Message,
            StringComparison.Ordinal);

    [Fact]
    public void What_another_command_prints_may_be_deep_and_its_texts_long()
    {
        string deep = new string('[', 100) + new string(']', 100);

        Assert.Equal(["lost"], Exports.Read($$"""{"Other":{{deep}},"ReplicationGroups":[{{Lost}}]}""").Ids());
        Assert.True(Assert.Throws<ExportFormatException>(() => Exports.Read($"[\"{new string('x', 5_000_000)}\"]")).IsOfAnother);
        Assert.False(Assert.Throws<ExportFormatException>(() => Exports.Read($$"""[{"ReplicationGroupId":"a","Description":"{{new string('x', 5_000_000)}}"}]""")).IsOfAnother);
    }

    [Theory]
    [InlineData("redis-7", true)]
    [InlineData("redis7", true)]
    [InlineData("redis\\u200b", true)]
    [InlineData("memcached", false)]
    [InlineData("Memcached", false)]
    public void An_engine_that_is_not_known_is_in_scope(string engine, bool isInScope)
    {
        RedisResource resource = Assert.Single(Exports.Read($$"""{"ReplicationGroupId":"a","Engine":"{{engine}}"}"""));

        Assert.Equal(isInScope, AtRestPolicy.Default.IsInScope(resource));
        Assert.Equal(isInScope, new AtRestPolicy { Engines = ["valkey"] }.IsInScope(resource));
    }

    [Fact]
    public void An_engine_that_a_policy_leaves_out_is_out_of_scope_by_name() =>
        Assert.False(new AtRestPolicy { Engines = ["valkey"] }.IsInScope(
            new RedisResource { ResourceType = ResourceType.ReplicationGroup, Id = "a", Engine = "Redis" }));
}
