using System.Globalization;

namespace RedisCompliance.Resources;

/// <summary>What a backup says of the resource that it was made of.</summary>
internal sealed record BackupOrigin
{
    private const string Clixml = "/Date(";

    public string? ReplicationGroupId { get; init; }

    public string? CacheClusterId { get; init; }

    public string? ServerlessCacheName { get; init; }

    /// <summary>When that cluster was created, UTC. A copy of the backup says the same.</summary>
    public DateTime? CacheClusterCreateTime { get; init; }

    /// <summary>
    /// The earliest moment that the backup tells of its nodes, UTC; of a serverless cache, when the backup was made. Null where
    /// that is not told of all of them.
    /// </summary>
    public DateTime? Earliest { get; init; }

    /// <summary>A moment as the API, the AWS CLI and ConvertTo-Json write it, UTC; null for what is none.</summary>
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

        // Year first: of any other order, nobody knows which number is the day.
        return text.Length > 10 && text[4] == '-' && text[10] == 'T'
            && DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal,
                out DateTime time) ? time : null;
    }

    /// <summary>The earlier of two moments; null where either is not known.</summary>
    public static DateTime? Earlier(DateTime? one, DateTime? other) => 
        one is null || other is null ? null : one < other ? one : other;
}
