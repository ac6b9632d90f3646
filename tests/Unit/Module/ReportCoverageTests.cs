using System.Management.Automation;
using System.Text.Json.Nodes;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Module.Tests;

/// <summary>Reports say of what they do not know, that they do not: what was lost on the way is never complete.</summary>
public sealed class ReportCoverageTests : ReportTest
{
    private static readonly string[] s_merged = ["whole.json", "nothing.json", "both.json", "again.json"];

    [Fact]
    public void A_live_audit_in_the_same_pipeline_tells_what_could_not_be_audited()
    {
        Endpoint.Fault = call => call.Operation == "AssumeRole"
            && call.Parameters["RoleArn"].Contains(Denied, StringComparison.Ordinal) ? Fault.AccessDenied : null;

        Outcome outcome = Session.Run($"Get-RedisAtRestCompliance {Connection} -AccountId {Denied}, {Sound} -RoleName audit -Region "
            + $"us-east-1 -ErrorAction SilentlyContinue | Export-RedisAtRestReport '{In("r.json")}'");

        JsonNode report = Read("r.json");
        Assert.DoesNotContain(outcome.Errors, error => error.FullyQualifiedErrorId.Contains("Export", StringComparison.Ordinal));
        Assert.Equal("Incomplete", (string)report["Coverage"]!);
        Assert.Equal(Denied, (string)Assert.Single(report["NotAudited"]!.AsArray())!["AccountId"]!);
        Assert.Equal(2, report["Findings"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("[pscustomobject]@{ AccountId = '444455556666'; Region = 'eu-west-1'; Status = 'Faild'; ReplicationGroupCount = 0 }")]
    [InlineData("[pscustomobject]@{ AccountId = '123456789012'; ComplianceResourceId = 'cut off' }")]
    public void What_cannot_be_read_of_the_input_is_not_left_out_of_the_account(string lost)
    {
        Session.Run($"{{ Get-RedisAtRestCompliance {Connection} -Region us-east-1 -ReportVariable rows; $rows; {lost} }}.Invoke() "
            + $"| Export-RedisAtRestReport '{In("r.json")}'");

        Assert.Equal("Incomplete", (string)Read("r.json")["Coverage"]!);
        Assert.Equal(2, Findings("r.json").Length);
    }

    [Theory]
    [InlineData("-Region eu-west-1 -ErrorAction SilentlyContinue")]
    [InlineData("-Region nowhere-1")]
    [InlineData("-Region eu-west-1 -ProfileName nobody")]
    public void Of_several_audits_in_a_pipeline_one_that_gave_nothing_is_not_left_out(string failing)
    {
        Endpoint.Fault = call => call.Region == "eu-west-1" ? Fault.AccessDenied : null;

        Session.Run($"& {{ try {{ Get-RedisAtRestCompliance "
            + $"{(failing.Contains("Profile", StringComparison.Ordinal) ? $"-EndpointUrl {Endpoint.Url}" : Connection)} {failing} }} "
            + $"catch {{ }};"
            + $" Get-RedisAtRestCompliance {Connection} -Region us-east-1 }} | Export-RedisAtRestReport '{In("r.json")}'");

        Assert.Equal("Incomplete", (string)Read("r.json")["Coverage"]!);
        Assert.Equal(2, Findings("r.json").Length);
    }

    [Fact]
    public void A_report_that_does_not_know_what_it_covers_spoils_one_that_does()
    {
        Session.Run($$"""
            Get-RedisAtRestCompliance {{Connection}} -Region us-east-1 | Export-RedisAtRestReport '{{In("whole.json")}}'
            @() | Export-RedisAtRestReport '{{In("nothing.json")}}'
            '{{In("whole.json")}}', '{{In("nothing.json")}}' | Export-RedisAtRestReport '{{In("both.json")}}'
            '{{In("nothing.json")}}' | Export-RedisAtRestReport '{{In("again.json")}}'
            """);

        Assert.Equal(["Complete", "Unknown", "Incomplete", "Unknown"],
            s_merged.Select(name => (string)Read(name)["Coverage"]!));
    }

    [Theory]
    [InlineData("-Engine valkey")]
    [InlineData("-ResourceType ServerlessCache")]
    [InlineData("-Id closed")]
    public void An_audit_that_was_asked_for_a_part_makes_nothing_gone_also_when_it_comes_from_a_file(string part)
    {
        Outcome outcome = Session.Run($$"""
            Get-RedisAtRestCompliance {{Connection}} -Region us-east-1 | Export-RedisAtRestReport '{{In("before.json")}}'
            Get-RedisAtRestCompliance {{Connection}} -Region us-east-1 {{part}} | Export-RedisAtRestReport '{{In("part.json")}}'
            Compare-RedisAtRestCompliance '{{In("before.json")}}' '{{In("part.json")}}'
            """);

        Assert.NotEmpty(outcome.Output);
        Assert.Equal(["NotAudited"], outcome.All("Change").Distinct());
    }

    [Theory]
    [InlineData("good.yaml", "Complete", 1)]
    [InlineData("none.yaml", "Complete", 0)]
    [InlineData("*.yaml", "Complete", 1)]
    [InlineData("broken.json", "Incomplete", 0)]
    [InlineData("plan.bin", "Incomplete", 0)]
    [InlineData("missing.json", "Incomplete", 0)]
    [InlineData("good.yaml plan.bin", "Incomplete", 1)]
    [InlineData("export.json", "Unknown", 0)]
    [InlineData("good.yaml export.json", "Unknown", 1)]
    public void Plans_and_templates_were_read_whole_or_not_and_of_exports_nobody_knows(string names, string coverage, int count)
    {
        WriteInputs();
        string paths = string.Join(", ", names.Split(' ').Select(name => $"'{WildcardPattern.Escape(Folder.FullName)}/{name}'"));

        Session.Run($"Get-RedisAtRestCompliance -Path {paths} -ErrorAction SilentlyContinue | Export-RedisAtRestReport '{In("r.json")}'");

        Assert.Equal(coverage, (string)Read("r.json")["Coverage"]!);
        Assert.Equal(count, Findings("r.json").Length);
    }

    [Fact]
    public void A_report_of_plans_that_were_kept_in_a_variable_is_whole_too()
    {
        WriteInputs();

        Outcome outcome = Session.Run($$"""
            $kept = Get-RedisAtRestCompliance -LiteralPath '{{In("good.yaml")}}'
            $kept | Export-RedisAtRestReport '{{In("r.json")}}' 3>&1
            @() | Get-RedisAtRestCompliance | Export-RedisAtRestReport '{{In("none.json")}}' 3> $null
            """);

        Assert.Empty(outcome.Output);
        Assert.Equal("Complete", (string)Read("r.json")["Coverage"]!);
        Assert.Equal("Unknown", (string)Read("none.json")["Coverage"]!);
    }

    [Fact]
    public void Of_a_plan_that_could_not_be_read_the_report_says_why()
    {
        WriteInputs();

        Session.Run($"Get-RedisAtRestCompliance -LiteralPath '{In("broken.json")}' -ErrorAction SilentlyContinue "
            + $"| Export-RedisAtRestReport '{In("r.sarif")}'");

        JsonNode run = Read("r.sarif")["runs"]![0]!;
        Assert.False((bool)run["invocations"]![0]!["executionSuccessful"]!);
        Assert.Contains("broken.json", (string)Assert.Single(run["results"]!.AsArray())!["message"]!["text"]!, StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_of_plans_that_are_good_raises_no_alert()
    {
        WriteInputs();

        Session.Run($"Get-RedisAtRestCompliance -LiteralPath '{In("good.yaml")}' | Export-RedisAtRestReport '{In("r.sarif")}'");

        JsonNode run = Read("r.sarif")["runs"]![0]!;
        Assert.True((bool)run["invocations"]![0]!["executionSuccessful"]!);
        Assert.DoesNotContain(run["results"]!.AsArray(), result => (string)result!["level"]! == "error");
    }

    [Theory]
    [InlineData("en", "could not be audited completely")]
    [InlineData("ja", "監査できませんでした")]
    public void A_warning_says_that_a_report_is_not_complete_in_the_session_s_language(string culture, string text)
    {
        Outcome outcome = Session.In(culture, () => Session.Run(
            $"[pscustomobject]@{{ AccountId = 1; Region = 'us-east-1'; Status = 'Failed'; ReplicationGroupCount = 0 }} | "
                + $"Export-RedisAtRestReport '{In("r.json")}' 3>&1"));

        Assert.Contains(text, Assert.Single(outcome.Output).ToString(), StringComparison.Ordinal);
        Assert.Equal("000000000001", (string)Read("r.json")["NotAudited"]![0]!["AccountId"]!);
    }

    private void WriteInputs()
    {
        const string Good = "{Type: 'AWS::ElastiCache::ReplicationGroup', Properties: {AtRestEncryptionEnabled: true}}";
        File.WriteAllText(In("good.yaml"), $"Resources:\n  Cache: {Good}\n");
        File.WriteAllText(In("none.yaml"), "Resources:\n  Bucket: {Type: 'AWS::S3::Bucket'}\n");
        File.WriteAllText(In("broken.json"), """{"Resources":{"A":{"Type":"AWS::S3::Bucket"},"A":{}}}""");
        File.WriteAllBytes(In("plan.bin"), [0x50, 0x4B, 3, 4, 0, 0, 0, 0]);
        File.WriteAllText(In("export.json"), """{"ReplicationGroups":[]}""");
    }
}
