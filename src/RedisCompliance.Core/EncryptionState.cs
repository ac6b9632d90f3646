namespace RedisCompliance;

/// <summary>Whether the data that a resource keeps at rest is encrypted, in effect.</summary>
public static class EncryptionState
{
    /// <summary>It is encrypted.</summary>
    public const string Encrypted = "Encrypted";

    /// <summary>It is not.</summary>
    public const string Unencrypted = "Unencrypted";

    /// <summary>What the API reports does not say so either way. Never compliant.</summary>
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

/// <summary>What a verdict rests on.</summary>
public static class EncryptionEvidence
{
    /// <summary>The effective state, as the API reports it since 2026: <c>none</c>, <c>sse-elasticache</c> or <c>sse-kms</c>.</summary>
    public const string StorageEncryptionType = "StorageEncryptionType";

    /// <summary>The flag of creation, where the effective state is not reported. It can be false on an encrypted group.</summary>
    public const string AtRestEncryptionEnabled = "AtRestEncryptionEnabled";

    /// <summary>The key of a backup. Whether one without a key is encrypted, its description does not say.</summary>
    public const string KmsKeyId = "KmsKeyId";

    /// <summary>The state of a backup's source, as the same audit has seen it.</summary>
    public const string BackupSource = "BackupSource";

    /// <summary>AWS's documentation: data of serverless caches is always encrypted at rest.</summary>
    public const string AlwaysEncrypted = "AlwaysEncrypted";

    /// <summary>What AWS does where a plan or template says nothing: Valkey groups are encrypted, Redis OSS is not.</summary>
    public const string ServiceDefault = "ServiceDefault";

    /// <summary>A plan or template asks for durability, which encryption at rest comes with.</summary>
    public const string Durability = "Durability";

    /// <summary>A planned secondary of a Global Datastore: it is as encrypted as its primary.</summary>
    public const string GlobalReplicationGroup = "GlobalReplicationGroup";

    /// <summary>A result that AWS Config has stored: the verdict is known, and not what it was drawn from.</summary>
    public const string StoredEvaluation = "StoredEvaluation";

    /// <summary>Nothing was reported.</summary>
    public const string None = "None";
}
