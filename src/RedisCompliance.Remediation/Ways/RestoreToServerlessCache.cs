namespace RedisCompliance.Remediation.Ways;

/// <summary>
/// A serverless cache, which is always encrypted: the only way for a cache with the wrong key, and an alternative for a group.
/// </summary>
internal static class RestoreToServerlessCache
{
    private const string SubnetsPlaceholder = "<SubnetId>";
    private const string AccountPlaceholder = "<AccountId>";

    /// <summary>Plans the way for a serverless cache that has the wrong key.</summary>
    public static RemediationWay Plan(ResourceFacts facts, KeyRule key, DateTime moment)
    {
        Evaluation evaluation = facts.Evaluation;
        DescribedRecord? cache = facts.Described;
        string name = evaluation.ComplianceResourceId;
        string snapshot = NewName.OfSnapshot(name, moment);
        StepList steps = new(evaluation.Region);
        List<RemediationBlocker> blockers = [];
        if (key.Violation is not null)
        {
            blockers.Add(key.Violation);
        }

        if (cache is null)
        {
            blockers.Add(Blockers.Unknown(FactName.Resource));
        }
        else
        {
            AddStateBlockers(blockers, cache, evaluation);
            steps.Do(Messages.StepPauseWrites, new(Messages.EffectPause, IsSafeStop: true, WayBack: Messages.BackPause));
            steps.Call(Messages.StepSnapshotOfCache,
                new AwsCall("CreateServerlessCacheSnapshot").With("ServerlessCacheSnapshotName", snapshot)
                    .With("ServerlessCacheName", name).With("KmsKeyId", KeyOf(key, evaluation)),
                new(null, Messages.CostSnapshot, false, true, Messages.BackServerlessSnapshot));
            steps.Await(Messages.StepAwaitSnapshot,
                new AwsCall("DescribeServerlessCacheSnapshots").With("ServerlessCacheSnapshotName", snapshot),
                "ServerlessCacheSnapshots[0].Status", "Status");
            AddCreate(steps, Create(cache, facts, key, snapshot), name, evaluation.Region);
            steps.Call(Messages.StepDeleteOld.With(name), new AwsCall("DeleteServerlessCache").With("ServerlessCacheName", name),
                new(null, Messages.CostLess, true, true));
            steps.Call(Messages.StepDeleteSnapshot,
                new AwsCall("DeleteServerlessCacheSnapshot").With("ServerlessCacheSnapshotName", snapshot),
                new(null, Messages.CostLess, true));
        }

        if (facts.Tags is null)
        {
            blockers.Add(Blockers.Unknown(FactName.Tags));
        }

        return Make(blockers, [.. KeyInput.Of(key), .. AccountInput(evaluation)], steps, null);
    }

    /// <summary>Plans the alternative for a group or a standalone cluster; clients must be compatible with serverless caches.</summary>
    public static RemediationWay PlanOfGroup(GroupFacts group, KeyRule key, DateTime moment)
    {
        List<RemediationBlocker> blockers = RestoreToReplicationGroup.FindBlockers(group, key);
        blockers.RemoveAll(blocker => blocker.Name is "NodeFamilyWithoutEncryption" or "EngineTooOld");
        bool isOldEnough = group.Engine.IsValkey ? group.Engine.IsAtLeast(7, 2) : group.Engine.IsAtLeast(5, 0);
        if (group.Engine.IsKnown && !isOldEnough)
        {
            blockers.Add(Blockers.EngineTooOld(group.Engine, group.Engine.IsValkey ? "Valkey 7.2" : "Redis OSS 5.0"));
        }

        if (group.IsDataTiered)
        {
            blockers.Add(Blockers.DataTiering());
        }

        if (group.HasAuthToken)
        {
            blockers.Add(Blockers.AuthTokenOnServerless());
        }

        StepList steps = new(group.Region);
        List<RemediationInput> inputs = [.. KeyInput.Of(key), .. AccountInput(group.Facts.Evaluation)];
        if (group.Group is not null)
        {
            string snapshot = NewName.OfSnapshot(group.Id, moment);
            RestoreToReplicationGroup.AddSnapshot(steps, group, key, snapshot);
            AddCreate(steps, CreateOfGroup(group, key, snapshot), group.Id, group.Region);
            if (group.SubnetIds.Count == 0)
            {
                inputs.Add(new(SubnetsPlaceholder, Messages.InputSubnets));
            }
        }

        return Make(blockers, inputs, steps, Messages.WhyNotServerless);
    }

    private static void AddStateBlockers(List<RemediationBlocker> blockers, DescribedRecord cache, Evaluation evaluation)
    {
        string? status = cache.TextOf("Status") ?? evaluation.Status;
        if (status is null)
        {
            blockers.Add(Blockers.Unknown("Status"));
        }
        else if (!status.Equals("available", StringComparison.OrdinalIgnoreCase))
        {
            blockers.Add(Blockers.NotAvailable(status));
        }

        if ((cache.TextOf("Engine") ?? evaluation.Engine) is null)
        {
            blockers.Add(Blockers.Unknown("EngineVersion"));
        }
    }

    private static void AddCreate(StepList steps, AwsCall create, string old, string? region)
    {
        string id = (string)create["ServerlessCacheName"];
        steps.Call(Messages.StepCreateCache.With(id), create,
            new(null, Messages.CostServerless, false, true, Messages.BackCreateCache.With(id)));
        steps.Await(Messages.StepAwaitCache.With(id), new AwsCall("DescribeServerlessCaches").With("ServerlessCacheName", id),
            "ServerlessCaches[0].[Status,StorageEncryptionType,KmsKeyId]", "Status");
        steps.Do(Messages.StepVerifyByModule, new(IsSafeStop: true), Verification.PowerShell(id, region));
        steps.Do(Messages.StepCutOver, new(Messages.EffectCutOver, IsSafeStop: true, WayBack: Messages.BackCutOver.With(old)));
    }

    private static AwsCall Create(DescribedRecord cache, ResourceFacts facts, KeyRule key, string snapshot) =>
        new AwsCall("CreateServerlessCache")
            .With("ServerlessCacheName", NewName.OfGroup(facts.Evaluation.ComplianceResourceId))
            .With("Engine", cache.TextOf("Engine") ?? facts.Evaluation.Engine)
            .With("MajorEngineVersion", cache.TextOf("MajorEngineVersion"))
            .WithTexts("SnapshotArnsToRestore", [SnapshotArn(facts.Evaluation, "serverlesscachesnapshot", snapshot)])
            .With("KmsKeyId", KeyOf(key, facts.Evaluation))
            .With("Description", cache.TextOf("Description"))
            .With("CacheUsageLimits", Limits(cache["CacheUsageLimits"]))
            .WithTexts("SecurityGroupIds", cache.ListOf("SecurityGroupIds").Select(one => one.Text).OfType<string>())
            .WithTexts("SubnetIds", cache.ListOf("SubnetIds").Select(one => one.Text).OfType<string>())
            .With("UserGroupId", cache.TextOf("UserGroupId"))
            .With("SnapshotRetentionLimit", cache.NumberOf("SnapshotRetentionLimit"))
            .With("DailySnapshotTime", cache.TextOf("DailySnapshotTime"))
            .With("NetworkType", cache.TextOf("NetworkType"))
            .WithTags(facts.Tags);

    private static AwsCall CreateOfGroup(GroupFacts group, KeyRule key, string snapshot) =>
        new AwsCall("CreateServerlessCache")
            .With("ServerlessCacheName", NewName.OfGroup(group.Id))
            .With("Engine", group.Engine.Engine)
            .With("MajorEngineVersion", group.Engine.IsRedis && !group.Engine.IsAtLeast(7, 0) ? "7" : group.Engine.Major)
            .WithTexts("SnapshotArnsToRestore", [SnapshotArn(group.Facts.Evaluation, "snapshot", snapshot)])
            .With("KmsKeyId", KeyOf(key, group.Facts.Evaluation))
            .With("Description", group.Group!.TextOf("Description"))
            .WithTexts("SecurityGroupIds", group.SecurityGroups)
            .WithTexts("SubnetIds", group.SubnetIds.Count > 0 ? group.SubnetIds.Take(3) : [SubnetsPlaceholder])
            .With("UserGroupId", group.UserGroups.Count > 0 ? group.UserGroups[0] : null)
            .WithTags(group.Facts.Tags);

    private static IReadOnlyDictionary<string, object>? Limits(DescribedRecord? limits)
    {
        IReadOnlyDictionary<string, object>? Part(string name) => limits?[name] is { } part && part.Items.Any()
            ? AwsCall.Structure(
                ("Maximum", part.NumberOf("Maximum")), ("Minimum", part.NumberOf("Minimum")), ("Unit", part.TextOf("Unit")))
            : null;
        IReadOnlyDictionary<string, object> all =
            AwsCall.Structure(("DataStorage", Part("DataStorage")), ("ECPUPerSecond", Part("ECPUPerSecond")));
        return all.Count > 0 ? all : null;
    }

    private static string SnapshotArn(Evaluation evaluation, string kind, string name)
    {
        string partition = ElastiCacheArn.Known(ElastiCacheArn.Parse(evaluation.Arn).Partition) ?? "aws";
        return $"arn:{partition}:elasticache:{evaluation.Region}:{evaluation.AccountId ?? AccountPlaceholder}:{kind}:{name}";
    }

    /// <summary>Serverless caches accept a key only by its ARN.</summary>
    private static string? KeyOf(KeyRule key, Evaluation evaluation) => !key.IsRequired ? null
        : key.Key is null ? KeyInput.Placeholder
        : key.Key.StartsWith("arn:", StringComparison.Ordinal) ? key.Key
        : $"arn:{ElastiCacheArn.Known(ElastiCacheArn.Parse(evaluation.Arn).Partition) ?? "aws"}:kms:{evaluation.Region}:"
            + $"{evaluation.AccountId ?? AccountPlaceholder}:key/{key.Key}";

    private static IEnumerable<RemediationInput> AccountInput(Evaluation evaluation) =>
        evaluation.AccountId is null ? [new RemediationInput(AccountPlaceholder, Messages.InputAccountId)] : [];

    private static RemediationWay Make(
        List<RemediationBlocker> blockers, IReadOnlyList<RemediationInput> inputs, StepList steps, string? whyNot) => new()
    {
        Name = RemediationWayName.RestoreToServerlessCache,
        Description = Messages.WayRestoreServerless,
        WhyNot = whyNot,
        Blockers = blockers,
        Inputs = inputs,
        Notes = [Messages.NoteServerless],
        Steps = steps.Steps,
    };
}
