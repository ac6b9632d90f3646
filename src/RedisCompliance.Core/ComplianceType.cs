namespace RedisCompliance;

/// <summary>The verdicts that AWS Config accepts in an evaluation, in its own spelling.</summary>
/// <remarks>AWS Config API Reference, <c>Evaluation.ComplianceType</c> (INSUFFICIENT_DATA cannot be put).</remarks>
public static class ComplianceType
{
    /// <summary>The resource is encrypted at rest as the policy requires.</summary>
    public const string Compliant = "COMPLIANT";

    /// <summary>It is not, or that cannot be determined.</summary>
    public const string NonCompliant = "NON_COMPLIANT";

    /// <summary>The resource is not judged: it is being deleted, or exempt.</summary>
    public const string NotApplicable = "NOT_APPLICABLE";

    /// <summary>All three verdicts.</summary>
    public static IReadOnlyList<string> All { get; } = [Compliant, NonCompliant, NotApplicable];
}
