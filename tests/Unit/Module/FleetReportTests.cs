using System.Management.Automation;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Module.Tests;

/// <summary>What is said of accounts and Regions that could not be seen, and how an audit goes on with them.</summary>
public sealed class FleetReportTests : FleetTest
{
    private const string All = $"{Denied}, {Throttled}, {CutOff}, {Sound}";

    [Fact]
    public void Each_account_that_fails_is_one_error_that_says_why_and_the_others_complete()
    {
        Endpoint.Fault = SomethingOfEach;

        Outcome outcome = Audit($"-AccountId {All} -RoleName audit -ResourceType ReplicationGroup");

        Assert.Equal(["AccessDenied " + Denied, "InvalidResponse " + CutOff, "Throttled " + Throttled],
            outcome.Errors.Select(error => $"{error.FullyQualifiedErrorId.Split(',')[0]} "
                + $"{Row(error).Properties["AccountId"].Value}").Order());
        Assert.All(outcome.Errors, error =>
            Assert.Contains($"{Row(error).Properties["AccountId"].Value}", error.Exception.Message, StringComparison.Ordinal));
        Assert.All(outcome.Errors, error => Assert.NotEmpty(error.ErrorDetails.RecommendedAction));
        Assert.Equal(["COMPLIANT closed", "NON_COMPLIANT open"], outcome.Output
            .Where(item => $"{item.Properties["AccountId"].Value}" == Sound)
            .Select(item => $"{item.Properties["ComplianceType"].Value} {item.Properties["ComplianceResourceId"].Value}").Order());
    }

    [Fact]
    public void The_report_has_a_row_for_each_and_counts_nothing_of_what_was_not_seen_whole_as_compliant()
    {
        Endpoint.Fault = SomethingOfEach;

        Outcome outcome = Audit($"-AccountId {All} -RoleName audit -ResourceType ReplicationGroup -ErrorAction SilentlyContinue "
            + "-WarningAction SilentlyContinue -ReportVariable rows > $null; $rows");

        Assert.Equal([$"{Denied} Failed 0", $"{Throttled} Failed 0", $"{CutOff} Failed 0", $"{Sound} Completed 1"],
            outcome.Output.Select(row => $"{row.Properties["AccountId"].Value} {row.Properties["Status"].Value} "
                + $"{row.Properties["CompliantCount"].Value}").Order());
        PSObject report = PSObject.AsPSObject(Session.Get("rows"));
        AssertCounts(report, ("Count", 4), ("CompleteCount", 1), ("FailedCount", 3), ("CompliantCount", 1),
            ("CompliantInIncompleteCount", 1), ("NonCompliantCount", 1));
        Assert.True((int)report.Properties["RetryCount"].Value >= 1);
        Assert.Equal(Endpoint.Calls.Length, (int)report.Properties["CallCount"].Value + (int)report.Properties["RetryCount"].Value);
    }

    [Fact]
    public void An_audit_goes_on_with_what_an_earlier_one_has_not_seen_whole()
    {
        Endpoint.Fault = SomethingOfEach;
        Audit($"-AccountId {All} -RoleName audit -ResourceType ReplicationGroup -ErrorAction SilentlyContinue "
            + "-WarningAction SilentlyContinue -ReportVariable rows");
        Endpoint.Fault = _ => null;

        Outcome outcome = Audit($"-AccountId {All} -RoleName audit -ResourceType ReplicationGroup -ResumeFrom $rows -ReportVariable rows");

        Assert.Equal([Denied, Throttled, CutOff], outcome.All("AccountId").Distinct().Order());
        Assert.Equal("4", $"{Assert.Single(Session.Run("$rows.CompleteCount").Output)}");
    }

    [Fact]
    public void What_was_skipped_keeps_the_counts_of_the_audit_that_saw_it()
    {
        Audit($"-AccountId {Sound} -RoleName audit -ReportVariable rows");

        Audit($"-AccountId {Sound}, {Denied} -RoleName audit -ResumeFrom $rows -ReportVariable rows");

        AssertCounts(PSObject.AsPSObject(Session.Get("rows")), ("Count", 2), ("CompleteCount", 2), ("ResourceCount", 4),
            ("CompliantCount", 2), ("NonCompliantCount", 2));
    }

    [Theory]
    [InlineData("-ResourceType CacheCluster", "")]
    [InlineData("-Engine valkey", "")]
    [InlineData("-RequireCustomerManagedKey", "")]
    [InlineData("", "-Exemption @{ Id = 'a'; Reason = 'r'; Expires = '2099-12-31' }")]
    public void What_an_audit_saw_that_asked_something_else_is_seen_anew(string first, string second)
    {
        Audit($"-AccountId {Sound} -RoleName audit {first} -ReportVariable rows");

        Assert.Equal(2, Audit($"-AccountId {Sound} -RoleName audit {second} -ResumeFrom $rows").Output.Count);
    }

    [Theory]
    [InlineData("'report.csv'")]
    [InlineData("@{ AccountId = '555555555555' }")]
    [InlineData("([pscustomobject]@{ AccountId = '555555555555'; Region = 'us-east-1' })")]
    public void What_is_no_row_of_a_report_is_refused(string notARow)
    {
        Outcome outcome = Audit($"-AccountId {Sound} -RoleName audit -ResumeFrom {notARow}");

        Assert.True(outcome.IsTerminated);
        Assert.StartsWith("NotAReportRow,", Assert.Single(outcome.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void A_scope_whose_listing_and_tags_are_denied_has_one_error_that_names_both_actions()
    {
        Endpoint.Fault = call => call.Operation is "DescribeServerlessCaches" or "ListTagsForResource" ? Fault.AccessDenied : null;

        string advice = Assert.Single(Audit($"-AccountId {Sound} -RoleName audit -IncludeTag").Errors).ErrorDetails.RecommendedAction;

        Assert.Contains("elasticache:DescribeServerlessCaches", advice, StringComparison.Ordinal);
        Assert.Contains("elasticache:ListTagsForResource", advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_scope_whose_error_ends_the_audit_has_one_row()
    {
        Endpoint.Fault = call => call.Operation == "DescribeServerlessCaches" ? Fault.AccessDenied : null;

        Outcome outcome = Audit("-ReportVariable global:rows -ErrorAction Stop");

        Assert.True(outcome.IsTerminated);
        Assert.Equal("1 1", Properties(PSObject.AsPSObject(Session.Get("rows")), "Count", "FailedCount"));
    }

    [Fact]
    public void Failed_rows_of_a_report_can_be_audited_by_themselves()
    {
        Endpoint.Fault = SomethingOfEach;
        Audit($"-AccountId {All} -RoleName audit -ResourceType ReplicationGroup -ErrorAction SilentlyContinue "
            + "-WarningAction SilentlyContinue -ReportVariable rows");
        Endpoint.Fault = _ => null;

        Outcome outcome = Session.Run(
            $"$rows | Where-Object Status -EQ Failed | Get-RedisAtRestCompliance {Connection} -RoleName audit -Id closed");

        Assert.Equal([Denied, Throttled, CutOff], outcome.All("AccountId").Order());
    }

    [Theory]
    [InlineData("Completed", 0)]
    [InlineData("Skipped", 0)]
    [InlineData("Failed", 1)]
    [InlineData("Stopped", 1)]
    [InlineData("sound", 1)]
    public void Only_rows_that_were_seen_whole_are_skipped(string status, int audited)
    {
        PSObject row = Row(Sound, "us-east-1");
        row.Properties.Add(new PSNoteProperty("Status", status));
        Session.Set("row", row);

        Assert.Equal(audited, Audit($"-AccountId {Sound} -RoleName audit -Id closed -ResumeFrom $row").Output.Count);
    }

    [Fact]
    public void A_Region_that_is_not_enabled_is_an_error_beside_the_others()
    {
        Endpoint.Fault = call => call.Region == "me-central-1" ? Fault.InvalidToken : null;

        Outcome outcome = Audit("-Region us-east-1, me-central-1");

        Assert.False(outcome.IsTerminated);
        ErrorRecord error = Assert.Single(outcome.Errors);
        Assert.StartsWith("InvalidCredentials", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("enabled", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(["us-east-1", "us-east-1"], outcome.All("Region"));
    }

    [Fact]
    public void An_account_in_which_several_actions_are_denied_is_one_error_that_names_them_all()
    {
        Endpoint.Fault = call =>
            call is { Service: "elasticache", Account: Denied } and not { Operation: "DescribeCacheClusters" } ? Fault.AccessDenied : null;

        string advice = Assert.Single(Audit($"-AccountId {Denied}, {Sound} -RoleName audit").Errors).ErrorDetails.RecommendedAction;

        Assert.Contains("elasticache:DescribeReplicationGroups", advice, StringComparison.Ordinal);
        Assert.Contains("elasticache:DescribeServerlessCaches", advice, StringComparison.Ordinal);
        Assert.DoesNotContain("elasticache:DescribeCacheClusters", advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Credentials_that_no_scope_takes_end_the_command()
    {
        Endpoint.Fault = call => call.Service == "elasticache" ? Fault.ExpiredToken : null;

        Outcome outcome = Audit("-Region us-east-1, eu-west-1");

        Assert.True(outcome.IsTerminated);
        Assert.StartsWith("ExpiredCredentials", Assert.Single(outcome.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    private static Fault? SomethingOfEach(EndpointCall call) => call switch
    {
        { Operation: "AssumeRole" } when call.Parameters["RoleArn"].Contains(Denied, StringComparison.Ordinal) => Fault.AccessDenied,
        { Service: "elasticache", Account: Throttled } => Fault.Throttled,
        { Service: "elasticache", Account: CutOff, Marker.Length: > 0 } => Fault.CutOff,
        _ => null,
    };

    private static void AssertCounts(PSObject report, params (string Name, int Count)[] counts) =>
        Assert.Equal(counts, counts.Select(count => (count.Name, (int)report.Properties[count.Name].Value)));

    private static PSObject Row(ErrorRecord error) => PSObject.AsPSObject(error.TargetObject);
}
