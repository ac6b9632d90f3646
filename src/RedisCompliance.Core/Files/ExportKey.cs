using System.Text;

namespace RedisCompliance.Files;

/// <summary>
/// The keys under which resources stand: the lists of describe commands, and the single resource of a command that creates or
/// changes it.
/// </summary>
internal readonly record struct ExportKey(string Name, string? ResourceType, bool IsList)
{
    private static readonly ExportKey[] s_all =
    [
        new("ReplicationGroups", RedisCompliance.ResourceType.ReplicationGroup, true),
        new("CacheClusters", RedisCompliance.ResourceType.CacheCluster, true),
        new("ServerlessCaches", RedisCompliance.ResourceType.ServerlessCache, true),
        new("Snapshots", RedisCompliance.ResourceType.Snapshot, true),
        new("ServerlessCacheSnapshots", RedisCompliance.ResourceType.ServerlessCacheSnapshot, true),
        new("ReplicationGroup", RedisCompliance.ResourceType.ReplicationGroup, false),
        new("CacheCluster", RedisCompliance.ResourceType.CacheCluster, false),
        new("ServerlessCache", RedisCompliance.ResourceType.ServerlessCache, false),
        new("Snapshot", RedisCompliance.ResourceType.Snapshot, false),
        new("ServerlessCacheSnapshot", RedisCompliance.ResourceType.ServerlessCacheSnapshot, false),

        // Windows PowerShell writes an array that PowerShell has wrapped as {"value":[…],"Count":2}.
        new("value", null, true),
    ];

    private static readonly byte[][] s_names = [.. s_all.Select(key => Encoding.ASCII.GetBytes(key.Name))];

    /// <summary>The key of that name, ignoring case.</summary>
    /// <param name="name">The name.</param>
    /// <param name="hasBackups">Whether backups are audited; if not, their keys belong to another command.</param>
    public static ExportKey? Find(string name, bool hasBackups) =>
        Array.FindIndex(s_all, key => key.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is >= 0 and int index
        && (hasBackups || !RedisCompliance.ResourceType.IsBackup(s_all[index].ResourceType))
            ? s_all[index]
            : null;

    /// <summary>Whether an object with that key may hold resources, and so may have any length.</summary>
    public static bool IsContainer(ReadOnlySpan<byte> utf8Name)
    {
        foreach (byte[] name in s_names)
        {
            if (MemberNameTable.IsSame(utf8Name, name))
            {
                return true;
            }
        }

        return false;
    }
}
