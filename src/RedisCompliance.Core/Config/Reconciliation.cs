namespace RedisCompliance.Config;

/// <summary>
/// What a rule has stored against what was seen now: by type and id, so that a result stored under another type for a
/// resource that still exists (the article's function stored groups as cache clusters) is stale as well.
/// </summary>
public sealed class Reconciliation
{
    private static readonly string[] s_retirable = [ComplianceType.Compliant, ComplianceType.NonCompliant];

    // Fresh ones all stay, because a result can be listed twice. Of the stored ones, only those that were not seen now.
    private readonly HashSet<(string, string)> _fresh = [];
    private readonly Dictionary<(string ResourceType, string ResourceId), Age> _stored = [];
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

    /// <summary>Whether a resource was seen now.</summary>
    /// <param name="key">Its type and id.</param>
    public bool IsFresh((string ResourceType, string ResourceId) key)
    {
        lock (_gate)
        {
            return _fresh.Contains(key);
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
        IAsyncEnumerable<IReadOnlyList<StoredEvaluation>> pages = TokenPages.ReadAsync("GetComplianceDetailsByConfigRule",
            (token, stop) => store.GetComplianceDetailsByConfigRuleAsync(configRuleName, s_retirable, token, stop), cancellationToken);
        await foreach (IReadOnlyList<StoredEvaluation> page in pages.ConfigureAwait(false))
        {
            AddStored(page);
        }
    }

    /// <summary>
    /// The results to retire. To be asked only when every listing and the reading back are complete: before that, what
    /// was not seen yet would look gone.
    /// </summary>
    /// <param name="startedAt">When the listing began, UTC. What was recorded later, or at no known time, another run
    /// has seen since.</param>
    /// <param name="orderingTimestamp">The moment of the run, UTC. What was put with a later one is of a newer event.</param>
    /// <returns>NOT_APPLICABLE for each stored result that nothing fresh stands for, under the type that it was stored with.</returns>
    public IEnumerable<ConfigEvaluation> Retire(DateTime startedAt, DateTime orderingTimestamp) =>
        _stored.Where(stored => stored.Value.IsBefore(startedAt, orderingTimestamp)).Select(stored => new ConfigEvaluation
        {
            ComplianceResourceType = stored.Key.ResourceType,
            ComplianceResourceId = stored.Key.ResourceId,
            ComplianceType = ComplianceType.NotApplicable,
            OrderingTimestamp = orderingTimestamp,
        });

    /// <summary>How many stored results are not fresh and are kept all the same, for their age.</summary>
    /// <param name="startedAt">As in <see cref="Retire"/>.</param>
    /// <param name="orderingTimestamp">As in <see cref="Retire"/>.</param>
    /// <returns>Their count.</returns>
    public int CountKept(DateTime startedAt, DateTime orderingTimestamp) =>
        _stored.Values.Count(age => !age.IsBefore(startedAt, orderingTimestamp));

    private void AddStored(IReadOnlyList<StoredEvaluation> page)
    {
        lock (_gate)
        {
            StoredCount += page.Count;
            foreach (StoredEvaluation stored in page)
            {
                if (!_fresh.Contains(stored.Key))
                {
                    Age age = new(stored.OrderingTimestamp ?? DateTime.MaxValue, stored.ResultRecordedTime ?? DateTime.MaxValue);
                    _stored[stored.Key] = _stored.TryGetValue(stored.Key, out Age other) ? age.LatestOf(other) : age;
                }
            }
        }
    }

    /// <summary>The times of a stored result; one that AWS Config does not tell counts as later than any.</summary>
    private readonly record struct Age(DateTime OrderingTimestamp, DateTime RecordedTime)
    {
        public bool IsBefore(DateTime startedAt, DateTime orderingTimestamp) =>
            RecordedTime < startedAt && OrderingTimestamp <= orderingTimestamp;

        public Age LatestOf(Age other) => new(
            OrderingTimestamp > other.OrderingTimestamp ? OrderingTimestamp : other.OrderingTimestamp,
            RecordedTime > other.RecordedTime ? RecordedTime : other.RecordedTime);
    }
}
