namespace RedisCompliance;

/// <summary>
/// Whether the audit that an evaluation comes from has seen everything there is: what was not evaluated may only be taken
/// for gone then.
/// </summary>
public sealed class AuditCoverage
{
    /// <summary>True once the audit has ended without a failure and without a filter.</summary>
    public bool IsComplete { get; internal set; }
}
