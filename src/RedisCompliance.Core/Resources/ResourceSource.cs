namespace RedisCompliance.Resources;

/// <summary>Where resources were read that were not listed live: a file, or the pipeline.</summary>
internal sealed class ResourceSource(string? path, DateTime? observedAt)
{
    /// <summary>The file, as it may be shown; null for objects and text of the pipeline.</summary>
    public string? Path { get; } = path is null ? null : PlainText.Of(path);

    /// <summary>When the file was written, UTC, and so the latest moment that its evidence is of; null where nobody knows.</summary>
    public DateTime? ObservedAt { get; } = observedAt;

    /// <summary>Whether backups are read. Where nobody asks for them, they are records of another command.</summary>
    public bool HasBackups { get; init; }

    /// <summary>What every listing of AWS has, and a record of this source has not.</summary>
    public MemberNames Missing { get; set; }

    /// <summary>The file and its moment, for a message.</summary>
    public override string ToString()
    {
        string file = Path ?? Messages.ThePipeline;
        return ObservedAt is { } moment
            ? $"{file} ({moment.ToString("u", System.Globalization.CultureInfo.InvariantCulture)})" : file;
    }
}
