using System.Text.Json;

namespace RedisCompliance.Reports.Formats;

/// <summary>
/// Compliance Findings (class 2003) of the Open Cybersecurity Schema Framework with its cloud profile: one event per line.
/// </summary>
internal sealed class OcsfReportWriter(ReportOptions options, Stream body) : ReportWriter(options, body)
{
    private const int Create = 1;
    private const int Update = 2;
    private const int Close = 3;

    private readonly JsonItems _events = new(body, "\n");
    private int _leftOut;

    public override int LeftOutCount => _leftOut;

    public override void Add(Finding finding)
    {
        if (finding.Address is not null || finding.IsUndatedPass)
        {
            // An event is about an existing resource at a time, and Security Hub stores it.
            _leftOut++;
            return;
        }

        (int complianceId, string compliance) = finding.Status switch
        {
            FindingStatus.Compliant => (1, "Pass"),
            FindingStatus.Unencrypted or FindingStatus.WrongKey or FindingStatus.NonCompliant => (3, "Fail"),
            FindingStatus.Unknown => (2, "Warning"),
            _ => (99, finding.Status.ToString()),
        };
        DateTime time = finding.EvidenceTime ?? Options.GeneratedAt;
        _events.Write(json => Write(json, new Event
        {
            Activity = finding.Change is null or ComplianceChangeType.New ? finding.Since < time ? Update : Create : Update,
            Time = time,
            FirstSeen = finding.Since,
            Uid = finding.Uid,
            Title = TitleOf(finding.Status),
            Message = finding.Annotation ?? finding.ToTitle(),
            Severity = finding.Status switch { FindingStatus.Unencrypted => 4,
                FindingStatus.WrongKey or FindingStatus.Unknown or FindingStatus.NonCompliant => 3, _ => 1 },
            Status = finding.Status switch { FindingStatus.Exempt => 3, FindingStatus.Compliant => 4, FindingStatus.NotApplicable => 4,
                _ => 1 },
            ComplianceId = complianceId,
            Compliance = compliance,
            AccountId = finding.AccountId,
            Region = finding.Region,
            ResourceType = finding.ResourceType,
            ResourceUid = finding.Arn ?? finding.Uid,
            ResourceName = finding.Id,
            Partition = AwsNames.PartitionOf(finding.Arn, finding.Region),
            Remediation = finding.IsFailure ? EnglishTexts.WhatToDo(finding.Status, finding.Type) : null,
            Finding = finding,
        }));
    }

    public override void Complete(ReportEnd end, Stream output)
    {
        using JsonItems first = new(output, "\n");
        foreach (UnauditedTarget target in end.Coverage.Unaudited)
        {
            WriteUnaudited(first, target.AccountId, target.Region, target.Uid, $"{target.Name}: {target.Reason}");
        }

        if (end.Coverage.State == CoverageState.Unknown)
        {
            WriteUnaudited(first, null, null, "redis-compliance/audit/coverage", EnglishTexts[nameof(Messages.CoverageUnknown)]);
        }

        foreach (ComplianceChange gone in end.Changes?.Where(change => change.Change == ComplianceChangeType.Gone) ?? [])
        {
            WriteGone(first, gone);
        }

        if (!first.IsEmpty)
        {
            output.WriteText("\n");
        }

        CopyBody(output);
        if (!_events.IsEmpty)
        {
            output.WriteText("\n");
        }
    }

    protected override void Dispose(bool disposing) => _events.Dispose();

    private static ReportTexts EnglishTexts { get; } = new(System.Globalization.CultureInfo.InvariantCulture);

    private static string TitleOf(FindingStatus status) => status switch
    {
        FindingStatus.Compliant => "ElastiCache data is encrypted at rest as the policy asks",
        FindingStatus.Unencrypted => "ElastiCache data is not encrypted at rest",
        FindingStatus.WrongKey => "ElastiCache data is encrypted with a key that the policy refuses",
        FindingStatus.Exempt => "ElastiCache resource is exempt from encryption at rest",
        FindingStatus.NotApplicable => "ElastiCache resource is not judged",
        _ => "Encryption at rest of ElastiCache cannot be shown",
    };

    private void WriteUnaudited(JsonItems events, string? accountId, string? region, string uid, string message) =>
        events.Write(json => Write(json, new Event
    {
        Activity = Create, Time = Options.GeneratedAt, Uid = uid, Title = "ElastiCache could not be audited completely", Message = message,
        Severity = 3, Status = 1,
        ComplianceId = 2, Compliance = "Warning", AccountId = accountId, Region = region, ResourceType = ResourceType.Account,
        ResourceUid = accountId ?? "unknown", ResourceName = accountId ?? "unknown", Partition = AwsNames.PartitionOf(null, region),
    }));

    private void WriteGone(JsonItems events, ComplianceChange gone)
    {
        string uid = $"redis-compliance/at-rest/{gone.AccountId ?? "-"}/{gone.Region ?? "-"}/{gone.Type}/{gone.Id}";
        events.Write(json => Write(json, new Event
        {
            Activity = Close, Time = Options.GeneratedAt, Uid = uid, Title = "ElastiCache resource does not exist any more",
            Message = $"{gone.Type} {gone.Id} does not exist any more.",
            Severity = 1, Status = 4, ComplianceId = 99, Compliance = "Gone", AccountId = gone.AccountId, Region = gone.Region,
            ResourceType = gone.ComplianceResourceType,
            ResourceUid = uid, ResourceName = gone.Id, Partition = AwsNames.PartitionOf(null, gone.Region),
        }));
    }

    private void Write(Utf8JsonWriter json, Event one)
    {
        json.WriteStartObject();
        json.WriteNumber("activity_id", one.Activity);
        json.WriteString("activity_name", one.Activity switch { Create => "Create", Update => "Update", _ => "Close" });
        json.WriteNumber("category_uid", 2);
        json.WriteString("category_name", "Findings");
        json.WriteNumber("class_uid", 2003);
        json.WriteString("class_name", "Compliance Finding");
        json.WriteNumber("type_uid", 200300 + one.Activity);
        json.WriteNumber("time", JsonText.Milliseconds(one.Time));
        json.WriteNumber("severity_id", one.Severity);
        json.WriteString("severity", one.Severity switch { 4 => "High", 3 => "Medium", _ => "Informational" });
        json.WriteNumber("status_id", one.Status);
        json.WriteString("status", one.Status switch { 1 => "New", 3 => "Suppressed", _ => "Resolved" });
        json.WriteString("message", one.Message);
        WriteMetadata(json);
        WriteCloud(json, one);
        json.WriteStartObject("finding_info");
        json.WriteString("uid", one.Uid);
        json.WriteString("title", one.Title);
        json.WriteString("desc", one.Message);
        json.WriteNumber("created_time", JsonText.Milliseconds(one.FirstSeen ?? one.Time));
        json.WriteNumber("modified_time", JsonText.Milliseconds(one.Time));
        json.WriteEndObject();
        WriteCompliance(json, one);
        WriteResource(json, one);
        if (one.Remediation is not null)
        {
            json.WriteStartObject("remediation");
            json.WriteString("desc", one.Remediation);
            json.WriteEndObject();
        }

        WriteUnmapped(json, one.Finding);
        json.WriteEndObject();
    }

    private void WriteMetadata(Utf8JsonWriter json)
    {
        json.WriteStartObject("metadata");
        json.WriteString("version", Options.OcsfVersion);
        json.WriteStartArray("profiles");
        json.WriteStringValue("cloud");
        json.WriteEndArray();
        json.WriteStartObject("product");
        json.WriteString("uid", "RedisCompliance");
        json.WriteString("name", "RedisCompliance");
        json.WriteString("vendor_name", "RedisCompliance");
        json.WriteString("version", Options.ProductVersion);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteCloud(Utf8JsonWriter json, Event one)
    {
        json.WriteStartObject("cloud");
        json.WriteString("provider", "AWS");
        json.WriteOptional("region", one.Region);
        if (one.AccountId is not null)
        {
            json.WriteStartObject("account");
            json.WriteString("uid", one.AccountId);
            json.WriteString("type", "AWS Account");
            json.WriteNumber("type_id", 10);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteCompliance(Utf8JsonWriter json, Event one)
    {
        json.WriteStartObject("compliance");
        json.WriteString("control", "Data that ElastiCache keeps at rest is encrypted");
        json.WriteNumber("status_id", one.ComplianceId);
        json.WriteString("status", one.Compliance);
        json.WriteStartArray("status_details");
        json.WriteStringValue(one.Message);
        json.WriteEndArray();
        json.WriteStartArray("checks");
        json.WriteStartObject();
        json.WriteString("uid", "redis-at-rest");
        json.WriteString("name", "Encryption at rest, in effect, and its key");
        json.WriteNumber("status_id", one.ComplianceId);
        json.WriteString("status", one.Compliance);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteResource(Utf8JsonWriter json, Event one)
    {
        json.WriteStartArray("resources");
        json.WriteStartObject();
        json.WriteString("uid", one.ResourceUid);
        json.WriteString("name", one.ResourceName);
        json.WriteString("type", one.ResourceType);
        json.WriteOptional("region", one.Region);
        json.WriteString("cloud_partition", one.Partition);
        if (one.Finding is { Tags.Count: > 0 } finding)
        {
            json.WriteStartArray("tags");
            foreach (KeyValuePair<string, string> tag in finding.Tags)
            {
                json.WriteStartObject();
                json.WriteString("name", tag.Key);
                json.WriteString("value", tag.Value);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteUnmapped(Utf8JsonWriter json, Finding? finding)
    {
        if (finding is null)
        {
            return;
        }

        json.WriteStartObject("unmapped");
        json.WriteString("encryption_state", finding.EncryptionState);
        json.WriteString("evidence", finding.Evidence);
        json.WriteString("key_kind", finding.KeyKind);
        json.WriteOptional("kms_key_id", finding.KmsKeyId);
        json.WriteOptional("change", finding.Change);
        json.WriteEndObject();
    }

    private sealed record Event
    {
        public required int Activity { get; init; }

        public required DateTime Time { get; init; }

        public DateTime? FirstSeen { get; init; }

        public required string Uid { get; init; }

        public required string Title { get; init; }

        public required string Message { get; init; }

        public required int Severity { get; init; }

        public required int Status { get; init; }

        public required int ComplianceId { get; init; }

        public required string Compliance { get; init; }

        public string? AccountId { get; init; }

        public string? Region { get; init; }

        public required string ResourceType { get; init; }

        public required string ResourceUid { get; init; }

        public required string ResourceName { get; init; }

        public required string Partition { get; init; }

        public string? Remediation { get; init; }

        public Finding? Finding { get; init; }
    }
}
