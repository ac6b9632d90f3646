namespace RedisCompliance.Remediation;

/// <summary>Makes a plan: a pure function of facts, key rule and time.</summary>
internal static class Planner
{
    /// <summary>Makes the plan for one non-compliant resource.</summary>
    public static RemediationPlan Plan(ResourceFacts facts, KeyRule key, DateTime moment)
    {
        Evaluation evaluation = facts.Evaluation;
        List<RemediationWay> ways = [.. WaysOf(facts, key, moment), Exempt.Plan(evaluation, moment)];
        return new RemediationPlan
        {
            ComplianceResourceType = evaluation.ComplianceResourceType,
            ComplianceResourceId = evaluation.ComplianceResourceId,
            AccountId = evaluation.AccountId,
            Region = evaluation.Region,
            Arn = evaluation.Arn,
            Annotation = evaluation.Annotation,
            KeyPolicy = key.Description,
            Policy = key.Policy,
            Ways = ways,
            Unknown = facts.Unknown,
            PlannedAt = moment,
        };
    }

    /// <summary>The ways, the recommended one first.</summary>
    private static IEnumerable<RemediationWay> WaysOf(ResourceFacts facts, KeyRule key, DateTime moment)
    {
        Evaluation evaluation = facts.Evaluation;
        bool isCertain = evaluation.EncryptionState == EncryptionState.Encrypted
            || (evaluation.EncryptionState == EncryptionState.Unencrypted
                && evaluation.ComplianceResourceType != ResourceType.ServerlessCache);
        if (ResourceType.IsBackup(evaluation.ComplianceResourceType))
        {
            // Even a snapshot in an unknown state is certainly encrypted after a copy with a key.
            return [SnapshotWays.Copy(evaluation, key), SnapshotWays.Delete(evaluation)];
        }

        if (!isCertain)
        {
            return [ShowEvidence.Plan(evaluation)];
        }

        return evaluation.ComplianceResourceType == ResourceType.ServerlessCache
            ? [RestoreToServerlessCache.Plan(facts, key, moment)]
            : WaysOfGroup(new GroupFacts(facts), key, moment);
    }

    private static IEnumerable<RemediationWay> WaysOfGroup(GroupFacts group, KeyRule key, DateTime moment)
    {
        if (group.GlobalDatastoreId is not null)
        {
            return [RebuildGlobalDatastore.Plan(group, key, moment)];
        }

        RemediationWay restore = RestoreToReplicationGroup.Plan(group, key, moment);
        RemediationWay serverless = RestoreToServerlessCache.PlanOfGroup(group, key, moment);
        if (group.IsStandalone || group.Facts.Evaluation.EncryptionState == EncryptionState.Encrypted)
        {
            return [restore, serverless];
        }

        (RemediationWay inPlace, bool isRecommendable) = EnableDurability.Plan(group, key);
        return isRecommendable
            ? [inPlace, Other(restore, Messages.WhyNotRestore), serverless]
            : [restore, inPlace, serverless];
    }

    private static RemediationWay Other(RemediationWay way, string whyNot) => new()
    {
        Name = way.Name,
        Description = way.Description,
        WhyNot = whyNot,
        Blockers = way.Blockers,
        Inputs = way.Inputs,
        Notes = way.Notes,
        Steps = way.Steps,
    };
}
