using System.Runtime.CompilerServices;

namespace RedisCompliance.Remediation;

/// <summary>Plans for resources of any accounts and Regions: several are read at the same time, each gives its plan when it is.</summary>
/// <param name="findKey">The key rule of a resource.</param>
/// <param name="moment">When the plans are made, UTC.</param>
internal sealed class PlanRun(Func<Evaluation, KeyRule> findKey, DateTime moment)
{
    /// <summary>Makes the plans.</summary>
    /// <param name="evaluations">The resources, each with who reads its facts.</param>
    /// <param name="throttleLimit">How many are read at the same time; each makes up to two calls at once.</param>
    /// <param name="cancellationToken">Ends the reading, wherever it is.</param>
    /// <returns>The plans in the order in which they are ready.</returns>
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

    /// <summary>Plans where the facts were read, and not where plans are taken: nobody waits for another's plan to be made.</summary>
    private async Task<RemediationPlan> PlanAsync(Evaluation evaluation, FactReader reader, CancellationToken cancellationToken) =>
        Planner.Plan(await reader.ReadAsync(evaluation, cancellationToken).ConfigureAwait(false), findKey(evaluation), moment);
}
