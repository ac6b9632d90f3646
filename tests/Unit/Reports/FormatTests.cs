using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using Json.Schema;
using RedisCompliance.Reports.Formats;

namespace RedisCompliance.Reports.Tests;

/// <summary>Reports in the formats of tools, held against what those publish.</summary>
public sealed class FormatTests
{
    private static readonly Evaluation[] s_hostile = [.. Sample.Hostile.SelectMany((text, i) => new[]
    {
        Sample.Evaluation(text, annotation: text, tags: new Dictionary<string, string> { [text] = text }),
        Sample.Passed($"id-{i}", KeyKind.CustomerManaged, text, annotation: text), Sample.Exempt(text + i, text),
    })];

    private static readonly TargetResult[] s_failed =
        [Sample.Row(0, TargetStatus.Failed, "User: x is not authorized </script> | `x`", "444455556666"),
            Sample.Row(0, TargetStatus.Failed, "AssumeRole", null, null)];

    private static readonly string[] s_numbers = ["startLine", "startColumn", "endLine", "endColumn"];

    public static TheoryData<string> Formats => ["Html", "Csv", "Json", "Markdown", "JUnit", "Sarif", "Ocsf", "Asff"];

    [Theory]
    [InlineData("1.6.0")]
    [InlineData("1.7.0")]
    [InlineData("1.8.0")]
    public void Ocsf_is_valid_by_its_schema(string version)
    {
        JsonSchema schema = Schema($"ocsf-{version}-compliance-finding.json");
        AuditSnapshot reference = Written.Audit([Sample.Passed("gone"), Sample.Passed("orders")], [Sample.Row(2)]);

        Assert.All([
            .. Events(Written.Text("Ocsf", [.. Sample.OfEachStatus, .. s_hostile], s_failed, options: Written.Options(ocsf: version))),
            .. Events(Written.Text("Ocsf", [Sample.Evaluation("orders")], [Sample.Row(1)], reference, Written.Options(ocsf: version))),
            .. Events(Written.Text("Ocsf", [], options: Written.Options(ocsf: version)))], item => Valid(schema, item));
    }

    [Fact]
    public void Ocsf_has_times_in_milliseconds_and_statuses_of_its_own()
    {
        JsonObject[] events = Events(Written.Text("Ocsf", Sample.OfEachStatus, [Sample.Row(7)]));

        Assert.All(events, item => Assert.Equal(1_795_575_845_678, (long)item["time"]!));
        Assert.Equal(
            ["3 Fail 1", "3 Fail 1", "2 Warning 1", "3 Fail 1", "99 Exempt 3", "99 NotApplicable 4", "1 Pass 4"],
            events.Select(item => $"{item["compliance"]!["status_id"]} {item["compliance"]!["status"]} {item["status_id"]}"));
    }

    [Fact]
    public void Ocsf_closes_what_is_gone_and_updates_what_is_known()
    {
        AuditSnapshot reference = Written.Audit(
            [Sample.Passed("gone"), Sample.Evaluation("orders", at: Sample.Moment.AddDays(-3))], [Sample.Row(2)]);

        JsonObject[] events = Events(
            Written.Text("Ocsf", [Sample.Evaluation("orders"), Sample.Evaluation("new")], [Sample.Row(2)], reference));

        Assert.Equal(["Close gone 200303", "Update orders 200302", "Create new 200301"],
            events.Select(item => $"{item["activity_name"]} {item["resources"]![0]!["name"]} {item["type_uid"]}"));
    }

    [Fact]
    public void Sarif_is_valid_by_its_schema_and_by_what_GitHub_requires()
    {
        JsonSchema schema = Schema("sarif-schema-2.1.0.json");
        AuditSnapshot reference = Written.Audit([Sample.Passed("gone"), Sample.Passed("orders")], [Sample.Row(2)]);
        foreach (JsonObject sarif in new[]
        {
            Sarif([.. Sample.OfEachStatus, .. s_hostile], s_failed), Sarif([], [Sample.Row(0)]), Sarif([], null),
            Sarif([Sample.Evaluation("orders")], [Sample.Row(1)], reference),
        })
        {
            Valid(schema, sarif);
            JsonNode driver = sarif["runs"]![0]!["tool"]!["driver"]!;
            Assert.All(driver["rules"]!.AsArray(), rule => Assert.All(
                [rule!["id"], rule["name"], rule["shortDescription"]!["text"], rule["fullDescription"]!["text"], rule["help"]!["text"]],
                text => Assert.InRange(((string)text!).Length, 1, 1024)));
            Assert.All(driver["rules"]!.AsArray(),
                rule => Assert.Contains("security", rule!["properties"]!["tags"]!.AsArray().Select(tag => (string)tag!)));
            Assert.All(sarif["runs"]![0]!["results"]!.AsArray(), result =>
            {
                Assert.NotEmpty((string)result!["message"]!["text"]!);
                Assert.Equal(16 + 2, ((string)result["partialFingerprints"]!["primaryLocationLineHash"]!).Length);
                JsonNode place = result["locations"]![0]!["physicalLocation"]!;
                string uri = (string)place["artifactLocation"]!["uri"]!;
                Assert.True(Uri.TryCreate(uri, UriKind.Relative, out _) && !uri.StartsWith('/') && !uri.Contains(':')
                    && !uri.Split('/').Contains(".."), uri);
                Assert.Equal(["1", "1", "1", "1"], s_numbers.Select(name => $"{place["region"]![name]}"));
                Assert.Equal((string)result["ruleId"]!, (string)driver["rules"]![(int)result["ruleIndex"]!]!["id"]!);
            });
        }
    }

    [Fact]
    public void Sarif_has_failures_alone_and_the_same_fingerprints_in_every_run()
    {
        string[] Prints(Evaluation[] evaluations) =>
            [.. Sarif(evaluations, [Sample.Row(evaluations.Length)])["runs"]![0]!["results"]!.AsArray()
            .Select(result => $"{result!["ruleId"]} {result["partialFingerprints"]!["primaryLocationLineHash"]}")];

        string[] first = Prints(Sample.OfEachStatus);

        Assert.Equal(["redis-at-rest-unencrypted", "redis-at-rest-wrong-key", "redis-at-rest-unknown", "redis-at-rest-non-compliant"],
            first.Select(print => print.Split(' ')[0]));
        Assert.Equal(first, Prints([.. Sample.OfEachStatus.Reverse()]).Reverse());
        Assert.Equal(first.Length, first.Distinct().Count());
    }

    [Theory]
    [InlineData(SarifReportWriter.MaxFindings, 998, 24_998, 0)]
    [InlineData(SarifReportWriter.MaxFindings + 1, 998, 24_999, 1)]
    [InlineData(SarifReportWriter.MaxFindings + 5, 1_200, 25_000, 5)]
    public void Sarif_stays_within_what_GitHub_takes_of_a_run(int findings, int targets, int results, int leftOut)
    {
        (byte[] bytes, int left) = Written.Report(
            "Sarif", Enumerable.Range(0, findings).Select(i => Sample.Evaluation($"group-{i}", annotation: new string('x', 256))),
            [Sample.Row(findings), .. Enumerable.Range(0, targets).Select(i => Sample.Row(0, TargetStatus.Failed, "denied", $"{i:D12}"))]);
        using MemoryStream packed = new();
        using (GZipStream zip = new(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            zip.Write(bytes);
        }

        Assert.Equal(results, JsonNode.Parse(bytes)!["runs"]![0]!["results"]!.AsArray().Count);
        Assert.Equal(leftOut, left);
        Assert.InRange(packed.Length, 1, 10_000_000);
    }

    [Fact]
    public void JUnit_is_valid_by_Jenkins_schema_and_counts_what_it_has()
    {
        AuditSnapshot reference = Written.Audit([Sample.Passed("gone"), Sample.Passed("orders")], [Sample.Row(2)]);
        foreach (string text in new[]
        {
            Written.Text("JUnit", [.. Sample.OfEachStatus, .. s_hostile], s_failed), Written.Text("JUnit", []),
            Written.Text("JUnit", [Sample.Evaluation("orders")], [Sample.Row(1)], reference),
        })
        {
            var document = XDocument.Parse(text);
            XmlSchemaSet schemas = new();
            schemas.Add(null, XmlReader.Create(Path.Combine(AppContext.BaseDirectory, "Schemas", "junit-10.xsd")));
            document.Validate(schemas, (_, problem) => Assert.Fail(problem.Message));
            XElement suite = document.Root!.Element("testsuite")!;
            Assert.Equal(suite.Elements("testcase").Count(), (int)suite.Attribute("tests")!);
            Assert.Equal(suite.Descendants("failure").Count(), (int)suite.Attribute("failures")!);
            Assert.Equal(suite.Descendants("error").Count(), (int)suite.Attribute("errors")!);
            Assert.Equal(suite.Descendants("skipped").Count(), (int)suite.Attribute("skipped")!);
        }
    }

    [Fact]
    public void JUnit_skips_what_is_exempt_and_has_an_error_first_for_what_could_not_be_audited()
    {
        var document = XDocument.Parse(
            Written.Text("JUnit", Sample.OfEachStatus,
                [Sample.Row(7), Sample.Row(0, TargetStatus.Failed, "denied", region: "eu-west-1")]));

        Assert.Equal(
            [
                "111122223333.eu-west-1 audit error", "111122223333.ap-northeast-1.ReplicationGroup orders failure",
                "111122223333.ap-northeast-1.ReplicationGroup sessions failure",
                "111122223333.ap-northeast-1.ReplicationGroup carts failure",
                "111122223333.ap-northeast-1.ReplicationGroup stored failure",
                "111122223333.ap-northeast-1.ReplicationGroup legacy skipped",
                "111122223333.ap-northeast-1.ReplicationGroup old skipped", "111122223333.ap-northeast-1.ReplicationGroup search ",
            ],
            document.Descendants("testcase").Select(test => $"{test.Attribute("classname")!.Value} {test.Attribute("name")!.Value} "
                + $"{test.Elements().FirstOrDefault()?.Name}"));
    }

    [Fact]
    public void Csv_has_a_mark_for_Excel_and_no_formula()
    {
        byte[] bytes = Written.Bytes("Csv", s_hostile, s_failed);
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
        List<List<string>> rows = Cells(Written.Text("Csv", Sample.OfEachStatus, [Sample.Row(7), s_failed[0]]).TrimStart('\uFEFF'));
        JsonNode json = JsonNode.Parse(Written.Text("Json", Sample.OfEachStatus, [Sample.Row(7), s_failed[0]]))!;

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
        string text = Written.Text(format, s_hostile, s_failed);

        Assert.Equal(text, Written.Text(format, s_hostile, s_failed));
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
        string text = Written.Text("Markdown", s_hostile, s_failed);
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

    private static JsonObject Sarif(Evaluation[] evaluations, TargetResult[]? rows, AuditSnapshot? reference = null) =>
        JsonNode.Parse(Written.Text("Sarif", evaluations, rows, reference))!.AsObject();

    private static JsonObject[] Events(string lines) =>
        [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject())];

    /// <summary>SARIF's schema is of draft 4, of which it uses nothing that draft 7 has not but the name of its id.</summary>
    private static JsonSchema Schema(string file) => JsonSchema.FromText(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Schemas", file))
            .Replace("http://json-schema.org/draft-04/schema#", "http://json-schema.org/draft-07/schema#", StringComparison.Ordinal)
            .Replace("  \"id\": \"https://docs.oasis-open.org", "  \"$id\": \"https://docs.oasis-open.org", StringComparison.Ordinal));

    private static void Valid(JsonSchema schema, JsonNode item)
    {
        EvaluationResults results = schema.Evaluate(
            JsonSerializer.SerializeToElement(item), new EvaluationOptions { OutputFormat = OutputFormat.List });
        Assert.True(results.IsValid, string.Join("\n", (results.Details ?? []).Where(detail => detail.Errors is not null)
            .Select(detail => $"{detail.InstanceLocation}: {string.Join(", ", detail.Errors!.Values)}")));
    }

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
