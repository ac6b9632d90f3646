using System.Globalization;

namespace RedisCompliance.Resources;

/// <summary>What a backup reports about its source.</summary>
internal sealed record BackupOrigin
{
    private const string Clixml = "/Date(";

    public string? ReplicationGroupId { get; init; }

    public string? CacheClusterId { get; init; }

    public string? ServerlessCacheName { get; init; }

    /// <summary>When that cluster was created, UTC. A copy of the backup reports the same time.</summary>
    public DateTime? CacheClusterCreateTime { get; init; }

    /// <summary>
    /// The earliest time that the backup reports for its nodes, UTC; for a serverless cache, when the backup was made. Null unless
    /// every node reports a time.
    /// </summary>
    public DateTime? Earliest { get; init; }

    /// <summary>Reads a time as the API, the AWS CLI or ConvertTo-Json writes it, as UTC; null if the text is none of these.</summary>
    public static DateTime? ReadTime(string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (text.StartsWith(Clixml, StringComparison.Ordinal) && text.EndsWith(")/", StringComparison.Ordinal))
        {
            return long.TryParse(text.Substring(Clixml.Length, text.Length - Clixml.Length - 2), NumberStyles.None,
                CultureInfo.InvariantCulture, out long milliseconds) && milliseconds < 253_402_300_800_000
                ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime
                : null;
        }

        // Year first: in any other order, day and month are ambiguous.
        return text.Length > 10 && text[4] == '-' && text[10] == 'T'
            && DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal,
                out DateTime time) ? time : null;
    }

    /// <summary>The earlier of two times; null if either is unknown.</summary>
    public static DateTime? Earlier(DateTime? one, DateTime? other) =>
        one is null || other is null ? null : one < other ? one : other;
}
