namespace RedisCompliance;

/// <summary>Whether a resource is effectively encrypted at rest.</summary>
public static class EncryptionState
{
    /// <summary>The resource is encrypted.</summary>
    public const string Encrypted = "Encrypted";

    /// <summary>The resource is not encrypted.</summary>
    public const string Unencrypted = "Unencrypted";

    /// <summary>What the API reports does not decide it. Never compliant.</summary>
    public const string Unknown = "Unknown";
}

/// <summary>The kind of key that encrypts the data at rest.</summary>
public static class KeyKind
{
    /// <summary>ElastiCache's own key: the default.</summary>
    public const string ServiceManaged = "ServiceManaged";

    /// <summary>A customer-managed AWS KMS key.</summary>
    public const string CustomerManaged = "CustomerManaged";

    /// <summary>No key: the data is not encrypted.</summary>
    public const string None = "None";

    /// <summary>The API does not report it: standalone cache clusters have no such field.</summary>
    public const string Unknown = "Unknown";
}

/// <summary>The evidence for a verdict.</summary>
public static class EncryptionEvidence
{
    /// <summary>The effective state, which the API reports since 2026: <c>none</c>, <c>sse-elasticache</c> or <c>sse-kms</c>.</summary>
    public const string StorageEncryptionType = "StorageEncryptionType";

    /// <summary>The creation flag, if the effective state is not reported. It can be false on an encrypted group.</summary>
    public const string AtRestEncryptionEnabled = "AtRestEncryptionEnabled";

    /// <summary>The key of a backup. Without a key, the description does not tell whether the backup is encrypted.</summary>
    public const string KmsKeyId = "KmsKeyId";

    /// <summary>The state of a backup's source in the same audit.</summary>
    public const string BackupSource = "BackupSource";

    /// <summary>AWS's documentation, by which serverless caches are always encrypted at rest.</summary>
    public const string AlwaysEncrypted = "AlwaysEncrypted";

    /// <summary>AWS's default if a plan or template sets nothing: Valkey groups are encrypted, Redis OSS groups are not.</summary>
    public const string ServiceDefault = "ServiceDefault";

    /// <summary>The durability in a plan or template, which implies encryption at rest.</summary>
    public const string Durability = "Durability";

    /// <summary>The primary of a planned secondary of a Global Datastore, which is as encrypted as its primary.</summary>
    public const string GlobalReplicationGroup = "GlobalReplicationGroup";

    /// <summary>A result stored in AWS Config: its verdict is known, its evidence is not.</summary>
    public const string StoredEvaluation = "StoredEvaluation";

    /// <summary>No evidence was reported.</summary>
    public const string None = "None";
}
