namespace RedisCompliance.Core.Tests;

/// <summary>How a report fills as targets end, is resumed, and tells refused credentials from a target that fails.</summary>
public sealed class AuditReporterTests
{
    private const string Policy = "{}";

    private static readonly ServiceCallException s_refused =
        new(ServiceFailure.ExpiredCredentials, "DescribeReplicationGroups", "Expired.");
    private static readonly ServiceCallException s_denied = new(ServiceFailure.AccessDenied, "DescribeReplicationGroups", "Not you.");

    private readonly AuditReport _report = new();

    [Fact]
    public void Credentials_that_no_target_accepts_are_refused_by_all()
    {
        AuditReporter reporter = Reporter();

        reporter.End(Tally("1", s_refused), out bool isRefused);

        Assert.Equal((true, true), (isRefused, reporter.AreAllRefused));
    }

    [Fact]
    public void Credentials_that_one_target_accepts_are_not_refused_by_all()
    {
        AuditReporter reporter = Reporter();

        reporter.End(Tally("1", s_refused), out _);
        reporter.End(Tally("2"), out bool isRefused);

        Assert.Equal((false, false, 1), (isRefused, reporter.AreAllRefused, reporter.Refused.Count));
    }

    [Fact]
    public void A_target_that_was_denied_something_as_well_did_not_refuse_the_credentials()
    {
        Reporter().End(Tally("1", s_refused, s_denied), out bool isRefused);

        Assert.False(isRefused);
    }

    [Theory]
    [InlineData(TargetStatus.Completed, Policy, true)]
    [InlineData(TargetStatus.Skipped, Policy, true)]
    [InlineData(TargetStatus.Completed, null, false)]
    [InlineData(TargetStatus.Completed, "another", false)]
    [InlineData(TargetStatus.Failed, Policy, false)]
    [InlineData(TargetStatus.Stopped, Policy, false)]
    [InlineData("", Policy, false)]
    [InlineData("completed?", Policy, false)]
    public void Only_what_was_completed_under_the_same_policy_is_not_audited_again(string status, string? policy, bool isCompleted)
    {
        CompletedTargets completed = new(Policy);

        completed.Add(new TargetResult { AccountId = "1", Region = "eu-west-1", Status = status, Policy = policy });

        Assert.Equal(isCompleted, completed.Contains("1", "eu-west-1"));
    }

    [Theory]
    [InlineData(null, "eu-west-1")]
    [InlineData("1", null)]
    [InlineData("2", "eu-west-1")]
    public void A_row_of_another_account_or_of_none_completes_nothing_of_this_one(string? accountId, string? region)
    {
        CompletedTargets completed = new(Policy);

        completed.Add(new TargetResult { AccountId = accountId, Region = region, Status = TargetStatus.Completed, Policy = Policy });

        Assert.False(completed.Contains("1", "eu-west-1"));
    }

    [Fact]
    public void A_target_that_is_skipped_has_the_counts_of_the_earlier_audit_and_not_its_calls()
    {
        CompletedTargets completed = new(Policy);
        completed.Add(new TargetResult
        {
            AccountId = "1", Region = "eu-west-1", Status = TargetStatus.Completed, Policy = Policy, CompliantCount = 3,
            NonCompliantCount = 1, CallCount = 9,
        });

        TargetResult row = Reporter(completed).End(new TargetTally(new AuditTarget("1", "eu-west-1", null) { IsSkipped = true }), out _);

        Assert.Equal((TargetStatus.Skipped, 3, 1, 0), (row.Status, row.CompliantCount, row.NonCompliantCount, row.CallCount));
    }

    [Fact]
    public void What_did_not_end_is_stopped_and_what_was_never_begun_is_counted()
    {
        AuditReporter reporter = Reporter();
        TargetTally ended = Tally("1");
        reporter.End(ended, out _);

        reporter.Close([ended, Tally("2")], new CallCounter(), targetCount: 5);

        Assert.Equal([TargetStatus.Completed, TargetStatus.Stopped], _report.Select(row => row.Status));
        Assert.Equal(3, _report.NotBegunCount);
    }

    private AuditReporter Reporter(CompletedTargets? completed = null) => new(_report, completed ?? new CompletedTargets(Policy), Policy);

    private static TargetTally Tally(string accountId, params ServiceCallException[] failures)
    {
        TargetTally tally = new(new AuditTarget(accountId, "eu-west-1", null));
        foreach (ServiceCallException failure in failures)
        {
            tally.AddFailure(null, failure);
        }

        return tally;
    }
}
