namespace RedisCompliance.Remediation.Ways;

/// <summary>The placeholder for a key that is needed but unknown.</summary>
internal static class KeyInput
{
    public const string Placeholder = "<KmsKeyId>";

    public static IEnumerable<RemediationInput> Of(KeyRule key) =>
        key.IsRequired && key.Key is null ? [new RemediationInput(Placeholder, Messages.InputKmsKeyId)] : [];
}
