using System.Runtime.CompilerServices;

namespace RedisCompliance.Remediation;

/// <summary>Plans for resources of any accounts and Regions: reads several concurrently and returns each plan when it is ready.</summary>
/// <param name="findKey">Finds the key rule of a resource.</param>
/// <param name="moment">The time of the plans, UTC.</param>
internal sealed class PlanRun(Func<Evaluation, KeyRule> findKey, DateTime moment)
{
    /// <summary>Makes the plans.</summary>
    /// <param name="evaluations">The resources, each with the reader of its facts.</param>
    /// <param name="throttleLimit">How many to read concurrently; each makes up to two calls at once.</param>
    /// <param name="cancellationToken">Cancels the reads.</param>
    /// <returns>The plans in completion order.</returns>
    public async IAsyncEnumerable<RemediationPlan> RunAsync(
        IEnumerable<(Evaluation Evaluation, FactReader Reader)> evaluations, int throttleLimit,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using ArrivalQueue<RemediationPlan> planning = new();
        using IEnumerator<(Evaluation Evaluation, FactReader Reader)> next = evaluations.GetEnumerator();
        try
        {
            for (bool isMore = true; ;)
            {
                while (planning.Count < throttleLimit && (isMore = isMore && next.MoveNext()))
                {
                    (Evaluation evaluation, FactReader reader) = next.Current;
                    planning.Begin(() => PlanAsync(evaluation, reader, stop.Token));
                }

                if (planning.Count == 0)
                {
                    break;
                }

                yield return await planning.TakeAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
#pragma warning disable CA1849 // CancelAsync is not in netstandard2.0.
            stop.Cancel();
#pragma warning restore CA1849
            await planning.DrainAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Plans on the task that read the facts, so that the consumer does not wait for it.</summary>
    private async Task<RemediationPlan> PlanAsync(Evaluation evaluation, FactReader reader, CancellationToken cancellationToken) =>
        Planner.Plan(await reader.ReadAsync(evaluation, cancellationToken).ConfigureAwait(false), findKey(evaluation), moment);
}
