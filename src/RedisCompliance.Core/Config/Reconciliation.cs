namespace RedisCompliance.Config;

/// <summary>
/// Compares a rule's stored results with the resources seen now, by type and id. A result stored under another type for an existing
/// resource is therefore stale too: the article's function stored groups as cache clusters.
/// </summary>
public sealed class Reconciliation
{
    private static readonly string[] s_retirable = [ComplianceType.Compliant, ComplianceType.NonCompliant];

    // Fresh keys are all kept, because a result can be listed twice; of the stored results, only those not seen now.
    private readonly HashSet<(string, string)> _fresh = [];
    private readonly Dictionary<(string ResourceType, string ResourceId), Age> _stored = [];
    private readonly object _gate = new();

    /// <summary>The number of resources seen now.</summary>
    public int FreshCount => _fresh.Count;

    /// <summary>The number of results that the rule has stored.</summary>
    public int StoredCount { get; private set; }

    /// <summary>Notes a resource that this run evaluated.</summary>
    /// <param name="evaluation">Its evaluation.</param>
    public void AddFresh(ConfigEvaluation evaluation)
    {
        lock (_gate)
        {
            _fresh.Add(evaluation.Key);
            _stored.Remove(evaluation.Key);
        }
    }

    /// <summary>Whether this run evaluated the resource.</summary>
    /// <param name="key">Its type and id.</param>
    public bool IsFresh((string ResourceType, string ResourceId) key)
    {
        lock (_gate)
        {
            return _fresh.Contains(key);
        }
    }

    /// <summary>Reads a rule's stored results; may run concurrently with <see cref="AddFresh"/>.</summary>
    /// <param name="store">AWS Config.</param>
    /// <param name="configRuleName">The rule.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>Nothing.</returns>
    /// <exception cref="ServiceCallException">A page could not be read, or the pages go in circles.</exception>
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
    /// The results to retire. Call it only after every listing and the reading back are complete: before that, a resource not seen
    /// yet would look gone.
    /// </summary>
    /// <param name="startedAt">
    /// When the listing began, UTC. Another run may have stored whatever has a later or unknown recording time.
    /// </param>
    /// <param name="orderingTimestamp">The moment of the run, UTC. A result with a later one comes from a newer event.</param>
    /// <returns>NOT_APPLICABLE for each stored result that no fresh evaluation replaces, under its stored type.</returns>
    public IEnumerable<ConfigEvaluation> Retire(DateTime startedAt, DateTime orderingTimestamp) =>
        _stored.Where(stored => stored.Value.IsBefore(startedAt, orderingTimestamp)).Select(stored => new ConfigEvaluation
        {
            ComplianceResourceType = stored.Key.ResourceType,
            ComplianceResourceId = stored.Key.ResourceId,
            ComplianceType = ComplianceType.NotApplicable,
            OrderingTimestamp = orderingTimestamp,
        });

    /// <summary>The number of stale results that are kept because of their age.</summary>
    /// <param name="startedAt">As in <see cref="Retire"/>.</param>
    /// <param name="orderingTimestamp">As in <see cref="Retire"/>.</param>
    /// <returns>The number.</returns>
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

    /// <summary>The times of a stored result; an unreported time counts as later than any.</summary>
    private readonly record struct Age(DateTime OrderingTimestamp, DateTime RecordedTime)
    {
        public bool IsBefore(DateTime startedAt, DateTime orderingTimestamp) =>
            RecordedTime < startedAt && OrderingTimestamp <= orderingTimestamp;

        public Age LatestOf(Age other) => new(
            OrderingTimestamp > other.OrderingTimestamp ? OrderingTimestamp : other.OrderingTimestamp,
            RecordedTime > other.RecordedTime ? RecordedTime : other.RecordedTime);
    }
}
