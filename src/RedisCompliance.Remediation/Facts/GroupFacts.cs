namespace RedisCompliance.Remediation.Facts;

/// <summary>A replication group or standalone cluster, in the terms that the ways use. Null always means unknown.</summary>
internal sealed class GroupFacts
{
    // Amazon ElastiCache User Guide, "At-Rest Encryption" and "Durability: Limitations".
    private static readonly string[] s_encrypting =
        ["r8g", "r7g", "r6gd", "r6g", "r5", "r4", "m8g", "m7g", "m6g", "m5", "m4", "t4g", "t3", "c8gn", "c7gn"];

    private static readonly string[] s_durable = ["r8g", "r7g", "r6g", "m8g", "m7g", "m6g", "c8gn", "c7gn"];

    private static readonly Dictionary<string, string> s_successors =
        new(StringComparer.Ordinal) { ["r3"] = "r5", ["m3"] = "m5", ["t2"] = "t3" };

    public GroupFacts(ResourceFacts facts)
    {
        Facts = facts;
        Evaluation evaluation = facts.Evaluation;
        DescribedRecord? group = facts.Described;
        DescribedRecord? member = facts.Member;
        IsStandalone = evaluation.ComplianceResourceType == ResourceType.CacheCluster;
        Engine = new EngineVersion(
            group?.TextOf("Engine") ?? member?.TextOf("Engine") ?? evaluation.Engine,
            member?.TextOf("EngineVersion") ?? evaluation.EngineVersion);
        Status = (IsStandalone ? group?.TextOf("CacheClusterStatus") : group?.TextOf("Status")) ?? evaluation.Status;
        NodeType = group?.TextOf("CacheNodeType") ?? member?.TextOf("CacheNodeType");
        Shards = group is null || IsStandalone ? [] : [.. group.ListOf("NodeGroups").Select(shard => new Shard(shard))];
        Members = group is null ? []
            : IsStandalone ? [evaluation.ComplianceResourceId]
            : [.. group.ListOf("MemberClusters").Select(one => one.Text).OfType<string>()];
    }

    public ResourceFacts Facts { get; }

    public DescribedRecord? Group => Facts.Described;

    public DescribedRecord? Member => Facts.Member;

    public bool IsStandalone { get; }

    public string Id => Facts.Evaluation.ComplianceResourceId;

    public EngineVersion Engine { get; }

    public string? Status { get; }

    public string? NodeType { get; }

    public IReadOnlyList<Shard> Shards { get; }

    public IReadOnlyList<string> Members { get; }

    /// <summary>The node type's part between the dots: <c>r7g</c>.</summary>
    public string? Family => NodeType?.Split('.') is { Length: 3 } parts ? parts[1] : null;

    public bool? IsAvailable => Status is null ? null : Status.Equals("available", StringComparison.OrdinalIgnoreCase);

    public bool? IsClusterEnabled => IsStandalone ? false : Group?.FlagOf("ClusterEnabled");

    /// <summary><c>enabled</c>, <c>compatible</c> or <c>disabled</c>.</summary>
    public string? ClusterMode => IsStandalone ? "disabled"
        : Group?.TextOf("ClusterMode") ?? IsClusterEnabled switch { true => "enabled", false => "disabled", null => null };

    public bool? IsTls => Group?.FlagOf("TransitEncryptionEnabled");

    public string? TlsMode => Group?.TextOf("TransitEncryptionMode");

    public bool? IsMultiAz => IsStandalone ? false : Switch("MultiAZ");

    public bool? HasFailover => IsStandalone ? false : Switch("AutomaticFailover");

    /// <summary>The smallest number of replicas in any shard; null if the shards are unknown.</summary>
    public int? ReplicaCount => IsStandalone ? 0
        : Shards.Count == 0 || Shards.Any(shard => shard.NodeCount == 0) ? null : Shards.Min(shard => shard.NodeCount) - 1;

    public bool HasSameReplicasEverywhere => Shards.Select(shard => shard.NodeCount).Distinct().Count() == 1;

    public bool IsDataTiered => Group?.TextOf("DataTiering") is { } tiering
        && !tiering.Equals("disabled", StringComparison.OrdinalIgnoreCase);

    public bool EncryptsNodeFamily => Family is { } family && s_encrypting.Contains(family);

    public bool IsNodeFamilyDurable => Family is { } family && s_durable.Contains(family);

    /// <summary>The node type of the new group: the same one, or the same size in the successor family.</summary>
    public string? EncryptingNodeType => NodeType is null || EncryptsNodeFamily ? NodeType
        : Family is { } family && s_successors.TryGetValue(family, out string? successor)
            ? NodeType.Replace($".{family}.", $".{successor}.")
        : null;

    public string? GlobalDatastoreId => Group?["GlobalReplicationGroupInfo"]?.TextOf("GlobalReplicationGroupId");

    public bool IsPrimaryOfGlobal => string.Equals(Group?["GlobalReplicationGroupInfo"]?.TextOf("GlobalReplicationGroupMemberRole"),
        "PRIMARY", StringComparison.OrdinalIgnoreCase);

    public bool IsOnOutpost => Member?.TextOf("PreferredOutpostArn") is not null || Shards.Any(shard => shard.IsOnOutpost)
        || Group?.ListOf("MemberClustersOutpostArns").Count > 0;

    /// <summary>Whether a node is in a Local Zone such as <c>us-west-2-lax-1a</c>, whose name goes on after the Region's number.</summary>
    public bool IsInLocalZone => Zones.Any(zone => zone.Split('-') is var parts
        && parts.Take(parts.Length - 1).Any(part => part.Length > 0 && part.All(letter => letter is >= '0' and <= '9')));

    public string? Region => Facts.Evaluation.Region;

    public bool HasAuthToken => Group?.FlagOf("AuthTokenEnabled") == true;

    public IReadOnlyList<string> UserGroups =>
        Group is null ? [] : [.. Group.ListOf("UserGroupIds").Select(one => one.Text).OfType<string>()];

    public string? ParameterGroup => Member?["CacheParameterGroup"]?.TextOf("CacheParameterGroupName");

    public bool HasCustomParameters => ParameterGroup?.StartsWith("default.", StringComparison.Ordinal) == false;

    public string? SubnetGroup => Member?.TextOf("CacheSubnetGroupName");

    /// <summary>The zones that the subnet group covers.</summary>
    public IReadOnlyList<string> SubnetZones => Facts.SubnetGroup is null ? [] : [.. Facts.SubnetGroup.ListOf("Subnets")
        .Select(subnet => subnet["SubnetAvailabilityZone"]?.TextOf("Name")).OfType<string>().Distinct()];

    public IReadOnlyList<string> SubnetIds => Facts.SubnetGroup is null ? [] : [.. Facts.SubnetGroup.ListOf("Subnets")
        .Select(subnet => subnet.TextOf("SubnetIdentifier")).OfType<string>()];

    public IReadOnlyList<string> SecurityGroups => Member is null ? [] : [.. Member.ListOf("SecurityGroups")
        .Select(group => group.TextOf("SecurityGroupId")).OfType<string>()];

    /// <summary>The member to take a snapshot of: a replica, to spare the primary, or else the primary.</summary>
    public string? SnapshotMember => Shards.SelectMany(shard => shard.Nodes).Where(node => node.Role == "replica")
        .Select(node => node.Id).FirstOrDefault() ?? (Members.Count > 0 ? Members[0] : null);

    public bool IsSnapshotOfReplica => Shards.SelectMany(shard => shard.Nodes).Any(node => node.Role == "replica");

    public int? Port => Group?["ConfigurationEndpoint"]?.NumberOf("Port")
        ?? Shards.Select(shard => shard.Endpoint?.NumberOf("Port")).FirstOrDefault(port => port is not null)
        ?? Member?.ListOf("CacheNodes").Select(node => node["Endpoint"]?.NumberOf("Port")).FirstOrDefault(port => port is not null);

    /// <summary>Whether a pending change would interfere with the steps.</summary>
    public bool IsChangePending => Group?["PendingModifiedValues"]?.Items.Any(item => item.Text is { Length: > 0 } || item.Items.Any())
        == true;

    private IEnumerable<string> Zones => Shards.SelectMany(shard => shard.Nodes).Select(node => node.Zone)
        .Append(Member?.TextOf("PreferredAvailabilityZone")).OfType<string>();

    private bool? Switch(string member) => Group?.TextOf(member)?.ToLowerInvariant() switch
    {
        null => null,
        "enabled" or "enabling" => true,
        _ => false,
    };
}

/// <summary>A shard and its nodes.</summary>
internal sealed class Shard(DescribedRecord shard)
{
    public string? Id => shard.TextOf("NodeGroupId");

    public string? Slots => shard.TextOf("Slots");

    public DescribedRecord? Endpoint => shard["PrimaryEndpoint"];

    public IReadOnlyList<(string? Id, string? Role, string? Zone)> Nodes { get; } = [.. shard.ListOf("NodeGroupMembers").Select(
        node => (node.TextOf("CacheClusterId"), node.TextOf("CurrentRole"), node.TextOf("PreferredAvailabilityZone")))];

    public int NodeCount => Nodes.Count;

    public bool IsOnOutpost => shard.ListOf("NodeGroupMembers").Any(node => node.TextOf("PreferredOutpostArn") is not null);
}
