namespace RedisCompliance.Remediation.Ways;

/// <summary>
/// In place: durability encrypts a group with ElastiCache's own key. For most groups this takes many steps, some of them irreversible,
/// so it is recommended only if all are easy and reversible.
/// </summary>
/// <remarks>Amazon ElastiCache User Guide, "Changing durability", "Durability: limitations", "Modifying cluster mode".</remarks>
internal sealed class EnableDurability
{
    private const int MaxParametersInCall = 20;
    private const string TargetVersion = "9.0";

    // What can be changed reversibly and without changes to clients.
    private static readonly string[] s_easy = ["NoReplica", "FailoverDisabled", "MultiAzDisabled", "TlsPreferred"];

    private readonly GroupFacts _group;
    private readonly List<RemediationBlocker> _unmet = [];
    private readonly List<RemediationBlocker> _impossible = [];
    private readonly StepList _steps;

    private EnableDurability(GroupFacts group, KeyRule key)
    {
        _group = group;
        _steps = new StepList(group.Region);
        FindImpossible(key);
        FindUnmet();
    }

    /// <summary>Whether the changes are few and easy enough to recommend.</summary>
    private bool IsRecommendable => _impossible.Count == 0 && _unmet.All(blocker => s_easy.Contains(blocker.Name));

    /// <summary>Plans the way for a group and says whether to recommend it.</summary>
    public static (RemediationWay Way, bool IsRecommendable) Plan(GroupFacts group, KeyRule key)
    {
        EnableDurability plan = new(group, key);
        if (plan._impossible.Count == 0)
        {
            plan.AddSteps();
        }

        RemediationWay way = new()
        {
            Name = RemediationWayName.EnableDurability,
            Description = Messages.WayEnableDurability,
            WhyNot = plan._impossible.Count > 0 ? Messages.WhyNotPossible
                : plan.IsRecommendable ? null : Messages.WhyNotLongRoad,
            Blockers = [.. plan._impossible, .. plan._unmet],
            Notes = plan._impossible.Count > 0 ? [] : [Messages.NoteDurabilityContradicted, Messages.NoteDurabilityUndoing],
            Steps = plan._steps.Steps,
        };
        return (way, plan.IsRecommendable);
    }

    private void FindImpossible(KeyRule key)
    {
        if (key.Violation is { Name: "KeyPolicyUnknown" } unknown)
        {
            _impossible.Add(unknown);
        }

        AddIf(_impossible, key.IsRequired, Blockers.KeyRequired);
        AddIf(_impossible, _group.Facts.IsUnknown(FactName.Resource) || _group.Group is null, () => Blockers.Unknown(FactName.Resource));
        AddIf(_impossible, _group.Member is null, () => Blockers.Unknown(FactName.CacheCluster));
        if (_group.Group is null)
        {
            return;
        }

        AddIf(_impossible, _group.GlobalDatastoreId is not null, () => Blockers.GlobalDatastore(_group.GlobalDatastoreId!));
        AddIf(_impossible, _group.IsDataTiered, Blockers.DataTiering);
        AddIf(_impossible, _group.IsOnOutpost, Blockers.Outpost);
        AddIf(_impossible, _group.IsInLocalZone, Blockers.LocalZone);
        AddIf(_impossible, _group.NodeType is null, () => Blockers.Unknown("NodeType"));
        AddIf(_impossible, _group.NodeType is not null && !_group.IsNodeFamilyDurable,
            () => Blockers.NodeFamilyNotDurable(_group.NodeType));
        AddIf(_impossible, _group.IsAvailable == false, () => Blockers.NotAvailable(_group.Status));
        AddIf(_impossible, _group.IsChangePending, Blockers.PendingChange);
        AddIf(_impossible, _group.IsAvailable is null, () => Blockers.Unknown("Status"));
        AddIf(_impossible, !_group.Engine.IsKnown, () => Blockers.Unknown("EngineVersion"));
        AddIf(_impossible, _group.IsTls is null, () => Blockers.Unknown("TransitEncryption"));
        AddIf(_impossible, _group.ClusterMode is null, () => Blockers.Unknown("ClusterMode"));
        AddIf(_impossible, _group.ReplicaCount is null, () => Blockers.Unknown("Replicas"));
        AddIf(_impossible, _group.IsMultiAz is null || _group.HasFailover is null, () => Blockers.Unknown("MultiAz"));
        if (_group.IsMultiAz == false)
        {
            AddIf(_impossible, _group.Facts.SubnetGroup is null, () => Blockers.Unknown(FactName.SubnetGroup));
            AddIf(_impossible, _group.Facts.SubnetGroup is not null && _group.SubnetZones.Count < 2,
                () => Blockers.SingleZoneSubnets(_group.SubnetGroup));
        }

        bool needsParameters = _group.HasCustomParameters && (NeedsEngine || _group.ClusterMode != "enabled");
        AddIf(_impossible, needsParameters && _group.Facts.Parameters is null, () => Blockers.Unknown(FactName.Parameters));
    }

    private bool NeedsEngine => !_group.Engine.IsValkey || !_group.Engine.IsAtLeast(9, 0);

    private void FindUnmet()
    {
        if (_group.Group is null || !_group.Engine.IsKnown)
        {
            return;
        }

        AddIf(_unmet, !_group.Engine.IsValkey, () => Blockers.EngineNotValkey(_group.Engine));
        AddIf(_unmet, _group.Engine.IsValkey && NeedsEngine, () => Blockers.EngineTooOld(_group.Engine, "Valkey 9.0"));
        AddIf(_unmet, _group.IsTls == false, Blockers.TlsDisabled);
        AddIf(_unmet, _group.IsTls == true && _group.TlsMode == "preferred", Blockers.TlsPreferred);
        AddIf(_unmet, _group.ReplicaCount == 0, Blockers.NoReplica);
        AddIf(_unmet, _group.HasFailover == false, Blockers.FailoverDisabled);
        AddIf(_unmet, _group.IsMultiAz == false, Blockers.MultiAzDisabled);
        AddIf(_unmet, _group.ClusterMode == "compatible", Blockers.ClusterModeCompatible);
        AddIf(_unmet, _group.ClusterMode == "disabled", Blockers.ClusterModeDisabled);
    }

    private static void AddIf(List<RemediationBlocker> blockers, bool condition, Func<RemediationBlocker> make)
    {
        if (condition)
        {
            blockers.Add(make());
        }
    }

    private AwsCall Modify() => new AwsCall("ModifyReplicationGroup").With("ReplicationGroupId", _group.Id);

    /// <summary>Adds a call with a single modification, and the wait for it.</summary>
    private void Change(string description, AwsCall call, StepList.Effect effect)
    {
        _steps.Call(description, call.With("ApplyImmediately", true), effect);
        _steps.AwaitGroup(_group.Id);
    }

    private void AddSteps()
    {
        AddEngine();
        AddTls();
        AddReplicas();
        AddClusterMode();
        Change(Messages.StepDurability, Modify().With("Durability", "async"),
            new(Messages.EffectNone, Messages.CostDurability, false, true, Messages.BackDurability));
        _steps.Do(Messages.StepVerify.With(_group.Id), new(IsSafeStop: true), Verification.PowerShell(_group.Id, _group.Region));
    }

    private void AddEngine()
    {
        if (!NeedsEngine)
        {
            return;
        }

        // AWS does not change the engine in compatible mode.
        if (_group.ClusterMode == "compatible")
        {
            Change(Messages.StepClusterModeBack, Modify().With("ClusterMode", "disabled"), new(WayBack: Messages.BackClusterModeAgain));
        }

        string? parameters = AddParameterGroup("valkey9", []);
        Change(Messages.StepEngine, Modify().With("Engine", "valkey").With("EngineVersion", TargetVersion)
                .With("CacheParameterGroupName", parameters),
            new(Messages.EffectEngine, null, true, true, Messages.BackEngine));
    }

    private void AddTls()
    {
        if (_group.IsTls == false)
        {
            Change(Messages.StepTlsPreferred,
                Modify().With("TransitEncryptionEnabled", true).With("TransitEncryptionMode", "preferred"),
                new(Messages.EffectTls, null, false, true, Messages.BackTls));
        }

        if (_group.IsTls == false || _group.TlsMode == "preferred")
        {
            _steps.Do(Messages.StepTlsClients, new(Messages.EffectClients, IsSafeStop: true));
            Change(Messages.StepTlsRequired, Modify().With("TransitEncryptionEnabled", true).With("TransitEncryptionMode", "required"),
                new(Messages.EffectTlsRequired, null, false, true, Messages.BackTlsRequired));
        }
    }

    private void AddReplicas()
    {
        if (_group.ReplicaCount == 0)
        {
            _steps.Call(Messages.StepReplica,
                new AwsCall("IncreaseReplicaCount").With("ReplicationGroupId", _group.Id).With("NewReplicaCount", 1)
                    .With("ApplyImmediately", true),
                new(null, Messages.CostReplica, false, true, Messages.BackReplica));
            _steps.AwaitGroup(_group.Id);
        }

        if (_group.IsMultiAz == false || _group.HasFailover == false)
        {
            Change(Messages.StepMultiAz, Modify().With("AutomaticFailoverEnabled", true).With("MultiAZEnabled", true),
                new(null, Messages.CostMultiAz, false, true, Messages.BackMultiAz));
        }
    }

    private void AddClusterMode()
    {
        if (_group.ClusterMode == "enabled")
        {
            return;
        }

        if (_group.ClusterMode == "disabled" || NeedsEngine)
        {
            string? parameters = AddParameterGroup("valkey9-cluster", [new("cluster-enabled", "yes")]);
            Change(Messages.StepClusterModeCompatible,
                Modify().With("ClusterMode", "compatible").With("CacheParameterGroupName", parameters),
                new(null, null, false, true, Messages.BackClusterModeCompatible));
        }

        _steps.Do(Messages.StepClusterClients, new(Messages.EffectClients, IsSafeStop: true));
        Change(Messages.StepClusterModeEnabled, Modify().With("ClusterMode", "enabled"), new(Messages.EffectEndpoints, null, true, true));
    }

    /// <summary>Adds a parameter group with the user-set values; none if the group uses AWS's own.</summary>
    private string? AddParameterGroup(string purpose, IReadOnlyList<KeyValuePair<string, string>> more)
    {
        if (!_group.HasCustomParameters)
        {
            return null;
        }

        string name = NewName.OfParameters(_group.ParameterGroup!, purpose);
        _steps.Call(Messages.StepParameterGroup.With(name, _group.ParameterGroup),
            new AwsCall("CreateCacheParameterGroup").With("CacheParameterGroupName", name).With("CacheParameterGroupFamily", "valkey9")
                .With("Description", $"Values of {_group.ParameterGroup}"));
        List<KeyValuePair<string, string>> values =
            [.. _group.Facts.Parameters!.Where(value => more.All(other => other.Key != value.Key)), .. more];
        for (int i = 0; i < values.Count; i += MaxParametersInCall)
        {
            object[] some = [.. values.Skip(i).Take(MaxParametersInCall).Select(value =>
                AwsCall.Structure(("ParameterName", value.Key), ("ParameterValue", value.Value)))];
            _steps.Call(Messages.StepParameterValues.With(name),
                new AwsCall("ModifyCacheParameterGroup").With("CacheParameterGroupName", name).With("ParameterNameValues", some));
        }

        return name;
    }
}
