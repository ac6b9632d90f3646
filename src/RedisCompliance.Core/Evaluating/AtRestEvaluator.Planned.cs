namespace RedisCompliance.Evaluating;

/// <content>
/// Planned resources. Where a plan or template sets nothing, AWS's default applies; where it leaves a value open, the state is
/// Unknown.
/// </content>
/// <remarks>
/// ElastiCache User Guide, At-Rest Encryption: Valkey groups are encrypted by default, Redis OSS groups are not, serverless caches
/// always are, and durability implies encryption. CreateCacheCluster has no parameter for encryption at rest.
/// </remarks>
public static partial class AtRestEvaluator
{
    private static Finding FromPlan(RedisResource resource, PlannedState planned)
    {
        Finding finding = resource.ResourceType switch
        {
            ResourceType.ServerlessCache =>
                new(EncryptionState.Encrypted, EncryptionEvidence.AlwaysEncrypted, PlannedKeyOf(resource, planned)),
            ResourceType.CacheCluster when planned.EngineUnknown is { } reason =>
                Unknown(EncryptionEvidence.None, $"Engine: {reason}"),
            ResourceType.CacheCluster =>
                new(EncryptionState.Unencrypted, EncryptionEvidence.ServiceDefault, KeyKind.None,
                    "a cluster without a replication group cannot be encrypted"),
            _ => FromPlannedGroup(resource, planned),
        };
        return finding.State == EncryptionState.Encrypted && planned.Doubt is { } doubt ? Unknown(finding.Evidence, doubt) : finding;
    }

    private static Finding FromPlannedGroup(RedisResource resource, PlannedState planned)
    {
        if (Is(planned.Durability, "sync") || Is(planned.Durability, "async"))
        {
            return new(EncryptionState.Encrypted, EncryptionEvidence.Durability, PlannedKeyOf(resource, planned),
                ReadFlag(resource.AtRestEncryptionEnabled) == false
                    ? $"Encrypted at rest: Durability is {planned.Durability} although {AtRestEncryptionEnabled} is false" : null);
        }

        if (planned.IsSecondary || planned.GlobalUnknown is not null)
        {
            return FromPrimary(resource, planned);
        }

        return planned.FlagUnknown is { } reason ? Unknown(EncryptionEvidence.None, $"{AtRestEncryptionEnabled}: {reason}")
            : resource.AtRestEncryptionEnabled is not null ? FromPlannedFlag(resource, planned)
            : FromDefault(resource, planned);
    }

    private static Finding FromPrimary(RedisResource resource, PlannedState planned)
    {
        if (planned.GlobalUnknown is { } reason)
        {
            return Unknown(EncryptionEvidence.None, $"GlobalReplicationGroupId: {reason}");
        }

        if (planned.Primary is not { Planned.IsSecondary: false } primary)
        {
            return Unknown(EncryptionEvidence.GlobalReplicationGroup,
                "it is as encrypted as the primary of its Global Datastore, which is not described here");
        }

        Finding finding = Find(primary);
        return finding.State switch
        {
            EncryptionState.Encrypted => new(
                EncryptionState.Encrypted, EncryptionEvidence.GlobalReplicationGroup, PlannedKeyOf(resource, planned)),
            EncryptionState.Unencrypted => new(EncryptionState.Unencrypted, EncryptionEvidence.GlobalReplicationGroup, KeyKind.None,
                $"the primary of its Global Datastore is not: {primary.Planned?.Address}"),
            _ => Unknown(EncryptionEvidence.GlobalReplicationGroup,
                $"of the primary of its Global Datastore: {finding.Reason}"),
        };
    }

    private static Finding FromPlannedFlag(RedisResource resource, PlannedState planned)
    {
        Finding finding = FromFlag(resource);
        return finding.State == EncryptionState.Encrypted ? finding with { Key = PlannedKeyOf(resource, planned) } : finding;
    }

    private static Finding FromDefault(RedisResource resource, PlannedState planned) =>
        planned.EngineUnknown is { } reason
            ? Unknown(EncryptionEvidence.None, $"{AtRestEncryptionEnabled} is not set; Engine: {reason}")
        : Is(resource.Engine, "valkey") ? ByDefault(resource, planned)
        : resource.Engine is null || Is(resource.Engine, "redis")
            ? planned.DurabilityUnknown is { } unknown
                ? Unknown(EncryptionEvidence.None, $"{AtRestEncryptionEnabled} is not set; Durability: {unknown}")
                : new(EncryptionState.Unencrypted, EncryptionEvidence.ServiceDefault, KeyKind.None,
                    $"{AtRestEncryptionEnabled} is not set, and Redis OSS is not encrypted by default")
        : Unknown(EncryptionEvidence.None, $"{AtRestEncryptionEnabled} is not set, and the engine is {Quote(resource.Engine)}");

    private static Finding ByDefault(RedisResource resource, PlannedState planned) =>
        new(EncryptionState.Encrypted, EncryptionEvidence.ServiceDefault, PlannedKeyOf(resource, planned),
            $"Encrypted at rest: {AtRestEncryptionEnabled} is not set, and Valkey is encrypted by default");

    private static string PlannedKeyOf(RedisResource resource, PlannedState planned) =>
        // The name is that of an AWS managed key; AWS does not document that ElastiCache accepts one.
        resource.KmsKeyId?.Contains("alias/aws/") == true ? KeyKind.Unknown
        : resource.KmsKeyId is not null || planned.IsKeyCustomerManaged ? KeyKind.CustomerManaged
        : planned.KeyUnknown is not null ? KeyKind.Unknown
        : KeyKind.ServiceManaged;
}
