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
    private readonly List<HeldResource> _resources = [];
    private readonly Dictionary<(string ResourceType, string Region, string AccountId), Dictionary<string, int>> _indices = [];
    private readonly HeldResource.Pool _pool = new();
    private readonly MemberGroups _groups;
    private readonly List<ResourceConflict> _conflicts = [];

    /// <summary>Begins an audit.</summary>
    /// <param name="policy">What is asked, and of which resources.</param>
    /// <param name="moment">The moment of the audit, UTC: all its evaluations carry the same.</param>
    /// <param name="use">Takes note of what of the policy is used; null where nobody asks.</param>
    public OfflineAudit(AtRestPolicy policy, DateTime moment, PolicyUse? use = null)
    {
        _policy = policy;
        _moment = moment;
        _use = use;
        _groups = new MemberGroups((id, region, accountId) =>
            _indices.TryGetValue((ResourceType.ReplicationGroup, region, accountId), out Dictionary<string, int>? held) && held.ContainsKey(id));
    }

    /// <summary>Records of one resource that contradict each other.</summary>
    public IReadOnlyList<ResourceConflict> Conflicts => _conflicts;

    /// <summary>How many records were taken, also of members and of what is out of scope.</summary>
    public int Taken { get; private set; }

    /// <summary>Takes a resource.</summary>
    public void Add(RedisResource resource)
    {
        Taken++;
        if (resource.ReplicationGroupId is not null)
        {
            _groups.AddMember(resource);
            return;
        }

        bool isInScope = _policy.IsInScope(resource);
        if (resource.ResourceType == ResourceType.ReplicationGroup && !(isInScope && IsIdentified(resource)))
        {
            _groups.AddGroup(resource);
        }

        if (isInScope)
        {
            Hold(resource);
        }
    }

    private void Hold(RedisResource resource)
    {
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
            _resources[index] = Merge(_resources[index], held);
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
        foreach (HeldResource held in _resources)
        {
            RedisResource resource = held.ToResource();
            _use?.Note(resource);
            yield return AtRestEvaluator.Evaluate(resource, _moment, _policy);
        }
    }

    /// <summary>The groups that are known by their members alone, each with what these say of it; those in scope.</summary>
    public IEnumerable<UndescribedGroup> FindUndescribedGroups()
    {
        foreach (RedisResource member in _groups.Undescribed.Values)
        {
            RedisResource group = GroupOf(member);
            if (_policy.IsInScope(group))
            {
                _use?.Note(group);
                yield return new UndescribedGroup(group.Id, member.Id, member.Source, AtRestEvaluator.Evaluate(group, _moment, _policy));
            }
        }
    }

    private Evaluation Judge(HeldResource held) => AtRestEvaluator.Evaluate(held.ToResource(), _moment, _policy);

    /// <summary>One of two records of a resource: the newer if they agree, else that with the worse verdict.</summary>
    private HeldResource Merge(HeldResource first, HeldResource second)
    {
        Evaluation one = Judge(first);
        Evaluation other = Judge(second);
        ResourceSource? firstSource = first.Others.Source;
        ResourceSource? secondSource = second.Others.Source;
        bool isNewer = secondSource?.ObservedAt > firstSource?.ObservedAt;
        bool isWorse = Rank(other) > Rank(one) || (Rank(other) == Rank(one) && isNewer);
        if (!Agree(one, other))
        {
            _conflicts.Add(isWorse ? new ResourceConflict(other, firstSource, secondSource) : new ResourceConflict(one, secondSource, firstSource));
        }

        return isWorse ? second : first;
    }

    private static bool Agree(Evaluation one, Evaluation other) =>
        one.ComplianceType == other.ComplianceType
        && one.EncryptionState == other.EncryptionState
        && (one.KeyKind == other.KeyKind || one.KeyKind == KeyKind.Unknown || other.KeyKind == KeyKind.Unknown)
        && (one.KmsKeyId is null || other.KmsKeyId is null || string.Equals(one.KmsKeyId, other.KmsKeyId, StringComparison.OrdinalIgnoreCase));

    private static int Rank(Evaluation evaluation) => evaluation.ComplianceType switch
    {
        ComplianceType.NonCompliant => evaluation.EncryptionState == EncryptionState.Unencrypted ? 3 : 2,
        ComplianceType.Compliant => 1,
        _ => 0,
    };

    /// <summary>The group as its member describes it. Its ARN is the member's but for kind and id.</summary>
    private static RedisResource GroupOf(RedisResource member) => new()
    {
        ResourceType = ResourceType.ReplicationGroup,
        Id = member.ReplicationGroupId!,
        Arn = HeldResource.PartitionOf(member) is { } partition ? ElastiCacheArn.Compose(partition, member.Region!, member.AccountId!, ResourceType.ReplicationGroup, member.ReplicationGroupId!) : null,
        Region = member.Region,
        AccountId = member.AccountId,
        Engine = member.Engine,
        EngineVersion = member.EngineVersion,
        AtRestEncryptionEnabled = member.AtRestEncryptionEnabled,
        Unreadable = member.Unreadable & MemberNames.AtRestEncryptionEnabled,
        IsKeyUnknown = true,
        KnownByMember = member.Id,
        Source = member.Source,
    };

    internal static bool IsIdentified(RedisResource resource) => resource.Region is not null && resource.AccountId is not null;
}

/// <summary>Two records of one resource that contradict each other.</summary>
/// <param name="Standing">The evaluation that stands: by the worse of the two.</param>
/// <param name="Other">Where the other record was read.</param>
/// <param name="Source">Where the one was read that stands.</param>
internal sealed record ResourceConflict(Evaluation Standing, ResourceSource? Other, ResourceSource? Source);

/// <summary>A replication group that is described nowhere, and is known by its members.</summary>
/// <param name="Id">Its id.</param>
/// <param name="MemberId">The member whose evidence is the worst.</param>
/// <param name="Source">Where that member was read.</param>
/// <param name="Evaluation">What it says of the group. A member cannot show that its group is encrypted, only that it is not.</param>
internal sealed record UndescribedGroup(string Id, string MemberId, ResourceSource? Source, Evaluation Evaluation);
