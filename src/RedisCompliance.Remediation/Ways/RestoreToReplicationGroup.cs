namespace RedisCompliance.Remediation.Ways;

/// <summary>
/// Backup and restore: encryption and its key are fixed at creation, so a new group replaces the old one. What a snapshot does not
/// contain comes from the old group's description.
/// </summary>
/// <remarks>Amazon ElastiCache User Guide, "Restoring from a backup into a new cache", "At-Rest Encryption".</remarks>
internal static class RestoreToReplicationGroup
{
    private const string AuthTokenFile = "auth-token.txt";

    /// <summary>Plans the way for a group or a standalone cluster.</summary>
    public static RemediationWay Plan(GroupFacts group, KeyRule key, DateTime moment)
    {
        List<RemediationBlocker> blockers = FindBlockers(group, key);
        StepList steps = new(group.Region);
        if (group.Group is not null)
        {
            AddSteps(steps, group, key, moment);
        }

        return new RemediationWay
        {
            Name = RemediationWayName.RestoreToReplicationGroup,
            Description = group.IsStandalone ? Messages.WayRestoreStandalone : Messages.WayRestoreGroup,
            Blockers = blockers,
            Inputs = Inputs(group, key),
            Notes = [.. Notes(group)],
            Steps = steps.Steps,
        };
    }

    /// <summary>Finds what prevents an encrypted restore, and which facts it lacks.</summary>
    public static List<RemediationBlocker> FindBlockers(GroupFacts group, KeyRule key)
    {
        List<RemediationBlocker> blockers = [];
        void AddIf(bool condition, Func<RemediationBlocker> make)
        {
            if (condition)
            {
                blockers.Add(make());
            }
        }

        AddIf(key.Violation is not null, () => key.Violation!);
        AddIf(group.Group is null, () => Blockers.Unknown(FactName.Resource));
        AddIf(group.Member is null && group.Group is not null, () => Blockers.Unknown(FactName.CacheCluster));
        AddIf(group.Facts.Tags is null, () => Blockers.Unknown(FactName.Tags));
        if (group.Group is null)
        {
            return blockers;
        }

        AddIf(group.IsAvailable is null, () => Blockers.Unknown("Status"));
        AddIf(group.IsAvailable == false, () => Blockers.NotAvailable(group.Status));
        AddIf(group.IsChangePending, Blockers.PendingChange);

        // A restore goes to the Region; which Outpost has capacity is unknown.
        AddIf(group.IsOnOutpost, Blockers.Outpost);
        AddIf(!group.Engine.IsKnown || group.Engine.Requested is null, () => Blockers.Unknown("EngineVersion"));
        AddIf(group.Engine.IsRedis && group.Engine.IsKnown && !group.Engine.IsAtLeast(4, 0, 10),
            () => Blockers.EngineTooOld(group.Engine, "Redis OSS 4.0.10"));
        AddIf(group.NodeType is null, () => Blockers.Unknown("NodeType"));
        AddIf(group.NodeType is not null && !group.EncryptsNodeFamily && group.EncryptingNodeType is null,
            () => Blockers.NodeFamilyWithoutEncryption(group.NodeType));
        AddIf(group.Member is not null && group.SubnetGroup is null, Blockers.NotInVpc);
        AddIf(group.Member is not null && group.ParameterGroup is null, () => Blockers.Unknown("ParameterGroup"));
        AddIf(group.Member is not null && group.SubnetGroup is not null && group.SecurityGroups.Count == 0,
            () => Blockers.Unknown("SecurityGroups"));
        AddIf(!group.IsStandalone && (group.ClusterMode is null || group.IsClusterEnabled is null), () => Blockers.Unknown("ClusterMode"));
        AddIf(!group.IsStandalone && (group.ReplicaCount is null || group.Members.Count == 0), () => Blockers.Unknown("Replicas"));
        AddIf(!group.IsStandalone && group.IsTls is null, () => Blockers.Unknown("TransitEncryption"));
        AddIf(!group.IsStandalone && (group.IsMultiAz is null || group.HasFailover is null), () => Blockers.Unknown("MultiAz"));
        return blockers;
    }

    /// <summary>Adds the steps that pause writes and take a snapshot, of the whole group if that is possible.</summary>
    public static void AddSnapshot(StepList steps, GroupFacts group, KeyRule key, string snapshot)
    {
        bool isByGroup = !group.IsStandalone && group.IsClusterEnabled == true;
        steps.Do(Messages.StepPauseWrites, new(Messages.EffectPause, IsSafeStop: true, WayBack: Messages.BackPause));
        steps.Call(
            isByGroup ? Messages.StepSnapshotOfGroup : group.IsSnapshotOfReplica ? Messages.StepSnapshotOfReplica
                : Messages.StepSnapshotOfPrimary,
            new AwsCall("CreateSnapshot").With("SnapshotName", snapshot)
                .With(isByGroup ? "ReplicationGroupId" : "CacheClusterId", isByGroup ? group.Id : group.SnapshotMember)
                .With("KmsKeyId", KeyOf(key)),
            new(group.IsSnapshotOfReplica ? null : Messages.EffectSnapshot, Messages.CostSnapshot, false, true, Messages.BackSnapshot));
        steps.Await(Messages.StepAwaitSnapshot,
            new AwsCall("DescribeSnapshots").With("SnapshotName", snapshot), "Snapshots[0].SnapshotStatus", "SnapshotStatus");
    }

    /// <summary>Adds the steps from the snapshot to an available, verified group.</summary>
    public static void AddRestore(StepList steps, GroupFacts group, KeyRule key, DateTime moment)
    {
        string snapshot = NewName.OfSnapshot(group.Id, moment);
        string id = NewName.OfGroup(group.Id);
        AddSnapshot(steps, group, key, snapshot);
        steps.Call(Messages.StepCreateGroup.With(id), Create(group, key, id, snapshot),
            new(null, Messages.CostSecondGroup, false, true, Messages.BackCreate.With(id)));
        steps.AwaitGroup(id);
        steps.Await(Messages.StepVerify.With(id),
            new AwsCall("DescribeReplicationGroups").With("ReplicationGroupId", id),
            "ReplicationGroups[0].[Status,StorageEncryptionType,AtRestEncryptionEnabled,KmsKeyId]", "StorageEncryptionType");
        steps.Do(Messages.StepVerifyByModule, new(IsSafeStop: true), Verification.PowerShell(id, group.Region));
    }

    private static void AddSteps(StepList steps, GroupFacts group, KeyRule key, DateTime moment)
    {
        AddRestore(steps, group, key, moment);
        steps.Do(Messages.StepCutOver, new(Messages.EffectCutOver, IsSafeStop: true, WayBack: Messages.BackCutOver.With(group.Id)));
        AwsCall delete = group.IsStandalone
            ? new AwsCall("DeleteCacheCluster").With("CacheClusterId", group.Id)
            : new AwsCall("DeleteReplicationGroup").With("ReplicationGroupId", group.Id).With("RetainPrimaryCluster", false);
        steps.Call(Messages.StepDeleteOld.With(group.Id), delete, new(null, Messages.CostLess, true, true));
        string snapshot = NewName.OfSnapshot(group.Id, moment);
        steps.Call(Messages.StepDeleteSnapshot, new AwsCall("DeleteSnapshot").With("SnapshotName", snapshot),
            new(null, Messages.CostLess, true));
    }

    /// <summary>Creates the new group with the old one's values, and encryption.</summary>
    private static AwsCall Create(GroupFacts group, KeyRule key, string id, string snapshot)
    {
        DescribedRecord described = group.Group!;
        DescribedRecord? member = group.Member;
        bool isTls = group.IsTls == true;
        AwsCall call = new AwsCall("CreateReplicationGroup")
            .With("ReplicationGroupId", id)
            .With("ReplicationGroupDescription", described.TextOf("Description") ?? $"{group.Id}, encrypted at rest")
            .With("SnapshotName", snapshot)
            .With("AtRestEncryptionEnabled", true)
            .With("KmsKeyId", KeyOf(key))
            .With("Engine", group.Engine.Engine)
            .With("EngineVersion", group.Engine.Requested)
            .With("CacheNodeType", group.EncryptingNodeType ?? group.NodeType)
            .With("DataTieringEnabled", group.IsDataTiered ? true : null);
        AddShape(call, group);
        string? topic = member?["NotificationConfiguration"] is { } notification && notification.TextOf("TopicStatus") != "inactive"
            ? notification.TextOf("TopicArn") : null;
        call.With("CacheParameterGroupName", group.ParameterGroup)
            .With("CacheSubnetGroupName", group.SubnetGroup)
            .WithTexts("SecurityGroupIds", group.SecurityGroups)
            .With("Port", group.Port)
            .With("TransitEncryptionEnabled", isTls || group.Engine.IsValkey ? isTls : null)
            .With("TransitEncryptionMode", isTls ? group.TlsMode : null);
        if (group.HasAuthToken)
        {
            call.FromFile("AuthToken", AuthTokenFile);
        }

        return call.WithTexts("UserGroupIds", group.UserGroups)
            .With("PreferredMaintenanceWindow", member?.TextOf("PreferredMaintenanceWindow"))
            .With("SnapshotRetentionLimit", described.NumberOf("SnapshotRetentionLimit"))
            .With("SnapshotWindow", described.TextOf("SnapshotWindow"))
            .With("AutoMinorVersionUpgrade", member?.FlagOf("AutoMinorVersionUpgrade"))
            .With("NotificationTopicArn", topic)
            .With("LogDeliveryConfigurations", LogDelivery(described.ListOf("LogDeliveryConfigurations")))
            .With("NetworkType", described.TextOf("NetworkType") ?? member?.TextOf("NetworkType"))
            .With("IpDiscovery", described.TextOf("IpDiscovery") ?? member?.TextOf("IpDiscovery"))
            .With("Durability", described.TextOf("Durability") is { } durability and not "default" ? durability : null)
            .WithTags(group.Facts.Tags);
    }

    /// <summary>Keeps the number and layout of shards and replicas.</summary>
    private static void AddShape(AwsCall call, GroupFacts group)
    {
        if (group.IsStandalone)
        {
            call.With("NumCacheClusters", 1).With("AutomaticFailoverEnabled", false);
            return;
        }

        if (group.IsClusterEnabled == true && group.HasSameReplicasEverywhere)
        {
            call.With("NumNodeGroups", group.Shards.Count).With("ReplicasPerNodeGroup", group.ReplicaCount);
        }
        else if (group.IsClusterEnabled == true)
        {
            call.With("NumNodeGroups", group.Shards.Count).With("NodeGroupConfiguration", (object[])[.. group.Shards.Select(shard =>
                AwsCall.Structure(("NodeGroupId", shard.Id), ("Slots", shard.Slots), ("ReplicaCount", shard.NodeCount - 1)))]);
        }
        else
        {
            call.With("NumCacheClusters", group.Members.Count);
        }

        call.With("ClusterMode", group.Group!.TextOf("ClusterMode")).With("AutomaticFailoverEnabled", group.HasFailover)
            .With("MultiAZEnabled", group.IsMultiAz);
    }

    /// <summary>Converts to the form of a request; the description contains more, such as the status.</summary>
    private static object[] LogDelivery(IReadOnlyList<DescribedRecord> configurations) => [.. configurations.Select(one =>
        AwsCall.Structure(
            ("LogType", one.TextOf("LogType")), ("DestinationType", one.TextOf("DestinationType")),
            ("DestinationDetails", one["DestinationDetails"]?["CloudWatchLogsDetails"]?.TextOf("LogGroup") is { } logGroup
                ? AwsCall.Structure(("CloudWatchLogsDetails", AwsCall.Structure(("LogGroup", logGroup))))
                : one["DestinationDetails"]?["KinesisFirehoseDetails"]?.TextOf("DeliveryStream") is { } stream
                ? AwsCall.Structure(("KinesisFirehoseDetails", AwsCall.Structure(("DeliveryStream", stream)))) : null),
            ("LogFormat", one.TextOf("LogFormat"))))];

    private static string? KeyOf(KeyRule key) => !key.IsRequired ? null : key.Key ?? KeyInput.Placeholder;

    private static List<RemediationInput> Inputs(GroupFacts group, KeyRule key)
    {
        List<RemediationInput> inputs = [.. KeyInput.Of(key)];
        if (group.HasAuthToken)
        {
            inputs.Add(new(AuthTokenFile, Messages.InputAuthToken));
        }

        return inputs;
    }

    private static IEnumerable<string> Notes(GroupFacts group)
    {
        yield return Messages.NoteRestore;
        if (group.NodeType is not null && group.EncryptingNodeType is { } nodeType && nodeType != group.NodeType)
        {
            yield return Messages.NoteNodeType.With(group.NodeType, nodeType);
        }

        if (group.IsClusterEnabled == true)
        {
            yield return Messages.NoteShards;
        }

        if (group.IsTls == true)
        {
            yield return Messages.NoteCertificates;
        }

        yield return Messages.NoteMemory;
    }
}
