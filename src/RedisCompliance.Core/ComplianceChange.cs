namespace RedisCompliance;

/// <summary>How a resource changed from one audit to the next.</summary>
public static class ComplianceChangeType
{
    /// <summary>It could not be audited this time, so it counts as neither gone nor fixed.</summary>
    public const string NotAudited = "NotAudited";

    /// <summary>It was compliant and no longer is.</summary>
    public const string Regressed = "Regressed";

    /// <summary>The earlier audit did not have it.</summary>
    public const string New = "New";

    /// <summary>Its exemption has expired.</summary>
    public const string ExemptionExpired = "ExemptionExpired";

    /// <summary>Its exemption was withdrawn before its last day.</summary>
    public const string ExemptionRemoved = "ExemptionRemoved";

    /// <summary>Its encryption state or key changed, and its verdict did not.</summary>
    public const string KeyChanged = "KeyChanged";

    /// <summary>It is exempt now.</summary>
    public const string NewlyExempt = "NewlyExempt";

    /// <summary>It was not compliant and now is.</summary>
    public const string Fixed = "Fixed";

    /// <summary>It is being deleted.</summary>
    public const string BeingDeleted = "BeingDeleted";

    /// <summary>It no longer exists: its account and Region were audited completely.</summary>
    public const string Gone = "Gone";

    /// <summary>Nothing has changed.</summary>
    public const string Unchanged = "Unchanged";

    /// <summary>All changes, those that need attention first.</summary>
    public static IReadOnlyList<string> All { get; } =
        [NotAudited, Regressed, New, ExemptionExpired, ExemptionRemoved, KeyChanged, NewlyExempt, Fixed, BeingDeleted, Gone, Unchanged];
}

/// <summary>One resource in two audits.</summary>
public sealed class ComplianceChange
{
    /// <summary>One of <see cref="ComplianceChangeType"/>.</summary>
    public required string Change { get; init; }

    /// <summary>The resource's type.</summary>
    public required string ComplianceResourceType { get; init; }

    /// <summary>The resource's id.</summary>
    public required string ComplianceResourceId { get; init; }

    /// <summary>The account.</summary>
    public string? AccountId { get; init; }

    /// <summary>The Region.</summary>
    public string? Region { get; init; }

    /// <summary>The verdict of the earlier audit; null if it has none.</summary>
    public string? ReferenceComplianceType { get; init; }

    /// <summary>The verdict of the later audit; null if it has none.</summary>
    public string? ComplianceType { get; init; }

    /// <summary>The encryption in one word in the earlier audit.</summary>
    public string? ReferenceEncryption { get; init; }

    /// <summary>The encryption in one word in the later audit.</summary>
    public string? Encryption { get; init; }

    /// <summary>The key in the earlier audit.</summary>
    public string? ReferenceKmsKeyId { get; init; }

    /// <summary>The key in the later audit.</summary>
    public string? KmsKeyId { get; init; }

    /// <summary>
    /// Since when the later verdict is known to hold, UTC: the earliest of the consecutive audits that found the same.
    /// </summary>
    public DateTime? Since { get; init; }

    /// <summary>The reason, if the change needs one.</summary>
    public string? Reason { get; init; }

    /// <summary>The resource's id under a short name.</summary>
    public string Id => ComplianceResourceId;

    /// <summary>The resource's type under a short name.</summary>
    public string Type => ComplianceResourceType.Substring(ComplianceResourceType.LastIndexOf(':') + 1);

    /// <summary>The change and the resource.</summary>
    /// <returns>For example <c>Fixed AWS::ElastiCache::ReplicationGroup orders (123456789012 us-east-1)</c>.</returns>
    public override string ToString() => $"{Change} {ComplianceResourceType} {ComplianceResourceId} ({AccountId} {Region})";
}
