namespace RedisCompliance;

/// <summary>What became of a resource from one audit to the next.</summary>
public static class ComplianceChangeType
{
    /// <summary>It could not be audited this time: it is neither gone nor fixed for that.</summary>
    public const string NotAudited = "NotAudited";

    /// <summary>It was compliant and is not any more.</summary>
    public const string Regressed = "Regressed";

    /// <summary>The earlier audit did not have it.</summary>
    public const string New = "New";

    /// <summary>Its exemption has expired.</summary>
    public const string ExemptionExpired = "ExemptionExpired";

    /// <summary>Its exemption was taken back before its last day.</summary>
    public const string ExemptionRemoved = "ExemptionRemoved";

    /// <summary>Its state of encryption or its key is another, and the verdict is not.</summary>
    public const string KeyChanged = "KeyChanged";

    /// <summary>It is exempt now.</summary>
    public const string NewlyExempt = "NewlyExempt";

    /// <summary>It was not compliant and is now.</summary>
    public const string Fixed = "Fixed";

    /// <summary>It is being deleted.</summary>
    public const string BeingDeleted = "BeingDeleted";

    /// <summary>It does not exist any more: its account and Region were audited completely.</summary>
    public const string Gone = "Gone";

    /// <summary>Nothing has changed.</summary>
    public const string Unchanged = "Unchanged";

    /// <summary>All of them; what needs attention first stands first.</summary>
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

    /// <summary>The verdict of the earlier audit; null where it has none.</summary>
    public string? ReferenceComplianceType { get; init; }

    /// <summary>The verdict of the later audit; null where it has none.</summary>
    public string? ComplianceType { get; init; }

    /// <summary>Encryption in one word in the earlier audit.</summary>
    public string? ReferenceEncryption { get; init; }

    /// <summary>Encryption in one word in the later audit.</summary>
    public string? Encryption { get; init; }

    /// <summary>The key of the earlier audit.</summary>
    public string? ReferenceKmsKeyId { get; init; }

    /// <summary>The key of the later audit.</summary>
    public string? KmsKeyId { get; init; }

    /// <summary>
    /// Since when the later verdict stands, as far as it is known, UTC: the earliest audit in a row that found the
    /// same.
    /// </summary>
    public DateTime? Since { get; init; }

    /// <summary>Why, where the change alone does not say it.</summary>
    public string? Reason { get; init; }

    /// <summary>The resource's id under a short name.</summary>
    public string Id => ComplianceResourceId;

    /// <summary>The resource's type under a short name.</summary>
    public string Type => ComplianceResourceType.Substring(ComplianceResourceType.LastIndexOf(':') + 1);

    /// <summary>What became of which resource.</summary>
    /// <returns>For example <c>Fixed AWS::ElastiCache::ReplicationGroup orders (123456789012 us-east-1)</c>.</returns>
    public override string ToString() => $"{Change} {ComplianceResourceType} {ComplianceResourceId} ({AccountId} {Region})";
}
