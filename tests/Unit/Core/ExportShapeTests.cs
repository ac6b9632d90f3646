using System.IO.Compression;
using System.Text;
using static RedisCompliance.Core.Tests.Exports;

namespace RedisCompliance.Core.Tests;

/// <summary>The shapes that exports have in the field: what queries, shells, scripts and editors make of them.</summary>
public sealed class ExportShapeTests
{
    private const string Listed = """
        "ARN":"arn:aws:elasticache:us-east-1:123456789012:replicationgroup:orders","Status":"available","MemberClusters":[],"TransitEncryptionEnabled":true
        """;

    [Theory]
    [InlineData("""{"ReplicationGroupId":"orders","StorageEncryptionType":"none"}""")]
    [InlineData("""{"ReplicationGroup":{"ReplicationGroupId":"orders"}}""")]
    [InlineData("""[{"ReplicationGroups":[{"ReplicationGroupId":"orders"}]}]""")]
    [InlineData("""{"value":[{"ReplicationGroupId":"orders"}],"Count":1}""")]
    [InlineData("""{"Snapshots":[]}""" + Groups)]
    [InlineData(Groups + """{"Snapshots":[{"SnapshotName":"nightly"}]}""")]
    public void One_resource_is_read_wherever_it_stands(string json) => Assert.Equal(["orders"], Read(json).Ids());

    [Fact]
    public void JSON_lines_are_read_line_by_line() =>
        Assert.Equal(["a", "b", "c"],
            Read("{\"ReplicationGroupId\":\"a\"}\n{\"CacheClusterId\":\"b\"}\n{\"ServerlessCacheName\":\"c\"}\n").Ids());

    [Fact]
    public void Files_put_one_after_another_keep_their_byte_order_marks()
    {
        byte[] file = Groups.In(Encodings["UTF-8 with BOM"]);

        Assert.Equal(["orders", "orders"], Read([.. file, .. file]).Ids());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void UTF_32_is_read(bool hasMark) =>
        Assert.Equal(["orders"], Read(Groups.In(new UTF32Encoding(bigEndian: hasMark, byteOrderMark: hasMark))).Ids());

    [Theory]
    [InlineData("""{"Value":"sse-kms"}""", "COMPLIANT")]
    [InlineData("""{"value":"sse-kms"}""", "COMPLIANT")]
    [InlineData("""{"Value":"none"}""", "NON_COMPLIANT")]
    [InlineData("""{"Value":null}""", "NON_COMPLIANT")]
    [InlineData("""{"Value":"sse-kms","value":"none"}""", "NON_COMPLIANT")]
    [InlineData("""{"Value":"sse-kms","Other":"none"}""", "NON_COMPLIANT")]
    [InlineData("""{"VALUE":"none"}""", "NON_COMPLIANT")]
    [InlineData("\"\\u2028\"", "NON_COMPLIANT")]
    [InlineData("\"\\u0085\"", "NON_COMPLIANT")]
    [InlineData("\"sse-kms\\u2003\"", "NON_COMPLIANT")]
    [InlineData("""{}""", "NON_COMPLIANT")]
    [InlineData("""["sse-kms"]""", "NON_COMPLIANT")]
    [InlineData("true", "NON_COMPLIANT")]
    [InlineData("3", "NON_COMPLIANT")]
    public void An_effective_state_of_an_unreadable_shape_is_unknown_and_never_absent(string value, string verdict)
    {
        RedisResource resource = Assert.Single(Read($$"""{"ReplicationGroupId":"orders","AtRestEncryptionEnabled":true,"StorageEncryptionType":{{value}}}"""));

        Assert.Equal(verdict, Judge(resource).ComplianceType);
    }

    [Theory]
    [InlineData("true", "COMPLIANT")]
    [InlineData("\"True\"", "COMPLIANT")]
    [InlineData("1", "NON_COMPLIANT")]
    [InlineData("0", "NON_COMPLIANT")]
    [InlineData("\"yes\"", "NON_COMPLIANT")]
    [InlineData("{}", "NON_COMPLIANT")]
    [InlineData("[true]", "NON_COMPLIANT")]
    [InlineData("10", "NON_COMPLIANT")]
    public void A_flag_is_a_boolean_or_its_word_and_nothing_else(string value, string verdict) =>
        Assert.Equal(verdict, Judge(Assert.Single(Read($$"""{"CacheClusters":[{"CacheClusterId":"a","ReplicationGroupId":null,"AtRestEncryptionEnabled":{{value}}}]}"""))).ComplianceType);

    [Theory]
    [InlineData(""" "AtRestEncryptionEnabled":false,"AtRestEncryptionEnabled":true """)]
    [InlineData(""" "AtRestEncryptionEnabled":true,"AtRestEncryptionEnabled":false """)]
    [InlineData(""" "AtRestEncryptionEnabled":true,"StorageEncryptionType":"none","StorageEncryptionType":null """)]
    [InlineData(""" "StorageEncryptionType":"none","StorageEncryptionType":"sse-kms" """)]
    public void A_member_that_says_two_things_says_nothing(string members) =>
        Assert.Equal(EncryptionState.Unknown, Judge(Assert.Single(Read($$"""[{"ReplicationGroupId":"a","""
            + $$"""{{members}}}]"""))).EncryptionState);

    [Theory]
    [InlineData(""" "Engine":true """, "Unencrypted")]
    [InlineData(""" "Engine":["memcached"] """, "Unencrypted")]
    [InlineData(""" "ReplicationGroupId":7 """, "Unknown")]
    [InlineData(""" "ReplicationGroupId":["g"] """, "Unknown")]
    public void What_cannot_be_read_of_a_cluster_does_not_take_it_out_of_scope(string member, string state)
    {
        RedisResource cluster = Assert.Single(Read($$"""{"CacheClusters":[{"CacheClusterId":"a","AtRestEncryptionEnabled":false,"""
            + $$"""{{member}}}]}"""));

        Assert.True(AtRestPolicy.Default.IsInScope(cluster));
        Assert.Equal(("NON_COMPLIANT", state), (Judge(cluster).ComplianceType, Judge(cluster).EncryptionState));
    }

    [Theory]
    [InlineData(Listed, "ServiceManaged", false)]
    [InlineData(Listed + ""","KmsKeyId":"" """, "ServiceManaged", false)]
    [InlineData(Listed + ""","KmsKeyId":"k" """, "CustomerManaged", false)]
    [InlineData(Listed + ""","KmsKeyId":false""", "Unknown", false)]
    [InlineData(Listed + ""","KmsKeyId":["k"]""", "Unknown", false)]
    [InlineData(""" "Status":"available" """, "Unknown", true)]
    [InlineData(""" "ARN":"arn:aws:elasticache:us-east-1:123456789012:replicationgroup:orders","Status":"available" """, "Unknown", true)]
    [InlineData(""" "KmsKeyId":null """, "ServiceManaged", false)]
    public void A_key_that_a_query_has_left_out_is_unknown_and_not_the_service_s(string members, string keyKind, bool isProjection)
    {
        ResourceSource source = new("groups.json", null);
        string json = $$"""[{"ReplicationGroupId":"orders","AtRestEncryptionEnabled":true,{{members}}}]""";

        RedisResource resource = Assert.Single(new ExportReader(new MemoryStream(Encoding.UTF8.GetBytes(json)), source, default).Read());

        Assert.Equal(("COMPLIANT", keyKind), (Judge(resource).ComplianceType, Judge(resource).KeyKind));
        Assert.Equal(isProjection, source.Missing != MemberNames.None);
    }

    [Theory]
    [InlineData("""[{"SnapshotName":"nightly","ReplicationGroupId":"orders"}]""")]
    [InlineData("""[{"ReplicationGroupId":"orders","ARN":"arn:aws:elasticache:us-east-1:123456789012:snapshot:nightly"}]""")]
    [InlineData("""[{"ServiceUpdateName":"u","ReplicationGroupId":"orders"}]""")]
    [InlineData("""[{"CacheClusterId":"orders-001","CacheNodeId":"0001"}]""")]
    [InlineData("""{"SnapshotName":"nightly","CacheClusterId":"orders-001"}""")]
    [InlineData("""{"DBInstances":[]}""")]
    [InlineData("""["orders"]""")]
    [InlineData("""[["orders",true]]""")]
    [InlineData("""{"UserGroups":[{"UserGroupId":"u","ReplicationGroups":["orders"]}]}""")]
    [InlineData("""[{"UserGroupId":"u","UserIds":["default"],"ReplicationGroups":["orders"],"ServerlessCaches":[]}]""")]
    [InlineData("""[{"UserGroupId":"u","UserIds":["default"],"ReplicationGroups":[]}]""")]
    [InlineData("""[{"GlobalReplicationGroupId":"g","AtRestEncryptionEnabled":false,"Members":[{"ReplicationGroupId":"orders","ReplicationGroupRegion":"us-east-1"}]}]""")]
    [InlineData("""[{"ServerlessCacheSnapshotName":"s","ServerlessCacheConfiguration":{"ServerlessCacheName":"carts","Engine":"redis"}}]""")]
    [InlineData("""{"Resources":{"Orders":{"Type":"AWS::ElastiCache::ReplicationGroup","Properties":{"ReplicationGroupId":"orders","AtRestEncryptionEnabled":true}}}}""")]
    [InlineData("""[{"ARN":"arn:aws:elasticache:us-east-1:123456789012:replicationgroup:orders","ComplianceType":"COMPLIANT","AtRestEncryptionEnabled":"true"}]""")]
    public void What_is_of_another_command_is_told_apart(string json) =>
        Assert.True(Assert.Throws<ExportFormatException>(() => Read(json)).IsOfAnother);

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"ReplicationGroups":null}""")]
    [InlineData("""{"ReplicationGroups":["orders"]}""")]
    [InlineData("""{"ReplicationGroups":[""")]
    public void A_damaged_export_is_not_taken_for_another_command_s(string json) =>
        Assert.False(Assert.Throws<ExportFormatException>(() => Read(json)).IsOfAnother);

    [Fact]
    public void A_query_that_renames_what_names_a_resource_leaves_records_that_nothing_names()
    {
        ExportReader reader = new(new MemoryStream("""[{"Name":"orders","AtRestEncryptionEnabled":true}]"""u8.ToArray()));

        Assert.Empty(reader.Read());
        Assert.Equal(1, reader.UnnamedCount);
    }

    /// <summary>Shift_JIS and others end characters with the byte of a backslash; in others the backslash is one.</summary>
    [Theory]
    [InlineData(new byte[] { 0x95, 0x5C })]
    [InlineData(new byte[] { 0x97, 0x5C, 0x96, 0xF1, 0x95, 0x5C, 0x82, 0xCC })]
    [InlineData(new byte[] { 0xE9, 0x5C, 0x22, 0x78 })]
    [InlineData(new byte[] { 0xE9, 0x5C, 0x6E })]
    [InlineData(new byte[] { 0xE9 })]
    [InlineData(new byte[] { 0xC3, 0xA9, 0x5C, 0x22 })]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x80 })]
    public void Text_in_a_code_page_is_passed_over_in_what_is_not_read(byte[] description)
    {
        byte[] file = [.. """{"ReplicationGroups":[{"Description":" """u8, .. description, .. "\",\"ReplicationGroupId\":\"orders\"}]}"u8];

        Assert.All([1, 7, 4096], size => Assert.Equal(["orders"], new ExportReader(new ChunkedStream(file, size)).Read().Ids()));
    }

    [Fact]
    public void A_code_page_is_told_wherever_the_edge_of_the_buffer_falls()
    {
        byte[] json = [.. """{"ReplicationGroups":[{"Description":" """u8, 0x97, 0x5C, 0x95, 0x5C, .. "\",\"ReplicationGroupId\":\"orders\"}]}"u8];

        Assert.All(Enumerable.Range(0, json.Length), past =>
            Assert.Equal(["orders"], Read([.. Enumerable.Repeat((byte)' ', BufferSize - past), .. json]).Ids()));
    }

    [Fact]
    public void What_is_read_must_be_readable_in_a_code_page_too()
    {
        byte[] json = [.. """{"ReplicationGroups":[{"ReplicationGroupId":" """u8, 0x97, 0x5C, .. "\"}]}"u8];

        Assert.Throws<ExportFormatException>(() => Read(json));
    }

    [Fact]
    public void A_packed_file_is_unpacked_and_a_damaged_one_is_an_error()
    {
        string file = Path.GetTempFileName();
        try
        {
            using (GZipStream packing = new(File.Create(file), CompressionLevel.Fastest))
            {
                packing.Write(Encoding.UTF8.GetBytes(Groups));
            }

            Assert.Equal(["orders"], ReadFile(file).Ids());
            byte[] packed = File.ReadAllBytes(file);
            File.WriteAllBytes(file, packed[..(packed.Length / 2)]);
            Assert.Throws<ExportFormatException>(() => ReadFile(file));
            packed[^12] ^= 0xFF;
            File.WriteAllBytes(file, packed);
            Assert.Throws<ExportFormatException>(() => ReadFile(file));
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Of these, .NET's own reader of gzip says nothing.</summary>
    [Theory]
    [InlineData(-8, "")]
    [InlineData(-4, "")]
    [InlineData(-1, "")]
    [InlineData(0, "garbage behind it")]
    public void A_packed_file_with_another_end_than_its_own_is_an_error(int cut, string behind)
    {
        string file = Path.GetTempFileName();
        try
        {
            byte[] packed = Pack(Groups);
            File.WriteAllBytes(file, [.. packed[..(packed.Length + cut)], .. Encoding.ASCII.GetBytes(behind)]);

            Assert.StartsWith("it is gzip-compressed", Assert.Throws<ExportFormatException>(() => ReadFile(file)).Message,
                StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Packed_files_may_be_put_one_after_another()
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, [.. Pack(Groups), .. Pack(Clusters)]);

            Assert.Equal(["orders", "sessions"], ReadFile(file).Ids());
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static byte[] Pack(string text)
    {
        using MemoryStream packed = new();
        using (GZipStream packing = new(packed, CompressionLevel.Fastest))
        {
            packing.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }

    private static List<RedisResource> ReadFile(string file)
    {
        using Stream stream = RegularFile.Open(file, TestContext.Current.CancellationToken);
        return [.. new ExportReader(stream).Read()];
    }

    private static Evaluation Judge(RedisResource resource) => AtRestEvaluator.Evaluate(resource, DateTime.UnixEpoch);
}
