namespace RedisCompliance;

/// <summary>One resource's evaluation as AWS Config receives it: the five members of its <c>Evaluation</c>.</summary>
/// <remarks>AWS Config API Reference, Evaluation.</remarks>
public sealed class ConfigEvaluation
{
    /// <summary>The maximum length of a resource type, in characters.</summary>
    public const int MaxResourceTypeLength = 256;

    /// <summary>The maximum length of a resource id, in characters.</summary>
    public const int MaxResourceIdLength = 768;

    /// <summary>The CloudFormation type of the resource, or <see cref="ResourceType.Account"/>: 1 to 256 characters.</summary>
    public required string ComplianceResourceType { get; init; }

    /// <summary>The resource's id: 1 to 768 characters.</summary>
    public required string ComplianceResourceId { get; init; }

    /// <summary>One of <see cref="RedisCompliance.ComplianceType"/>.</summary>
    public required string ComplianceType { get; init; }

    /// <summary>The reason: 1 to 256 characters, or null.</summary>
    public string? Annotation { get; init; }

    /// <summary>The ordering timestamp, UTC. Of two evaluations, AWS Config keeps the one with the later.</summary>
    public required DateTime OrderingTimestamp { get; init; }

    /// <summary>The object that the evaluation was made from, for reports about it; never sent.</summary>
    public object? Source { get; init; }

    /// <summary>The type and id, which evaluations of the same resource share.</summary>
    public (string ResourceType, string ResourceId) Key => (ComplianceResourceType, ComplianceResourceId);

    /// <summary>Makes AWS Config's form of an evaluation.</summary>
    /// <param name="evaluation">The evaluation.</param>
    /// <returns>The five members.</returns>
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
