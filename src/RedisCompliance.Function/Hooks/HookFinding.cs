namespace RedisCompliance.Function.Hooks;

/// <summary>The result for one resource.</summary>
/// <param name="Name">Stack and logical id.</param>
/// <param name="Status">PASSED, FAILED or SKIPPED.</param>
/// <param name="Message">The reason, without the final full stop.</param>
/// <param name="Severity">One of the severity levels of annotations.</param>
/// <param name="Remediation">What to change; null for nothing.</param>
internal sealed record HookFinding(string Name, string Status, string Message, string Severity, string? Remediation)
{
    public const string Passed = "PASSED";
    public const string Failed = "FAILED";
    public const string Skipped = "SKIPPED";

    private const string Informational = "INFORMATIONAL";

    /// <summary>A resource that is not judged, and why.</summary>
    public static HookFinding NotJudged(string name, string why) => new(name, Skipped, $"{name}: {why}", Informational, null);

    /// <summary>A verdict.</summary>
    /// <param name="evaluation">The evaluation.</param>
    /// <param name="hasOwnExemption">Whether the template exempts the resource, which does not count here.</param>
    public static HookFinding Of(Evaluation evaluation, bool hasOwnExemption)
    {
        string name = evaluation.Address!;
        string status = evaluation.ComplianceType switch
        {
            ComplianceType.Compliant => Passed,
            ComplianceType.NotApplicable => Skipped,
            _ => Failed,
        };
        string message = evaluation.Annotation ?? $"Encrypted at rest: {evaluation.ComplianceResourceId}";
        message = message.Contains(evaluation.ComplianceResourceId, StringComparison.Ordinal) ? message
            : $"{evaluation.ComplianceResourceId}: {message}";
        return status == Failed
            ? new(name, status, hasOwnExemption ? message + ". The exemption in the template does not count for a hook" : message,
                evaluation.EncryptionState == EncryptionState.Unencrypted ? "HIGH" : "MEDIUM", RemediationOf(evaluation))
            : new(name, status, message, Informational, null);
    }

    private static string RemediationOf(Evaluation evaluation) => evaluation switch
    {
        { EncryptionState: EncryptionState.Encrypted } =>
            "Set KmsKeyId to a key that the hook's policy asks for. The key of what exists cannot be changed.",
        { ComplianceResourceType: ResourceType.CacheCluster } =>
            "Use a replication group with AtRestEncryptionEnabled, or a serverless cache: a cluster alone cannot be encrypted.",
        { EncryptionState: EncryptionState.Unencrypted } =>
            "Set AtRestEncryptionEnabled to true. Of a group that exists this makes a new one: take a backup before.",
        _ => "Let the template say it with AtRestEncryptionEnabled: true, by no parameter, import or default. Of a group that exists "
            + "a change of it makes a new one: look with Get-RedisAtRestCompliance first, and exempt it in the hook's policy if it is "
            + "encrypted.",
    };
}
