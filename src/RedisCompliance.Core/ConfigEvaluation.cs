namespace RedisCompliance;

/// <summary>What AWS Config is told of one resource: the five members of its <c>Evaluation</c>.</summary>
/// <remarks>AWS Config API Reference, Evaluation.</remarks>
public sealed class ConfigEvaluation
{
    /// <summary>The most characters of a resource type.</summary>
    public const int MaxResourceTypeLength = 256;

    /// <summary>The most characters of a resource id.</summary>
    public const int MaxResourceIdLength = 768;

    /// <summary>The CloudFormation type of the resource, or <see cref="ResourceType.Account"/>: 1 to 256 characters.</summary>
    public required string ComplianceResourceType { get; init; }

    /// <summary>The resource's id: 1 to 768 characters.</summary>
    public required string ComplianceResourceId { get; init; }

    /// <summary>One of <see cref="RedisCompliance.ComplianceType"/>.</summary>
    public required string ComplianceType { get; init; }

    /// <summary>Why: 1 to 256 characters, or null.</summary>
    public string? Annotation { get; init; }

    /// <summary>UTC. AWS Config keeps the newest of two evaluations by it.</summary>
    public required DateTime OrderingTimestamp { get; init; }

    /// <summary>What it was made of, for whoever reports on it; never sent.</summary>
    public object? Source { get; init; }

    /// <summary>What is the same for two evaluations of one resource.</summary>
    public (string ResourceType, string ResourceId) Key => (ComplianceResourceType, ComplianceResourceId);

    /// <summary>The evaluation of a resource, as AWS Config takes it.</summary>
    /// <param name="evaluation">The evaluation.</param>
    /// <returns>Its five members.</returns>
    public static ConfigEvaluation From(Evaluation evaluation) => new()
    {
        ComplianceResourceType = evaluation.ComplianceResourceType,
        ComplianceResourceId = evaluation.ComplianceResourceId,
        ComplianceType = evaluation.ComplianceType,
        Annotation = evaluation.Annotation,
        OrderingTimestamp = evaluation.OrderingTimestamp,
    };

    /// <summary>Verdict, type and id, for a log line.</summary>
    /// <returns>For example <c>COMPLIANT AWS::::Account 123456789012</c>.</returns>
    public override string ToString() => PlainText.Of($"{ComplianceType} {ComplianceResourceType} {ComplianceResourceId}");
}
