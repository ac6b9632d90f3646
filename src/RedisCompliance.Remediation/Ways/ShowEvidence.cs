namespace RedisCompliance.Remediation.Ways;

/// <summary>A resource may be encrypted even if this cannot be shown: first find out, then rebuild.</summary>
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
