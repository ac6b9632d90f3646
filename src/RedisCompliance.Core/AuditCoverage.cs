namespace RedisCompliance;

/// <summary>
/// What an evaluation's audit has asked, and whether it has seen everything there is: what was not evaluated may only be
/// taken for gone then.
/// </summary>
public sealed class AuditCoverage
{
    /// <summary>True once the audit has ended without a failure and without a filter.</summary>
    public bool IsComplete { get; internal set; }

    /// <summary>What was asked, as <see cref="RuleParameters"/> writes it.</summary>
    internal IReadOnlyDictionary<string, string> Policy { get; set; } = new Dictionary<string, string>();
}
