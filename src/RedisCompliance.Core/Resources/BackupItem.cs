namespace RedisCompliance.Resources;

/// <summary>The members of a NodeSnapshot or of a ServerlessCacheConfiguration that identify a backup's source.</summary>
/// <remarks>Amazon ElastiCache API Reference: NodeSnapshot, ServerlessCacheConfiguration.</remarks>
internal struct BackupItem
{
    private string? _cacheNodeCreateTime;
    private string? _snapshotCreateTime;
    private string? _serverlessCacheName;
    private string? _engine;
    private string? _majorEngineVersion;

    /// <summary>The API's names of the members.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["CacheNodeCreateTime", "SnapshotCreateTime", "ServerlessCacheName", "Engine", "MajorEngineVersion"];

    /// <summary>Whether the member is a time.</summary>
    public static bool IsTime(string name) => Is(name, 0) || Is(name, 1);

    /// <summary>Sets a member; ignores other names.</summary>
    public void Set(string name, string? value)
    {
        if (Is(name, 0))
        {
            _cacheNodeCreateTime = value;
        }
        else if (Is(name, 1))
        {
            _snapshotCreateTime = value;
        }
        else if (Is(name, 2))
        {
            _serverlessCacheName = value;
        }
        else if (Is(name, 3))
        {
            _engine = value;
        }
        else if (Is(name, 4))
        {
            _majorEngineVersion = value;
        }
    }

    /// <summary>Adds what was read of a node, or of a serverless cache, to the backup's record.</summary>
    public readonly void AddTo(ref ResourceRecord record)
    {
        if (_serverlessCacheName is not null || _engine is not null)
        {
            record.SetBackedUpCache(_serverlessCacheName, _engine, _majorEngineVersion);
        }
        else
        {
            record.AddNode(_cacheNodeCreateTime, _snapshotCreateTime);
        }
    }

    private static bool Is(string name, int index) => string.Equals(name, Names[index], StringComparison.OrdinalIgnoreCase);
}
