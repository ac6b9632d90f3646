using System.Text.Json.Nodes;

namespace RedisCompliance.Reports.Tests;

/// <summary>What is only planned, in reports and comparisons: never taken for what exists.</summary>
public sealed class PlannedTests
{
    private const string Address = "aws_elasticache_replication_group.orders";

    [Fact]
    public void Sarif_points_at_the_file_below_the_folder_and_at_any_other_by_its_URI()
    {
        Assert.Equal("infra/stack%20a.yaml:7", Place("/repo/infra/stack a.yaml", "/repo"));
        Assert.Equal("file:///elsewhere/stack.yaml:7", Place("/elsewhere/stack.yaml", "/repo"));
        Assert.Equal("file:///repository/stack.yaml:7", Place("/repository/stack.yaml", "/repo"));
    }

    [Theory]
    [InlineData("Ocsf")]
    [InlineData("Asff")]
    public void Events_and_findings_of_Security_Hub_leave_it_out_and_count_it(string format)
    {
        string file = Path.GetTempFileName();
        File.Delete(file);
        try
        {
            using ReportFile report = new(file, format, new ReportOptions());
            report.Add(new Finding(Planned("/repo/plan.json")));
            report.Complete([Sample.Row(0)]);

            Assert.Equal(1, report.LeftOutCount);
            Assert.DoesNotContain("orders", File.ReadAllText(file), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Json_keeps_file_line_and_address()
    {
        JsonNode finding = JsonNode.Parse(Written.Text("Json", [Planned("/repo/plan.json")], null))!["Findings"]![0]!;

        Assert.Equal(("/repo/plan.json", "7", Address, "Create"), ((string)finding["SourcePath"]!, (string)finding["SourceLine"]!,
            (string)finding["Address"]!, (string)finding["PlannedAction"]!));
    }

    [Fact]
    public void It_is_another_resource_than_one_that_exists_and_than_one_of_another_file()
    {
        Finding[] all = [new(Sample.Evaluation("orders")), new(Planned("/repo/a.json")), new(Planned("/repo/b.json"))];

        Assert.Equal(3, all.Select(finding => finding.Key).Distinct().Count());
        Assert.Equal(3, all.Select(finding => finding.Uid).Distinct().Count());
    }

    [Fact]
    public void A_plan_fixes_nothing_and_what_a_later_audit_does_not_have_is_not_gone()
    {
        AuditSnapshot live = new();
        live.Add(new Finding(Sample.Evaluation("orders")));
        live.Coverage.Complete([Sample.Row(1)]);
        AuditSnapshot plan = new();
        plan.Add(new Finding(Planned("/repo/plan.json", ComplianceType.Compliant)));
        plan.Coverage.Complete(null);

        Assert.Equal([ComplianceChangeType.New, ComplianceChangeType.NotAudited],
            AuditComparison.Compare(live, plan).Select(change => change.Change).Order(StringComparer.Ordinal));
        Assert.Equal([ComplianceChangeType.New, ComplianceChangeType.NotAudited],
            AuditComparison.Compare(plan, live).Select(change => change.Change).Order(StringComparer.Ordinal));
    }

    private static string Place(string path, string root)
    {
        string file = Path.GetTempFileName();
        File.Delete(file);
        try
        {
            using ReportFile report = new(file, "Sarif", new ReportOptions { Root = root });
            report.Add(new Finding(Planned(path)));
            report.Complete([Sample.Row(1)]);
            JsonNode place = JsonNode.Parse(File.ReadAllText(file))!["runs"]![0]!["results"]!.AsArray().Last()!["locations"]![0]!;
            return $"{place["physicalLocation"]!["artifactLocation"]!["uri"]}:{place["physicalLocation"]!["region"]!["startLine"]}";
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static Evaluation Planned(string path, string complianceType = ComplianceType.NonCompliant) => new()
    {
        ComplianceResourceType = ResourceType.ReplicationGroup,
        ComplianceResourceId = "orders",
        ComplianceType = complianceType,
        OrderingTimestamp = Sample.Moment,
        EncryptionState = complianceType == ComplianceType.Compliant ? EncryptionState.Encrypted : EncryptionState.Unencrypted,
        Evidence = EncryptionEvidence.ServiceDefault,
        KeyKind = KeyKind.None,
        Region = Sample.Region,
        AccountId = Sample.Account,
        SourcePath = path,
        SourceLine = 7,
        Address = Address,
        PlannedAction = PlannedAction.Create,
    };
}
