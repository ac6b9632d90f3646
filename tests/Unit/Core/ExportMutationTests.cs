using System.Text;
using System.Text.Json;

namespace RedisCompliance.Core.Tests;

/// <summary>
/// Damaged exports by the hundred thousand: an error of the format, or verdicts that another reader of the same bytes
/// supports.
/// </summary>
public sealed class ExportMutationTests
{
    private const int Inputs = 300_000;

    private static readonly string[] s_seeds =
    [
        """{"ReplicationGroups":[{"ReplicationGroupId":"a","AtRestEncryptionEnabled":true,"StorageEncryptionType":"none","KmsKeyId":"","Status":"available"}]}""",
        """{"ReplicationGroups":[{"ReplicationGroupId":"a","AtRestEncryptionEnabled":false,"StorageEncryptionType":"sse-kms","KmsKeyId":"k"},{"ReplicationGroupId":"b","StorageEncryptionType":{"Value":"none"}}]}""",
        """{"CacheClusters":[{"CacheClusterId":"c","AtRestEncryptionEnabled":"False","ARN":"arn:aws:elasticache:us-east-1:123456789012:cluster:c"},{"CacheClusterId":"d","AtRestEncryptionEnabled":true}],"NextToken":null}""",
        """[{"ReplicationGroupId":"e","AtRestEncryptionEnabled":false},"""
            + """{"ReplicationGroupId":"f","AtRestEncryptionEnabled":true,"Description":"\u4e88\"\\"}]""",
        "{\"ReplicationGroupId\":\"g\",\"AtRestEncryptionEnabled\":true}\n{\"ReplicationGroupId\":\"h\","
            + "\"AtRestEncryptionEnabled\":false}",
    ];

    /// <summary>What mutations put in: the characters of JSON, our words, and bytes of no text.</summary>
    private static readonly byte[][] s_pieces =
    [
        .. new[] { "{", "}", "[", "]", ",", ":", "\"", "\\", " ", "\n", "null", "true", "false", "1", "0", "\"Value\"", "none", "sse-kms",
            "ReplicationGroupId", "AtRestEncryptionEnabled", "StorageEncryptionType", "CacheClusters", "\"x\":" }
            .Select(Encoding.ASCII.GetBytes),
        [0], [0x80], [0xFF], [0xE9, 0x5C], [0x95], [0xEF, 0xBB, 0xBF], [0xFF, 0xFE], [0x1F, 0x8B],
    ];

    [Fact]
    public void A_damaged_export_is_an_error_or_is_read_as_System_Text_Json_reads_it()
    {
        Random random = new(20261126);
        int read = 0;
        int compliant = 0;
        for (int i = 0; i < Inputs; i++)
        {
            byte[] file = Mutate(random, Encoding.UTF8.GetBytes(s_seeds[i % s_seeds.Length]));
            List<RedisResource> resources = [];
            try
            {
                resources.AddRange(new ExportReader(new MemoryStream(file)).Read());
            }
            catch (ExportFormatException)
            {
                continue;
            }

            read++;
            string[] given = [.. resources.Select(resource => AtRestEvaluator.Evaluate(resource, DateTime.UnixEpoch))
                .Where(evaluation => evaluation.ComplianceType == ComplianceType.Compliant)
                    .Select(evaluation => evaluation.ComplianceResourceId)];
            compliant += given.Length;
            string[]? supported = given.Length == 0 ? [] : Supported(file);
            if (supported is not null && given.Except(supported).Any())
            {
                Assert.Fail($"{string.Join(", ", given.Except(supported))} is not shown to be encrypted by "
                    + $"{Encoding.Latin1.GetString(file)}");
            }
        }

        Assert.True(read > 1_000 && compliant > 1_000,
            $"{read} of {Inputs} were read, with {compliant} compliant resources: the mutations are of no use.");
    }

    private static byte[] Mutate(Random random, byte[] file)
    {
        List<byte> bytes = [.. file];
        for (int changes = random.Next(1, 4); changes > 0 && bytes.Count > 0; changes--)
        {
            int at = random.Next(bytes.Count);
            byte[] piece = s_pieces[random.Next(s_pieces.Length)];
            switch (random.Next(6))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes.RemoveRange(at, Math.Min(random.Next(1, 12), bytes.Count - at)); break;
                case 2: bytes.InsertRange(at, piece); break;
                case 3: bytes.RemoveRange(at, Math.Min(piece.Length, bytes.Count - at)); bytes.InsertRange(at, piece); break;
                case 4: bytes.InsertRange(
                    at, bytes.GetRange(random.Next(bytes.Count), 0).Concat(bytes.Skip(random.Next(bytes.Count)).Take(random.Next(1, 40)))
                        .ToArray()); break;
                default: bytes.RemoveRange(at, random.Next(20) == 0 ? bytes.Count - at : 1); break;
            }
        }

        return [.. bytes];
    }

    /// <summary>The ids that any object of the text shows to be encrypted; null where only a code page explains the text.</summary>
    private static string[]? Supported(byte[] file)
    {
        List<string> ids = [];
        try
        {
            for (int at = 0; at < file.Length;)
            {
                if (file.AsSpan(at).StartsWith(new byte[] { 0xEF, 0xBB, 0xBF }))
                {
                    at += 3;
                    continue;
                }

                Utf8JsonReader reader = new(file.AsSpan(at), isFinalBlock: false, state: default);
                if (!JsonDocument.TryParseValue(ref reader, out JsonDocument? document))
                {
                    return IsPlain(file) ? [.. ids] : null;
                }

                using (document)
                {
                    Collect(document.RootElement, ids);
                }

                at += (int)reader.BytesConsumed;
                while (at < file.Length && file[at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
                {
                    at++;
                }
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return IsPlain(file) ? [.. ids] : null;
        }

        return [.. ids];
    }

    private static bool IsPlain(byte[] file) => file.All(value => value is > 0 and < 0x80);

    private static void Collect(JsonElement element, List<string> ids)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in element.EnumerateArray())
            {
                Collect(item, ids);
            }
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            if (IsEncrypted(element))
            {
                ids.AddRange(element.EnumerateObject()
                    .Where(member => member.Name.ToUpperInvariant() is "REPLICATIONGROUPID" or "CACHECLUSTERID" or "SERVERLESSCACHENAME" or "ARN" && member.Value.ValueKind is JsonValueKind.String or JsonValueKind.Object)
                    .Select(member => member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString()! : Word(member.Value)!)
                        .Where(text => text is not null)
                    .Select(text => text.Trim(' ', '\t', '\r', '\n'))
                    .SelectMany(text => new[] { PlainText.Of(text), PlainText.Of(text[(text.LastIndexOf(':') + 1)..]) }));
            }

            foreach (JsonProperty member in element.EnumerateObject())
            {
                Collect(member.Value, ids);
            }
        }
    }

    private static bool IsEncrypted(JsonElement resource)
    {
        bool hasState = TryGet(resource, "StorageEncryptionType", out JsonElement state) && state.ValueKind != JsonValueKind.Null
            && Word(state) is not "";
        return hasState ? Word(state) is { } word && (Is(word, "sse-kms") || Is(word, "sse-elasticache"))
            : TryGet(resource, "ServerlessCacheName", out _)
                || (TryGet(resource, "AtRestEncryptionEnabled", out JsonElement flag)
                    && (flag.ValueKind == JsonValueKind.True || (Word(flag) is { } text && Is(text, "true"))));
    }

    /// <summary>The last member of that name, upper and lower case being one.</summary>
    private static bool TryGet(JsonElement resource, string name, out JsonElement value)
    {
        JsonProperty[] found = [.. resource.EnumerateObject().Where(member => Is(member.Name, name))];
        value = found.Length > 0 ? found[^1].Value : default;
        return found.Length > 0;
    }

    private static bool Is(string text, string word) => string.Equals(text, word, StringComparison.OrdinalIgnoreCase);

    private static string? Word(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!.Trim(),
        JsonValueKind.Object when TryGet(value, "Value", out JsonElement word) =>
            word.ValueKind == JsonValueKind.String ? word.GetString()!.Trim() : null,
        _ => null,
    };
}
