using System.Text;
using static RedisCompliance.Core.Tests.Exports;

namespace RedisCompliance.Core.Tests;

/// <summary>What an export may look like. What it may not is in <see cref="ExportErrorTests"/>.</summary>
public sealed class ExportReaderTests
{
    private const int LongerThanTheBuffer = 3 * BufferSize;

    public static TheoryData<string> EncodingNames => [.. Encodings.Keys];

    [Theory]
    [InlineData(Groups, ResourceType.ReplicationGroup, "orders")]
    [InlineData(Clusters, ResourceType.CacheCluster, "sessions")]
    [InlineData(Caches, ResourceType.ServerlessCache, "carts")]
    public void Each_describe_command_s_document_is_read(string json, string resourceType, string id)
    {
        RedisResource resource = Assert.Single(Read(json));

        Assert.Equal((resourceType, id), (resource.ResourceType, resource.Id));
    }

    [Fact]
    public void The_members_of_a_resource_are_read_by_the_API_s_names()
    {
        RedisResource resource = Assert.Single(Read("""
            {
                "ReplicationGroups": [
                    {
                        "ReplicationGroupId": "orders",
                        "Description": "Open orders",
                        "Status": "available",
                        "MemberClusters": ["orders-001"],
                        "NodeGroups": [
                            { "NodeGroupId": "0001", "Status": "creating", "NodeGroupMembers": [{ "CacheClusterId": "orders-001" }] }
                        ],
                        "AtRestEncryptionEnabled": true,
                        "StorageEncryptionType": "sse-kms",
                        "KmsKeyId": "k-1",
                        "ARN": "arn:aws:elasticache:eu-central-1:123456789012:replicationgroup:orders",
                        "Engine": "valkey"
                    }
                ]
            }
            """));

        Assert.Equal(
            "ResourceType: AWS::ElastiCache::ReplicationGroup, Id: orders, Arn: "
                + "arn:aws:elasticache:eu-central-1:123456789012:replicationgroup:orders, "
            + "Region: eu-central-1, AccountId: 123456789012, Engine: valkey, EngineVersion: (null), Status: available, "
            + "StorageEncryptionType: sse-kms, AtRestEncryptionEnabled: true, KmsKeyId: k-1, ReplicationGroupId: (null), Tags: (null)",
            Describe(resource));
    }

    [Theory]
    [InlineData("true", "true")]
    [InlineData("false", "false")]
    [InlineData("\"True\"", "True")]
    [InlineData("null", null)]
    [InlineData("\"\"", null)]
    public void The_flag_may_be_a_boolean_or_a_text_and_null_is_absent(string json, string? flag)
    {
        RedisResource resource = Assert.Single(
            Read($$"""{"CacheClusters":[{"CacheClusterId":"a","AtRestEncryptionEnabled":{{json}}}]}"""));

        Assert.Equal(flag, resource.AtRestEncryptionEnabled);
    }

    [Fact]
    public void An_empty_list_is_an_export_of_nothing()
    {
        Assert.Empty(Read("""{"ReplicationGroups":[]}"""));
    }

    [Fact]
    public void Several_lists_in_one_document_are_read_in_their_order()
    {
        Assert.Equal(["a", "b", "c"], Read("""
            {"ServerlessCaches":[{"ServerlessCacheName":"a"}],
             "CacheClusters":[{"CacheClusterId":"b"}],
             "ReplicationGroups":[{"ReplicationGroupId":"c"}]}
            """).Ids());
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("\r\n\t  \r\n")]
    public void Documents_one_after_another_are_read_in_their_order(string between)
    {
        Assert.Equal(["orders", "sessions", "carts"], Read(Groups + between + Clusters + between + Caches + between).Ids());
    }

    [Fact]
    public void A_bare_array_tells_the_kind_by_the_member_that_names_the_resource()
    {
        List<RedisResource> resources = Read("""[{"ReplicationGroupId":"a"},{"CacheClusterId":"b","ReplicationGroupId":"a"},"""
            + """{"ServerlessCacheName":"c"}]""");

        Assert.Equal(
            [(ResourceType.ReplicationGroup, "a"), (ResourceType.CacheCluster, "b"), (ResourceType.ServerlessCache, "c")],
            resources.Select(resource => (resource.ResourceType, resource.Id)));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("[]\n[]")]
    public void An_empty_bare_array_is_an_export_of_nothing(string json)
    {
        Assert.Empty(Read(json));
    }

    [Fact]
    public void A_bare_array_and_a_document_may_follow_each_other()
    {
        Assert.Equal(["a", "orders"], Read("""[{"ReplicationGroupId":"a"}]""" + Groups).Ids());
    }

    [Theory]
    [MemberData(nameof(EncodingNames))]
    public void Every_encoding_of_PowerShell_and_the_AWS_CLI_is_read(string encoding)
    {
        const string Json = """{"ReplicationGroups":[{"ReplicationGroupId":"bücher-注文-🔒","Description":"Überflüssig, 🔒"}]}""";

        Assert.Equal(["bücher-注文-🔒"], Read(Json.In(Encodings[encoding])).Ids());
    }

    [Theory]
    [MemberData(nameof(EncodingNames))]
    public void A_file_that_comes_byte_by_byte_is_read(string encoding)
    {
        using ChunkedStream stream = new(
            """{"ReplicationGroups":[{"ReplicationGroupId":"bücher-🔒"}]}""".In(Encodings[encoding]), sizes: 1);

        Assert.Equal(["bücher-🔒"], new ExportReader(stream).Read().Ids());
    }

    [Theory]
    [MemberData(nameof(EncodingNames))]
    public void A_record_longer_than_the_buffer_is_read(string encoding)
    {
        string json = $$"""{"ReplicationGroups":[{"Description":"{{new string('ü', LongerThanTheBuffer)}}","ReplicationGroupId":"a"},"""
            + $$"""{"ReplicationGroupId":"b"}]}""";

        Assert.Equal(["a", "b"], Read(json.In(Encodings[encoding])).Ids());
    }

    /// <summary>White space before the document puts the edge of the buffer before each of its characters in turn.</summary>
    [Theory]
    [MemberData(nameof(EncodingNames))]
    public void A_document_across_the_edge_of_the_buffer_is_read_wherever_the_edge_falls(string encoding)
    {
        const string Json = """{"Tags":[-1.5e3,null,"ü🔒"],"CacheClusters":[{"CacheClusterId":"bücher-🔒","""
            + """ "AtRestEncryptionEnabled":false}],"NextToken":"\u0074"}""";

        Assert.All(Enumerable.Range(0, Json.Length + 64), past =>
            Assert.Equal(["bücher-🔒"], Read(Json.PadLeft(BufferSize + past).In(Encodings[encoding])).Ids()));
    }

    [Fact]
    public void Names_may_be_escaped()
    {
        RedisResource resource = Assert.Single(Read("""
            {"\u0052eplicationGroups":[{"Replication\u0047roupId":"\u006frders","\u0053torageEncryptionType":"none"}]}
            """));

        Assert.Equal(("orders", "none"), (resource.Id, resource.StorageEncryptionType));
    }

    [Fact]
    public void Unknown_keys_are_passed_over_however_large_and_nested_their_values()
    {
        string nested = string.Join(',', Enumerable.Range(0, 10_000)
            .Select(i => $$"""{"UserGroups":[{"ReplicationGroupId":"not-{{i}}"}]}"""));

        Assert.Equal(["orders"], Read($$"""
            {"ResponseMetadata":[{{nested}}],
             "ReplicationGroups":[{"ReplicationGroupId":"orders","Tags":[{{nested}}]}],"Last":1.5e3}
            """).Ids());
    }

    [Theory]
    [InlineData("""{"NextToken":"t","ReplicationGroups":[]}""", true)]
    [InlineData("""{"ReplicationGroups":[],"NextToken":"t"}""", true)]
    [InlineData("""{"ReplicationGroups":[],"Marker":"m"}""", true)]
    [InlineData("""{"ReplicationGroups":[],"Marker":"m","NextToken":null}""", true)]
    [InlineData("""{"ReplicationGroups":[],"NextToken":null}""", false)]
    [InlineData("""{"ReplicationGroups":[],"Marker":""}""", false)]
    [InlineData("""{"ReplicationGroups":[{"ReplicationGroupId":"a","NextToken":"t"}]}""", false)]
    [InlineData(Groups, false)]
    public void A_token_says_that_the_export_goes_on_elsewhere(string json, bool isPartial)
    {
        Assert.Equal(isPartial, ReadToEnd(json).IsPartial);
    }

    [Fact]
    public void Pages_one_after_another_are_everything_when_the_last_has_no_token()
    {
        Assert.False(ReadToEnd("""{"ReplicationGroups":[],"NextToken":"t"}{"ReplicationGroups":[]}""").IsPartial);
    }

    [Fact]
    public void Records_of_a_document_that_nothing_names_are_counted()
    {
        Assert.Equal(4, ReadToEnd("""{"ReplicationGroups":[{},{"ReplicationGroupId":"a"},{"Engine":"redis"},{"ReplicationGroupId":7},"""
            + """{"ReplicationGroupId":["b"]}]}""").UnnamedCount);
    }

    [Fact]
    public void Resources_are_given_before_the_end_of_the_file_is_read()
    {
        string records = string.Join(',', Enumerable.Range(0, 100_000).Select(i => $$"""{"ReplicationGroupId":"id-{{i}}"}"""));
        using MemoryStream stream = new(Encoding.UTF8.GetBytes($"[{records}]"));

        RedisResource first = new ExportReader(stream).Read().First();

        Assert.Equal(("id-0", true), (first.Id, stream.Position < stream.Length / 10));
    }

    [Fact]
    public void The_stream_stays_open()
    {
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(Groups));

        _ = new ExportReader(stream).Read().Count();

        Assert.True(stream.CanRead);
    }

    [Fact]
    public void Cancelling_ends_the_reading_between_two_resources()
    {
        using CancellationTokenSource source = new();
        using MemoryStream stream = new("""[{"ReplicationGroupId":"a"},{"ReplicationGroupId":"b"}]"""u8.ToArray());
        using IEnumerator<RedisResource> resources = new ExportReader(stream, source.Token).Read().GetEnumerator();
        resources.MoveNext();
        source.Cancel();

        Assert.Throws<OperationCanceledException>(() => resources.MoveNext());
    }

    private static ExportReader ReadToEnd(string json)
    {
        ExportReader reader = new(new MemoryStream(Encoding.UTF8.GetBytes(json)));
        _ = reader.Read().Count();
        return reader;
    }
}
