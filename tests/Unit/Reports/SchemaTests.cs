using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using Json.Schema;
using RedisCompliance.Reports.Formats;

namespace RedisCompliance.Reports.Tests;

/// <summary>Reports in the formats of tools (OCSF, SARIF, JUnit), held against what those publish.</summary>
public sealed class SchemaTests
{
    private static readonly string[] s_numbers = ["startLine", "startColumn", "endLine", "endColumn"];

    [Theory]
    [InlineData("1.6.0")]
    [InlineData("1.7.0")]
    [InlineData("1.8.0")]
    public void Ocsf_is_valid_by_its_schema(string version)
    {
        JsonSchema schema = Schema($"ocsf-{version}-compliance-finding.json");
        AuditSnapshot reference = Written.Audit([Sample.Passed("gone"), Sample.Passed("orders")], [Sample.Row(2)]);

        Assert.All([
            .. Events(Written.Text("Ocsf", [.. Sample.OfEachStatus, .. Sample.HostileEvaluations], Sample.FailedRows,
                options: Written.Options(ocsf: version))),
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
            Sarif([.. Sample.OfEachStatus, .. Sample.HostileEvaluations], Sample.FailedRows), Sarif([], [Sample.Row(0)]), Sarif([], null),
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
            Written.Text("JUnit", [.. Sample.OfEachStatus, .. Sample.HostileEvaluations], Sample.FailedRows), Written.Text("JUnit", []),
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
}
