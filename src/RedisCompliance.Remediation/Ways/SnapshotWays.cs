namespace RedisCompliance.Remediation.Ways;

/// <summary>A snapshot keeps its key, a copy may have another; a snapshot that is not needed can be deleted.</summary>
internal static class SnapshotWays
{
    /// <summary>Plans a copy with a key. Without a key, a copy is encrypted no better than its source.</summary>
    public static RemediationWay Copy(Evaluation evaluation, KeyRule key)
    {
        string name = evaluation.ComplianceResourceId;
        string copy = NewName.OfCopy(name);
        bool isServerless = evaluation.ComplianceResourceType == ResourceType.ServerlessCacheSnapshot;
        string kind = isServerless ? "ServerlessCacheSnapshot" : "Snapshot";
        StepList steps = new(evaluation.Region);
        steps.Call(Messages.StepCopySnapshot.With(copy),
            new AwsCall("Copy" + kind).With($"Source{kind}Name", name).With($"Target{kind}Name", copy)
                .With("KmsKeyId", key.Key ?? KeyInput.Placeholder),
            new(null, Messages.CostSnapshot, false, true, Messages.BackCopy.With(copy)));
        steps.Await(Messages.StepAwaitSnapshot, new AwsCall($"Describe{kind}s").With(kind + "Name", copy),
            isServerless ? "ServerlessCacheSnapshots[0].[Status,KmsKeyId]" : "Snapshots[0].[SnapshotStatus,KmsKeyId]",
            isServerless ? "Status" : "SnapshotStatus");
        steps.Call(Messages.StepDeleteOld.With(name), new AwsCall("Delete" + kind).With(kind + "Name", name),
            new(null, Messages.CostLess, true));
        bool needsKey = key.Key is null;
        List<RemediationBlocker> blockers = key.Violation is not null ? [key.Violation] : needsKey ? [Blockers.KeyUnknown()] : [];
        AddState(blockers, evaluation);
        return new RemediationWay
        {
            Name = RemediationWayName.CopySnapshot,
            Description = Messages.WayCopySnapshot,
            Blockers = blockers,
            Inputs = needsKey ? [new(KeyInput.Placeholder, Messages.InputKmsKeyId)] : [],
            Notes = IsAutomatic(name) ? [Messages.NoteAutomatic] : [],
            Steps = steps.Steps,
        };
    }

    /// <summary>Plans the deletion.</summary>
    public static RemediationWay Delete(Evaluation evaluation)
    {
        string name = evaluation.ComplianceResourceId;
        string kind = evaluation.ComplianceResourceType == ResourceType.ServerlessCacheSnapshot ? "ServerlessCacheSnapshot" : "Snapshot";
        StepList steps = new(evaluation.Region);
        steps.Call(Messages.StepDeleteOld.With(name), new AwsCall("Delete" + kind).With(kind + "Name", name),
            new(null, Messages.CostLess, true));
        List<RemediationBlocker> blockers = [];
        AddState(blockers, evaluation);
        return new RemediationWay
        {
            Name = RemediationWayName.DeleteSnapshot,
            Description = Messages.WayDeleteSnapshot,
            WhyNot = Messages.WhyNotDelete,
            Blockers = blockers,
            Notes = IsAutomatic(name) ? [Messages.NoteAutomatic] : [],
            Steps = steps.Steps,
        };
    }

    private static void AddState(List<RemediationBlocker> blockers, Evaluation evaluation)
    {
        if (evaluation.Status is null)
        {
            blockers.Add(Blockers.Unknown("Status"));
        }
        else if (!evaluation.Status.Equals("available", StringComparison.OrdinalIgnoreCase))
        {
            blockers.Add(Blockers.NotAvailable(evaluation.Status));
        }
    }

    private static bool IsAutomatic(string name) => name.StartsWith("automatic.", StringComparison.OrdinalIgnoreCase);
}
