using System.Text;
using static RedisCompliance.Core.Tests.Exports;

namespace RedisCompliance.Core.Tests;

/// <summary>A file that is damaged, or not an export, is never read as one: it is an error that says what was found.</summary>
public sealed class ExportErrorTests
{
    public static TheoryData<string> EncodingNames => [.. Encodings.Keys];

    [Fact]
    public void An_empty_file_is_said_to_be_empty()
    {
        Assert.Equal("it is empty", ErrorOf(""));
    }

    [Theory]
    [InlineData(" ")]
    [InlineData("\r\n\t\n")]
    public void White_space_is_said_to_be_all_there_is(string text)
    {
        Assert.Equal("it contains only white space", ErrorOf(text));
    }

    [Theory]
    [InlineData("UTF-8 with BOM")]
    [InlineData("UTF-16 LE with BOM")]
    [InlineData("UTF-16 BE with BOM")]
    public void A_byte_order_mark_alone_is_no_export(string encoding)
    {
        Assert.Equal("it contains only white space", ErrorOf(Encodings[encoding].GetPreamble()));
    }

    [Theory]
    [InlineData("An error occurred (AccessDenied) when calling the DescribeReplicationGroups operation")]
    [InlineData("<!DOCTYPE html><html><body>Please sign in</body></html>")]
    [InlineData("ReplicationGroups:\n- ReplicationGroupId: orders\n")]
    [InlineData("// a comment\n" + Groups)]
    public void What_is_not_JSON_is_said_not_to_be(string text)
    {
        Assert.Equal("it is not valid JSON after byte 0", ErrorOf(text));
    }

    [Theory]
    [InlineData("{'ReplicationGroups':[]}")]
    [InlineData("""{"ReplicationGroups":[{"ReplicationGroupId":"a"},]}""")]
    [InlineData("""{"ReplicationGroups":[{"ReplicationGroupId":"a" "Engine":"redis"}]}""")]
    [InlineData("""{"ReplicationGroups":[]]""")]
    [InlineData(Groups + "garbage")]
    [InlineData(Groups + "," + Clusters)]
    public void Damage_within_is_not_valid_JSON(string json)
    {
        Assert.StartsWith("it is not valid JSON after byte ", ErrorOf(json), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"ReplicationGroups":"x"}""", "ReplicationGroups is a JSON String, not an array")]
    [InlineData("""{"ServerlessCaches":null}""", "ServerlessCaches is a JSON Null, not an array")]
    [InlineData("""{"ReplicationGroups":1}""", "ReplicationGroups is a JSON Number, not an array")]
    [InlineData("""{"ReplicationGroups":[],"NextToken":1}""", "NextToken is a JSON Number, not a string")]
    [InlineData("""{"ReplicationGroups":[],"Marker":{}}""", "Marker is a JSON StartObject, not a string")]
    public void A_key_with_a_value_of_the_wrong_kind_is_named(string json, string message)
    {
        Assert.Equal(message, ErrorOf(json));
    }

    [Theory]
    [InlineData("""{"ReplicationGroups":["orders"]}""", "String")]
    [InlineData("""{"ReplicationGroups":[null]}""", "Null")]
    [InlineData("[1]", "Number")]
    public void An_element_that_is_no_object_is_said_to_be_none(string json, string kind)
    {
        Assert.Equal($"an element of the array is a JSON {kind}, not an object", ErrorOf(json));
    }

    [Theory]
    [InlineData("{}", "it contains an empty object")]
    [InlineData("""{"Reservations":[],"Owner":"x"}""", "it contains the keys Reservations, Owner")]
    [InlineData("""{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1}""", "it contains the keys a, b, c, d, e")]
    [InlineData("""{"replicationgroup":[]}""", "it contains the keys replicationgroup")]
    [InlineData("""{"CacheClusters":{}}""", "it contains an empty object")]
    [InlineData(Groups + "{}", "it contains an empty object")]
    public void A_document_of_something_else_says_what_it_holds(string json, string message)
    {
        Assert.Equal(message + " instead of ReplicationGroups, CacheClusters or ServerlessCaches", ErrorOf(json));
    }

    [Fact]
    public void A_bare_array_of_something_else_says_what_was_looked_for()
    {
        Assert.Equal("it is an array of objects without ReplicationGroupId, CacheClusterId or "
            + "ServerlessCacheName", ErrorOf("""[{"InstanceId":"i-1"}]"""));
    }

    [Theory]
    [InlineData("\"orders\"", "String")]
    [InlineData("12", "Number")]
    [InlineData("true", "True")]
    public void A_document_that_is_a_scalar_says_so(string json, string kind)
    {
        Assert.Equal($"it contains a JSON {kind}, not the object of an aws elasticache describe command", ErrorOf(json));
    }

    /// <summary>A query that is misspelt leaves it, as one that rightly matches nothing.</summary>
    [Fact]
    public void Null_is_said_to_come_of_a_query() =>
        Assert.StartsWith("it contains null, as when a --query", ErrorOf("null"), StringComparison.Ordinal);

    [Fact]
    public void Invalid_UTF_8_in_what_is_read_is_not_valid_JSON()
    {
        byte[] file = Encoding.UTF8.GetBytes(Groups);
        file[Array.IndexOf(file, (byte)'o', Groups.IndexOf("orders", StringComparison.Ordinal))] = 0xFF;

        Assert.StartsWith("it is not valid JSON after byte ", ErrorOf(file), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"ReplicationGroups":[{"ReplicationGroupId":"\uD83D"}]}""")]
    [InlineData("""{"ReplicationGroups":[{"\uD83D":"a"}]}""")]
    [InlineData("""{"\uD83D":"a"}""")]
    public void Half_an_escaped_surrogate_pair_in_what_is_read_is_not_valid_JSON(string json)
    {
        Assert.StartsWith("it is not valid JSON after byte ", ErrorOf(json), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"ReplicationGroups":[{"ReplicationGroupId":"a","Tags":""", "}]}")]
    [InlineData("""{"Tags":""", "}")]
    public void Nesting_without_measure_is_an_error_and_no_crash(string before, string after)
    {
        const int Depth = 100_000;

        Assert.StartsWith("it is not valid JSON", ErrorOf(before + new string('[', Depth) + new string(']', Depth) + after),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"ReplicationGroups":[{"ReplicationGroupId":"a","Description":"#"}]}""")]
    [InlineData("""{"Description":"#","ReplicationGroups":[]}""")]
    [InlineData("""[{"ReplicationGroupId":"#"}]""")]
    public void A_value_over_4_MiB_is_an_error_that_says_so(string json)
    {
        Assert.EndsWith(" is longer than 4 MiB", ErrorOf(json.Replace("#", new string('x', 4 * 1024 * 1024), StringComparison.Ordinal)),
            StringComparison.Ordinal);
    }

    /// <summary>Wherever a file is cut off: nobody is told that what is left of it is everything.</summary>
    [Theory]
    [MemberData(nameof(EncodingNames))]
    public void A_document_cut_off_at_any_byte_is_an_error(string encoding)
    {
        const string Json =
            """{"ReplicationGroups":[{"ReplicationGroupId":"bücher-🔒","Tags":[{"a":true},null,-1.5]}],"CacheClusters":[ ],"NextToken":null}""";
        byte[] whole = Json.In(Encodings[encoding]);

        Assert.All(Enumerable.Range(0, whole.Length), length => ErrorOf(whole[..length]));
    }

    [Fact]
    public void Half_a_character_after_a_document_is_damage()
    {
        byte[] file = [.. Groups.In(Encodings["UTF-16 LE"]), (byte)'\n'];

        Assert.StartsWith("its text is damaged", ErrorOf(file), StringComparison.Ordinal);
    }

    /// <summary>One sign in the place of any that means nothing would make one id of two.</summary>
    [Theory]
    [InlineData("UTF-16 LE")]
    [InlineData("UTF-16 BE")]
    public void Half_a_surrogate_pair_in_UTF_16_is_damage(string encoding)
    {
        byte[] file = Groups.Replace("ord", "o\u2620d", StringComparison.Ordinal).In(Encodings[encoding]);
        byte[] skull = "\u2620".In(Encodings[encoding]);
        int at = file.AsSpan().IndexOf(skull);
        file[at + (skull[0] == 0x26 ? 0 : 1)] = 0xD8;

        Assert.StartsWith("its text is damaged", ErrorOf(file), StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_cut_off_says_where()
    {
        Assert.Equal("its JSON ends prematurely after byte 30", ErrorOf(Groups[..30]));
    }

    [Fact]
    public void A_second_document_cut_off_is_an_error_too()
    {
        Assert.All(Enumerable.Range(1, Clusters.Length - 1), length => ErrorOf(Groups + Clusters[..length]));
    }

    [Fact]
    public void What_stood_before_the_damage_was_given()
    {
        using IEnumerator<RedisResource> resources =
            new ExportReader(new MemoryStream("""[{"ReplicationGroupId":"a"},{"Replica"""u8.ToArray())).Read().GetEnumerator();

        Assert.Equal((true, "a"), (resources.MoveNext(), resources.Current.Id));
        Assert.Throws<ExportFormatException>(() => resources.MoveNext());
    }

    [Fact]
    public void A_file_that_cannot_be_read_on_is_not_taken_for_a_damaged_one()
    {
        using BrokenStream stream = new(Encoding.UTF8.GetBytes(Groups)[..30]);

        Assert.Throws<IOException>(() => new ExportReader(stream).Read().Count());
    }

    private static string ErrorOf(string text) => ErrorOf(Encoding.UTF8.GetBytes(text));

    private static string ErrorOf(byte[] file) => Assert.Throws<ExportFormatException>(() => Read(file)).Message;

    /// <summary>A share that goes away: what was sent before is read, and then no more.</summary>
    private sealed class BrokenStream(byte[] content) : MemoryStream(content)
    {
        public override int Read(byte[] buffer, int offset, int count) =>
            base.Read(buffer, offset, count) is > 0 and int read ? read
                : throw new IOException("The network name is no longer available.");
    }
}
