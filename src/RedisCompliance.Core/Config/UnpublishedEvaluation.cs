namespace RedisCompliance.Config;

/// <summary>An evaluation that did not reach AWS Config, and why.</summary>
/// <param name="Evaluation">The evaluation.</param>
/// <param name="Failure">The call that failed; null if the call succeeded but named this evaluation as failed.</param>
/// <param name="IsRefusedType">Whether AWS Config refuses the evaluation's resource type.</param>
public sealed record UnpublishedEvaluation(ConfigEvaluation Evaluation, ServiceCallException? Failure, bool IsRefusedType = false);

/// <summary>Evaluations that did not reach AWS Config for the same reason.</summary>
/// <param name="Failure">The first failure of this kind; null if no call failed.</param>
/// <param name="RefusedType">The resource type that AWS Config refuses; null if that is not the reason.</param>
/// <param name="Evaluations">The evaluations.</param>
public sealed record UnpublishedCause(ServiceCallException? Failure, string? RefusedType, IReadOnlyList<ConfigEvaluation> Evaluations)
{
    private const int MaxNamed = 100;

    /// <summary>Groups evaluations by the reason.</summary>
    /// <param name="unpublished">What did not reach AWS Config.</param>
    /// <returns>The reasons, each with its evaluations.</returns>
    public static IReadOnlyList<UnpublishedCause> Group(IEnumerable<UnpublishedEvaluation> unpublished) =>
    [
        .. unpublished
            .GroupBy(one => (one.IsRefusedType ? one.Evaluation.ComplianceResourceType : null, one.Failure?.Failure,
                one.Failure?.ErrorCode))
            .Select(cause => new UnpublishedCause(cause.First().Failure, cause.Key.Item1, [.. cause.Select(one => one.Evaluation)])),
    ];

    /// <summary>Names the evaluations, up to 100, and the reason.</summary>
    /// <returns>One or two sentences, without any secret.</returns>
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
