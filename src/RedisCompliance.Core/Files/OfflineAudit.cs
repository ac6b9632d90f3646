namespace RedisCompliance.Files;

/// <summary>
/// Judges what files and objects describe. Nothing is judged before all of it was taken: a record may be contradicted by a
/// later one, and a member's group may be described after it. Until then a resource is held as small as it can be.
/// </summary>
internal sealed class OfflineAudit
{
    private readonly AtRestPolicy _policy;
    private readonly DateTime _moment;
    private readonly PolicyUse? _use;

    /// <summary>All that is no member of a group, also what is out of scope: another record may have it in scope.</summary>
    private readonly List<HeldResource> _resources = [];
    private readonly Dictionary<(string ResourceType, string Region, string AccountId), Dictionary<string, int>> _indices = [];
    private readonly HeldResource.Pool _pool = new();
    private readonly MemberGroups _members = new();
    private readonly List<(int Index, ResourceSource? Source, ResourceSource? Other)> _conflicts = [];
    private Dictionary<(string Id, ResourceSource? Source), int> _groupsBySource = [];
    private bool _isResolved;
    private BackupSources? _sources;

    /// <summary>Begins an audit.</summary>
    /// <param name="policy">What is asked, and of which resources.</param>
    /// <param name="moment">The moment of the audit, UTC: all its evaluations carry the same.</param>
    /// <param name="use">Takes note of what of the policy is used; null where nobody asks.</param>
    public OfflineAudit(AtRestPolicy policy, DateTime moment, PolicyUse? use = null)
    {
        _policy = policy;
        _moment = moment;
        _use = use;
    }

    /// <summary>Records of one resource that contradict each other, after all of them were taken.</summary>
    public IReadOnlyList<ResourceConflict> Conflicts
    {
        get
        {
            Resolve();
            return [.. _conflicts.Select(conflict =>
                new ResourceConflict(Judge(_resources[conflict.Index].ToResource()), conflict.Other, conflict.Source))];
        }
    }

    /// <summary>How many records were taken, also of members and of what is out of scope.</summary>
    public int Taken { get; private set; }

    /// <summary>Whether one of them was described by AWS, and is not of a plan or template.</summary>
    public bool HasDescribed { get; private set; }

    /// <summary>Takes a resource.</summary>
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
            // Whose it is cannot be known, so it is nobody else's record of the same.
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

    /// <summary>Judges all that was taken, in the order of its arrival.</summary>
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

    /// <summary>The groups that are known by their members alone, each with what these say of it; those in scope.</summary>
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

    /// <summary>Notes what backups may be of, where backups are judged.</summary>
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

    /// <summary>Makes one record of two of a resource.</summary>
    private void Merge(int index, HeldResource other)
    {
        HeldResource held = _resources[index];
        (MemberNames contradicted, bool isOther) = RecordComparison.Compare(_policy, held.ToResource(), other.ToResource());
        (HeldResource standing, HeldResource left) = isOther ? (other, held) : (held, other);
        if (contradicted != MemberNames.None)
        {
            _conflicts.Add((index, standing.Others.Source, left.Others.Source));
        }

        // Two resources had the name, one after the other: which of them a backup is of, nobody can tell.
        bool isAnew = held.Others.CreateTime != other.Others.CreateTime;
        standing = isAnew ? standing with { Others = standing.Others with { CreateTime = null } } : standing;
        contradicted |= held.Others.Contradicted;
        _resources[index] = contradicted == standing.Others.Contradicted ? standing : Contradict(standing, contradicted);
    }

    private static HeldResource Contradict(HeldResource held, MemberNames contradicted) =>
        held with { Others = held.Others with { Contradicted = held.Others.Contradicted | contradicted } };

    /// <summary>Holds members against what is described, when all was taken.</summary>
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
    /// The described group of a member. A group without account or Region is that of the members in the same source alone, and a
    /// member without them is one of the group in its source: elsewhere another may have the name.
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
    /// A member's flag is worth as much as its group's. It does not contradict a group that reports its effective state, as that
    /// may be encrypted although the flags are false.
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

    /// <summary>Notes, once, that a member contradicts what is described; what is out of scope, nobody judges.</summary>
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

    /// <summary>The group as its member describes it. Its ARN is the member's but for kind and id.</summary>
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
/// <param name="Standing">The evaluation that stands: by the worse of the two, and never compliant where they differ in evidence.</param>
/// <param name="Other">Where the other record was read.</param>
/// <param name="Source">Where the one was read that stands.</param>
internal sealed record ResourceConflict(Evaluation Standing, ResourceSource? Other, ResourceSource? Source);

/// <summary>A replication group that is described nowhere, and is known by its members.</summary>
/// <param name="Id">Its id.</param>
/// <param name="MemberId">The member whose evidence is the worst.</param>
/// <param name="Source">Where that member was read.</param>
/// <param name="Evaluation">What it says of the group. A member cannot show that its group is encrypted, only that it is not.</param>
internal sealed record UndescribedGroup(string Id, string MemberId, ResourceSource? Source, Evaluation Evaluation);
