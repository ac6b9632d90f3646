using System.Text.Json;

#pragma warning disable CA1507 // The names are the format's, whatever ours are.

namespace RedisCompliance.Reports.Formats;

/// <summary>A finding in the AWS Security Finding Format, as BatchImportFindings accepts it for the account's default product.</summary>
/// <remarks>AWS Security Hub API Reference, <c>AwsSecurityFinding</c>; the limits are those of its members.</remarks>
internal sealed record AsffFinding
{
    /// <summary>The generator of all the module's findings.</summary>
    public const string GeneratorId = "redis-compliance/at-rest";

    private const int MaxId = 512;
    private const int MaxTitle = 256;
    private const int MaxDescription = 1024;
    private const int MaxRecommendation = 512;
    private const int MaxTags = 50;

    /// <summary>The finding's id: the same for a resource in every run.</summary>
    public required string Id { get; init => field = Bounded(value, MaxId); }

    public required string AccountId { get; init; }

    public required string Region { get; init; }

    public required string Partition { get; init; }

    public required string Title { get; init; }

    public required string Description { get; init; }

    /// <summary>INFORMATIONAL, LOW, MEDIUM or HIGH.</summary>
    public required string Severity { get; init; }

    /// <summary>PASSED, WARNING, FAILED or NOT_AVAILABLE.</summary>
    public required string Status { get; init; }

    /// <summary>The reason, as a code.</summary>
    public required string ReasonCode { get; init; }

    public string? Recommendation { get; init; }

    public bool IsArchived { get; init; }

    public required DateTime CreatedAt { get; init; }

    public required DateTime UpdatedAt { get; init; }

    public required DateTime? ObservedAt { get; init; }

    /// <summary>AwsAccount or Other: the format has no type for ElastiCache.</summary>
    public string ResourceType { get; init; } = "Other";

    public required string ResourceId { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Tags { get; init; } = [];

    /// <summary>The details of the resource.</summary>
    public IReadOnlyList<(string Name, string? Value)> Details { get; init; } = [];

    /// <summary>Creates the finding of a resource; null if the account or Region is unknown, or the resource is only planned.</summary>
    public static AsffFinding? Of(Finding finding, DateTime updatedAt, DateTime? createdAt = null)
    {
        if (finding.AccountId is null || finding.Region is null || finding.Address is not null)
        {
            return null;
        }

        (string status, string severity) = finding.Status switch
        {
            FindingStatus.Compliant => ("PASSED", "INFORMATIONAL"),
            FindingStatus.Unencrypted => ("FAILED", "HIGH"),
            FindingStatus.WrongKey or FindingStatus.NonCompliant => ("FAILED", "MEDIUM"),
            FindingStatus.Unknown => ("WARNING", "MEDIUM"),
            _ => ("NOT_AVAILABLE", "INFORMATIONAL"),
        };
        return new AsffFinding
        {
            Id = finding.Uid,
            AccountId = finding.AccountId,
            Region = finding.Region,
            Partition = AwsNames.PartitionOf(finding.Arn, finding.Region),
            Title = $"Encryption at rest of ElastiCache {finding.Type} {finding.Id}: {finding.Status}",
            Description = finding.Annotation ?? finding.ToTitle(),
            Severity = severity,
            Status = status,
            ReasonCode = finding.Status.ToString().ToUpperInvariant(),
            Recommendation = finding.IsFailure
                ? new ReportTexts(System.Globalization.CultureInfo.InvariantCulture).WhatToDo(finding.Status, finding.Type) : null,
            CreatedAt = createdAt ?? finding.Since ?? finding.EvidenceTime ?? updatedAt,
            UpdatedAt = updatedAt,
            ObservedAt = finding.EvidenceTime,
            ResourceId = finding.Arn ?? finding.Uid,
            Tags = finding.Tags,
            Details =
            [
                ("ResourceType", finding.ResourceType), ("ResourceId", finding.Id), ("Engine", finding.Engine),
                ("EncryptionState", finding.EncryptionState),
                ("Evidence", finding.Evidence), ("KeyKind", finding.KeyKind), ("KmsKeyId", finding.KmsKeyId),
            ],
        };
    }

    /// <summary>Writes the finding.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("SchemaVersion", "2018-10-08");
        json.WriteString("Id", Id);
        json.WriteString("ProductArn", $"arn:{Partition}:securityhub:{Region}:{AccountId}:product/{AccountId}/default");
        json.WriteString("ProductName", "RedisCompliance");
        json.WriteString("CompanyName", "RedisCompliance");
        json.WriteString("GeneratorId", GeneratorId);
        json.WriteString("AwsAccountId", AccountId);
        json.WriteString("CreatedAt", JsonText.Iso(CreatedAt));
        json.WriteString("UpdatedAt", JsonText.Iso(UpdatedAt));
        json.WriteOptional("LastObservedAt", ObservedAt is { } observed ? JsonText.Iso(observed) : null);
        json.WriteString("Title", Annotations.Shorten(Title, MaxTitle));
        json.WriteString("Description", Annotations.Shorten(Description, MaxDescription));
        json.WriteStartObject("Severity");
        json.WriteString("Label", Severity);
        json.WriteEndObject();
        WriteProvider(json);
        json.WriteString("RecordState", IsArchived ? "ARCHIVED" : "ACTIVE");
        json.WriteStartObject("Compliance");
        json.WriteString("Status", Status);
        json.WriteStartArray("StatusReasons");
        json.WriteStartObject();
        json.WriteString("ReasonCode", ReasonCode);
        json.WriteString("Description", Annotations.Shorten(Description, MaxDescription));
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        if (Recommendation is not null)
        {
            json.WriteStartObject("Remediation");
            json.WriteStartObject("Recommendation");
            json.WriteString("Text", Annotations.Shorten(Recommendation, MaxRecommendation));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        WriteResource(json);
        json.WriteEndObject();
    }

    private void WriteProvider(Utf8JsonWriter json)
    {
        json.WriteStartObject("FindingProviderFields");
        json.WriteStartObject("Severity");
        json.WriteString("Label", Severity);
        json.WriteEndObject();
        json.WriteStartArray("Types");
        json.WriteStringValue("Software and Configuration Checks/AWS Security Best Practices");
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteResource(Utf8JsonWriter json)
    {
        json.WriteStartArray("Resources");
        json.WriteStartObject();
        json.WriteString("Type", ResourceType);
        json.WriteString("Id", Bounded(ResourceId, MaxId));
        json.WriteString("Partition", Partition);
        json.WriteString("Region", Region);
        if (Tags.Count > 0)
        {
            json.WriteStartObject("Tags");
            foreach (KeyValuePair<string, string> tag in Tags.Take(MaxTags))
            {
                json.WriteString(Annotations.Shorten(tag.Key, 128), Annotations.Shorten(tag.Value, 256));
            }

            json.WriteEndObject();
        }

        if (Details.Any(detail => !string.IsNullOrEmpty(detail.Value)))
        {
            json.WriteStartObject("Details");
            json.WriteStartObject("Other");
            foreach ((string name, string? value) in Details)
            {
                json.WriteOptional(name, value is null ? null : Annotations.Shorten(value, 1024));
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndArray();
    }

    /// <summary>Shortens a long id, with a hash at the end to keep it unique.</summary>
    private static string Bounded(string id, int max)
    {
        if (id.Length <= max)
        {
            return id;
        }

        string hash = Digest.HexOf(id, 32);
        return $"{id.Remove(max - hash.Length - 1)}-{hash}";
    }
}
