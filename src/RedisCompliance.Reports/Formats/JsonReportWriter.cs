using System.Text.Json;

namespace RedisCompliance.Reports.Formats;

/// <summary>The complete report, under the names of the module's own objects, so that it can be read back and compared.</summary>
internal sealed class JsonReportWriter(ReportOptions options, Stream body) : ReportWriter(options, body)
{
    /// <summary>The version of the format, for readers to rely on.</summary>
    public const string FormatVersion = "1.0";

    private readonly JsonItems _findings = new(body);

    public override void Add(Finding finding) => _findings.Write(json => Write(json, finding));

    public override void Complete(ReportEnd end, Stream output)
    {
        using MemoryStream head = new();
        using Utf8JsonWriter json = new(head, JsonText.Indented);
        json.WriteStartObject();
        json.WriteString("ReportVersion", FormatVersion);
        json.WriteString("Product", "RedisCompliance");
        json.WriteString("ProductVersion", Options.ProductVersion);
        json.WriteOptional("Title", Options.Title);
        json.WriteString("GeneratedAt", JsonText.Iso(Options.GeneratedAt));
        json.WriteString("Coverage", end.Coverage.State.ToString());
        WriteUnaudited(json, end.Coverage);
        WriteSummary(json, end);
        WriteTargets(json, end.Coverage);
        WriteChanges(json, end.Changes);
        json.WriteStartArray("Findings");
        json.Flush();
        head.WriteTo(output);
        if (!_findings.IsEmpty)
        {
            output.WriteText("\n");
            CopyBody(output);
            output.WriteText("\n  ");
        }

        output.WriteText("],\n  \"Carried\": [");
        using (JsonItems carried = new(output))
        {
            foreach (Finding finding in end.Carried)
            {
                finding.Since ??= finding.EvidenceTime;
                finding.Change = null;
                carried.Write(one => Write(one, finding));
            }
        }

        output.WriteText("]\n}\n");
    }

    protected override void Dispose(bool disposing) => _findings.Dispose();

    private static void Write(Utf8JsonWriter json, Finding finding)
    {
        json.WriteStartObject();
        json.WriteString("Finding", finding.Status.ToString());
        json.WriteString("ComplianceType", finding.ComplianceType);
        json.WriteOptional("AccountId", finding.AccountId);
        json.WriteOptional("Region", finding.Region);
        json.WriteString("ComplianceResourceType", finding.ResourceType);
        json.WriteString("ComplianceResourceId", finding.Id);
        json.WriteOptional("Annotation", finding.Annotation);
        json.WriteString("EncryptionState", finding.EncryptionState);
        json.WriteString("Evidence", finding.Evidence);
        json.WriteString("KeyKind", finding.KeyKind);
        json.WriteOptional("KmsKeyId", finding.KmsKeyId);
        json.WriteOptional("StorageEncryptionType", finding.StorageEncryptionType);
        json.WriteOptional("AtRestEncryptionEnabled", finding.AtRestEncryptionEnabled);
        json.WriteOptional("Engine", finding.Engine);
        json.WriteOptional("EngineVersion", finding.EngineVersion);
        json.WriteOptional("Status", finding.ResourceStatus);
        json.WriteOptional("Arn", finding.Arn);
        if (finding.Tags.Count > 0)
        {
            json.WriteStartObject("Tags");
            foreach (KeyValuePair<string, string> tag in finding.Tags)
            {
                json.WriteString(tag.Key, tag.Value);
            }

            json.WriteEndObject();
        }

        json.WriteOptional("SourcePath", finding.Address is null ? null : finding.SourcePath);
        json.WriteOptional("SourceLine", finding.SourceLine?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        json.WriteOptional("Address", finding.Address);
        json.WriteOptional("PlannedAction", finding.PlannedAction);
        json.WriteOptional("OrderingTimestamp", finding.OrderingTimestamp is { } evaluated ? JsonText.Iso(evaluated) : null);
        json.WriteOptional("ObservedAt", finding.ObservedAt is { } observed ? JsonText.Iso(observed) : null);
        json.WriteOptional("Since", finding.Since is { } since ? JsonText.Iso(since) : null);
        json.WriteOptional("Change", finding.Change);
        json.WriteEndObject();
    }

    private static void WriteUnaudited(Utf8JsonWriter json, Coverage coverage)
    {
        json.WriteStartArray("NotAudited");
        foreach (UnauditedTarget target in coverage.Unaudited)
        {
            json.WriteStartObject();
            json.WriteOptional("AccountId", target.AccountId);
            json.WriteOptional("AccountName", target.AccountName);
            json.WriteOptional("Region", target.Region);
            json.WriteOptional("ErrorId", target.ErrorId);
            json.WriteString("Reason", target.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteSummary(Utf8JsonWriter json, ReportEnd end)
    {
        json.WriteStartObject("Summary");
        json.WriteNumber("Resources", end.Summary.ResourceCount);
        foreach (FindingStatus status in ReportSummary.Statuses)
        {
            json.WriteNumber(status.ToString(), end.CountOf(status));
        }

        json.WriteNumber("CompliantInIncomplete", end.Coverage.CompliantInIncompleteCount);

        json.WriteEndObject();
    }

    /// <summary>Writes the audit's rows, as -Report accepts them.</summary>
    private static void WriteTargets(Utf8JsonWriter json, Coverage coverage)
    {
        json.WriteStartArray("Targets");
        foreach (TargetResult row in coverage.Targets)
        {
            json.WriteStartObject();
            json.WriteOptional("AccountId", PlainText.Of(row.AccountId));
            json.WriteOptional("AccountName", PlainText.Of(row.AccountName));
            json.WriteOptional("Region", PlainText.Of(row.Region));
            json.WriteString("Status", PlainText.Of(row.Status));
            json.WriteOptional("ErrorId", PlainText.Of(row.ErrorId));
            json.WriteOptional("ErrorMessage", PlainText.OneLine(row.ErrorMessage));
            json.WriteOptional("Policy", PlainText.Of(row.Policy));
            json.WriteNumber("ReplicationGroupCount", row.ReplicationGroupCount);
            json.WriteNumber("CacheClusterCount", row.CacheClusterCount);
            json.WriteNumber("ServerlessCacheCount", row.ServerlessCacheCount);
            json.WriteNumber("SnapshotCount", row.SnapshotCount);
            json.WriteNumber("ServerlessCacheSnapshotCount", row.ServerlessCacheSnapshotCount);
            json.WriteNumber("CompliantCount", row.CompliantCount);
            json.WriteNumber("CompliantInIncompleteCount", row.CompliantInIncompleteCount);
            json.WriteNumber("NonCompliantCount", row.NonCompliantCount);
            json.WriteNumber("NotApplicableCount", row.NotApplicableCount);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteChanges(Utf8JsonWriter json, IReadOnlyList<ComplianceChange>? changes)
    {
        if (changes is null)
        {
            return;
        }

        json.WriteStartArray("Changes");
        foreach (ComplianceChange change in changes.Where(change => change.Change != ComplianceChangeType.Unchanged))
        {
            json.WriteStartObject();
            json.WriteString("Change", change.Change);
            json.WriteString("ComplianceResourceType", change.ComplianceResourceType);
            json.WriteString("ComplianceResourceId", change.ComplianceResourceId);
            json.WriteOptional("AccountId", change.AccountId);
            json.WriteOptional("Region", change.Region);
            json.WriteOptional("ReferenceComplianceType", change.ReferenceComplianceType);
            json.WriteOptional("ComplianceType", change.ComplianceType);
            json.WriteOptional("ReferenceEncryption", change.ReferenceEncryption);
            json.WriteOptional("Encryption", change.Encryption);
            json.WriteOptional("ReferenceKmsKeyId", change.ReferenceKmsKeyId);
            json.WriteOptional("KmsKeyId", change.KmsKeyId);
            json.WriteOptional("Since", change.Since is { } since ? JsonText.Iso(since) : null);
            json.WriteOptional("Reason", change.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
