namespace RedisCompliance.Audit;

/// <summary>The targets that an earlier audit completed under the same policy, and that need not be audited again.</summary>
/// <param name="policy">The policy of the audit that resumes, as <see cref="TargetResult.Policy"/> has it.</param>
internal sealed class CompletedTargets(string? policy)
{
    private readonly Dictionary<(string? AccountId, string Region), TargetResult> _targets = [];

    public int Count => _targets.Count;

    /// <summary>Takes a row of an earlier report; one that is not complete, or that asked something else, is audited again.</summary>
    public void Add(TargetResult earlier)
    {
        if (earlier.IsComplete && earlier.Policy == policy)
        {
            _targets[(earlier.AccountId, earlier.Region ?? string.Empty)] = earlier;
        }
    }

    public bool Contains(string? accountId, string region) => _targets.ContainsKey((accountId, region));

    /// <summary>The row of a skipped target, with the earlier audit's counts. That one's calls are not this one's.</summary>
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
