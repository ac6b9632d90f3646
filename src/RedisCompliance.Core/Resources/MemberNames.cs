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

    // That they are there, or not, tells a listing of AWS from what a query has left of one. Their values are not read.
    MemberClusters = KmsKeyId << 1,
    TransitEncryptionEnabled = KmsKeyId << 2,
    NumCacheNodes = KmsKeyId << 3,
    CreateTime = KmsKeyId << 4,

    // Records of other commands name a group or a cluster too.
    SnapshotName = KmsKeyId << 5,
    ServiceUpdateName = KmsKeyId << 6,
    CacheNodeId = KmsKeyId << 7,
    ReplicationGroupRegion = KmsKeyId << 8,

    /// <summary>Snapshots, update actions, nodes, and members of global datastores.</summary>
    OfAnother = SnapshotName | ServiceUpdateName | CacheNodeId | ReplicationGroupRegion,

    /// <summary>Those that no service but ElastiCache has.</summary>
    OfElastiCache = ReplicationGroupId | CacheClusterId | ServerlessCacheName | StorageEncryptionType | AtRestEncryptionEnabled,
}

/// <summary>Finds members by their names.</summary>
internal static class MemberNameTable
{
    /// <summary>The index of the first member that is only looked for, and not read.</summary>
    public const int WitnessesFrom = (int)ResourceMember.KmsKeyId + 1;

    /// <summary>How many names there are.</summary>
    public const int Count = WitnessesFrom + 8;

    /// <summary>The names by their length: one look for most of the many names that are none.</summary>
    private static readonly (byte[] Utf8, int Index)[][] s_byLength = ByLength();

    public static MemberNames FlagOf(ResourceMember member) => (MemberNames)(1 << (int)member);

    /// <summary>The index of the member of that name, which is the number of its flag's bit.</summary>
    public static int? Find(ReadOnlySpan<byte> utf8Name)
    {
        if (utf8Name.Length < s_byLength.Length)
        {
            foreach ((byte[] utf8, int index) in s_byLength[utf8Name.Length])
            {
                if (utf8Name.SequenceEqual(utf8))
                {
                    return index;
                }
            }
        }

        return null;
    }

    /// <summary>
    /// What every listing of AWS says of a resource: where one of these is missing, others may have been left out too. Of a
    /// record under the list's own key, which a query seldom leaves, the first two are enough to know it for a listing.
    /// </summary>
    public static MemberNames AlwaysListed(string resourceType, bool isInList) => resourceType switch
    {
        ResourceType.ReplicationGroup => MemberNames.ARN | MemberNames.Status | (isInList ? 0 : MemberNames.MemberClusters | MemberNames.TransitEncryptionEnabled),
        ResourceType.CacheCluster => MemberNames.ARN | MemberNames.CacheClusterStatus | (isInList ? 0 : MemberNames.Engine | MemberNames.NumCacheNodes),
        _ => MemberNames.ARN | MemberNames.Status | (isInList ? 0 : MemberNames.Engine | MemberNames.CreateTime),
    };

    private static (byte[] Utf8, int Index)[][] ByLength()
    {
        (byte[] Utf8, int Index)[] all = [.. Enumerable.Range(0, Count).Select(index => (Encoding.ASCII.GetBytes($"{(MemberNames)(1 << index)}"), index))];
        return [.. Enumerable.Range(0, all.Max(name => name.Utf8.Length) + 1).Select(length => all.Where(name => name.Utf8.Length == length).ToArray())];
    }
}
