using System.Globalization;
using System.Text.Json;
using Amazon.Runtime;

namespace RedisCompliance.Aws.Connection.Sources;

/// <summary>JSON that should hold keys does not. The reason quotes none of the JSON.</summary>
internal sealed class UnreadableKeysException(string reason) : Exception(reason);

/// <summary>Reads keys from the JSON of processes, containers, instances and the AWS CLI's caches.</summary>
internal static class KeysReader
{
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 16 };

    /// <summary>Reads a JSON object.</summary>
    /// <exception cref="UnreadableKeysException">The text is no object, or a member is missing or invalid.</exception>
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
            // The parser's message quotes the text.
            throw new UnreadableKeysException(Messages.KeysNotJson);
        }
    }

    /// <summary>Reads keys from an object, by the given names.</summary>
    /// <exception cref="UnreadableKeysException">A key is missing, or the expiration is no time.</exception>
    public static TemporaryKeys Keys(
        JsonElement json, string accessKey, string secretKey, string token, string expiration, bool isTemporary)
    {
        string? session = isTemporary ? Text(json, token) : TextOrNull(json, token);
        string? expires = isTemporary ? Text(json, expiration) : TextOrNull(json, expiration);
        return new TemporaryKeys(
            new ImmutableCredentials(Text(json, accessKey), Text(json, secretKey), session),
            expires is null ? DateTime.MaxValue : Time(expires, expiration));
    }

    /// <summary>Keys under the names that containers and instances use.</summary>
    public static TemporaryKeys MetadataKeys(JsonElement json) =>
        Keys(json, "AccessKeyId", "SecretAccessKey", "Token", "Expiration", isTemporary: true);

    /// <summary>A required text.</summary>
    public static string Text(JsonElement json, string name) => TextOrNull(json, name)
        ?? throw new UnreadableKeysException(Messages.MemberMissing.With(name));

    /// <summary>A text; null if it is missing or empty.</summary>
    public static string? TextOrNull(JsonElement json, string name) => json.Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => text.GetString() is { Length: > 0 } value ? value : null,
        _ => throw new UnreadableKeysException(Messages.MemberNoText.With(name)),
    };

    /// <summary>A hash in hexadecimal, as the AWS CLI names its cache files.</summary>
    public static string Hex(byte[] hash) => string.Concat(hash.Select(value => value.ToString("x2", CultureInfo.InvariantCulture)));

    /// <summary>A required time.</summary>
    public static DateTime Time(JsonElement json, string name) => Time(Text(json, name), name);

    // Some versions of the AWS CLI wrote times with "UTC" at the end.
    private static DateTime Time(string text, string name) =>
        DateTimeOffset.TryParse(
            text.EndsWith("UTC", StringComparison.Ordinal) ? text.Replace("UTC", "Z") : text,
            CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? time.UtcDateTime
            : throw new UnreadableKeysException(Messages.MemberNoTime.With(name));
}
