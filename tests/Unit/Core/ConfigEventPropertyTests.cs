using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;

namespace RedisCompliance.Core.Tests;

/// <summary>Events that were damaged or forged in any way: read, or refused in one way, and compliant only by what they say.</summary>
public sealed class ConfigEventPropertyTests
{
    /// <summary>How many are tried; a soak sets more (REDISCOMPLIANCE_SOAK=300000).</summary>
    private static readonly int s_count =
        int.TryParse(Environment.GetEnvironmentVariable("REDISCOMPLIANCE_SOAK"), NumberStyles.None, CultureInfo.InvariantCulture,
            out int count) ? count : 3_000;

    private static readonly string[] s_pieces =
    [
        "{", "}", "[", "]", ",", ":", "\"", "null", "true", "false", "0", "9", "99", "1e999", "-1e12", "\"9\"", "\"A, B\"", "\\ud800",
        "\\u0000", "\\\"", "{}", "[]",
        "\"atRestEncryptionEnabled\":true", "\"AtRestEncryptionEnabled\":false", "\"storageEncryptionType\":\"none\"",
        "\"storageEncryptionType\":\"sse-kms\"", "\"9\":true",
        "\"Engine, ARN\":true", "\"configuration\":", "\"tags\":", "\"\":", "0001-01-01T00:00:00+14:00", "\ud83d", "\u202e",
        "AWS::ElastiCache::ServerlessCache", "ResourceDeleted",
    ];

    private static readonly string[] s_events =
        [Event(Configuration()), Event(JsonSerializer.Serialize(Configuration())),
            JsonSerializer.Serialize(Event(Configuration()))[1..^1]];

    private static readonly Gen<string> s_mutated = Gen.Select(
        Gen.OneOf<string>(s_events), Gen.Select(Gen.Int[0, 4], Gen.Int[0, 2_000], Gen.Int[1, 40], Gen.OneOf<string>(s_pieces)).Array[1, 4])
        .Select((json, edits) => edits.Aggregate(json, Mutate));

    [Fact]
    public void A_mutated_event_is_read_or_is_a_ConfigEventException()
    {
        s_mutated.Sample(json => IsSound(json, text => ConfigRuleEvent.Parse(text)), iter: s_count);
    }

    [Fact]
    public void A_mutated_configuration_item_is_compliant_only_by_what_it_says()
    {
        s_mutated.Sample(json => IsSound(json, text =>
        {
            ConfigurationItem item = ConfigRuleEvent.Parse(text).ConfigurationItem is { } element ? ConfigurationItem.Read(element)
                : ConfigurationItem.Parse(text);
            Check(item, text);
        }), iter: s_count);
        Gen.OneOf<string>(Configuration(), "{}")
            .SelectMany(configuration =>
                Gen.Select(Gen.Int[0, 4], Gen.Int[0, 300], Gen.Int[1, 20], Gen.OneOf<string>(s_pieces)).Array[1, 3]
            .Select(edits => Item(edits.Aggregate(configuration, Mutate)))).Sample(json =>
                IsSound(json, text => Check(ConfigurationItem.Parse(text), text)), iter: s_count);
    }

    private static bool IsSound(string json, Action<string> read)
    {
        try
        {
            read(json);
            return true;
        }
        catch (ConfigEventException exception)
        {
            return PlainText.IsPlain(exception.Message);
        }
    }

    /// <summary>Holds a verdict against System.Text.Json's own reading of the same text.</summary>
    private static void Check(ConfigurationItem item, string json)
    {
        if (item.Evaluate(AtRestPolicy.Default, leftScope: false).ComplianceType != ComplianceType.Compliant)
        {
            return;
        }

        JsonElement root = JsonDocument.Parse(json).RootElement;
        root = root.TryGetProperty("invokingEvent", out JsonElement invoking) ? Unwrap(invoking).GetProperty("configurationItem") : root;
        Assert.True(root.GetProperty("configurationItemStatus").GetString() is "OK" or "ResourceDiscovered", json);
        JsonElement configuration = root.TryGetProperty("configuration", out JsonElement found) ? Unwrap(found) : default;
        string[] states = Values(configuration, "storageEncryptionType");
        string[] flags = Values(configuration, "atRestEncryptionEnabled");
        bool isSupported = states.Length > 0
            ? states.All(state => state.Equals("sse-kms", StringComparison.OrdinalIgnoreCase)
                || state.Equals("sse-elasticache", StringComparison.OrdinalIgnoreCase))
            : item.ResourceType == ResourceType.ServerlessCache
                || (flags.Length > 0 && flags.All(flag => flag.Equals("true", StringComparison.OrdinalIgnoreCase)));
        Assert.True(isSupported, json);
    }

    private static JsonElement Unwrap(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? JsonDocument.Parse(value.GetString()!).RootElement : value;

    private static string[] Values(JsonElement configuration, string name) => configuration.ValueKind != JsonValueKind.Object ? []
        : [.. configuration.EnumerateObject().Where(property => property.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            .Select(property => property.Value.ToString().Trim()).Where(value => value.Length > 0)];

    private static string Mutate(string json, (int Kind, int At, int Length, string Piece) edit)
    {
        int at = Math.Min(edit.At, json.Length);
        int length = Math.Min(edit.Length, json.Length - at);
        return edit.Kind switch
        {
            0 => json.Remove(at, length),
            1 => json.Insert(at, edit.Piece),
            2 => json.Remove(at, length).Insert(at, edit.Piece),
            3 => json.Insert(at, json.Substring(at, length)),
            _ => InPlaceOfAValue(json, at, edit.Piece),
        };
    }

    /// <summary>Most damage ends in text that is no JSON; this one mostly stays JSON.</summary>
    private static string InPlaceOfAValue(string json, int at, string piece)
    {
        int colon = at < json.Length ? json.IndexOf(':', at) : -1;
        int end = colon < 0 ? -1 : json.IndexOfAny([',', '}'], colon);
        return end < 0 ? json : string.Concat(json.AsSpan(0, colon + 1), piece, json.AsSpan(end));
    }

    private static string Configuration() =>
        """{"replicationGroupId":"orders","engine":"redis","status":"available","storageEncryptionType":"sse-kms","atRestEncryptionEnabled":true,"kmsKeyId":"k","nested":{"a":[1,2]}}""";

    private static string Item(string configuration) =>
        new StringBuilder("{\"resourceType\":\"AWS::ElastiCache::ReplicationGroup\",\"resourceId\":\"orders\",")
        .Append("\"configurationItemStatus\":\"OK\",\"configurationItemCaptureTime\":\"2026-11-22T20:00:00.000Z\",\"configuration\":")
        .Append(configuration).Append(",\"tags\":{\"stage\":\"dev\"}}").ToString();

    private static string Event(string configuration) =>
        "{\"invokingEvent\":{\"messageType\":\"ConfigurationItemChangeNotification\","
            + "\"notificationCreationTime\":\"2026-11-23T03:00:00.000Z\",\"configurationItem\":" + Item(configuration)
        + "},\"ruleParameters\":\"{}\",\"resultToken\":\"t\",\"eventLeftScope\":false,\"accountId\":\"123456789012\","
        + "\"configRuleName\":\"rule\"}";
}
