using System.Text.Json;

namespace RedisCompliance.Reports.Formats;

/// <summary>
/// SARIF 2.1.0 for GitHub code scanning: failures and what could not be audited, each at a relative path that is the same in every run,
/// because a cloud resource has no file. The logical location has the ARN, for other readers.
/// </summary>
/// <remarks>GitHub Docs, SARIF support for code scanning, and Troubleshooting SARIF uploads: the limits.</remarks>
internal sealed class SarifReportWriter(ReportOptions options, Stream body) : ReportWriter(options, body)
{
    /// <summary>The maximum number of results per run that GitHub accepts.</summary>
    public const int MaxResults = 25_000;

    /// <summary>The maximum number of failures; the remaining results are for what could not be audited.</summary>
    public const int MaxFindings = 24_000;

    private const string NotAudited = "redis-at-rest-not-audited";

    private static readonly Rule[] s_rules =
    [
        new(NotAudited, "NotAudited", "ElastiCache could not be audited",
            "An account in a Region could not be audited completely. Nothing is known of what was not seen.",
            "Mend what the message names and audit again. What was not seen is neither compliant nor gone.", "error", "7.0"),
        new("redis-at-rest-unencrypted", "Unencrypted", "ElastiCache data is not encrypted at rest",
            "The data that the resource keeps at rest is not encrypted in effect.",
            "Encryption is fixed at creation: restore a backup to an encrypted resource. Durability (Valkey 9.0 or later) switches it "
                + "on in place.", "error", "7.5"),
        new("redis-at-rest-wrong-key", "WrongKey", "ElastiCache data is encrypted with a key that the policy refuses",
            "The data is encrypted at rest, and not with a key that the policy approves.",
            "The key is fixed at creation: restore a backup with an approved key.", "warning", "5.0"),
        new("redis-at-rest-unknown", "Unknown", "Encryption at rest of ElastiCache cannot be shown",
            "What AWS or the export reports does not tell whether the data is encrypted at rest.",
            "Describe the resource with a current AWS CLI or SDK and audit again.", "warning", "5.0"),
        new("redis-at-rest-non-compliant", "NonCompliant", "AWS Config stores the resource as not compliant",
            "A stored result of AWS Config says that the resource is not compliant.",
            "Audit the resource itself to see what the verdict rests on.", "warning", "5.0"),
    ];

    private readonly JsonItems _results = new(body);
    private int _written;
    private int _leftOut;

    public override int LeftOutCount => _leftOut;

    public override void Add(Finding finding)
    {
        if (!finding.IsFailure)
        {
            return;
        }

        if (_written == MaxFindings)
        {
            _leftOut++;
            return;
        }

        _written++;
        int rule = (int)finding.Status + 1;
        _results.Write(json => WriteResult(json, rule, finding.Annotation ?? s_rules[rule].Short,
            finding.Address is not null && finding.SourcePath is not null ? FileLocation(finding.SourcePath)
                : Location("aws", finding.AccountId, finding.Region, finding.Type, finding.Id),
            finding.Address ?? finding.Arn ?? finding.Uid,
            finding.Address is null ? finding.Uid : $"{FileLocation(finding.SourcePath)} {finding.Address}", finding.Change,
            finding.SourceLine ?? 1));
    }

    public override void Complete(ReportEnd end, Stream output)
    {
        using MemoryStream head = new();
        using Utf8JsonWriter json = new(head, JsonText.Indented);
        json.WriteStartObject();
        json.WriteString("$schema", "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json");
        json.WriteString("version", "2.1.0");
        json.WriteStartArray("runs");
        json.WriteStartObject();
        WriteTool(json);
        json.WriteStartObject("automationDetails");
        json.WriteString("id", "redis-compliance/at-rest/");
        json.WriteEndObject();
        WriteInvocation(json, end);
        json.WriteString("columnKind", "utf16CodeUnits");
        WriteChanges(json, end.Changes);
        json.WriteStartArray("results");
        json.Flush();
        head.WriteTo(output);
        using JsonItems first = new(output);
        WriteUnaudited(first, end.Coverage);
        if (!first.IsEmpty && !_results.IsEmpty)
        {
            output.WriteText(",\n");
        }

        CopyBody(output);
        output.WriteText("]\n}\n]\n}\n");
    }

    protected override void Dispose(bool disposing) => _results.Dispose();

    private void WriteUnaudited(JsonItems items, Coverage coverage)
    {
        int room = MaxResults - MaxFindings - 2;
        foreach (UnauditedTarget target in coverage.Unaudited.Take(room))
        {
            WriteNotAudited(items, $"{target.Name} could not be audited completely. {target.Reason}",
                Location("aws", target.AccountId, target.Region), target.Uid);
        }

        if (coverage.Unaudited.Count > room)
        {
            WriteNotAudited(items, $"{coverage.Unaudited.Count - room} more targets could not be audited completely.", "aws/more",
                "redis-compliance/audit/more");
        }

        if (coverage.State == CoverageState.Unknown)
        {
            WriteNotAudited(items, "Nothing tells whether everything was audited: the evaluations came without a report of targets.",
                "aws/coverage", "redis-compliance/audit/coverage");
        }

        if (_leftOut > 0)
        {
            WriteNotAudited(items, $"{_leftOut} more findings are left out: a run holds {MaxResults} results.", "aws/left-out",
                "redis-compliance/audit/left-out");
        }
    }

    private static void WriteNotAudited(JsonItems items, string text, string location, string uid) =>
        items.Write(json => WriteResult(json, 0, text, location, uid, uid, null));

    private static void WriteResult(
        Utf8JsonWriter json, int rule, string message, string location, string name, string uid, string? change, int line = 1)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", s_rules[rule].Id);
        json.WriteNumber("ruleIndex", rule);
        json.WriteString("level", s_rules[rule].Level);
        json.WriteStartObject("message");
        // SARIF treats brackets as a link.
        json.WriteString("text", message.Replace("\\", "\\\\").Replace("[", "\\[").Replace("]", "\\]"));
        json.WriteEndObject();
        json.WriteStartArray("locations");
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", location);
        json.WriteEndObject();
        json.WriteStartObject("region");
        json.WriteNumber("startLine", line);
        json.WriteNumber("startColumn", 1);
        json.WriteNumber("endLine", line);
        json.WriteNumber("endColumn", 1);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartArray("logicalLocations");
        json.WriteStartObject();
        json.WriteString("fullyQualifiedName", name);
        json.WriteString("kind", "resource");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartObject("partialFingerprints");
        json.WriteString("primaryLocationLineHash", Fingerprint($"{s_rules[rule].Id} {uid}"));
        json.WriteEndObject();
        if (change is not null)
        {
            json.WriteStartObject("properties");
            json.WriteString("change", change);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private void WriteTool(Utf8JsonWriter json)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "RedisCompliance");
        json.WriteString("semanticVersion", Options.ProductVersion);
        json.WriteString("informationUri", "https://github.com/RedisCompliance/RedisCompliance");
        json.WriteStartArray("rules");
        foreach (Rule rule in s_rules)
        {
            rule.Write(json);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteInvocation(Utf8JsonWriter json, ReportEnd end)
    {
        json.WriteStartArray("invocations");
        json.WriteStartObject();
        json.WriteBoolean("executionSuccessful", end.Coverage.State == CoverageState.Complete);
        json.WriteString("endTimeUtc", JsonText.Iso(Options.GeneratedAt));
        json.WriteStartArray("toolExecutionNotifications");
        foreach (UnauditedTarget target in end.Coverage.Unaudited)
        {
            json.WriteStartObject();
            json.WriteString("level", "error");
            json.WriteStartObject("message");
            json.WriteString("text", $"{target.Name}: {target.Reason}");
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteChanges(Utf8JsonWriter json, IReadOnlyList<ComplianceChange>? changes)
    {
        if (changes is null)
        {
            return;
        }

        json.WriteStartObject("properties");
        json.WriteStartArray("changes");
        foreach (ComplianceChange change in changes.Where(change => change.Change != ComplianceChangeType.Unchanged))
        {
            json.WriteStringValue(change.ToString());
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Joins parts to a relative path, escaping what a path or URI would interpret.</summary>
    private static string Location(params string?[] parts) =>
        string.Join("/", parts.Where((part, i) => part is not null || i < 3)
            .Select(part => part is null or "." or ".." ? "-" : Uri.EscapeDataString(part)));

    /// <summary>Names a file below the root folder by its relative path, any other by its URI.</summary>
    private string FileLocation(string? path)
    {
        if (path is null)
        {
            return "planned";
        }

        string root = Options.Root is null ? string.Empty
            : Options.Root.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar;
        return root.Length > 0 && path.StartsWith(root, StringComparison.Ordinal)
            ? string.Join("/", path.Substring(root.Length).Split(Path.DirectorySeparatorChar).Select(Uri.EscapeDataString))
            : Uri.TryCreate(path, UriKind.Absolute, out Uri? uri) ? uri.AbsoluteUri : Uri.EscapeDataString(path);
    }

    private static string Fingerprint(string text) => Digest.HexOf(text, 8) + ":1";

    private sealed record Rule(string Id, string Name, string Short, string Full, string Help, string Level, string Severity)
    {
        public void Write(Utf8JsonWriter json)
        {
            json.WriteStartObject();
            json.WriteString("id", Id);
            json.WriteString("name", Name);
            WriteText(json, "shortDescription", Short);
            WriteText(json, "fullDescription", Full);
            WriteText(json, "help", Help);
            json.WriteString("helpUri", "https://github.com/RedisCompliance/RedisCompliance/blob/main/docs/verdicts.md");
            json.WriteStartObject("defaultConfiguration");
            json.WriteString("level", Level);
            json.WriteEndObject();
            json.WriteStartObject("properties");
            json.WriteStartArray("tags");
            foreach (string tag in new[] { "security", "aws", "elasticache", "encryption" })
            {
                json.WriteStringValue(tag);
            }

            json.WriteEndArray();
            json.WriteString("precision", "very-high");
            json.WriteString("problem.severity", Level);
            json.WriteString("security-severity", Severity);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        private static void WriteText(Utf8JsonWriter json, string name, string text)
        {
            json.WriteStartObject(name);
            json.WriteString("text", text);
            json.WriteEndObject();
        }
    }
}
