namespace RedisCompliance;

/// <summary>The verdicts that AWS Config accepts in an evaluation, in its own spelling.</summary>
/// <remarks>AWS Config API Reference, <c>Evaluation.ComplianceType</c> (INSUFFICIENT_DATA cannot be put).</remarks>
public static class ComplianceType
{
    /// <summary>The data that the resource keeps at rest is encrypted as the policy asks.</summary>
    public const string Compliant = "COMPLIANT";

    /// <summary>It is not, or that cannot be shown.</summary>
    public const string NonCompliant = "NON_COMPLIANT";

    /// <summary>The question does not arise: the resource is being deleted, or exempt.</summary>
    public const string NotApplicable = "NOT_APPLICABLE";

    /// <summary>The three of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Compliant, NonCompliant, NotApplicable];
}
