namespace RedisCompliance.Config;

/// <summary>Why an evaluation did not reach AWS Config.</summary>
/// <param name="Evaluation">The evaluation.</param>
/// <param name="Failure">The call that failed; null where the call succeeded and named this one among its failures.</param>
/// <param name="IsRefusedType">Whether AWS Config takes no evaluations of that resource type.</param>
public sealed record UnpublishedEvaluation(ConfigEvaluation Evaluation, ServiceCallException? Failure, bool IsRefusedType = false);

/// <summary>What did not reach AWS Config for one and the same reason.</summary>
/// <param name="Failure">The call that failed, or the first of those that failed alike; null where no call failed.</param>
/// <param name="RefusedType">The resource type that AWS Config does not take; null where that is not the reason.</param>
/// <param name="Evaluations">What it hit.</param>
public sealed record UnpublishedCause(ServiceCallException? Failure, string? RefusedType, IReadOnlyList<ConfigEvaluation> Evaluations)
{
    private const int MaxNamed = 100;

    /// <summary>Brings together what has one reason.</summary>
    /// <param name="unpublished">What did not arrive.</param>
    /// <returns>The reasons, each with what it hit.</returns>
    public static IReadOnlyList<UnpublishedCause> Group(IEnumerable<UnpublishedEvaluation> unpublished) =>
    [
        .. unpublished
            .GroupBy(one => (one.IsRefusedType ? one.Evaluation.ComplianceResourceType : null, one.Failure?.Failure,
                one.Failure?.ErrorCode))
            .Select(cause => new UnpublishedCause(cause.First().Failure, cause.Key.Item1, [.. cause.Select(one => one.Evaluation)])),
    ];

    /// <summary>What did not arrive, the first hundred one by one, and why.</summary>
    /// <returns>One or two sentences, without anything secret.</returns>
    public override string ToString()
    {
        string names = string.Join(
            ", ", Evaluations.Take(MaxNamed)
                .Select(evaluation => $"{evaluation.ComplianceResourceType} {evaluation.ComplianceResourceId}"));
        string more = Evaluations.Count > MaxNamed ? Messages.AndMore.With(Evaluations.Count - MaxNamed) : string.Empty;
        string why = RefusedType is not null ? Messages.ResourceTypeRefused.With(RefusedType)
            : Failure is null ? Messages.EvaluationFailed.With(EvaluationPublisher.MaxAttempts)
            : Failure.Message;
        return Messages.Unpublished.With(Evaluations.Count, names + more, why);
    }
}
