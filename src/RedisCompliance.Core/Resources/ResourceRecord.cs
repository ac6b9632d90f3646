using System.Runtime.CompilerServices;
using System.Text;

namespace RedisCompliance.Resources;

/// <summary>
/// Collects the members of one resource under the ElastiCache API's names, from any form (XML, JSON, a PowerShell object), and
/// makes the <see cref="RedisResource"/> from them.
/// </summary>
/// <remarks>
/// Amazon ElastiCache API Reference: ReplicationGroup, CacheCluster, ServerlessCache, Snapshot, ServerlessCacheSnapshot.
/// </remarks>
public struct ResourceRecord
{
    private string? _replicationGroupId;
    private string? _cacheClusterId;
    private string? _serverlessCacheName;
    private string? _arn;
    private string? _engine;
    private string? _engineVersion;
    private string? _status;
    private string? _cacheClusterStatus;
    private string? _storageEncryptionType;
    private string? _atRestEncryptionEnabled;
    private string? _kmsKeyId;
    private string? _snapshotName;
    private string? _serverlessCacheSnapshotName;
    private string? _snapshotStatus;
    private string? _replicationGroupCreateTime;
    private string? _cacheClusterCreateTime;
    private string? _createTime;
    private string? _backedUpCacheName;
    private bool _hasOtherBackedUpCache;
    private DateTime? _earliestNode;
    private bool _hasUndatedNode;
    private MemberNames _present;
    private MemberNames _unreadable;

    /// <summary>The member of that name, or null for the many names that are ignored.</summary>
    /// <param name="utf8Name">The API's name of the member, in UTF-8.</param>
    /// <returns>The member.</returns>
    [MethodImpl(MethodOptions.AggressiveOptimization)]
    public static ResourceMember? MemberOf(ReadOnlySpan<byte> utf8Name) =>
        MemberNameTable.Find(utf8Name) is { } index && index < MemberNameTable.WitnessesFrom ? (ResourceMember)index : null;

    /// <summary>Whether a member is a creation time, which is read only if backups are audited.</summary>
    /// <param name="member">The member.</param>
    /// <returns>True for creation times.</returns>
    public static bool IsTime(ResourceMember member) => (MemberNameTable.FlagOf(member) & MemberNames.OfTime) != 0;

    /// <summary>The members that the record has, including those without a value and those that only show its kind.</summary>
    internal readonly MemberNames Present => _present;

    /// <summary>
    /// Sets one member; a blank value counts as absent. Every text about a resource enters here, from the API, a file or an object,
    /// so this is where <see cref="PlainText"/> escapes it.
    /// </summary>
    /// <param name="member">The member.</param>
    /// <param name="value">Its value as text.</param>
    [MethodImpl(MethodOptions.AggressiveOptimization)]
    public void Set(ResourceMember member, string? value)
    {
        string? text = PlainText.Of(PlainText.Trim(value));
        _present |= MemberNameTable.FlagOf(member);
        switch (member)
        {
            case ResourceMember.ReplicationGroupId: _replicationGroupId = text; break;
            case ResourceMember.CacheClusterId: _cacheClusterId = text; break;
            case ResourceMember.ServerlessCacheName: _serverlessCacheName = text; break;
            case ResourceMember.ARN: _arn = text; break;
            case ResourceMember.Engine: _engine = text; break;
            case ResourceMember.EngineVersion: _engineVersion = text; break;
            case ResourceMember.Status: _status = text; break;
            case ResourceMember.CacheClusterStatus: _cacheClusterStatus = text; break;
            case ResourceMember.StorageEncryptionType: _storageEncryptionType = text; break;
            case ResourceMember.AtRestEncryptionEnabled: _atRestEncryptionEnabled = text; break;
            case ResourceMember.KmsKeyId: _kmsKeyId = text; break;
            case ResourceMember.SnapshotName: _snapshotName = text; break;
            case ResourceMember.ServerlessCacheSnapshotName: _serverlessCacheSnapshotName = text; break;
            case ResourceMember.SnapshotStatus: _snapshotStatus = text; break;
            case ResourceMember.ReplicationGroupCreateTime: _replicationGroupCreateTime = text; break;
            case ResourceMember.CacheClusterCreateTime: _cacheClusterCreateTime = text; break;
            case ResourceMember.CreateTime: _createTime = text; break;
            default: throw new ArgumentOutOfRangeException(nameof(member), member, null);
        }
    }

    /// <summary>Notes a value that is present but cannot be read: the member is unknown, not absent.</summary>
    internal void SetUnreadable(ResourceMember member)
    {
        Set(member, null);
        _unreadable |= MemberNameTable.FlagOf(member);
    }

    /// <summary>Notes members whose presence alone matters.</summary>
    internal void SetPresent(MemberNames members) => _present |= members;

    /// <summary>Adds the two times of a snapshot's node: when the node was created, and when it was backed up.</summary>
    internal void AddNode(string? cacheNodeCreateTime, string? snapshotCreateTime)
    {
        // While a backup is being made, it has no time of its own.
        DateTime? created = BackupOrigin.ReadTime(cacheNodeCreateTime);
        DateTime? earliest = snapshotCreateTime is null ? created
            : BackupOrigin.Earlier(created, BackupOrigin.ReadTime(snapshotCreateTime));
        _hasUndatedNode |= earliest is null;
        _earliestNode = _earliestNode is null ? earliest : BackupOrigin.Earlier(_earliestNode, earliest);
    }

    /// <summary>Sets the serverless cache that a snapshot was made from.</summary>
    internal void SetBackedUpCache(string? serverlessCacheName, string? engine, string? majorEngineVersion)
    {
        string? name = PlainText.Of(PlainText.Trim(serverlessCacheName));

        // Two different names leave the source unknown, whatever else follows.
        _hasOtherBackedUpCache |= _backedUpCacheName is not null && _backedUpCacheName != name;
        _backedUpCacheName ??= name;
        _engine ??= PlainText.Of(PlainText.Trim(engine));
        _engineVersion ??= PlainText.Of(PlainText.Trim(majorEngineVersion));
    }

    /// <summary>The current value of a member.</summary>
    /// <param name="member">The member.</param>
    /// <returns>Its value, or null.</returns>
    [MethodImpl(MethodOptions.AggressiveOptimization)]
    public readonly string? Get(ResourceMember member) => member switch
    {
        ResourceMember.ReplicationGroupId => _replicationGroupId,
        ResourceMember.CacheClusterId => _cacheClusterId,
        ResourceMember.ServerlessCacheName => _serverlessCacheName,
        ResourceMember.ARN => _arn,
        ResourceMember.Engine => _engine,
        ResourceMember.EngineVersion => _engineVersion,
        ResourceMember.Status => _status,
        ResourceMember.CacheClusterStatus => _cacheClusterStatus,
        ResourceMember.StorageEncryptionType => _storageEncryptionType,
        ResourceMember.AtRestEncryptionEnabled => _atRestEncryptionEnabled,
        ResourceMember.KmsKeyId => _kmsKeyId,
        ResourceMember.SnapshotName => _snapshotName,
        ResourceMember.ServerlessCacheSnapshotName => _serverlessCacheSnapshotName,
        ResourceMember.SnapshotStatus => _snapshotStatus,
        ResourceMember.ReplicationGroupCreateTime => _replicationGroupCreateTime,
        ResourceMember.CacheClusterCreateTime => _cacheClusterCreateTime,
        ResourceMember.CreateTime => _createTime,
        _ => throw new ArgumentOutOfRangeException(nameof(member), member, null),
    };

    /// <summary>Makes the resource from the members set so far.</summary>
    /// <param name="resourceType">Its type, if the listing determines it; null to infer it from the members.</param>
    /// <param name="region">The Region of a resource without an ARN.</param>
    /// <param name="accountId">The account of a resource without an ARN.</param>
    /// <returns>The resource, or null if the record has neither an id nor an ARN that ends in one.</returns>
    public readonly RedisResource? ToResource(string? resourceType = null, string? region = null, string? accountId = null) =>
        Make(resourceType, region, accountId, isWhole: true, like: null);

    /// <summary>Makes the resource from a record that a query may have reduced.</summary>
    /// <param name="resourceType">Its type, if the list determines it; the record then counts as a resource in any case.</param>
    /// <param name="region">The Region of a resource without an ARN.</param>
    /// <param name="source">Where it was read.</param>
    /// <param name="like">The previous resource, which shares most texts with this one.</param>
    internal readonly RedisResource? ToResource(string? resourceType, string? region, ResourceSource source, RedisResource? like)
    {
        MemberNames others = source.HasBackups ? MemberNames.OfAnother & ~MemberNames.OfBackup : MemberNames.OfAnother;
        bool isOfAnother = resourceType is null && (_present & others) != 0;
        if (isOfAnother || Make(resourceType, region, null, isWhole: false, like) is not { } resource
            || (ResourceType.IsBackup(resource.ResourceType) && !source.HasBackups))
        {
            return null;
        }

        MemberNames missing = MemberNameTable.AlwaysListed(resource.ResourceType) & ~_present;
        resource.LeftOut = missing == MemberNames.None ? MemberNames.None
            : MemberNameTable.SaidByAbsence(resource.ResourceType) & ~_present;
        source.Missing |= resource.LeftOut == MemberNames.None ? MemberNames.None : missing;
        resource.Source = source;
        return resource;
    }

    [MethodImpl(MethodOptions.AggressiveOptimization)]
    private readonly RedisResource? Make(string? resourceType, string? region, string? accountId, bool isWhole, RedisResource? like)
    {
        bool isTypeGiven = resourceType is not null;

        // A member cluster also has its group's id, so the cluster's id is checked first. A backup also has its source's ids.
        resourceType ??= _snapshotName is not null ? ResourceType.Snapshot
            : _serverlessCacheSnapshotName is not null ? ResourceType.ServerlessCacheSnapshot
            : _serverlessCacheName is not null ? ResourceType.ServerlessCache
            : _cacheClusterId is not null ? ResourceType.CacheCluster
            : _replicationGroupId is not null ? ResourceType.ReplicationGroup
            : null;
        var arn = ElastiCacheArn.Parse(_arn);
        string? id = resourceType switch
        {
            ResourceType.ReplicationGroup => _replicationGroupId,
            ResourceType.CacheCluster => _cacheClusterId,
            ResourceType.ServerlessCache => _serverlessCacheName,
            ResourceType.Snapshot => _snapshotName,
            ResourceType.ServerlessCacheSnapshot => _serverlessCacheSnapshotName,
            _ => null,
        };
        id ??= arn.ResourceId.IsEmpty ? null : arn.ResourceId.ToString();
        resourceType ??= arn.ResourceType;

        // Records of other kinds can carry a group's or cluster's id too; their ARN tells the kind.
        bool isOfAnother = !isWhole && !isTypeGiven && !arn.ResourceId.IsEmpty
            && (arn.ResourceType is null || ResourceType.IsBackup(arn.ResourceType) != ResourceType.IsBackup(resourceType));
        if (id is null || resourceType is null || isOfAnother)
        {
            return null;
        }

        // If the id and the ARN disagree, the record's resource is unknown.
        bool isArnOfOther = !isWhole && !arn.ResourceId.IsEmpty
            && (arn.ResourceType != resourceType || !arn.ResourceId.Equals(id.AsSpan(), StringComparison.OrdinalIgnoreCase));
        string? groupId = resourceType == ResourceType.CacheCluster ? _replicationGroupId : null;
        bool isGroupUnknown = groupId is not null && !IsLetter(groupId[0]);
        return new RedisResource
        {
            ResourceType = resourceType,
            Id = id,
            Arn = _arn,
            Region = Text(arn.Region, region, like?.Region),
            AccountId = Text(arn.AccountId, accountId, like?.AccountId),
            Engine = _engine,
            EngineVersion = _engineVersion,
            Status = resourceType switch
            {
                ResourceType.CacheCluster => _cacheClusterStatus ?? _status,
                ResourceType.Snapshot => _snapshotStatus ?? _status,
                _ => _status,
            },
            StorageEncryptionType = _storageEncryptionType,
            AtRestEncryptionEnabled = _atRestEncryptionEnabled,
            KmsKeyId = _kmsKeyId,
            ReplicationGroupId = isGroupUnknown ? null : groupId,
            Unreadable = _unreadable | (isArnOfOther ? MemberNames.ARN : MemberNames.None)
                | (isGroupUnknown ? MemberNames.ReplicationGroupId : MemberNames.None),
            CreateTime = BackupOrigin.ReadTime(resourceType switch
            {
                ResourceType.ReplicationGroup => _replicationGroupCreateTime,
                ResourceType.CacheCluster => _cacheClusterCreateTime,
                ResourceType.ServerlessCache => _createTime,
                _ => null,
            }),
            Origin = OriginOf(resourceType),
        };
    }

    private readonly BackupOrigin? OriginOf(string resourceType) => resourceType switch
    {
        ResourceType.Snapshot => new BackupOrigin
        {
            ReplicationGroupId = _replicationGroupId,
            CacheClusterId = _cacheClusterId,
            CacheClusterCreateTime = BackupOrigin.ReadTime(_cacheClusterCreateTime),
            Earliest = _hasUndatedNode ? null : _earliestNode,
        },
        ResourceType.ServerlessCacheSnapshot => new BackupOrigin
        {
            ServerlessCacheName = _hasOtherBackedUpCache ? null : _backedUpCacheName,
            Earliest = BackupOrigin.ReadTime(_createTime),
        },
        _ => null,
    };

    /// <summary>Every ElastiCache id begins with a letter.</summary>
    private static bool IsLetter(char c) => (c | 0x20) is >= 'a' and <= 'z';

    /// <summary>The ARN's part, or its stand-in; reuses an equal string if there is one.</summary>
    private static string? Text(ReadOnlySpan<char> part, string? standIn, string? like) =>
        part.IsEmpty || part.SequenceEqual(standIn.AsSpan()) ? standIn
        : part.SequenceEqual(like.AsSpan()) ? like
        : part.ToString();
}
