namespace RedisCompliance.Evaluating;

/// <summary>
/// The verdict, a pure function of a resource and a moment; docs/verdicts.md has it as a table. The ElastiCache API Reference
/// documents the fields under <c>ReplicationGroup.StorageEncryptionType</c>: encryption may be in effect although
/// <c>AtRestEncryptionEnabled</c> is false.
/// </summary>
public static partial class AtRestEvaluator
{
    private const string StorageEncryptionType = nameof(RedisResource.StorageEncryptionType);
    private const string AtRestEncryptionEnabled = nameof(RedisResource.AtRestEncryptionEnabled);
    private const int MaxQuotedLength = 40;

    /// <summary>Judges one resource that is in scope.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="orderingTimestamp">When the resource was seen, UTC.</param>
    /// <param name="policy">What the key must satisfy; null for <see cref="AtRestPolicy.Default"/>, which accepts any key.</param>
    /// <returns>Its evaluation.</returns>
    public static Evaluation Evaluate(RedisResource resource, DateTime orderingTimestamp, AtRestPolicy? policy = null)
    {
        Finding finding = Contradict(resource, Find(resource));
        if (resource.KnownByMember is { } member)
        {
            string before = finding.Reason is null ? string.Empty : finding.Reason + "; ";
            finding = finding with { Reason = $"{before}by its member {member}: the group itself is not described" };
        }

        AtRestPolicy asked = policy ?? AtRestPolicy.Default;
        bool isBeingDeleted = IsBeingDeleted(resource.Status) && (resource.Contradicted & MemberNames.Status) == 0;
        AtRestExemption? exemption = isBeingDeleted ? null : asked.ExemptionOf(resource, orderingTimestamp);
        string? notJudged = isBeingDeleted ? $"the resource is being deleted (status {Quote(resource.Status)})"
            : resource.Planned?.NotJudged;
        bool isExempt = exemption is not null && !exemption.IsExpired(orderingTimestamp);
        string? missingInKey = finding.State != EncryptionState.Encrypted ? null
            : (resource.Contradicted & MemberNames.KmsKeyId) != 0 ? "its records name different keys"
            : asked.FindKeyViolation(finding.Key, resource.KmsKeyId);
        bool isUndecided = resource.Planned is { IsUnknownTolerated: true } planned && notJudged is null && !isExempt
            && (finding.State == EncryptionState.Unknown || (missingInKey is not null && planned.KeyUnknown is not null));
        return new Evaluation
        {
            ComplianceResourceType = resource.ResourceType,
            ComplianceResourceId = resource.Id,
            ComplianceType = notJudged is not null || isExempt || isUndecided ? ComplianceType.NotApplicable
                : finding.State == EncryptionState.Encrypted && missingInKey is null ? ComplianceType.Compliant
                : ComplianceType.NonCompliant,
            Annotation = notJudged is not null
                ? $"Not judged: {notJudged}"
                : Annotate(resource, finding, missingInKey, exemption, isExempt),
            OrderingTimestamp = orderingTimestamp,
            EncryptionState = finding.State,
            Evidence = finding.Evidence,
            KeyKind = finding.Key,
            KmsKeyId = resource.KmsKeyId,
            StorageEncryptionType = resource.StorageEncryptionType,
            AtRestEncryptionEnabled = resource.AtRestEncryptionEnabled,
            Engine = resource.Engine,
            EngineVersion = resource.EngineVersion,
            Status = resource.Status,
            Region = resource.Region,
            AccountId = resource.AccountId,
            Arn = resource.Arn,
            Tags = resource.Tags,
            Policy = asked,
            SourcePath = resource.Source?.Path,
            SourceLine = resource.Planned?.Line,
            Address = resource.Planned?.Address,
            PlannedAction = resource.Planned?.Action,
            IsUnknownTolerated = isUndecided,
            ObservedAt = resource.Source?.ObservedAt,
        };
    }

    /// <summary>The state and kind of key that one record shows, and the member that is the evidence.</summary>
    internal static (string State, string Evidence, string Key) Assess(RedisResource resource)
    {
        Finding finding = Find(resource);
        return (finding.State, finding.Evidence, finding.Key);
    }

    private static Finding Find(RedisResource resource)
    {
        Finding finding = resource.StorageEncryptionType switch
        {
            _ when ResourceType.IsBackup(resource.ResourceType) => FindOfBackup(resource),
            _ when resource.Planned is { } planned => FromPlan(resource, planned),
            _ when UnreadableIn(resource) is { } reason => Unknown(EncryptionEvidence.None, reason),
            not null => FromEffectiveState(resource),
            null when resource.ResourceType == ResourceType.ServerlessCache
                && (resource.LeftOut & MemberNames.StorageEncryptionType) == 0 =>
                new(EncryptionState.Encrypted, EncryptionEvidence.AlwaysEncrypted, KeyOf(resource),
                    Doubt(resource, "serverless caches always are")),
            null => FromFlag(resource),
        };
        return finding.State == EncryptionState.Encrypted && (resource.LeftOut & MemberNames.ReplicationGroupId) != 0
            ? Unknown(finding.Evidence, "whether it is a member of a replication group was left out of the record")
            : finding;
    }

    /// <summary>Weakens a finding that other records of the resource contradict.</summary>
    private static Finding Contradict(RedisResource resource, Finding finding)
    {
        const MemberNames OfState = MemberNames.StorageEncryptionType | MemberNames.Engine | MemberNames.ReplicationGroupId;
        return (resource.Contradicted & OfState) != 0
                ? finding.State == EncryptionState.Encrypted ? Unknown(finding.Evidence, "records of it contradict each other")
                : finding with { Reason = $"{(finding.Reason is null ? null : finding.Reason + "; ")}records of it contradict each other" }
            : (resource.Contradicted & MemberNames.KmsKeyId) != 0 ? finding with { Key = KeyKind.Unknown }
            : finding;
    }

    private static Finding Unknown(string evidence, string reason) => new(EncryptionState.Unknown, evidence, KeyKind.Unknown, reason);

    /// <summary>
    /// Why a member that would decide cannot be read; null if all can. A cluster's group id decides whether the cluster is a
    /// member, and so what its flag is worth. The ARN decides which resource the record describes.
    /// </summary>
    private static string? UnreadableIn(RedisResource resource)
    {
        MemberNames deciding = resource.Unreadable & (MemberNames.StorageEncryptionType | MemberNames.ARN
            | (resource.StorageEncryptionType is null ? MemberNames.AtRestEncryptionEnabled : MemberNames.None)
            | (resource.ResourceType == ResourceType.CacheCluster ? MemberNames.ReplicationGroupId : MemberNames.None));
        return deciding == MemberNames.None ? null
            : deciding == MemberNames.ARN ? "ARN cannot be read, or is of another resource"
            : $"{deciding} has a value that cannot be read";
    }

    private static Finding FromEffectiveState(RedisResource resource)
    {
        string reported = resource.StorageEncryptionType!;
        bool? flag = ReadFlag(resource.AtRestEncryptionEnabled);
        bool flagReported = resource.AtRestEncryptionEnabled is not null;
        if (Is(reported, "none"))
        {
            string? doubt = flagReported && flag != false
                ? $"{StorageEncryptionType} is none although {AtRestEncryptionEnabled} is {Quote(resource.AtRestEncryptionEnabled)}"
                : resource.ResourceType == ResourceType.ServerlessCache
                    ? $"{StorageEncryptionType} is none although serverless caches are documented as always encrypted"
                    : null;
            return new(EncryptionState.Unencrypted, EncryptionEvidence.StorageEncryptionType, KeyKind.None, doubt);
        }

        if (Is(reported, "sse-elasticache") || Is(reported, "sse-kms"))
        {
            string key = Is(reported, "sse-kms") ? KeyKind.CustomerManaged : KeyKind.ServiceManaged;
            return new(EncryptionState.Encrypted, EncryptionEvidence.StorageEncryptionType, key,
                Doubt(resource, $"{StorageEncryptionType} is {reported}"));
        }

        return Unknown(EncryptionEvidence.StorageEncryptionType, $"{StorageEncryptionType} has the unknown value {Quote(reported)}");
    }

    /// <summary>The annotation of an encrypted resource whose flag disagrees; null if it does not.</summary>
    private static string? Doubt(RedisResource resource, string certainty) =>
        (resource.Unreadable & MemberNames.AtRestEncryptionEnabled) != 0
            ? $"Encrypted at rest: {certainty} although {AtRestEncryptionEnabled} cannot be read"
        : resource.AtRestEncryptionEnabled is null || ReadFlag(resource.AtRestEncryptionEnabled) == true ? null
        : $"Encrypted at rest: {certainty} although {AtRestEncryptionEnabled} is {Quote(resource.AtRestEncryptionEnabled)}";

    private static Finding FromFlag(RedisResource resource) => ReadFlag(resource.AtRestEncryptionEnabled) switch
    {
        true => new(EncryptionState.Encrypted, EncryptionEvidence.AtRestEncryptionEnabled, KeyOf(resource)),
        false => new(EncryptionState.Unencrypted, EncryptionEvidence.AtRestEncryptionEnabled, KeyKind.None),
        null when resource.AtRestEncryptionEnabled is null =>
            Unknown(EncryptionEvidence.None, $"neither {StorageEncryptionType} nor {AtRestEncryptionEnabled} is reported"),
        null => Unknown(EncryptionEvidence.AtRestEncryptionEnabled,
            $"{AtRestEncryptionEnabled} has the unknown value {Quote(resource.AtRestEncryptionEnabled)}"),
    };

    /// <summary>The kind of key of an encrypted resource whose effective state does not tell it.</summary>
    private static string KeyOf(RedisResource resource) =>
        resource.KmsKeyId is not null ? KeyKind.CustomerManaged
        : ((resource.LeftOut | resource.Unreadable) & MemberNames.KmsKeyId) != 0
            || resource.ResourceType == ResourceType.CacheCluster ? KeyKind.Unknown
        : KeyKind.ServiceManaged;

    /// <summary>The article's wording for an unencrypted resource, with the reason added if there is one.</summary>
    private static string? Annotate(
        RedisResource resource, Finding finding, string? missingInKey, AtRestExemption? exemption, bool isExempt)
    {
        string kind = ResourceType.IsBackup(resource.ResourceType) ? "snapshot" : "cluster";
        string? annotation = finding.State switch
        {
            _ when isExempt => $"Exempt until {exemption!.LastDay}: {exemption.Reason}",
            EncryptionState.Encrypted when missingInKey is not null && resource.Planned?.KeyUnknown is { } unknown =>
                $"Encrypted at rest, but with which key cannot be determined: {resource.Id} ({unknown})",
            EncryptionState.Encrypted when missingInKey is not null => $"Encrypted at rest, but {missingInKey}: {resource.Id}",
            EncryptionState.Encrypted => finding.Reason,
            EncryptionState.Unencrypted => $"Encryption at rest not enabled for Amazon ElastiCache {kind}: {resource.Id}"
                + (finding.Reason is null ? null : $" ({finding.Reason})"),
            _ => $"Encryption at rest cannot be shown for Amazon ElastiCache {kind}: {resource.Id} ({finding.Reason})",
        };
        if (exemption is not null && !isExempt)
        {
            annotation = $"{annotation ?? "Encrypted at rest"} (exemption expired on {exemption.LastDay}: {exemption.Reason})";
        }

        return annotation is null ? null : Annotations.Shorten(PlainText.OneLine(annotation), Evaluation.MaxAnnotationLength);
    }

    internal static bool IsBeingDeleted(string? status) => Is(status, "deleting") || Is(status, "deleted");

    private static bool? ReadFlag(string? text) => Is(text, "true") ? true : Is(text, "false") ? false : null;

    private static bool Is(string? text, string value) => string.Equals(text, value, StringComparison.OrdinalIgnoreCase);

    /// <summary>Quotes a reported value, shortened to fit a sentence.</summary>
    private static string Quote(string? reported)
    {
        string text = Annotations.Shorten(reported ?? string.Empty, MaxQuotedLength);
        return Is(text, "true") || Is(text, "false") ? text.ToLowerInvariant() : $"'{text}'";
    }

    private readonly record struct Finding(string State, string Evidence, string Key, string? Reason = null);
}
