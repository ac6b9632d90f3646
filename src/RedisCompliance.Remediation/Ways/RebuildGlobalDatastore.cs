namespace RedisCompliance.Remediation.Ways;

/// <summary>
/// A Global Datastore accepts an existing group only as its primary, and secondaries inherit its encryption. So this detaches the
/// secondaries, rebuilds the primary, and creates a new Global Datastore around it.
/// </summary>
internal static class RebuildGlobalDatastore
{
    private const string DatastorePlaceholder = "<GlobalReplicationGroupId>";

    public static RemediationWay Plan(GroupFacts group, KeyRule key, DateTime moment)
    {
        string datastore = group.GlobalDatastoreId!;
        DescribedRecord? global = group.Facts.GlobalDatastore;
        List<RemediationBlocker> blockers = RestoreToReplicationGroup.FindBlockers(group, key);
        (string Id, string Region)[] secondaries = global is null ? [] :
        [
            .. global.ListOf("Members").Where(member => !Is(member.TextOf("Role"), "PRIMARY"))
                .Select(member => (Id: member.TextOf("ReplicationGroupId"), Region: member.TextOf("ReplicationGroupRegion")))
                .Where(member => member is { Id: not null, Region: not null }).Select(member => (member.Id!, member.Region!)),
        ];
        string? primaryRegion = global?.ListOf("Members").FirstOrDefault(member => Is(member.TextOf("Role"), "PRIMARY"))
            ?.TextOf("ReplicationGroupRegion");
        if (global is null || primaryRegion is null)
        {
            blockers.Add(Blockers.Unknown(FactName.GlobalDatastore));
        }

        StepList steps = new(group.Region);
        if (global is null)
        {
            // Without knowing its members, do not dismantle a Global Datastore.
        }
        else if (group.IsPrimaryOfGlobal)
        {
            AddPrimary(steps, group, key, moment, datastore, secondaries);
        }
        else
        {
            AddSecondary(steps, group, datastore, primaryRegion);
        }

        return new RemediationWay
        {
            Name = RemediationWayName.RebuildGlobalDatastore,
            Description = Messages.WayRebuildGlobal,
            Blockers = blockers,
            Inputs = [.. KeyInput.Of(key), new(DatastorePlaceholder, Messages.InputGlobalDatastore)],
            Notes = [Messages.NoteGlobal, Messages.NoteRestore],
            Steps = steps.Steps,
        };
    }

    private static void AddPrimary(
        StepList steps, GroupFacts group, KeyRule key, DateTime moment, string datastore, (string Id, string Region)[] secondaries)
    {
        foreach ((string id, string region) in secondaries)
        {
            steps.Call(Messages.StepDisassociate.With(id, region), Disassociate(datastore, id, region),
                new(Messages.EffectDisassociate, null, true, true));
        }

        RestoreToReplicationGroup.AddRestore(steps, group, key, moment);
        steps.Call(Messages.StepCreateGlobal,
            new AwsCall("CreateGlobalReplicationGroup").With("GlobalReplicationGroupIdSuffix", "encrypted")
                .With("PrimaryReplicationGroupId", NewName.OfGroup(group.Id)),
            new(IsSafeStop: true));
        foreach ((string id, string region) in secondaries)
        {
            // AWS rejects values that a secondary inherits; the secondary's own plan has the rest.
            steps.Call(Messages.StepCreateSecondary.With(id, region),
                new AwsCall("CreateReplicationGroup").With("ReplicationGroupId", NewName.OfGroup(id))
                    .With("ReplicationGroupDescription", $"{id}, encrypted at rest")
                    .With("GlobalReplicationGroupId", DatastorePlaceholder),
                new(null, Messages.CostSecondGroup, false, true), region);
        }

        steps.Do(Messages.StepCutOver, new(Messages.EffectCutOver, IsSafeStop: true, WayBack: Messages.BackCutOver.With(group.Id)));
        steps.Call(Messages.StepDeleteOld.With(group.Id),
            new AwsCall("DeleteReplicationGroup").With("ReplicationGroupId", group.Id).With("RetainPrimaryCluster", false),
            new(null, Messages.CostLess, true, true));
    }

    private static void AddSecondary(StepList steps, GroupFacts group, string datastore, string? primaryRegion)
    {
        steps.Do(Messages.StepPrimaryFirst.With(datastore, primaryRegion ?? "?"), new(IsSafeStop: true));
        steps.Call(Messages.StepDisassociate.With(group.Id, group.Region), Disassociate(datastore, group.Id, group.Region!),
            new(Messages.EffectDisassociate, null, true, true), primaryRegion);
        string id = NewName.OfGroup(group.Id);
        steps.Call(Messages.StepCreateSecondary.With(group.Id, group.Region),
            new AwsCall("CreateReplicationGroup").With("ReplicationGroupId", id)
                .With("ReplicationGroupDescription", group.Group!.TextOf("Description") ?? $"{group.Id}, encrypted at rest")
                .With("GlobalReplicationGroupId", DatastorePlaceholder)
                .With("CacheSubnetGroupName", group.SubnetGroup)
                .WithTexts("SecurityGroupIds", group.SecurityGroups)
                .WithTags(group.Facts.Tags),
            new(null, Messages.CostSecondGroup, false, true, Messages.BackCreate.With(id)));
        steps.AwaitGroup(id);
        steps.Do(Messages.StepCutOver, new(Messages.EffectCutOver, IsSafeStop: true));
    }

    private static AwsCall Disassociate(string datastore, string id, string region) =>
        new AwsCall("DisassociateGlobalReplicationGroup").With("GlobalReplicationGroupId", datastore)
            .With("ReplicationGroupId", id).With("ReplicationGroupRegion", region);

    private static bool Is(string? text, string value) => string.Equals(text, value, StringComparison.OrdinalIgnoreCase);
}
