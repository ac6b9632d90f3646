namespace RedisCompliance.Core.Tests;

/// <summary>What a report says of targets that were seen whole, and of those that were not.</summary>
public sealed class AuditReportTests
{
    private static readonly ServiceCallException s_throttled = new(
        ServiceFailure.Throttled, "DescribeReplicationGroups", "Rate exceeded.", "Throttling");

    [Fact]
    public void A_scope_seen_whole_counts_by_verdict_and_kind()
    {
        TargetResult row = Target("none", "sse-kms", "sse-kms").ToResult();

        Assert.Equal((TargetStatus.Completed, 2, 0, 1, 3, true),
            (row.Status, row.CompliantCount, row.CompliantInIncompleteCount, row.NonCompliantCount, row.ReplicationGroupCount,
                row.IsComplete));
    }

    [Fact]
    public void Nothing_of_a_scope_that_failed_counts_as_compliant()
    {
        TargetTally target = Target("none", "sse-kms", "sse-kms");
        target.AddFailure(ResourceType.ReplicationGroup, s_throttled);

        TargetResult row = target.ToResult();

        Assert.Equal((TargetStatus.Failed, 0, 2, 1, "Throttled", "Rate exceeded.", false),
            (row.Status, row.CompliantCount, row.CompliantInIncompleteCount, row.NonCompliantCount, row.ErrorId, row.ErrorMessage,
                row.IsComplete));
    }

    [Fact]
    public void Nothing_of_a_scope_that_was_stopped_counts_as_compliant()
    {
        TargetResult row = Target("sse-kms").ToResult(isStopped: true);

        Assert.Equal((TargetStatus.Stopped, 0, 1), (row.Status, row.CompliantCount, row.CompliantInIncompleteCount));
    }

    [Fact]
    public void What_was_skipped_need_not_be_seen_again()
    {
        TargetResult row = new TargetTally(new AuditTarget("1", "eu-west-1", null) { IsSkipped = true }).ToResult();

        Assert.Equal((TargetStatus.Skipped, true), (row.Status, row.IsComplete));
    }

    [Fact]
    public void A_failure_of_several_listings_is_told_once()
    {
        TargetTally target = Target();
        target.AddFailure(ResourceType.ReplicationGroup, s_throttled);
        target.AddFailure(ResourceType.CacheCluster, s_throttled);

        Assert.Equal("Rate exceeded.", target.ToResult().ErrorMessage);
    }

    [Fact]
    public void The_sums_are_those_of_the_rows()
    {
        AuditReport report = new();
        TargetTally failed = Target("sse-kms");
        failed.AddFailure(null, s_throttled);
        report.Add(Target("none", "sse-kms").ToResult());
        report.Add(failed.ToResult());

        Assert.Equal((2, 1, 1, 3, 1, 1, 1),
            (report.Count, report.CompleteCount, report.FailedCount, report.ResourceCount, report.CompliantCount,
                report.CompliantInIncompleteCount, report.NonCompliantCount));
    }

    [Theory]
    [InlineData(0, "1 of 1 targets audited completely, 0 not;", " s")]
    [InlineData(7, "1 of 8 targets audited completely, 7 not;", "; 7 target(s) not started")]
    [InlineData(null, "1 of 1 targets audited completely, 0 not;", "; an unknown number of targets not started")]
    public void What_was_never_begun_is_told_of_a_report_that_is_closed(int? notBegun, string begin, string end)
    {
        AuditReport report = new();
        report.Add(Target("sse-kms").ToResult());
        Assert.EndsWith(" s", report.ToString(), StringComparison.Ordinal);

        report.Close(new CallCounter(), notBegun);

        Assert.Equal(notBegun, report.NotBegunCount);
        Assert.StartsWith(begin, report.ToString(), StringComparison.Ordinal);
        Assert.EndsWith(end, report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_retry_is_no_call_of_its_own()
    {
        CallCounter calls = new();
        calls.AddCall();
        calls.AddAttempt();
        calls.AddAttempt();

        Assert.Equal((1, 1), (calls.CallCount, calls.RetryCount));
    }

    private static TargetTally Target(params string[] storageEncryptionTypes)
    {
        TargetTally target = new(new AuditTarget("111111111111", "eu-west-1", null));
        foreach (string type in storageEncryptionTypes)
        {
            target.Add(AtRestEvaluator.Evaluate(
                new RedisResource { ResourceType = ResourceType.ReplicationGroup, Id = type, StorageEncryptionType = type },
                DateTime.UnixEpoch));
        }

        return target;
    }
}
