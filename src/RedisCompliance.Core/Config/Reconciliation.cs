namespace RedisCompliance;

/// <summary>
/// What a rule has stored against what was seen now: by type and id, so that a result stored under another type for a
/// resource that still exists (the article's function stored groups as cache clusters) is stale as well.
/// </summary>
public sealed class Reconciliation
{
    // Stored results that were seen now are let go of at once: only what may be stale is kept. Fresh ones all stay, because
    // a result can be listed twice.
    private readonly HashSet<(string, string)> _fresh = [];
    private readonly HashSet<(string ResourceType, string ResourceId)> _stored = [];
    private readonly object _gate = new();

    /// <summary>How many resources were seen now.</summary>
    public int FreshCount => _fresh.Count;

    /// <summary>How many results the rule has stored.</summary>
    public int StoredCount { get; private set; }

    /// <summary>Notes a resource that was evaluated now.</summary>
    /// <param name="evaluation">Its evaluation.</param>
    public void AddFresh(ConfigEvaluation evaluation)
    {
        lock (_gate)
        {
            _fresh.Add(evaluation.Key);
            _stored.Remove(evaluation.Key);
        }
    }

    /// <summary>Reads back everything that a rule has stored; may go on beside <see cref="AddFresh"/>.</summary>
    /// <param name="store">AWS Config.</param>
    /// <param name="configRuleName">The rule.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Nothing.</returns>
    /// <exception cref="ServiceCallException">A page could not be had, or the pages go in circles.</exception>
    public async Task ReadStoredAsync(IEvaluationStore store, string configRuleName, CancellationToken cancellationToken)
    {
        HashSet<string> tokens = new(StringComparer.Ordinal);
        string? token = null;
        do
        {
            TokenPage<StoredEvaluation> page = await store.GetComplianceDetailsByConfigRuleAsync(configRuleName, token, cancellationToken).ConfigureAwait(false);
            AddStored(page.Items);
            token = page.NextToken;
            if (!string.IsNullOrEmpty(token) && !tokens.Add(token!))
            {
                throw new ServiceCallException(ServiceFailure.EndlessListing, "GetComplianceDetailsByConfigRule",
                    Messages.EndlessStoredEvaluations.With(configRuleName, store.Region));
            }
        }
        while (!string.IsNullOrEmpty(token));
    }

    /// <summary>
    /// The results to retire. To be asked only when every listing and the reading back are complete: before that, what
    /// was not seen yet would look gone.
    /// </summary>
    /// <param name="orderingTimestamp">The moment of the run, UTC.</param>
    /// <returns>NOT_APPLICABLE for each stored result that nothing fresh stands for, under the type that it was stored with.</returns>
    public IEnumerable<ConfigEvaluation> Retire(DateTime orderingTimestamp) =>
        _stored.Select(key => new ConfigEvaluation
        {
            ComplianceResourceType = key.ResourceType,
            ComplianceResourceId = key.ResourceId,
            ComplianceType = ComplianceType.NotApplicable,
            OrderingTimestamp = orderingTimestamp,
        });

    private void AddStored(IReadOnlyList<StoredEvaluation> evaluations)
    {
        lock (_gate)
        {
            StoredCount += evaluations.Count;
            foreach (StoredEvaluation evaluation in evaluations)
            {
                if (!_fresh.Contains(evaluation.Key))
                {
                    _stored.Add(evaluation.Key);
                }
            }
        }
    }
}
