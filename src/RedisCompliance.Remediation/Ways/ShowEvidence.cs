namespace RedisCompliance.Remediation.Ways;

/// <summary>What cannot be shown to be encrypted may be so all the same: nobody rebuilds it before that is known.</summary>
internal static class ShowEvidence
{
    public static RemediationWay Plan(Evaluation evaluation)
    {
        string id = evaluation.ComplianceResourceId;
        StepList steps = new(evaluation.Region);
        (string operation, string member) = evaluation.ComplianceResourceType switch
        {
            ResourceType.CacheCluster => ("DescribeCacheClusters", "CacheClusterId"),
            ResourceType.ServerlessCache => ("DescribeServerlessCaches", "ServerlessCacheName"),
            ResourceType.Snapshot => ("DescribeSnapshots", "SnapshotName"),
            ResourceType.ServerlessCacheSnapshot => ("DescribeServerlessCacheSnapshots", "ServerlessCacheSnapshotName"),
            _ => ("DescribeReplicationGroups", "ReplicationGroupId"),
        };
        steps.Call(Messages.StepShowEvidence, new AwsCall(operation).With(member, id));
        steps.Do(Messages.StepAuditAgain, new(IsSafeStop: true), Verification.PowerShell(id, evaluation.Region));
        return new RemediationWay
        {
            Name = RemediationWayName.ShowEvidence,
            Description = Messages.WayShowEvidence.With(evaluation.Annotation),
            Steps = steps.Steps,
        };
    }
}
