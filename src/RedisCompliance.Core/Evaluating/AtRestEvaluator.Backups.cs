namespace RedisCompliance.Evaluating;

/// <content>
/// Backups. The API does not report whether a backup is encrypted. A key shows that it is; without a key, it has the state that its
/// source had when the backup was made.
/// </content>
public static partial class AtRestEvaluator
{
    private const string KmsKeyId = nameof(RedisResource.KmsKeyId);

    private static Finding FindOfBackup(RedisResource backup)
    {
        if ((backup.Unreadable & MemberNames.ARN) != 0)
        {
            return Unknown(EncryptionEvidence.None, "ARN cannot be read, or is of another resource");
        }

        if ((backup.Unreadable & MemberNames.KmsKeyId) != 0)
        {
            return Unknown(EncryptionEvidence.None, $"{KmsKeyId} has a value that cannot be read");
        }

        return backup.KmsKeyId is not null ? new(EncryptionState.Encrypted, EncryptionEvidence.KmsKeyId, KeyKind.CustomerManaged)
            : backup.BackupSource?.Resource is { } source ? FromSource(backup, source)
            : Unknown(EncryptionEvidence.None,
                $"no {KmsKeyId} is reported, and {backup.BackupSource?.Why ?? "its source was not looked for"}");
    }

    private static Finding FromSource(RedisResource backup, RedisResource source)
    {
        Finding found = Contradict(source, Find(source));
        bool isKeyLeftOut = (backup.LeftOut & MemberNames.KmsKeyId) != 0;

        // Durability encrypts a group that was created without encryption, but not the backups made before.
        bool isByDurability = source.ResourceType == ResourceType.ReplicationGroup && ReadFlag(source.AtRestEncryptionEnabled) != true;
        return found.State switch
        {
            EncryptionState.Unencrypted =>
                new(EncryptionState.Unencrypted, EncryptionEvidence.BackupSource, KeyKind.None, $"its source {source.Id} is not"),
            EncryptionState.Unknown =>
                Unknown(EncryptionEvidence.BackupSource, $"nor can that of its source {source.Id}: {found.Reason}"),
            _ when isByDurability =>
                Unknown(EncryptionEvidence.BackupSource, $"its source {source.Id} may be encrypted only since the backup was made"),
            _ when isKeyLeftOut => new(EncryptionState.Encrypted, EncryptionEvidence.BackupSource, KeyKind.Unknown),
            _ when found.Key == KeyKind.CustomerManaged =>
                Unknown(EncryptionEvidence.BackupSource,
                    $"its source {source.Id} has a customer-managed key, and the backup reports none"),
            _ => new(EncryptionState.Encrypted, EncryptionEvidence.BackupSource, found.Key),
        };
    }
}
