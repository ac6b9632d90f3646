namespace RedisCompliance;

/// <summary>
/// The verdict on one resource. The first five properties bear the names that AWS Config gives them in its own
/// <c>Evaluation</c>; the others are what a person wants beside them.
/// </summary>
public sealed class Evaluation
{
    /// <summary>The most characters that AWS Config takes in an annotation.</summary>
    public const int MaxAnnotationLength = 256;

    /// <summary>One of <see cref="RedisCompliance.ResourceType"/>.</summary>
    public required string ComplianceResourceType { get; init; }

    /// <summary>The resource's id: 1 to 768 characters.</summary>
    public required string ComplianceResourceId { get; init; }

    /// <summary>One of <see cref="RedisCompliance.ComplianceType"/>.</summary>
    public required string ComplianceType { get; init; }

    /// <summary>Why, in 1 to 256 characters; null where the verdict says it all.</summary>
    public string? Annotation { get; init; }

    /// <summary>The page that explains the verdict.</summary>
    public string HelpUri => "https://github.com/RedisCompliance/RedisCompliance/blob/main/docs/verdicts.md#" + (
        ComplianceType == RedisCompliance.ComplianceType.NotApplicable
            ? Annotation?.StartsWith("Exempt until ", StringComparison.Ordinal) == true ? "exemptions" : "life-cycle"
            : ComplianceType == RedisCompliance.ComplianceType.NonCompliant && EncryptionState == RedisCompliance.EncryptionState.Encrypted
            ? "keys"
            : RedisCompliance.ResourceType.IsBackup(ComplianceResourceType) ? "backups" : "what-decides");

    /// <summary>What to do about it, in a short sentence; null where nothing is to be done.</summary>
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
    /// Encryption in one word: <see cref="KeyKind"/> where the resource is encrypted and its key known, and else
    /// <see cref="EncryptionState"/>.
    /// </summary>
    public string Encryption =>
        KeyKind is RedisCompliance.KeyKind.ServiceManaged or RedisCompliance.KeyKind.CustomerManaged ? KeyKind : EncryptionState;

    /// <summary>When the resource was seen in that state, UTC. AWS Config keeps the newest of two evaluations by it.</summary>
    public required DateTime OrderingTimestamp { get; init; }

    /// <summary>One of <see cref="RedisCompliance.EncryptionState"/>: the effective state.</summary>
    public required string EncryptionState { get; init; }

    /// <summary>One of <see cref="EncryptionEvidence"/>: what the state rests on.</summary>
    public required string Evidence { get; init; }

    /// <summary>One of <see cref="RedisCompliance.KeyKind"/>.</summary>
    public required string KeyKind { get; init; }

    /// <summary>The KMS key, as the API reports it.</summary>
    public string? KmsKeyId { get; init; }

    /// <summary>The effective state in the API's words, as it was reported.</summary>
    public string? StorageEncryptionType { get; init; }

    /// <summary>The flag of creation, as it was reported.</summary>
    public string? AtRestEncryptionEnabled { get; init; }

    /// <summary><c>redis</c> or <c>valkey</c>.</summary>
    public string? Engine { get; init; }

    /// <summary>The engine's version, where the API reports one.</summary>
    public string? EngineVersion { get; init; }

    /// <summary>The life-cycle status in the API's words.</summary>
    public string? Status { get; init; }

    /// <summary>The Region's system name.</summary>
    public string? Region { get; init; }

    /// <summary>The 12-digit account id.</summary>
    public string? AccountId { get; init; }

    /// <summary>The Amazon Resource Name.</summary>
    public string? Arn { get; init; }

    /// <summary>The resource's tags, where they were read (-IncludeTag, or an exemption by tag); null where they were not.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>The file that its evidence is from; null where it was listed live or came from the pipeline.</summary>
    public string? SourcePath { get; init; }

    /// <summary>The line of that file that it stands in; of plans and templates alone.</summary>
    public int? SourceLine { get; init; }

    /// <summary>
    /// The address in a Terraform plan or state, the path of a CDK construct, or the logical id in a template; null for what
    /// exists. What has one is planned, and is never told to AWS Config or Security Hub.
    /// </summary>
    public string? Address { get; init; }

    /// <summary>One of <see cref="RedisCompliance.PlannedAction"/>; null where nothing says what is done with it.</summary>
    public string? PlannedAction { get; init; }

    /// <summary>When that file was written last, UTC: its evidence is of that moment or older.</summary>
    public DateTime? ObservedAt { get; init; }

    /// <summary>What it was judged by; null where it was read back, and nobody knows.</summary>
    internal AtRestPolicy? Policy { get; init; }

    /// <summary>Whether a state that cannot be determined was let pass with a warning.</summary>
    internal bool IsUnknownTolerated { get; init; }

    /// <summary>Where in its audit it was made; null unless a live audit of this session made it.</summary>
    internal LedgerEntry? LedgerEntry { get; set; }

    /// <summary>
    /// What was found of which resource, and not when: two evaluations that tell the same say the same here, and that is what
    /// Compare-Object compares.
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
