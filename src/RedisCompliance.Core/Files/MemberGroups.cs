namespace RedisCompliance.Files;

/// <summary>Which replication groups are described, and which are only known by their members.</summary>
/// <param name="isHeld">Whether a group by id, Region and account is held by the audit, and so described.</param>
internal sealed class MemberGroups(Func<string, string, string, bool> isHeld)
{
    /// <summary>
    /// Described groups that the audit does not hold. One without account or Region is the group of members in the same source alone: elsewhere another
    /// may have its name.
    /// </summary>
    private readonly HashSet<GroupKey> _described = [];

    private readonly Dictionary<GroupKey, RedisResource> _members = [];

    /// <summary>Of each group that no record described, the member with the worst evidence.</summary>
    public IReadOnlyDictionary<GroupKey, RedisResource> Undescribed
    {
        get
        {
            foreach (GroupKey key in _members.Where(member => IsDescribed(member.Key, member.Value.Source)).Select(member => member.Key).ToArray())
            {
                _members.Remove(key);
            }

            return _members;
        }
    }

    public void AddGroup(RedisResource group) => _described.Add(GroupKey.Of(group.Id, group));

    public void AddMember(RedisResource member)
    {
        var key = GroupKey.Of(member.ReplicationGroupId!, member);
        if (IsDescribed(key, member.Source))
        {
            return;
        }

        if (!_members.TryGetValue(key, out RedisResource? known) || Rank(member) > Rank(known))
        {
            _members[key] = member;
        }
    }

    private bool IsDescribed(GroupKey key, ResourceSource? source) =>
        (key.Region is not null && isHeld(key.Id, key.Region, key.AccountId!)) || _described.Contains(key) || _described.Contains(new GroupKey(key.Id, null, null, source));

    private static int Rank(RedisResource member) => AtRestEvaluator.Evaluate(member, default).EncryptionState switch
    {
        EncryptionState.Unencrypted => 2,
        EncryptionState.Unknown => 1,
        _ => 0,
    };

    internal readonly record struct GroupKey(string Id, string? Region, string? AccountId, ResourceSource? Source)
    {
        public static GroupKey Of(string id, RedisResource resource) => OfflineAudit.IsIdentified(resource)
            ? new GroupKey(id, resource.Region, resource.AccountId, null)
            : new GroupKey(id, null, null, resource.Source);
    }
}
