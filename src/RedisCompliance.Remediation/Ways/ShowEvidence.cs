namespace RedisCompliance.Remediation.Ways;

/// <summary>What cannot be shown to be encrypted may be so all the same: nobody rebuilds it before that is known.</summary>
internal static class ShowEvidence
{
    public static RemediationWay Plan(Evaluation evaluation)
    {
        string id = evaluation.ComplianceResourceId;
        StepList steps = new(evaluation.Region);
        (string operation, string member, string query) = evaluation.ComplianceResourceType switch
        {
            ResourceType.CacheCluster => ("DescribeCacheClusters", "CacheClusterId", "CacheClusters[0]"),
            ResourceType.ServerlessCache => ("DescribeServerlessCaches", "ServerlessCacheName", "ServerlessCaches[0]"),
            SnapshotWays.Snapshot => ("DescribeSnapshots", "SnapshotName", "Snapshots[0]"),
            SnapshotWays.ServerlessSnapshot =>
                ("DescribeServerlessCacheSnapshots", "ServerlessCacheSnapshotName", "ServerlessCacheSnapshots[0]"),
            _ => ("DescribeReplicationGroups", "ReplicationGroupId", "ReplicationGroups[0]"),
        };
        steps.Await(Messages.StepShowEvidence, new AwsCall(operation).With(member, id), query, "ARN");
        steps.Do(Messages.StepAuditAgain, new(IsSafeStop: true), Verification.PowerShell(id, evaluation.Region));
        return new RemediationWay
        {
            Name = RemediationWayName.ShowEvidence,
            Description = Messages.WayShowEvidence.With(evaluation.Annotation),
            Steps = steps.Steps,
        };
    }
}
