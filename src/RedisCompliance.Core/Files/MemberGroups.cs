namespace RedisCompliance.Files;

/// <summary>
/// Members of replication groups, which are not judged themselves. They are compared with their group if it is described; otherwise
/// they stand in for it.
/// </summary>
internal sealed class MemberGroups
{
    private readonly List<(HeldResource Member, string GroupId)> _members = [];
    private readonly HeldResource.Pool _pool = new();
    private readonly Dictionary<GroupKey, (HeldResource Member, string GroupId)> _undescribed = [];

    /// <summary>All members.</summary>
    public IEnumerable<RedisResource> All =>
        _members.Select(member => member.Member.ToResource() with { ReplicationGroupId = member.GroupId });

    /// <summary>For each group that no record describes, the member with the worst evidence.</summary>
    public IEnumerable<RedisResource> Undescribed =>
        _undescribed.Values.Select(worst => worst.Member.ToResource() with { ReplicationGroupId = worst.GroupId });

    /// <summary>Whether a member lacks its account or Region, so that only its source can identify its group.</summary>
    public bool HasUnidentified { get; private set; }

    public void Add(RedisResource member)
    {
        HasUnidentified |= !OfflineAudit.IsIdentified(member);
        _members.Add((_pool.Hold(member), member.ReplicationGroupId!));
    }

    /// <summary>Compares each member with its group, and with a record that shows the same cluster as standalone.</summary>
    /// <param name="findGroup">Finds a described group by its id and one of its members.</param>
    /// <param name="findCluster">Finds a standalone cluster by its record.</param>
    /// <param name="compare">Receives a member and the group that describes it.</param>
    /// <param name="contradict">Receives a member and the standalone record of the same cluster.</param>
    public void Resolve(
        Func<string, RedisResource, int?> findGroup,
        Func<HeldResource, int?> findCluster,
        Action<RedisResource, int> compare,
        Action<RedisResource, int> contradict)
    {
        _undescribed.Clear();
        foreach ((HeldResource member, string groupId) in _members)
        {
            if (findCluster(member) is { } cluster)
            {
                contradict(member.Others, cluster);
            }

            if (findGroup(groupId, member.Others) is { } group)
            {
                compare(member.Others, group);
                continue;
            }

            var key = GroupKey.Of(groupId, member.Others);
            if (!_undescribed.TryGetValue(key, out (HeldResource Member, string GroupId) known) || Rank(member) > Rank(known.Member))
            {
                _undescribed[key] = (member, groupId);
            }
        }
    }

    private static int Rank(HeldResource member) => AtRestEvaluator.Assess(member.Others).State switch
    {
        EncryptionState.Unencrypted => 2,
        EncryptionState.Unknown => 1,
        _ => 0,
    };

    private readonly record struct GroupKey(string Id, string? Region, string? AccountId, ResourceSource? Source)
    {
        public static GroupKey Of(string id, RedisResource resource) => OfflineAudit.IsIdentified(resource)
            ? new GroupKey(id, resource.Region, resource.AccountId, null)
            : new GroupKey(id, null, null, resource.Source);
    }
}
