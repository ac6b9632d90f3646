using System.Globalization;

namespace RedisCompliance.Reports;

/// <summary>The status of a resource in a report. The order is that of a report: what needs attention comes first.</summary>
internal enum FindingStatus
{
    /// <summary>Not encrypted at rest.</summary>
    Unencrypted,

    /// <summary>Encrypted, but not with a key that the policy accepts.</summary>
    WrongKey,

    /// <summary>The evidence is inconclusive, and therefore not compliant.</summary>
    Unknown,

    /// <summary>Not compliant according to a stored result, whose members do not say why.</summary>
    NonCompliant,

    /// <summary>Currently exempt.</summary>
    Exempt,

    /// <summary>Not evaluated for another reason: it is being deleted.</summary>
    NotApplicable,

    /// <summary>Encrypted as the policy requires.</summary>
    Compliant,
}

/// <summary>
/// One resource in a report: the model behind every format. All its strings are plain text, wherever the evaluation came from.
/// </summary>
internal sealed class Finding
{
    private const string ExemptPrefix = "Exempt until ";
    private const string ExpiredMark = "(exemption expired on ";

    /// <summary>Creates a finding from an evaluation.</summary>
    /// <param name="evaluation">The evaluation.</param>
    /// <param name="since">Since when it has had its status, according to an earlier report; null if there is none.</param>
    /// <param name="isDated">Whether its time is that of the evaluation; one read back without a time has that of reading.</param>
    public Finding(Evaluation evaluation, DateTime? since = null, bool isDated = true)
    {
        ResourceType = PlainText.Of(evaluation.ComplianceResourceType);
        Id = PlainText.Of(evaluation.ComplianceResourceId);
        ComplianceType = PlainText.Of(evaluation.ComplianceType);
        Annotation = PlainText.OneLine(evaluation.Annotation);
        AccountId = PlainText.Of(evaluation.AccountId);
        Region = PlainText.Of(evaluation.Region);
        Arn = PlainText.Of(evaluation.Arn);
        Engine = PlainText.Of(evaluation.Engine);
        EngineVersion = PlainText.Of(evaluation.EngineVersion);
        ResourceStatus = PlainText.Of(evaluation.Status);
        EncryptionState = PlainText.Of(evaluation.EncryptionState);
        Evidence = PlainText.Of(evaluation.Evidence);
        KeyKind = PlainText.Of(evaluation.KeyKind);
        KmsKeyId = PlainText.Of(evaluation.KmsKeyId);
        StorageEncryptionType = PlainText.Of(evaluation.StorageEncryptionType);
        AtRestEncryptionEnabled = PlainText.Of(evaluation.AtRestEncryptionEnabled);
        SourcePath = PlainText.Of(evaluation.SourcePath);
        SourceLine = evaluation.SourceLine;
        Address = PlainText.Of(evaluation.Address);
        PlannedAction = PlainText.Of(evaluation.PlannedAction);
        Encryption = PlainText.Of(evaluation.Encryption);
        OrderingTimestamp = isDated ? Utc(evaluation.OrderingTimestamp) : null;
        ObservedAt = evaluation.ObservedAt is { } observed ? Utc(observed) : null;
        Tags = evaluation.Tags is null ? []
            : [.. evaluation.Tags.Select(
                tag => new KeyValuePair<string, string>(PlainText.Of(tag.Key), PlainText.OneLine(tag.Value ?? string.Empty)))];
        Status = StatusOf(evaluation);
        Since = since;
    }

    public FindingStatus Status { get; }

    public string ResourceType { get; }

    /// <summary>The last part of <see cref="ResourceType"/>.</summary>
    public string Type => ResourceType.Substring(ResourceType.LastIndexOf(':') + 1);

    public string Id { get; }

    public string ComplianceType { get; }

    public string? Annotation { get; }

    public string? AccountId { get; }

    public string? Region { get; }

    public string? Arn { get; }

    public string? Engine { get; }

    public string? EngineVersion { get; }

    /// <summary>The life-cycle status, as the API names it.</summary>
    public string? ResourceStatus { get; }

    public string EncryptionState { get; }

    public string Evidence { get; }

    public string KeyKind { get; }

    public string? KmsKeyId { get; }

    public string Encryption { get; }

    public string? StorageEncryptionType { get; }

    public string? AtRestEncryptionEnabled { get; }

    public string? SourcePath { get; }

    /// <summary>The line of the plan or template.</summary>
    public int? SourceLine { get; }

    /// <summary>The address in a plan or template; null for a resource that exists.</summary>
    public string? Address { get; }

    public string? PlannedAction { get; }

    /// <summary>When it was evaluated, UTC; null if nothing says so.</summary>
    public DateTime? OrderingTimestamp { get; }

    public DateTime? ObservedAt { get; }

    public IReadOnlyList<KeyValuePair<string, string>> Tags { get; }

    /// <summary>Since when it has had its status; null if no earlier report says.</summary>
    public DateTime? Since { get; internal set; }

    /// <summary>The change since an earlier report; null if there was no comparison or no change.</summary>
    public string? Change { get; internal set; }

    /// <summary>The time of the evidence, UTC: a file's evidence is as old as the file. Null if nothing tells it.</summary>
    public DateTime? EvidenceTime => OrderingTimestamp is null || ObservedAt < OrderingTimestamp ? ObservedAt : OrderingTimestamp;

    /// <summary>Whether it violates the policy.</summary>
    public bool IsFailure => Status <= FindingStatus.NonCompliant;

    /// <summary>Whether it does not fail, and nothing says when: it may be older than any failure, and ends none.</summary>
    public bool IsUndatedPass => !IsFailure && EvidenceTime is null;

    /// <summary>Whether it had an exemption that has expired.</summary>
    public bool IsExemptionExpired => Annotation?.Contains(ExpiredMark) == true;

    /// <summary>The last day of its exemption; null if it has none.</summary>
    public DateTime? ExemptUntil => Status == FindingStatus.Exempt && DateTime.TryParseExact(
        Annotation!.Substring(ExemptPrefix.Length).Split(':')[0], "yyyy-MM-dd", CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime day) ? day : null;

    /// <summary>The identity of the resource, the same in every audit.</summary>
    public FindingKey Key => new(AccountId, Region?.ToLowerInvariant(), ResourceType, Id, Planned);

    /// <summary>A stable id for tools that store findings: the same for a resource in every run.</summary>
    public string Uid => Planned is null ? $"redis-compliance/at-rest/{AccountId ?? "-"}/{Region ?? "-"}/{Type}/{Id}"
        : $"redis-compliance/planned/{Type}/{Planned}";

    /// <summary>The file and address of a planned resource, which never equals an existing one; null for an existing one.</summary>
    private string? Planned => Address is null ? null : $"{SourcePath}#{Address}";

    /// <summary>A sentence for the verdict if the evaluation has no annotation.</summary>
    public string ToTitle() => $"{Type} {Id}: {Status}, {Encryption}";

    private static FindingStatus StatusOf(Evaluation evaluation) => evaluation.ComplianceType switch
    {
        // A contradictory evaluation is not compliant; someone may have edited the file.
        RedisCompliance.ComplianceType.Compliant =>
            evaluation.EncryptionState == RedisCompliance.EncryptionState.Unencrypted ? FindingStatus.Unknown : FindingStatus.Compliant,
        RedisCompliance.ComplianceType.NotApplicable => evaluation.Annotation?.StartsWith(ExemptPrefix, StringComparison.Ordinal) == true
            ? FindingStatus.Exempt : FindingStatus.NotApplicable,
        _ when evaluation.Evidence == EncryptionEvidence.StoredEvaluation => FindingStatus.NonCompliant,
        _ => evaluation.EncryptionState switch
        {
            RedisCompliance.EncryptionState.Unencrypted => FindingStatus.Unencrypted,
            RedisCompliance.EncryptionState.Encrypted => FindingStatus.WrongKey,
            _ => FindingStatus.Unknown,
        },
    };

    private static DateTime Utc(DateTime time) =>
        time.Kind == DateTimeKind.Unspecified ? DateTime.SpecifyKind(time, DateTimeKind.Utc) : time.ToUniversalTime();
}

/// <summary>The identity of a resource.</summary>
internal readonly record struct FindingKey(string? AccountId, string? Region, string ResourceType, string Id, string? Planned = null)
{
    /// <summary>The SHA-256 of the names, so that different resources do not collide.</summary>
    public byte[] ToDigest()
    {
        string name = $"{AccountId}\n{Region}\n{ResourceType}\n{Id}";
        return Digest.Of(Planned is null ? name : $"{name}\n{Planned}");
    }
}
