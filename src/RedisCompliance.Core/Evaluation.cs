namespace RedisCompliance;

/// <summary>
/// The verdict on one resource. The first five properties have the names of AWS Config's own <c>Evaluation</c>; the others add what
/// people want to know.
/// </summary>
public sealed class Evaluation
{
    /// <summary>The maximum length of an annotation in AWS Config, in characters.</summary>
    public const int MaxAnnotationLength = 256;

    /// <summary>One of <see cref="RedisCompliance.ResourceType"/>.</summary>
    public required string ComplianceResourceType { get; init; }

    /// <summary>The resource's id: 1 to 768 characters.</summary>
    public required string ComplianceResourceId { get; init; }

    /// <summary>One of <see cref="RedisCompliance.ComplianceType"/>.</summary>
    public required string ComplianceType { get; init; }

    /// <summary>The reason, in 1 to 256 characters; null if the verdict needs none.</summary>
    public string? Annotation { get; init; }

    /// <summary>The page that explains the verdict.</summary>
    public string HelpUri => "https://github.com/RedisCompliance/RedisCompliance/blob/main/docs/verdicts.md#" + (
        ComplianceType == RedisCompliance.ComplianceType.NotApplicable
            ? Annotation?.StartsWith("Exempt until ", StringComparison.Ordinal) == true ? "exemptions" : "life-cycle"
            : ComplianceType == RedisCompliance.ComplianceType.NonCompliant && EncryptionState == RedisCompliance.EncryptionState.Encrypted
            ? "keys"
            : RedisCompliance.ResourceType.IsBackup(ComplianceResourceType) ? "backups" : "what-decides");

    /// <summary>What to do about it, in a short sentence; null if there is nothing to do.</summary>
    public string? Hint => ComplianceType != RedisCompliance.ComplianceType.NonCompliant ? null : EncryptionState switch
    {
        _ when RedisCompliance.ResourceType.IsBackup(ComplianceResourceType) => Messages.HintBackup,
        RedisCompliance.EncryptionState.Unencrypted => Messages.HintUnencrypted,
        RedisCompliance.EncryptionState.Encrypted => Messages.HintWrongKey,
        _ => Messages.HintUnknown,
    };

    /// <summary>The resource's id under a short name: <see cref="ComplianceResourceId"/>.</summary>
    public string Id => ComplianceResourceId;

    /// <summary>The resource's type under a short name: the last part of <see cref="ComplianceResourceType"/>.</summary>
    public string Type => ComplianceResourceType.Substring(ComplianceResourceType.LastIndexOf(':') + 1);

    /// <summary>
    /// The encryption in one word: <see cref="KeyKind"/> if the resource is encrypted and the kind of its key known, otherwise
    /// <see cref="EncryptionState"/>.
    /// </summary>
    public string Encryption =>
        KeyKind is RedisCompliance.KeyKind.ServiceManaged or RedisCompliance.KeyKind.CustomerManaged ? KeyKind : EncryptionState;

    /// <summary>When the audit saw the resource, UTC. Of two evaluations, AWS Config keeps the one with the later timestamp.</summary>
    public required DateTime OrderingTimestamp { get; init; }

    /// <summary>One of <see cref="RedisCompliance.EncryptionState"/>: the effective state.</summary>
    public required string EncryptionState { get; init; }

    /// <summary>One of <see cref="EncryptionEvidence"/>: the evidence for the state.</summary>
    public required string Evidence { get; init; }

    /// <summary>One of <see cref="RedisCompliance.KeyKind"/>.</summary>
    public required string KeyKind { get; init; }

    /// <summary>The KMS key, as the API reports it.</summary>
    public string? KmsKeyId { get; init; }

    /// <summary>The effective state as reported, in the API's words.</summary>
    public string? StorageEncryptionType { get; init; }

    /// <summary>The creation flag as reported.</summary>
    public string? AtRestEncryptionEnabled { get; init; }

    /// <summary><c>redis</c> or <c>valkey</c>.</summary>
    public string? Engine { get; init; }

    /// <summary>The engine's version, if the API reports one.</summary>
    public string? EngineVersion { get; init; }

    /// <summary>The life-cycle status in the API's words.</summary>
    public string? Status { get; init; }

    /// <summary>The Region's system name.</summary>
    public string? Region { get; init; }

    /// <summary>The 12-digit account id.</summary>
    public string? AccountId { get; init; }

    /// <summary>The Amazon Resource Name.</summary>
    public string? Arn { get; init; }

    /// <summary>The tags; null unless they were read (-IncludeTag, or an exemption by tag).</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>The file that the evidence comes from; null for a live listing or the pipeline.</summary>
    public string? SourcePath { get; init; }

    /// <summary>The resource's line in that file; only for plans and templates.</summary>
    public int? SourceLine { get; init; }

    /// <summary>
    /// The address in a Terraform plan or state, the CDK construct path, or the logical id in a template; null for an existing
    /// resource. A planned resource is never sent to AWS Config or Security Hub.
    /// </summary>
    public string? Address { get; init; }

    /// <summary>One of <see cref="RedisCompliance.PlannedAction"/>; null if the input does not name an action.</summary>
    public string? PlannedAction { get; init; }

    /// <summary>When that file was last written, UTC: its evidence is no newer.</summary>
    public DateTime? ObservedAt { get; init; }

    /// <summary>The policy; null if the evaluation was read back and its policy is unknown.</summary>
    internal AtRestPolicy? Policy { get; init; }

    /// <summary>Whether the state could not be determined and only a warning was given.</summary>
    internal bool IsUnknownTolerated { get; init; }

    /// <summary>The entry in the audit's ledger; null unless a live audit of this session made the evaluation.</summary>
    internal LedgerEntry? LedgerEntry { get; set; }

    /// <summary>
    /// The finding and the resource, without the time: evaluations with the same finding give the same text, so that Compare-Object
    /// treats them as equal.
    /// </summary>
    /// <returns>For example <c>NON_COMPLIANT AWS::ElastiCache::ReplicationGroup orders (123456789012 us-east-1) Unencrypted</c>.</returns>
    public override string ToString()
    {
        string where = Join(AccountId, Region, Address);
        where = where.Length > 0 ? $"({where}) " : where;
        return $"{Join(ComplianceType, ComplianceResourceType, ComplianceResourceId)} {where}{Join(Encryption, KmsKeyId)}";
    }

    private static string Join(params string?[] parts) => string.Join(" ", parts.Where(part => part is not null));
}
