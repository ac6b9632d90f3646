using System.Globalization;

namespace RedisCompliance.Reports;

/// <summary>What a report says of a resource, in one word. The order is that of a report: what needs attention first.</summary>
internal enum FindingStatus
{
    /// <summary>Not encrypted at rest.</summary>
    Unencrypted,

    /// <summary>Encrypted, and not with a key that the policy takes.</summary>
    WrongKey,

    /// <summary>The evidence does not tell; not compliant for that.</summary>
    Unknown,

    /// <summary>Not compliant by a stored result, which does not tell why in its members.</summary>
    NonCompliant,

    /// <summary>Exempt for the time being.</summary>
    Exempt,

    /// <summary>Not judged for another reason: it is being deleted.</summary>
    NotApplicable,

    /// <summary>Encrypted as the policy asks.</summary>
    Compliant,
}

/// <summary>
/// One resource in a report: the one model that every format is written from. Its texts are plain, whatever the evaluation
/// that it is made of has gone through.
/// </summary>
internal sealed class Finding
{
    private const string ExemptPrefix = "Exempt until ";
    private const string ExpiredMark = "(exemption expired on ";

    /// <summary>Makes a finding of an evaluation.</summary>
    /// <param name="evaluation">The evaluation.</param>
    /// <param name="since">Since when its status stands by an earlier report; null where there is none.</param>
    /// <param name="isDated">Whether its time is that of the evaluation, and not that of its being read.</param>
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
        OrderingTimestamp = Utc(evaluation.OrderingTimestamp);
        ObservedAt = evaluation.ObservedAt is { } observed ? Utc(observed) : null;
        Tags = evaluation.Tags is null ? []
            : [.. evaluation.Tags.Select(
                tag => new KeyValuePair<string, string>(PlainText.Of(tag.Key), PlainText.OneLine(tag.Value ?? string.Empty)))];
        Status = StatusOf(evaluation);
        Since = since;
        IsDated = isDated;
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

    /// <summary>The life-cycle status in the API's words.</summary>
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

    /// <summary>The address in a plan or template; null of what exists.</summary>
    public string? Address { get; }

    public string? PlannedAction { get; }

    public DateTime OrderingTimestamp { get; }

    public DateTime? ObservedAt { get; }

    public IReadOnlyList<KeyValuePair<string, string>> Tags { get; }

    /// <summary>Since when the status stands; null where no earlier report tells.</summary>
    public DateTime? Since { get; internal set; }

    /// <summary>What became of it since an earlier report; null where it was held against none, and where nothing has changed.</summary>
    public string? Change { get; internal set; }

    /// <summary>Of when the evidence is, UTC: a file's is as old as the file.</summary>
    public DateTime EvidenceTime => ObservedAt is { } observed && observed < OrderingTimestamp ? observed : OrderingTimestamp;

    /// <summary>Whether <see cref="EvidenceTime"/> is known.</summary>
    public bool IsDated { get; }

    /// <summary>Whether it fails the policy.</summary>
    public bool IsFailure => Status <= FindingStatus.NonCompliant;

    /// <summary>Whether it had an exemption that has expired.</summary>
    public bool IsExemptionExpired => Annotation?.Contains(ExpiredMark) == true;

    /// <summary>The last day of its exemption; null where it has none.</summary>
    public DateTime? ExemptUntil => Status == FindingStatus.Exempt && DateTime.TryParseExact(
        Annotation!.Substring(ExemptPrefix.Length).Split(':')[0], "yyyy-MM-dd", CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime day) ? day : null;

    /// <summary>What names the resource, in every audit alike.</summary>
    public FindingKey Key => new(AccountId, Region?.ToLowerInvariant(), ResourceType, Id, Planned);

    /// <summary>A name for tools that keep findings: the same for the same resource in every run.</summary>
    public string Uid => Planned is null ? $"redis-compliance/at-rest/{AccountId ?? "-"}/{Region ?? "-"}/{Type}/{Id}"
        : $"redis-compliance/planned/{Type}/{Planned}";

    /// <summary>File and address of what is planned, which is never the same as what exists; null of that.</summary>
    private string? Planned => Address is null ? null : $"{SourcePath}#{Address}";

    /// <summary>The verdict in a sentence, where the evaluation has none.</summary>
    public string ToTitle() => $"{Type} {Id}: {Status}, {Encryption}";

    private static FindingStatus StatusOf(Evaluation evaluation) => evaluation.ComplianceType switch
    {
        // What contradicts itself is not compliant; a file may have been changed by hand.
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

/// <summary>What names a resource.</summary>
internal readonly record struct FindingKey(string? AccountId, string? Region, string ResourceType, string Id, string? Planned = null)
{
    /// <summary>The SHA-256 of the names: two that are not the same are never taken for it.</summary>
    public byte[] ToDigest()
    {
        string name = $"{AccountId}\n{Region}\n{ResourceType}\n{Id}";
        return Digest.Of(Planned is null ? name : $"{name}\n{Planned}");
    }
}
