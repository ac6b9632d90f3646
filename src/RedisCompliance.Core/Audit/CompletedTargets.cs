namespace RedisCompliance.Audit;

/// <summary>The targets that an earlier audit completed under the same policy, so that this audit can skip them.</summary>
/// <param name="policy">The policy of this audit, as <see cref="TargetResult.Policy"/> has it.</param>
internal sealed class CompletedTargets(string? policy)
{
    private readonly Dictionary<(string? AccountId, string Region), TargetResult> _targets = [];

    public int Count => _targets.Count;

    /// <summary>Adds a row of an earlier report, if it is complete and has the same policy.</summary>
    public void Add(TargetResult earlier)
    {
        if (earlier.IsComplete && earlier.Policy == policy)
        {
            _targets[(earlier.AccountId, earlier.Region ?? string.Empty)] = earlier;
        }
    }

    public bool Contains(string? accountId, string region) => _targets.ContainsKey((accountId, region));

    /// <summary>The row of a skipped target with the earlier audit's counts, but not its calls.</summary>
    public TargetResult WithCounts(TargetResult skipped)
    {
        if (!_targets.TryGetValue((skipped.AccountId, skipped.Region ?? string.Empty), out TargetResult? earlier))
        {
            return skipped;
        }

        return new TargetResult
        {
            AccountId = skipped.AccountId,
            AccountName = skipped.AccountName,
            Region = skipped.Region,
            Status = skipped.Status,
            Policy = skipped.Policy,
            CompliantCount = earlier.CompliantCount,
            NonCompliantCount = earlier.NonCompliantCount,
            NotApplicableCount = earlier.NotApplicableCount,
            ReplicationGroupCount = earlier.ReplicationGroupCount,
            CacheClusterCount = earlier.CacheClusterCount,
            ServerlessCacheCount = earlier.ServerlessCacheCount,
            SnapshotCount = earlier.SnapshotCount,
            ServerlessCacheSnapshotCount = earlier.ServerlessCacheSnapshotCount,
        };
    }
}
