namespace RedisCompliance.Core.Tests;

/// <summary>What a report says of scopes that were seen whole, and of those that were not.</summary>
public sealed class ScopeReportTests
{
    private static readonly ServiceCallException s_throttled = new(ServiceFailure.Throttled, "DescribeReplicationGroups", "Rate exceeded.", "Throttling");

    [Fact]
    public void A_scope_seen_whole_counts_by_verdict_and_kind()
    {
        ScopeResult row = Scope("none", "sse-kms", "sse-kms").ToResult();

        Assert.Equal((ScopeStatus.Completed, 2, 0, 1, 3, true), (row.Status, row.CompliantCount, row.UnconfirmedCount, row.NonCompliantCount, row.ReplicationGroupCount, row.IsSettled));
    }

    [Fact]
    public void Nothing_of_a_scope_that_failed_counts_as_compliant()
    {
        AuditScope scope = Scope("none", "sse-kms", "sse-kms");
        scope.AddFailure(ResourceType.ReplicationGroup, s_throttled);

        ScopeResult row = scope.ToResult();

        Assert.Equal((ScopeStatus.Failed, 0, 2, 1, "Throttled", "Rate exceeded.", false), (row.Status, row.CompliantCount, row.UnconfirmedCount, row.NonCompliantCount, row.ErrorId, row.ErrorMessage, row.IsSettled));
    }

    [Fact]
    public void Nothing_of_a_scope_that_was_stopped_counts_as_compliant()
    {
        ScopeResult row = Scope("sse-kms").ToResult(isStopped: true);

        Assert.Equal((ScopeStatus.Stopped, 0, 1), (row.Status, row.CompliantCount, row.UnconfirmedCount));
    }

    [Fact]
    public void What_was_skipped_need_not_be_seen_again()
    {
        ScopeResult row = new AuditScope("1", "eu-west-1", null) { IsSkipped = true }.ToResult();

        Assert.Equal((ScopeStatus.Skipped, true), (row.Status, row.IsSettled));
    }

    [Fact]
    public void A_failure_of_several_listings_is_told_once()
    {
        AuditScope scope = Scope();
        scope.AddFailure(ResourceType.ReplicationGroup, s_throttled);
        scope.AddFailure(ResourceType.CacheCluster, s_throttled);

        Assert.Equal("Rate exceeded.", scope.ToResult().ErrorMessage);
    }

    [Fact]
    public void The_sums_are_those_of_the_rows()
    {
        ScopeReport report = new();
        AuditScope failed = Scope("sse-kms");
        failed.AddFailure(null, s_throttled);
        report.Add(Scope("none", "sse-kms").ToResult());
        report.Add(failed.ToResult());

        Assert.Equal((2, 1, 1, 3, 1, 1, 1), (report.Count, report.SettledCount, report.FailedCount, report.ResourceCount, report.CompliantCount, report.UnconfirmedCount, report.NonCompliantCount));
    }

    [Theory]
    [InlineData(0, "1 of 1 scopes seen whole, 0 not;", " s")]
    [InlineData(7, "1 of 8 scopes seen whole, 7 not;", "; 7 scopes never begun")]
    [InlineData(null, "1 of 1 scopes seen whole, 0 not;", "; how many scopes were never begun is not known")]
    public void What_was_never_begun_is_told_of_a_report_that_is_closed(int? notBegun, string begin, string end)
    {
        ScopeReport report = new();
        report.Add(Scope("sse-kms").ToResult());
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

    private static AuditScope Scope(params string[] storageEncryptionTypes)
    {
        AuditScope scope = new("111111111111", "eu-west-1", null);
        foreach (string type in storageEncryptionTypes)
        {
            scope.Add(AtRestEvaluator.Evaluate(new RedisResource { ResourceType = ResourceType.ReplicationGroup, Id = type, StorageEncryptionType = type }, DateTime.UnixEpoch));
        }

        return scope;
    }
}
