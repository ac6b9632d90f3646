using System.Runtime.CompilerServices;
using System.Text;

namespace RedisCompliance.Resources;

/// <summary>Flags for the members of a described resource. The first are those of <see cref="ResourceMember"/>.</summary>
[Flags]
internal enum MemberNames
{
    None = 0,
    ReplicationGroupId = 1 << ResourceMember.ReplicationGroupId,
    CacheClusterId = 1 << ResourceMember.CacheClusterId,
    ServerlessCacheName = 1 << ResourceMember.ServerlessCacheName,
    ARN = 1 << ResourceMember.ARN,
    Engine = 1 << ResourceMember.Engine,
    EngineVersion = 1 << ResourceMember.EngineVersion,
    Status = 1 << ResourceMember.Status,
    CacheClusterStatus = 1 << ResourceMember.CacheClusterStatus,
    StorageEncryptionType = 1 << ResourceMember.StorageEncryptionType,
    AtRestEncryptionEnabled = 1 << ResourceMember.AtRestEncryptionEnabled,
    KmsKeyId = 1 << ResourceMember.KmsKeyId,
    SnapshotName = 1 << ResourceMember.SnapshotName,
    ServerlessCacheSnapshotName = 1 << ResourceMember.ServerlessCacheSnapshotName,
    SnapshotStatus = 1 << ResourceMember.SnapshotStatus,
    ReplicationGroupCreateTime = 1 << ResourceMember.ReplicationGroupCreateTime,
    CacheClusterCreateTime = 1 << ResourceMember.CacheClusterCreateTime,
    CreateTime = 1 << ResourceMember.CreateTime,

    // Only their presence is read: it tells a full listing from one that a query has reduced.
    MemberClusters = CreateTime << 1,
    TransitEncryptionEnabled = CreateTime << 2,
    NumCacheNodes = CreateTime << 3,

    // Only in records of other commands, which name a group or a cluster too.
    ServiceUpdateName = CreateTime << 4,
    CacheNodeId = CreateTime << 5,
    ReplicationGroupRegion = CreateTime << 6,
    GlobalReplicationGroupId = CreateTime << 7,
    UserIds = CreateTime << 8,

    /// <summary>Of an evaluation, which holds a verdict and not a description.</summary>
    ComplianceType = CreateTime << 9,

    /// <summary>Of a snapshot: its nodes. Their times are read only if backups are audited.</summary>
    NodeSnapshots = CreateTime << 10,

    /// <summary>Of a snapshot of a serverless cache: its source, which is read only if backups are audited.</summary>
    ServerlessCacheConfiguration = CreateTime << 11,

    /// <summary>The names of backups. Unless backups are audited, such records belong to another command.</summary>
    OfBackup = SnapshotName | ServerlessCacheSnapshotName,

    /// <summary>
    /// Identifies snapshots, update actions, nodes, Global Datastores and their members, user groups, and evaluations.
    /// </summary>
    OfAnother = OfBackup | ServiceUpdateName | CacheNodeId | ReplicationGroupRegion | GlobalReplicationGroupId | UserIds | ComplianceType,

    /// <summary>The creation times that match backups to sources, read only if backups are audited.</summary>
    OfTime = ReplicationGroupCreateTime | CacheClusterCreateTime | CreateTime,

    /// <summary>The members that report encryption.</summary>
    OfState = StorageEncryptionType | AtRestEncryptionEnabled,

    /// <summary>The members that identify a resource.</summary>
    Naming = ReplicationGroupId | CacheClusterId | ServerlessCacheName | OfBackup | ARN,

    /// <summary>The members that only ElastiCache has.</summary>
    OfElastiCache = ReplicationGroupId | CacheClusterId | ServerlessCacheName | StorageEncryptionType | AtRestEncryptionEnabled,
}

/// <summary>Finds members by their names.</summary>
internal static class MemberNameTable
{
    /// <summary>The index of the first member whose presence alone is read.</summary>
    public const int WitnessesFrom = (int)ResourceMember.CreateTime + 1;

    /// <summary>The number of names.</summary>
    public const int Count = WitnessesFrom + 11;

    /// <summary>The names by length, so that one lookup rejects most unknown names.</summary>
    private static readonly Name[][] s_byLength = ByLength();

    public static MemberNames FlagOf(ResourceMember member) => (MemberNames)(1 << (int)member);

    /// <summary>The index of the member of that name, which is its flag's bit number; null if there is none.</summary>
    [MethodImpl(MethodOptions.AggressiveOptimization)]
    public static int? Find(ReadOnlySpan<byte> utf8Name)
    {
        if (utf8Name.Length < s_byLength.Length)
        {
            foreach (Name name in s_byLength[utf8Name.Length])
            {
                if (utf8Name.SequenceEqual(name.Utf8))
                {
                    return name.Index;
                }
            }
        }

        return null;
    }

    /// <summary>As <see cref="Find"/>, but ignores case, as PowerShell does.</summary>
    public static int? FindIgnoringCase(ReadOnlySpan<byte> utf8Name)
    {
        if (utf8Name.Length < s_byLength.Length)
        {
            foreach (Name name in s_byLength[utf8Name.Length])
            {
                if (IsSame(utf8Name, name.Utf8))
                {
                    return name.Index;
                }
            }
        }

        return null;
    }

    /// <summary>Whether the names are equal, ignoring case.</summary>
    /// <param name="utf8Name">The name.</param>
    /// <param name="letters">The other name, which consists of letters only.</param>
    public static bool IsSame(ReadOnlySpan<byte> utf8Name, byte[] letters)
    {
        if (utf8Name.Length != letters.Length)
        {
            return false;
        }

        for (int i = 0; i < letters.Length; i++)
        {
            if ((utf8Name[i] | 0x20) != (letters[i] | 0x20))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The members in every listing of AWS. If one is missing, a query may have left out others too.</summary>
    public static MemberNames AlwaysListed(string resourceType) => resourceType switch
    {
        ResourceType.ReplicationGroup =>
            MemberNames.ARN | MemberNames.Status | MemberNames.MemberClusters | MemberNames.TransitEncryptionEnabled,
        ResourceType.CacheCluster => MemberNames.ARN | MemberNames.CacheClusterStatus | MemberNames.Engine | MemberNames.NumCacheNodes,
        ResourceType.Snapshot => MemberNames.ARN | MemberNames.SnapshotStatus | MemberNames.NodeSnapshots,
        ResourceType.ServerlessCacheSnapshot =>
            MemberNames.ARN | MemberNames.Status | MemberNames.CreateTime | MemberNames.ServerlessCacheConfiguration,
        _ => MemberNames.ARN | MemberNames.Status | MemberNames.Engine | MemberNames.CreateTime,
    };

    /// <summary>
    /// The members whose absence from a full listing has a meaning: without a key, the service's key; without a group, a standalone
    /// cluster; without a state, the one of every serverless cache. After a query, absence means nothing.
    /// </summary>
    public static MemberNames SaidByAbsence(string resourceType) => resourceType switch
    {
        ResourceType.CacheCluster => MemberNames.ReplicationGroupId,
        ResourceType.ReplicationGroup or ResourceType.Snapshot or ResourceType.ServerlessCacheSnapshot => MemberNames.KmsKeyId,
        _ => MemberNames.KmsKeyId | MemberNames.StorageEncryptionType,
    };

    /// <remarks>Every audit waits for this. Hence loops and a class: .NET compiles LINQ anew for each value type.</remarks>
    private static Name[][] ByLength()
    {
        Name[] all = new Name[Count];
        int longest = 0;
        for (int index = 0; index < Count; index++)
        {
            all[index] = new Name(Encoding.ASCII.GetBytes(((MemberNames)(1 << index)).ToString()), index);
            longest = Math.Max(longest, all[index].Utf8.Length);
        }

        Name[][] byLength = new Name[longest + 1][];
        for (int length = 0; length <= longest; length++)
        {
            byLength[length] = Array.FindAll(all, name => name.Utf8.Length == length);
        }

        return byLength;
    }

    private sealed class Name(byte[] utf8, int index)
    {
        public readonly byte[] Utf8 = utf8;
        public readonly int Index = index;
    }
}
