using System.Text;

namespace RedisCompliance.Core.Tests;

/// <summary>Reading exports in tests.</summary>
internal static class Exports
{
    public const string Groups = """{"ReplicationGroups":[{"ReplicationGroupId":"orders","StorageEncryptionType":"none"}]}""";
    public const string Clusters = """{"CacheClusters":[{"CacheClusterId":"sessions","AtRestEncryptionEnabled":false}]}""";
    public const string Caches = """{"ServerlessCaches":[{"ServerlessCacheName":"carts","KmsKeyId":"k-1"}]}""";

    /// <summary>What the reader holds of a file at a time, unless a record is longer.</summary>
    public const int BufferSize = 64 * 1024;

    /// <summary>The encodings in which PowerShell and the AWS CLI leave files.</summary>
    public static IReadOnlyDictionary<string, Encoding> Encodings { get; } = new Dictionary<string, Encoding>
    {
        ["UTF-8"] = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        ["UTF-8 with BOM"] = new UTF8Encoding(encoderShouldEmitUTF8Identifier: true),
        ["UTF-16 LE"] = new UnicodeEncoding(bigEndian: false, byteOrderMark: false),
        ["UTF-16 LE with BOM"] = new UnicodeEncoding(bigEndian: false, byteOrderMark: true),
        ["UTF-16 BE"] = new UnicodeEncoding(bigEndian: true, byteOrderMark: false),
        ["UTF-16 BE with BOM"] = new UnicodeEncoding(bigEndian: true, byteOrderMark: true),
    };

    public static byte[] In(this string text, Encoding encoding) => [.. encoding.GetPreamble(), .. encoding.GetBytes(text)];

    public static List<RedisResource> Read(string text) => Read(Encoding.UTF8.GetBytes(text));

    public static List<RedisResource> Read(byte[] file) => [.. new ExportReader(new MemoryStream(file)).Read()];

    public static IEnumerable<string> Ids(this IEnumerable<RedisResource> resources) => resources.Select(resource => resource.Id);

    /// <summary>All that is known of a resource, as it is read: so that two of them compare whole and a difference can be read.</summary>
    public static string Describe(RedisResource resource) => string.Join(", ", typeof(RedisResource).GetProperties()
        .Select(property => $"{property.Name}: {PlainText.Of(property.GetValue(resource)?.ToString()) ?? "(null)"}"));
}
