using System.Globalization;
using System.Text.Json;
using Amazon.Runtime;

namespace RedisCompliance.Aws.Connection.Sources;

/// <summary>JSON that should hold keys does not. The reason says nothing of what it holds.</summary>
internal sealed class UnreadableKeysException(string reason) : Exception(reason);

/// <summary>Reads keys out of JSON: what processes, containers, instances and the AWS CLI's caches give.</summary>
internal static class KeysReader
{
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 16 };

    /// <summary>Reads a JSON object.</summary>
    /// <exception cref="UnreadableKeysException">It is none, or lacks what is read.</exception>
    public static T Read<T>(string text, Func<JsonElement, T> read)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text, s_options);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? read(document.RootElement)
                : throw new UnreadableKeysException(Messages.KeysNoObject);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The parser's own words quote what it stumbled over.
            throw new UnreadableKeysException(Messages.KeysNotJson);
        }
    }

    /// <summary>Reads keys by their names in an object.</summary>
    /// <exception cref="UnreadableKeysException">One is missing, or the time is none.</exception>
    public static TemporaryKeys Keys(
        JsonElement json, string accessKey, string secretKey, string token, string expiration, bool isTemporary)
    {
        string? session = isTemporary ? Text(json, token) : TextOrNull(json, token);
        string? expires = isTemporary ? Text(json, expiration) : TextOrNull(json, expiration);
        return new TemporaryKeys(
            new ImmutableCredentials(Text(json, accessKey), Text(json, secretKey), session),
            expires is null ? DateTime.MaxValue : Time(expires, expiration));
    }

    /// <summary>Keys as containers and instances name them.</summary>
    public static TemporaryKeys MetadataKeys(JsonElement json) =>
        Keys(json, "AccessKeyId", "SecretAccessKey", "Token", "Expiration", isTemporary: true);

    /// <summary>A text that must be there.</summary>
    public static string Text(JsonElement json, string name) => TextOrNull(json, name)
        ?? throw new UnreadableKeysException(Messages.MemberMissing.With(name));

    /// <summary>A text; null where it is missing or empty.</summary>
    public static string? TextOrNull(JsonElement json, string name) => json.Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => text.GetString() is { Length: > 0 } value ? value : null,
        _ => throw new UnreadableKeysException(Messages.MemberNoText.With(name)),
    };

    /// <summary>A hash as the AWS CLI names its cached files.</summary>
    public static string Hex(byte[] hash) => string.Concat(hash.Select(value => value.ToString("x2", CultureInfo.InvariantCulture)));

    /// <summary>A time that must be there.</summary>
    public static DateTime Time(JsonElement json, string name) => Time(Text(json, name), name);

    // The AWS CLI has written its caches with "UTC" at the end, too.
    private static DateTime Time(string text, string name) =>
        DateTimeOffset.TryParse(
            text.EndsWith("UTC", StringComparison.Ordinal) ? text.Replace("UTC", "Z") : text,
            CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? time.UtcDateTime
            : throw new UnreadableKeysException(Messages.MemberNoTime.With(name));
}
