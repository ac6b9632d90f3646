using System.Text;
using System.Text.Json.Nodes;
using RedisCompliance.Reports.Formats;

namespace RedisCompliance.Reports.Tests;

/// <summary>Reports in every format: what is in them, and in which order.</summary>
public sealed class FormatTests
{
    public static TheoryData<string> Formats => ["Html", "Csv", "Json", "Markdown", "JUnit", "Sarif", "Ocsf", "Asff"];

    [Fact]
    public void Csv_has_a_mark_for_Excel_and_no_formula()
    {
        byte[] bytes = Written.Bytes("Csv", Sample.HostileEvaluations, Sample.FailedRows);
        string text = Encoding.UTF8.GetString(bytes);

        Assert.Equal([0xEF, 0xBB, 0xBF], bytes.Take(3));
        Assert.All(Cells(text.TrimStart('\uFEFF')), row =>
        {
            Assert.Equal(24, row.Count);
            Assert.All(row, cell => Assert.False(cell.TrimStart() is ['=' or '+' or '-' or '@', ..] || cell is ['\t' or '\r', ..], cell));
        });
    }

    [Fact]
    public void Csv_and_Json_have_everything_with_what_could_not_be_audited_first()
    {
        TargetResult[] audited = [Sample.Row(7), Sample.FailedRows[0]];
        List<List<string>> rows = Cells(Written.Text("Csv", Sample.OfEachStatus, audited).TrimStart('\uFEFF'));
        string text = Written.Text("Json", Sample.OfEachStatus, audited);
        JsonNode json = JsonNode.Parse(text)!;

        Assert.All(json.AsObject(), member => Assert.Contains($"\n  \"{member.Key}\": ", text, StringComparison.Ordinal));
        Assert.Equal(["Finding", "NotAudited", "Unencrypted", "WrongKey", "Unknown", "NonCompliant", "Exempt", "NotApplicable",
            "Compliant"], rows.Select(row => row[0]));
        Assert.Equal("Incomplete", (string)json["Coverage"]!);
        Assert.Equal("444455556666", (string)json["NotAudited"]![0]!["AccountId"]!);
        Assert.Equal(7, (int)json["Summary"]!["Resources"]!);
        Assert.Equal(rows.Skip(2).Select(row => row[0]), json["Findings"]!.AsArray().Select(finding => (string)finding!["Finding"]!));
        Assert.True(Array.IndexOf([.. json.AsObject().Select(member => member.Key)], "NotAudited") < Array.IndexOf(
            [.. json.AsObject().Select(member => member.Key)], "Findings"));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void What_could_not_be_audited_stands_before_every_resource(string format)
    {
        string text = Written.Text(
            format, [Sample.Passed("first-resource"), Sample.Evaluation("second-resource")],
            [Sample.Row(2), Sample.Row(0, TargetStatus.Failed, "denied by policy", "444455556666")]);

        int resource = text.IndexOf("second-resource", StringComparison.Ordinal);
        Assert.InRange(text.IndexOf("444455556666", StringComparison.Ordinal), 1, resource);
        Assert.InRange(text.IndexOf("denied by policy", StringComparison.Ordinal), 1, resource);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_report_that_does_not_know_what_was_audited_says_so(string format)
    {
        string whole = Written.Text(format, [Sample.Passed("orders")], [Sample.Row(1)]);
        string unknown = Written.Text(format, [Sample.Passed("orders")], null);

        // Security Hub has a place for accounts alone.
        Assert.True(format == "Asff" || unknown != whole);
        Assert.DoesNotContain("Nothing tells whether", whole, StringComparison.Ordinal);
        Assert.True(format is "Asff" or "Json" || unknown.Contains("Nothing tells whether", StringComparison.Ordinal));
    }

    [Fact]
    public void A_resource_that_comes_twice_counts_once_and_covers_for_no_other()
    {
        JsonNode json = JsonNode.Parse(Written.Text("Json", [Sample.Passed("orders"), Sample.Passed("orders")], [Sample.Row(2)]))!;

        Assert.Equal("Incomplete", (string)json["Coverage"]!);
        Assert.Equal(1, (int)json["Summary"]!["Resources"]!);
        Assert.Contains("found 2 resources, and 1 of them", (string)json["NotAudited"]![0]!["Reason"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Of_two_evaluations_that_contradict_each_other_the_failure_is_never_lost(bool isFailureFirst)
    {
        Evaluation[] both = isFailureFirst ? [Sample.Evaluation("orders"), Sample.Passed("orders")]
            : [Sample.Passed("orders"), Sample.Evaluation("orders")];

        JsonNode json = JsonNode.Parse(Written.Text("Json", both, [Sample.Row(1)]))!;

        Assert.Equal("Incomplete", (string)json["Coverage"]!);
        Assert.Contains(json["Findings"]!.AsArray(), finding => (string)finding!["Finding"]! == "Unencrypted");
        Assert.Contains("contradicts itself about 1 resources: orders", (string)json["NotAudited"]![0]!["Reason"]!,
            StringComparison.Ordinal);
        Assert.Equal((1, 1, 0),
            ((int)json["Summary"]!["Resources"]!, (int)json["Summary"]!["Unencrypted"]!, (int)json["Summary"]!["Compliant"]!));
    }

    [Fact]
    public void A_resource_that_contradicts_itself_counts_as_the_worse_by_engine_and_by_kind_of_key_too()
    {
        ReportSummary summary = new();
        Finding passed = new(Sample.Passed("orders"));
        Finding failed = new(Sample.Evaluation("orders"));
        FindingCount known = summary.CountOf(passed);
        summary.Add(passed, known);

        summary.Add(failed, summary.CountOf(failed), known);

        Assert.All([summary.ByTarget, summary.ByEngine, summary.ByKeyKind],
            group => Assert.Equal(1, Assert.Single(group).Value[(int)FindingStatus.Unencrypted]));
        Assert.NotEqual(passed.KeyKind, failed.KeyKind);
    }

    [Fact]
    public void More_engines_than_are_numbered_count_together_and_never_below_nothing()
    {
        ReportSummary summary = new();
        for (int i = 0; i < FindingCount.MaxGroup; i++)
        {
            summary.CountOf(new Finding(Sample.Evaluation($"group-{i}", engine: $"engine-{i}")));
        }

        Finding passed = new(Sample.Passed("orders", engine: "another"));
        Finding failed = new(Sample.Evaluation("orders", engine: "and-another"));
        FindingCount known = summary.CountOf(passed);
        summary.Add(passed, known);

        summary.Add(failed, summary.CountOf(failed), known);

        Assert.Equal(1, summary.ByEngine["-"][(int)FindingStatus.Unencrypted]);
        Assert.DoesNotContain(summary.ByEngine.Values.SelectMany(counts => counts), count => count < 0);
    }

    [Fact]
    public void What_was_found_compliant_beside_something_that_could_not_be_audited_is_counted_apart()
    {
        TargetResult[] rows = [Sample.Row(2, TargetStatus.Failed, "denied"), Sample.Row(1, region: "eu-west-1")];
        Evaluation[] evaluations = [Sample.Passed("orders"), Sample.Evaluation("carts"), Sample.Passed("search", region: "eu-west-1")];

        JsonNode summary = JsonNode.Parse(Written.Text("Json", evaluations, rows))!["Summary"]!;

        Assert.All(["Compliant", "CompliantInIncomplete", "Unencrypted"], name => Assert.Equal(1, (int)summary[name]!));
        Assert.Contains("<strong>1</strong> Compliant, target incomplete", Written.Text("Html", evaluations, rows),
            StringComparison.Ordinal);
        Assert.Contains("| Compliant, target incomplete | 1 |", Written.Text("Markdown", evaluations, rows), StringComparison.Ordinal);
    }

    [Fact]
    public void A_verdict_that_the_evidence_contradicts_is_not_compliant() => Assert.Equal(
        FindingStatus.Unknown, new Finding(Sample.Evaluation("orders", ComplianceType.Compliant)).Status);

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_report_is_the_same_twice_and_holds_no_control_characters(string format)
    {
        string text = Written.Text(format, Sample.HostileEvaluations, Sample.FailedRows);

        Assert.Equal(text, Written.Text(format, Sample.HostileEvaluations, Sample.FailedRows));
        Assert.DoesNotContain(text, letter => char.IsControl(letter) && letter is not ('\n' or '\r'));
        Assert.DoesNotContain(text, letter => letter is '\u2028' or '\u2029' or '\u202E');
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Nothing_is_a_report_as_well(string format) =>
        // Of events, there are none then.
        Assert.Equal(format == "Ocsf", Written.Text(format, [], [Sample.Row(0)]).Length == 0);

    [Fact]
    public void Markdown_has_no_markup_of_data_and_stays_within_a_step_s_summary()
    {
        string text = Written.Text("Markdown", Sample.HostileEvaluations, Sample.FailedRows);
        byte[] many = Written.Bytes(
            "Markdown", Enumerable.Range(0, 20_000).Select(i => Sample.Evaluation($"group-{i}", annotation: new string('|', 256))),
            [Sample.Row(20_000), .. Enumerable.Range(0, 5_000)
                .Select(i => Sample.Row(0, TargetStatus.Failed, new string('<', 100), $"{i:D12}"))]);

        Assert.DoesNotContain("<script", text, StringComparison.Ordinal);
        Assert.DoesNotContain("](", text, StringComparison.Ordinal);
        Assert.DoesNotContain("javascript:", text, StringComparison.Ordinal);
        Assert.All(text.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)),
            line => Assert.InRange(line.Split(" | ").Length, 2, 8));
        Assert.InRange(many.Length, 1, 1024 * 1024);
        Assert.Contains("19850 more", Encoding.UTF8.GetString(many), StringComparison.Ordinal);
    }

    [Fact]
    public void Markdown_stays_within_a_step_s_summary_whatever_the_names_hold()
    {
        string name = new('<', 768);
        AuditSnapshot reference = Written.Audit(Enumerable.Range(0, 500).Select(i => Sample.Passed($"{name}{i}")), [Sample.Row(500)]);

        byte[] text = Written.Bytes("Markdown", Enumerable.Range(0, 500).Select(i => Sample.Evaluation($"{name}{i}", annotation: name)),
            [Sample.Row(500), .. Enumerable.Range(0, 500).Select(i => Sample.Row(0, TargetStatus.Failed, name, $"{name}{i}", name))],
            reference);

        Assert.InRange(text.Length, MarkdownReportWriter.MaxTableLength, 1024 * 1024);
        Assert.Equal(3, Encoding.UTF8.GetString(text).Split("more are left out here").Length - 1);
    }

    [Fact]
    public void What_is_missing_of_one_target_is_one_entry_with_every_reason()
    {
        JsonNode json = JsonNode.Parse(Written.Text("Json", [Sample.Passed("orders"), Sample.Evaluation("orders")],
            [Sample.Row(3), Sample.Row(1, TargetStatus.Stopped), Sample.Row(0, TargetStatus.Failed, "denied", null, null)], notBegun: 4))!;

        Assert.Equal(
            [
                $"{Sample.Account} The input contradicts itself about 1 resources: orders. The audit found 3 resources, and 1 of them are "
                    + $"in this report. The audit was stopped before its end.",
                " denied The audit was stopped: 4 targets were never begun.",
            ],
            json["NotAudited"]!.AsArray().Select(entry => $"{entry!["AccountId"]} {entry["Reason"]}"));
    }

    [Theory]
    [InlineData("en", "# Encryption at rest of Amazon ElastiCache", "Unencrypted")]
    [InlineData("ja", "# Amazon ElastiCache の保管時の暗号化", "暗号化なし")]
    public void A_summary_is_in_its_language(string language, string title, string status)
    {
        string text = Written.Text("Markdown", Sample.OfEachStatus, [Sample.Row(7)], options: Written.Options(language));

        Assert.StartsWith(title, text, StringComparison.Ordinal);
        Assert.Contains(status, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("report.html", "Html")]
    [InlineData("report.HTM", "Html")]
    [InlineData("a.b.csv", "Csv")]
    [InlineData("report.json", "Json")]
    [InlineData("report.md", "Markdown")]
    [InlineData("junit.xml", "JUnit")]
    [InlineData("x.sarif", "Sarif")]
    [InlineData("x.sarif.json", "Sarif")]
    [InlineData("x.ocsf.json", "Ocsf")]
    [InlineData("x.jsonl", "Ocsf")]
    [InlineData("x.asff.json", "Asff")]
    [InlineData("report.pdf", null)]
    [InlineData("html", null)]
    public void A_file_s_ending_says_its_format(string file, string? format) => Assert.Equal(format, ReportFormat.Find($"/tmp/{file}"));

    private static List<List<string>> Cells(string csv)
    {
        List<List<string>> rows = [[]];
        StringBuilder cell = new();
        bool isQuoted = false;
        for (int i = 0; i < csv.Length; i++)
        {
            if (isQuoted)
            {
                if (csv[i] != '"')
                {
                    cell.Append(csv[i]);
                }
                else if (i + 1 < csv.Length && csv[i + 1] == '"')
                {
                    cell.Append(csv[++i]);
                }
                else
                {
                    isQuoted = false;
                }
            }
            else if (csv[i] == '"')
            {
                isQuoted = true;
            }
            else if (csv[i] is ',' or '\n')
            {
                rows[^1].Add(cell.ToString().TrimEnd('\r'));
                cell.Clear();
                if (csv[i] == '\n' && i + 1 < csv.Length)
                {
                    rows.Add([]);
                }
            }
            else
            {
                cell.Append(csv[i]);
            }
        }

        return rows;
    }
}
