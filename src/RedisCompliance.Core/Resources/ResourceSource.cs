namespace RedisCompliance.Resources;

/// <summary>Where resources come from that were not listed live: a file, or the pipeline.</summary>
internal sealed class ResourceSource(string? path, DateTime? observedAt)
{
    /// <summary>The file's path, safe to display; null for objects and text from the pipeline.</summary>
    public string? Path { get; } = path is null ? null : PlainText.Of(path);

    /// <summary>When the file was last written, UTC: its evidence is no newer. Null if unknown.</summary>
    public DateTime? ObservedAt { get; } = observedAt;

    /// <summary>Whether backups are audited. If not, their records belong to another command.</summary>
    public bool HasBackups { get; init; }

    /// <summary>Members of every AWS listing that a record of this source lacks.</summary>
    public MemberNames Missing { get; set; }

    /// <summary>The file and its time, for a message.</summary>
    public override string ToString()
    {
        string file = Path ?? Messages.ThePipeline;
        return ObservedAt is { } moment
            ? $"{file} ({moment.ToString("u", System.Globalization.CultureInfo.InvariantCulture)})" : file;
    }
}
