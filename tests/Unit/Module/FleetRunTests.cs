using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Module.Tests;

/// <summary>An audit of many accounts while it goes on: how much at once, for how long, and how it is stopped.</summary>
public sealed class FleetRunTests : FleetTest
{
    private const string All = $"{Denied}, {Throttled}, {CutOff}, {Sound}";

    private static readonly string[] s_ofRow = ["AccountId", "Status", "CompliantCount", "CompliantInIncompleteCount"];

    [Fact]
    public void The_calls_under_way_are_bounded_by_ThrottleLimit()
    {
        Endpoint.Latency = TimeSpan.FromMilliseconds(5);
        string accounts = string.Join(", ", Enumerable.Range(1, 30).Select(i => $"{100_000_000_000 + i}"));

        Audit($"-AccountId {accounts} -RoleName audit -ThrottleLimit 2");

        Assert.InRange(Endpoint.MaxInFlight, 2, 6);
    }

    [Fact]
    public void Sessions_that_are_about_to_end_are_renewed_while_the_audit_goes_on()
    {
        Endpoint.SecurityToken.Lifetime = TimeSpan.FromMinutes(1);

        Outcome outcome = Audit($"-AccountId {Sound} -RoleName audit");

        Assert.Empty(outcome.Errors);
        Assert.Equal(2, outcome.Output.Count);
        Assert.True(Endpoint.Calls.Count(call => call.Operation == "AssumeRole") > 1);
    }

    [Fact]
    public void Progress_is_one_bar_that_ends()
    {
        Outcome outcome = Audit($"-AccountId {All} -RoleName audit -Region us-east-1, eu-west-1");

        Assert.Equal(ProgressRecordType.Completed, outcome.Progress[^1].RecordType);
        Assert.Single(outcome.Progress.Select(record => record.ActivityId).Distinct());
        Assert.Contains("of 8", outcome.Progress[0].StatusDescription, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AssumeRole")]
    [InlineData("DescribeRegions")]
    [InlineData("ListAccounts")]
    [InlineData("DescribeReplicationGroups")]
    [InlineData("GetCallerIdentity")]
    public async Task Stopping_ends_it_at_any_point_with_a_report_of_what_was_seen(string silentOperation)
    {
        Endpoint.Organizations.AddAccount(Sound, "shop");
        using PowerShell shell = Session.Prepare(
            $"Get-RedisAtRestCompliance {Connection} -Organization -AllRegions -RoleName audit -ReportVariable global:rows");

        await Session.RunAndStopAsync(shell, Endpoint, call => call.Operation == silentOperation);

        Assert.Equal("RedisCompliance.AuditReport", $"{Assert.Single(Session.Run("$rows.GetType().FullName").Output)}");
    }

    [Fact]
    public async Task What_was_begun_when_it_was_stopped_has_a_row_that_says_so()
    {
        // Two accounts, so that there is a bar to take away as well.
        using PowerShell shell = Session.Prepare(
            $"Get-RedisAtRestCompliance {Connection} -AccountId {Denied}, {Sound} -RoleName audit -ResourceType ReplicationGroup "
                + "-ReportVariable global:rows");

        await Session.RunAndStopAsync(shell, Endpoint, call => call.Marker.Length > 0 && call.Account == Sound);

        Assert.Contains($"{Sound} Stopped 0 1", Session.Run("$rows").Output.Select(row => Properties(row, s_ofRow)));
    }

    [Fact]
    public async Task What_was_never_begun_when_it_was_stopped_is_counted()
    {
        const string regions = "us-east-1, us-east-2, us-west-1, us-west-2, eu-west-1, eu-west-2";
        using PowerShell shell = Session.Prepare(
            $"Get-RedisAtRestCompliance {Connection} -AccountId {Sound} -RoleName audit -Region {regions} -ThrottleLimit 2 "
                + "-ReportVariable global:rows");

        await Session.RunAndStopAsync(shell, Endpoint, call => call.Service == "elasticache");

        string[] counts = Properties(PSObject.AsPSObject(Session.Get("rows")), "Count", "NotBegunCount").Split(' ');
        Assert.InRange(int.Parse(counts[1], CultureInfo.InvariantCulture), 4, 5);
        Assert.Equal(6, counts.Sum(count => int.Parse(count, CultureInfo.InvariantCulture)));
        Assert.Contains("0 of 6 targets audited completely, 6 not;", $"{Session.Get("rows")}", StringComparison.Ordinal);
        Assert.EndsWith($"; {counts[1]} target(s) not started", $"{Session.Get("rows")}", StringComparison.Ordinal);
    }

    [Fact]
    public void Of_an_audit_that_came_to_its_end_nothing_was_never_begun()
    {
        Audit($"-AccountId {Denied}, {Sound} -RoleName audit -AllRegions -ReportVariable rows");

        Assert.Equal("0", Properties(PSObject.AsPSObject(Session.Get("rows")), "NotBegunCount"));
        Assert.DoesNotContain("never begun", $"{Session.Get("rows")}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_audit_that_an_error_ends_does_not_wait_for_a_role_that_does_not_answer()
    {
        Endpoint.Fault = call => call.Operation != "AssumeRole" ? null
            : call.Parameters["RoleArn"].Contains(Denied, StringComparison.Ordinal) ? Fault.AccessDenied : Fault.Silent;

        Outcome outcome = await Task.Run(
            () => Audit($"-AccountId {Sound}, {Denied} -RoleName audit -ErrorAction Stop"), TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.True(outcome.IsTerminated);
    }
}
