namespace RedisCompliance.Remediation.Ways;

/// <summary>The key in a command where one is needed and none is known.</summary>
internal static class KeyInput
{
    public const string Placeholder = "<KmsKeyId>";

    public static IEnumerable<RemediationInput> Of(KeyRule key) =>
        key.IsRequired && key.Key is null ? [new RemediationInput(Placeholder, Messages.InputKmsKeyId)] : [];
}
