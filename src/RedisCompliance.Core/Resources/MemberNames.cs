using System.Runtime.CompilerServices;
using System.Text;

namespace RedisCompliance.Resources;

/// <summary>Members of a described resource, several in one value. The first are those of <see cref="ResourceMember"/>.</summary>
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

    // That they are there, or not, tells a listing of AWS from what a query has left of one. Their values are not read.
    MemberClusters = CreateTime << 1,
    TransitEncryptionEnabled = CreateTime << 2,
    NumCacheNodes = CreateTime << 3,

    // Records of other commands name a group or a cluster too.
    ServiceUpdateName = CreateTime << 4,
    CacheNodeId = CreateTime << 5,
    ReplicationGroupRegion = CreateTime << 6,
    GlobalReplicationGroupId = CreateTime << 7,
    UserIds = CreateTime << 8,

    /// <summary>Of evaluations: what they say of a resource is a verdict, and no description of it.</summary>
    ComplianceType = CreateTime << 9,

    /// <summary>Of a snapshot: its nodes, whose times are read where backups are.</summary>
    NodeSnapshots = CreateTime << 10,

    /// <summary>Of a snapshot of a serverless cache: its source, which is read where backups are.</summary>
    ServerlessCacheConfiguration = CreateTime << 11,

    /// <summary>What names a backup. Where no backups are asked for, these are records of another command.</summary>
    OfBackup = SnapshotName | ServerlessCacheSnapshotName,

    /// <summary>Snapshots, update actions, nodes, global datastores and their members, user groups, and evaluations.</summary>
    OfAnother = OfBackup | ServiceUpdateName | CacheNodeId | ReplicationGroupRegion | GlobalReplicationGroupId | UserIds | ComplianceType,

    /// <summary>The moments that tell whether a backup is of a source. They are read where backups are.</summary>
    OfTime = ReplicationGroupCreateTime | CacheClusterCreateTime | CreateTime,

    /// <summary>What tells whether a resource is encrypted.</summary>
    OfState = StorageEncryptionType | AtRestEncryptionEnabled,

    /// <summary>What names a resource.</summary>
    Naming = ReplicationGroupId | CacheClusterId | ServerlessCacheName | OfBackup | ARN,

    /// <summary>Those that no service but ElastiCache has.</summary>
    OfElastiCache = ReplicationGroupId | CacheClusterId | ServerlessCacheName | StorageEncryptionType | AtRestEncryptionEnabled,
}

/// <summary>Finds members by their names.</summary>
internal static class MemberNameTable
{
    /// <summary>The index of the first member that is only looked for, and not read.</summary>
    public const int WitnessesFrom = (int)ResourceMember.CreateTime + 1;

    /// <summary>How many names there are.</summary>
    public const int Count = WitnessesFrom + 11;

    /// <summary>The names by their length: one look for most of the many names that are none.</summary>
    private static readonly Name[][] s_byLength = ByLength();

    public static MemberNames FlagOf(ResourceMember member) => (MemberNames)(1 << (int)member);

    /// <summary>The index of the member of that name, which is the number of its flag's bit.</summary>
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

    /// <summary>The same where upper and lower case are one, as they are for PowerShell.</summary>
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

    /// <summary>Whether a name is that one, upper and lower case being one.</summary>
    /// <param name="utf8Name">The name.</param>
    /// <param name="letters">Letters, and nothing else.</param>
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

    /// <summary>What every listing of AWS says of a resource: where one of these is missing, others may have been left out too.</summary>
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
    /// What a listing says by leaving it out: no key is the service's key, no group is a standalone cluster, no state is that of
    /// every serverless cache. Where a query may have left it out, it says nothing.
    /// </summary>
    public static MemberNames SaidByAbsence(string resourceType) => resourceType switch
    {
        ResourceType.CacheCluster => MemberNames.ReplicationGroupId,
        ResourceType.ReplicationGroup or ResourceType.Snapshot or ResourceType.ServerlessCacheSnapshot => MemberNames.KmsKeyId,
        _ => MemberNames.KmsKeyId | MemberNames.StorageEncryptionType,
    };

    /// <remarks>Loops and a class: every audit waits for this, and LINQ over values is compiled anew for each kind of value.</remarks>
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
