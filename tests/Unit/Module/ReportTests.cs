using System.Management.Automation;
using System.Text.Json.Nodes;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Module.Tests;

/// <summary>Export-RedisAtRestReport and Compare-RedisAtRestCompliance, as a user has them.</summary>
[Trait("Category", "Package")]
public sealed class ReportTests : ReportTest
{
    private static readonly string[] s_reports = ["kept.json", "read.json", "part.json", "again.json", "alone.json"];

    [Theory]
    [InlineData("report.html", "<!DOCTYPE html>")]
    [InlineData("report.csv", "\"Finding\",\"ComplianceType\",")]
    [InlineData("report.json", "{")]
    [InlineData("report.md", "# ")]
    [InlineData("report.xml", "<?xml")]
    [InlineData("report.sarif", "{")]
    [InlineData("report.ocsf.json", "{\"activity_id\"")]
    [InlineData("report.asff.json", "[")]
    public void A_report_has_the_format_of_its_ending(string name, string beginning)
    {
        Outcome outcome = Session.Run($"Get-RedisAtRestCompliance '{Session.Samples}' | Export-RedisAtRestReport '{In(name)}' -PassThru");

        Assert.Empty(outcome.Errors);
        Assert.Equal(name, ((FileInfo)Assert.Single(outcome.Output).BaseObject).Name);
        Assert.StartsWith(beginning, File.ReadAllText(In(name)), StringComparison.Ordinal);
        Assert.Equal([name], Directory.GetFiles(Folder.FullName).Select(Path.GetFileName));
    }

    [Fact]
    public void The_same_audit_kept_in_a_variable_does_as_well_and_so_do_its_rows_read_back()
    {
        Outcome outcome = Session.Run($$"""
            function Save($Objects, $Path) {
                [IO.File]::WriteAllText($Path, [Management.Automation.PSSerializer]::Serialize(@($Objects), 3))
            }
            $kept = Get-RedisAtRestCompliance {{Connection}} -Region us-east-1 -ReportVariable rows
            $kept | Export-RedisAtRestReport '{{In("kept.json")}}'
            Save $kept '{{In("e.clixml")}}'
            Save $rows '{{In("r.clixml")}}'
            '{{In("e.clixml")}}' | Export-RedisAtRestReport '{{In("read.json")}}' -Report '{{In("r.clixml")}}'
            $kept | Where-Object ComplianceType -eq NON_COMPLIANT | Export-RedisAtRestReport '{{In("part.json")}}'
            '{{In("kept.json")}}' | Export-RedisAtRestReport '{{In("again.json")}}'
            '{{In("e.clixml")}}' | Export-RedisAtRestReport '{{In("alone.json")}}'
            """);

        Assert.Empty(outcome.Errors);
        Assert.Equal(["Complete", "Complete", "Incomplete", "Complete", "Unknown"],
            s_reports.Select(name => (string)Read(name)["Coverage"]!));
        Assert.Equal(Findings("kept.json"), Findings("read.json"));
        Assert.Equal(Findings("kept.json"), Findings("again.json"));
    }

    [Fact]
    public void An_audit_that_found_nothing_is_a_complete_report()
    {
        Endpoint.ElastiCache.Everywhere = [];

        Session.Run($"Get-RedisAtRestCompliance {Connection} -Region us-east-1 | Export-RedisAtRestReport '{In("r.json")}'");

        Assert.Equal("Complete", (string)Read("r.json")["Coverage"]!);
    }

    [Theory]
    [InlineData("[IO.File]::WriteAllText('{0}', [Management.Automation.PSSerializer]::Serialize(@($evaluations), 3))", "e.clixml")]
    [InlineData("$evaluations | Export-RedisAtRestReport '{0}' -WarningAction SilentlyContinue", "report.json")]
    public void What_was_read_back_says_what_the_objects_said(string save, string name)
    {
        Session.Set("evaluations", Session.Run($"Get-RedisAtRestCompliance '{Session.Samples}'").Output);

        Outcome outcome = Session.Run(
            $"{string.Format(null, save, In(name))}; Compare-RedisAtRestCompliance '{In(name)}' $evaluations -IncludeUnchanged");

        Assert.Empty(outcome.Errors);
        Assert.Equal(["Unchanged"], outcome.All("Change").Distinct());
        Assert.Equal(13, outcome.Output.Count);
    }

    [Fact]
    public void What_became_of_resources_between_two_live_audits()
    {
        Session.Run($"Get-RedisAtRestCompliance {Connection} -Region us-east-1, eu-west-1 | Export-RedisAtRestReport "
            + $"'{In("before.json")}'");
        Endpoint.ElastiCache.Everywhere = [Described.ReplicationGroup("open"), Described.ReplicationGroup("added", "none", "false")];
        Endpoint.Fault = call => call is { Region: "eu-west-1", Operation: "DescribeReplicationGroups" } ? Fault.AccessDenied : null;

        Outcome outcome = Session.Run($"Get-RedisAtRestCompliance {Connection} -Region us-east-1, eu-west-1 -ErrorAction SilentlyContinue "
            + $"| Compare-RedisAtRestCompliance '{In("before.json")}'");

        Assert.Equal(
            ["NotAudited eu-west-1 -", "NotAudited eu-west-1 closed", "NotAudited eu-west-1 open", "New us-east-1 added",
                "Fixed us-east-1 open", "Gone us-east-1 closed"],
            outcome.Output.Select(change => Properties(change, "Change", "Region", "Id")));
    }

    [Fact]
    public void Since_when_a_verdict_stands_is_carried_from_report_to_report()
    {
        Session.Run($"""
            $first = Get-RedisAtRestCompliance {Connection} -Region us-east-1
            $first | Export-RedisAtRestReport '{In("1.json")}'
            Get-RedisAtRestCompliance {Connection} -Region us-east-1 |
                Export-RedisAtRestReport '{In("2.json")}' -CompareTo '{In("1.json")}'
            Get-RedisAtRestCompliance {Connection} -Region us-east-1 |
                Export-RedisAtRestReport '{In("3.json")}' -CompareTo '{In("2.json")}'
            """);

        Assert.Equal(Read("1.json")["Findings"]!.AsArray().Select(finding => (string)finding!["OrderingTimestamp"]!),
            Read("3.json")["Findings"]!.AsArray().Select(finding => (string)finding!["Since"]!));
        Assert.Empty(Read("3.json")["Changes"]!.AsArray());
    }

    [Fact]
    public void What_could_not_be_audited_once_keeps_its_beginning()
    {
        Session.Run($"Get-RedisAtRestCompliance {Connection} -Region us-east-1, eu-west-1 | Export-RedisAtRestReport '{In("1.json")}'");
        Endpoint.Fault = call => call.Region == "eu-west-1" ? Fault.AccessDenied : null;
        string next = $"Get-RedisAtRestCompliance {Connection} -Region us-east-1, eu-west-1 -ErrorAction SilentlyContinue"
            + " | Export-RedisAtRestReport '{0}' -CompareTo '{1}'";
        Session.Run(string.Format(null, next, In("2.json"), In("1.json")));
        Session.Run(string.Format(null, next, In("3.json"), In("2.json")));
        Endpoint.Fault = _ => null;
        Session.Run(string.Format(null, next, In("4.json"), In("3.json")));

        Assert.Equal(2, Read("3.json")["Carried"]!.AsArray().Count);
        Assert.Empty(Read("4.json")["Changes"]!.AsArray());
        Assert.Equal(
            Read("1.json")["Findings"]!.AsArray().Select(finding => (string)finding!["OrderingTimestamp"]!).Order(StringComparer.Ordinal),
            Read("4.json")["Findings"]!.AsArray().Select(finding => (string)finding!["Since"]!).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Export-RedisAtRestReport '{0}'", "r.pdf", "UnknownReportFormat", ErrorCategory.InvalidArgument)]
    [InlineData("Export-RedisAtRestReport '{0}'", "there.html", "FileExists", ErrorCategory.ResourceExists)]
    [InlineData("Export-RedisAtRestReport '{0}'", "nowhere/r.html", "FileNotWritten", ErrorCategory.WriteError)]
    [InlineData("Export-RedisAtRestReport '{0}' -CompareTo nowhere.json", "r.html", "ReportFileNotReadable", ErrorCategory.ReadError)]
    [InlineData("Export-RedisAtRestReport '{0}' -CompareTo '{0}/../there.html'", "r.html", "ReportFileNotReadable",
        ErrorCategory.ReadError)]
    [InlineData("Compare-RedisAtRestCompliance '{0}'", "damaged.json", "ReportFileNotReadable", ErrorCategory.ReadError)]
    public void What_is_wrong_ends_the_command_with_an_error_of_its_own(
        string command, string name, string errorId, ErrorCategory category)
    {
        File.WriteAllText(In("there.html"), "kept");
        File.WriteAllText(In("damaged.json"), "{ \"Findings\": [");

        Outcome outcome = Session.Run($"Get-RedisAtRestCompliance '{Session.Samples}' | {string.Format(null, command, In(name))}");

        ErrorRecord error = Assert.Single(outcome.Errors);
        Assert.StartsWith(errorId + ",", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(category, error.CategoryInfo.Category);
        Assert.NotEmpty(error.ErrorDetails.RecommendedAction);
        Assert.True(outcome.IsTerminated);
        Assert.Equal("kept", File.ReadAllText(In("there.html")));
        Assert.Equal(2, Directory.GetFiles(Folder.FullName).Length);
    }

    [Fact]
    public void An_object_that_is_no_evaluation_is_an_error_beside_the_others()
    {
        Outcome outcome = Session.Run($"@(Get-RedisAtRestCompliance '{Session.Samples}') + [pscustomobject]@{{ Id = 1 }} | "
            + $"Export-RedisAtRestReport '{In("r.json")}'");

        Assert.StartsWith("NotAnEvaluation,", Assert.Single(outcome.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(13, Findings("r.json").Length);
    }

    [Theory]
    [InlineData("[ 'report-2.json' ]")]
    [InlineData("[ 'self.json', null, 1, [ 'self.json' ] ]")]
    [InlineData("'self.json'")]
    public void A_text_in_a_file_is_no_name_of_another_file(string json)
    {
        Session.Run($"Get-RedisAtRestCompliance '{Session.Samples}' | Export-RedisAtRestReport '{In("report-2.json")}'");
        Session.SetLocation(Folder.FullName.Replace("[", "`[", StringComparison.Ordinal).Replace("]", "`]", StringComparison.Ordinal));
        File.WriteAllText(In("self.json"), json.Replace('\'', '"'));

        Outcome outcome = Session.Run($"Compare-RedisAtRestCompliance @() '{In("self.json")}'");

        Assert.NotEmpty(outcome.Errors);
        Assert.All(outcome.Errors,
            error => Assert.StartsWith("ReportFileNotReadable,", error.FullyQualifiedErrorId, StringComparison.Ordinal));
        Assert.Empty(outcome.Output);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "ReplicationGroups": [ { "ReplicationGroupId": "open" } ] }""")]
    [InlineData("""[ { "ReplicationGroupId": "open" } ]""")]
    public void A_file_that_is_no_audit_is_compared_with_nothing(string json)
    {
        File.WriteAllText(In("export.json"), json);

        Outcome outcome = Session.Run(
            $"Compare-RedisAtRestCompliance '{In("export.json")}' (Get-RedisAtRestCompliance '{Session.Samples}')");

        Assert.StartsWith("ReportFileNotReadable,", Assert.Single(outcome.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(In("export.json"), outcome.Errors[0].TargetObject);
        Assert.Empty(outcome.Output);
    }

    [Fact]
    public void WhatIf_writes_nothing_and_Force_overwrites()
    {
        File.WriteAllText(In("r.html"), "old");

        Session.Run($"Get-RedisAtRestCompliance '{Session.Samples}' | Export-RedisAtRestReport '{In("r.html")}' -Force -WhatIf");
        string after = File.ReadAllText(In("r.html"));
        Session.Run($"Get-RedisAtRestCompliance '{Session.Samples}' | Export-RedisAtRestReport -LiteralPath '{In("r.html")}' -Force");

        Assert.Equal("old", after);
        Assert.StartsWith("<!DOCTYPE html>", File.ReadAllText(In("r.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_pipeline_that_stops_leaves_the_report_that_was_there()
    {
        File.WriteAllText(In("r.html"), "old");

        Session.Run($"Get-RedisAtRestCompliance '{Session.Samples}' | ForEach-Object {{ $_; throw 'stop' }} | Export-RedisAtRestReport "
            + $"'{In("r.html")}' -Force");

        Assert.Equal("old", File.ReadAllText(In("r.html")));
        Assert.Single(Directory.GetFiles(Folder.FullName));
    }
}
