using System.Text.Json.Nodes;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Module.Tests;

/// <summary>Evaluations that were saved without their time, as Select-Object or a spreadsheet leaves them.</summary>
public sealed class UndatedEvaluationTests : ReportTest
{
    // What Select-Object * -ExcludeProperty OrderingTimestamp, ObservedAt makes, which the engine of these tests lacks.
    private const string WithoutTime = """
        | ForEach-Object {
            $copy = [ordered] @{}
            foreach ($property in $_.PSObject.Properties) { $copy[$property.Name] = $property.Value }
            $copy.Remove('OrderingTimestamp')
            $copy.Remove('ObservedAt')
            [pscustomobject] $copy
        }
        """;

    private string Both => $"Get-RedisAtRestCompliance -Region us-east-1, eu-west-1 {Connection} -ErrorAction SilentlyContinue";

    [Theory]
    [InlineData("r.json", "\"OrderingTimestamp\"")]
    [InlineData("r.asff.json", "\"LastObservedAt\"")]
    [InlineData("r.asff.json", "\"PASSED\"")]
    [InlineData("r.ocsf.json", "\"Resolved\"")]
    public void A_report_makes_up_no_time_for_them(string name, string time)
    {
        Session.Run($"{Both} | Export-RedisAtRestReport '{In("dated-" + name)}'");
        Session.Run($"{Both} {WithoutTime} | Export-RedisAtRestReport '{In(name)}'");

        Assert.Contains(time, File.ReadAllText(In("dated-" + name)), StringComparison.Ordinal);
        Assert.DoesNotContain(time, File.ReadAllText(In(name)), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_fixed_because_somebody_once_found_it_compliant()
    {
        Session.Run($"{Both} | Export-RedisAtRestReport '{In("before.json")}'");
        Endpoint.ElastiCache.Everywhere = [Described.ReplicationGroup("closed"), Described.ReplicationGroup("open")];

        Outcome outcome = Session.Run(
            $"$audit = @({Both} -ReportVariable report {WithoutTime}); Compare-RedisAtRestCompliance '{In("before.json")}' $audit");

        Assert.Equal(["NotAudited eu-west-1 open", "NotAudited us-east-1 open"],
            outcome.Output.Select(change => Properties(change, "Change", "Region", "ComplianceResourceId")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_report_that_carries_them_on_makes_up_no_beginning()
    {
        Session.Run($"{Both} {WithoutTime} | Export-RedisAtRestReport '{In("1.json")}'");
        Endpoint.Fault = call => call.Region == "eu-west-1" ? Fault.AccessDenied : null;
        Session.Run($"{Both} | Export-RedisAtRestReport '{In("2.json")}' -CompareTo '{In("1.json")}'");

        JsonArray carried = Read("2.json")["Carried"]!.AsArray();
        Assert.Equal(2, carried.Count);
        Assert.All(carried, finding => Assert.Null(finding!["Since"]));
    }

    [Fact]
    public void A_failure_in_Security_Hub_is_not_passed_by_them()
    {
        string at = $"-Region us-east-1 {Connection}";
        Session.Run($"Get-RedisAtRestCompliance {at} | Publish-SecurityHubFinding {at}");
        Endpoint.ElastiCache.Everywhere = [Described.ReplicationGroup("open")];

        Session.Run($"Get-RedisAtRestCompliance {at} {WithoutTime} | Publish-SecurityHubFinding {at}");

        Assert.Equal(["ACTIVE FAILED HIGH open"], Endpoint.SecurityHub.Lines);
    }

    [Fact]
    public void Nothing_is_gone_because_they_lack_it()
    {
        Session.Run($"{Both} | Export-RedisAtRestReport '{In("1.json")}'");
        Endpoint.ElastiCache.Everywhere = [Described.ReplicationGroup("closed")];

        Outcome outcome = Session.Run($"""
            $audit = @({Both} -ReportVariable report {WithoutTime})
            Compare-RedisAtRestCompliance '{In("1.json")}' $audit -DifferenceReport $report
            $audit | Export-RedisAtRestReport '{In("2.json")}' -Report $report -CompareTo '{In("1.json")}'
            """);

        Assert.Equal(["NotAudited eu-west-1 open", "NotAudited us-east-1 open"],
            outcome.Output.Select(change => Properties(change, "Change", "Region", "ComplianceResourceId")).Order(StringComparer.Ordinal));
        Assert.Equal(2, Read("2.json")["Carried"]!.AsArray().Count);
    }

    [Fact]
    public void A_failure_that_they_do_not_mend_is_carried_to_the_next_report()
    {
        Session.Run($"{Both} | Export-RedisAtRestReport '{In("1.json")}'");
        Endpoint.ElastiCache.Everywhere = [Described.ReplicationGroup("closed"), Described.ReplicationGroup("open")];
        Session.Run($"{Both} {WithoutTime} | Export-RedisAtRestReport '{In("2.json")}' -CompareTo '{In("1.json")}'");

        Outcome outcome = Session.Run($"Compare-RedisAtRestCompliance '{In("2.json")}' @({Both})");

        Assert.Equal(["Fixed eu-west-1 open", "Fixed us-east-1 open"],
            outcome.Output.Select(change => Properties(change, "Change", "Region", "ComplianceResourceId")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_time_of_day_is_no_time()
    {
        string atNoon = WithoutTime.Replace(
            "$copy.Remove('OrderingTimestamp')", "$copy['OrderingTimestamp'] = '12:00'", StringComparison.Ordinal);

        Outcome outcome = Session.Run($"{Both} {atNoon} | Export-RedisAtRestReport '{In("r.json")}'");

        Assert.Equal(4, outcome.Errors.Count);
        Assert.All(outcome.Errors, error => Assert.StartsWith("NotAnEvaluation,", error.FullyQualifiedErrorId, StringComparison.Ordinal));
    }

    [Fact]
    public void A_failure_in_Security_Hub_keeps_the_time_that_it_had()
    {
        string at = $"-Region us-east-1 {Connection}";
        Session.Run($"Get-RedisAtRestCompliance {at} | Publish-SecurityHubFinding {at}");
        string observed = (string)Endpoint.SecurityHub.Find("open")!["LastObservedAt"]!;

        Session.Run($"Get-RedisAtRestCompliance {at} {WithoutTime} | Publish-SecurityHubFinding {at}");

        Assert.Equal(observed, (string?)Endpoint.SecurityHub.Find("open")!["LastObservedAt"]);
    }
}
