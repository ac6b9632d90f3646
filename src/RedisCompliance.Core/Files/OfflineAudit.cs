namespace RedisCompliance.Files;

/// <summary>
/// Judges resources from files and objects, but only after all have been added: a later record may contradict an earlier one, or
/// describe a member's group. Until then, resources are stored compactly.
/// </summary>
internal sealed class OfflineAudit
{
    private readonly AtRestPolicy _policy;
    private readonly DateTime _moment;
    private readonly PolicyUse? _use;

    /// <summary>All resources but members of groups, even those out of scope: another record may put them in scope.</summary>
    private readonly List<HeldResource> _resources = [];
    private readonly Dictionary<(string ResourceType, string Region, string AccountId), Dictionary<string, int>> _indices = [];
    private readonly HeldResource.Pool _pool = new();
    private readonly MemberGroups _members = new();
    private readonly List<(int Index, ResourceSource? Source, ResourceSource? Other)> _conflicts = [];
    private Dictionary<(string Id, ResourceSource? Source), int> _groupsBySource = [];
    private bool _isResolved;
    private BackupSources? _sources;

    /// <summary>Begins an audit.</summary>
    /// <param name="policy">What the audit requires, and of which resources.</param>
    /// <param name="moment">The moment, UTC, that every evaluation carries.</param>
    /// <param name="use">Notes which parts of the policy are used; null if that is not needed.</param>
    public OfflineAudit(AtRestPolicy policy, DateTime moment, PolicyUse? use = null)
    {
        _policy = policy;
        _moment = moment;
        _use = use;
    }

    /// <summary>The resources whose records contradict each other; valid after all have been added.</summary>
    public IReadOnlyList<ResourceConflict> Conflicts
    {
        get
        {
            Resolve();
            return [.. _conflicts.Select(conflict =>
                new ResourceConflict(Judge(_resources[conflict.Index].ToResource()), conflict.Other, conflict.Source))];
        }
    }

    /// <summary>The number of records added, including members and resources out of scope.</summary>
    public int Taken { get; private set; }

    /// <summary>Whether AWS described any of them, as opposed to a plan or template.</summary>
    public bool HasDescribed { get; private set; }

    /// <summary>Adds a resource.</summary>
    public void Add(RedisResource resource)
    {
        Taken++;
        HasDescribed |= resource.Planned is null;
        _isResolved = false;
        if (resource.ReplicationGroupId is not null)
        {
            _members.Add(resource);
            return;
        }

        HeldResource held = _pool.Hold(resource);
        if (!IsIdentified(resource))
        {
            // Without an account and Region, no other record can be shown to describe the same resource.
            _resources.Add(held);
            return;
        }

        (string, string, string) target = (resource.ResourceType, resource.Region!, resource.AccountId!);
        if (!_indices.TryGetValue(target, out Dictionary<string, int>? indices))
        {
            _indices[target] = indices = new(StringComparer.Ordinal);
        }

        if (indices.TryGetValue(held.Id, out int index))
        {
            Merge(index, held);
        }
        else
        {
            indices.Add(held.Id, _resources.Count);
            _resources.Add(held);
        }
    }

    /// <summary>Judges all resources in the order in which they were added.</summary>
    public IEnumerable<Evaluation> Evaluate()
    {
        Resolve();
        foreach (HeldResource held in _resources.Where(held => RecordComparison.IsInScope(_policy, held.Others)))
        {
            RedisResource resource = held.ToResource();
            _use?.Note(resource);
            yield return Judge(resource);
        }
    }

    /// <summary>The groups in scope that only their members mention, judged by these.</summary>
    public IEnumerable<UndescribedGroup> FindUndescribedGroups()
    {
        Resolve();
        foreach (RedisResource member in _members.Undescribed)
        {
            RedisResource group = GroupOf(member);
            if (_policy.IsInScope(group))
            {
                _use?.Note(group);
                yield return new UndescribedGroup(group.Id, member.Id, member.Source, Judge(group));
            }
        }
    }

    internal static bool IsIdentified(RedisResource resource) =>
        resource.Planned is null && resource.Region is not null
        && resource.AccountId is not null && (resource.Unreadable & MemberNames.ARN) == 0;

    private Evaluation Judge(RedisResource resource) =>
        AtRestEvaluator.Evaluate(_sources?.AddTo(resource) ?? resource, _moment, _policy);

    /// <summary>Collects the possible sources of backups; null if backups are not judged.</summary>
    private BackupSources? FindSources()
    {
        if (!_policy.ResourceTypes.Any(ResourceType.IsBackup))
        {
            return null;
        }

        BackupSources sources = new(_moment);
        foreach (RedisResource resource in _resources.Select(held => held.ToResource()).Concat(_members.All))
        {
            sources.Note(resource);
        }

        return sources;
    }

    /// <summary>Merges two records of one resource.</summary>
    private void Merge(int index, HeldResource other)
    {
        HeldResource held = _resources[index];
        (MemberNames contradicted, bool isOther) = RecordComparison.Compare(_policy, held.ToResource(), other.ToResource());
        (HeldResource standing, HeldResource left) = isOther ? (other, held) : (held, other);
        if (contradicted != MemberNames.None)
        {
            _conflicts.Add((index, standing.Others.Source, left.Others.Source));
        }

        // Two resources had the name in turn, so a backup cannot be matched to either.
        bool isAnew = held.Others.CreateTime != other.Others.CreateTime;
        standing = isAnew ? standing with { Others = standing.Others with { CreateTime = null } } : standing;
        contradicted |= held.Others.Contradicted;
        _resources[index] = contradicted == standing.Others.Contradicted ? standing : Contradict(standing, contradicted);
    }

    private static HeldResource Contradict(HeldResource held, MemberNames contradicted) =>
        held with { Others = held.Others with { Contradicted = held.Others.Contradicted | contradicted } };

    /// <summary>Compares members with the described resources, once all have been added.</summary>
    private void Resolve()
    {
        if (_isResolved)
        {
            return;
        }

        _isResolved = true;
        _groupsBySource = [];
        for (int i = 0; i < _resources.Count; i++)
        {
            RedisResource others = _resources[i].Others;
            if (others.Planned is null && others.ResourceType == ResourceType.ReplicationGroup
                && (_members.HasUnidentified || !IsIdentified(others)))
            {
                _groupsBySource[(_resources[i].Id, others.Source)] = i;
            }
        }

        _members.Resolve(
            FindGroup, FindCluster, CompareWithGroup, (member, cluster) => NoteConflict(cluster, member, MemberNames.ReplicationGroupId));
        _sources = FindSources();
    }

    /// <summary>
    /// Finds a member's described group. A group without account or Region matches only members from the same source, and a member
    /// without them only a group from its source: elsewhere, another group may have the same name.
    /// </summary>
    private int? FindGroup(string id, RedisResource member)
    {
        if (IsIdentified(member) && FindIdentified(ResourceType.ReplicationGroup, id, member) is { } index)
        {
            return index;
        }

        bool isInSource = _groupsBySource.TryGetValue((id, member.Source), out int found);
        return isInSource && !(IsIdentified(member) && IsIdentified(_resources[found].Others)) ? found : null;
    }

    private int? FindCluster(HeldResource member) =>
        IsIdentified(member.Others) ? FindIdentified(ResourceType.CacheCluster, member.Id, member.Others) : null;

    private int? FindIdentified(string resourceType, string id, RedisResource like) =>
        _indices.TryGetValue((resourceType, like.Region!, like.AccountId!), out Dictionary<string, int>? indices)
        && indices.TryGetValue(id, out int index)
            ? index
            : null;

    /// <summary>
    /// A member's flag counts like its group's flag. It does not contradict a group that reports its effective state, since such a
    /// group may be encrypted although the flags are false.
    /// </summary>
    private void CompareWithGroup(RedisResource member, int group)
    {
        (string state, string evidence, _) = AtRestEvaluator.Assess(member);
        (string groupState, string groupEvidence, _) = AtRestEvaluator.Assess(_resources[group].Others);
        bool areKnown = state != EncryptionState.Unknown && groupState != EncryptionState.Unknown;
        bool areComparable = evidence == groupEvidence || evidence == EncryptionEvidence.StorageEncryptionType;
        if (areKnown && areComparable && state != groupState)
        {
            NoteConflict(group, member, MemberNames.StorageEncryptionType);
        }
    }

    /// <summary>Notes, once, that a member contradicts a resource in scope.</summary>
    private void NoteConflict(int index, RedisResource member, MemberNames contradicted)
    {
        HeldResource held = _resources[index];
        bool isJudged = RecordComparison.IsInScope(_policy, held.Others)
            || _policy.IsInScope(member with { ResourceType = held.Others.ResourceType });
        if (isJudged && (held.Others.Contradicted & contradicted) == 0)
        {
            _resources[index] = Contradict(held, contradicted);
            _conflicts.Add((index, held.Others.Source, member.Source));
        }
    }

    /// <summary>Makes the group from its member. Its ARN is the member's with another type and id.</summary>
    private static RedisResource GroupOf(RedisResource member) => new()
    {
        ResourceType = ResourceType.ReplicationGroup,
        Id = member.ReplicationGroupId!,
        Arn = HeldResource.PartitionOf(member) is not { } partition ? null
            : ElastiCacheArn.Compose(
                partition, member.Region!, member.AccountId!, ResourceType.ReplicationGroup, member.ReplicationGroupId!),
        Region = member.Region,
        AccountId = member.AccountId,
        Engine = member.Engine,
        EngineVersion = member.EngineVersion,
        AtRestEncryptionEnabled = member.AtRestEncryptionEnabled,
        Unreadable = member.Unreadable & MemberNames.AtRestEncryptionEnabled,
        LeftOut = MemberNames.KmsKeyId,
        KnownByMember = member.Id,
        Source = member.Source,
    };
}

/// <summary>Two records that contradict each other.</summary>
/// <param name="Standing">The resulting evaluation, from the worse record; never compliant if the records differ in evidence.</param>
/// <param name="Other">Where the other record comes from.</param>
/// <param name="Source">Where the record that stands comes from.</param>
internal sealed record ResourceConflict(Evaluation Standing, ResourceSource? Other, ResourceSource? Source);

/// <summary>A replication group that no record describes, known from its members.</summary>
/// <param name="Id">Its id.</param>
/// <param name="MemberId">The member with the worst evidence.</param>
/// <param name="Source">Where that member comes from.</param>
/// <param name="Evaluation">
/// The group's evaluation. A member can show that its group is unencrypted, never that it is encrypted.
/// </param>
internal sealed record UndescribedGroup(string Id, string MemberId, ResourceSource? Source, Evaluation Evaluation);
