namespace RedisCompliance.Audit;

/// <summary>
/// Fills an audit's report as its targets end, and tells credentials that every target rejects from a target that fails.
/// </summary>
/// <param name="report">The report.</param>
/// <param name="completed">The targets that an earlier audit completed.</param>
/// <param name="policy">The audit's policy, as <see cref="TargetResult.Policy"/>.</param>
internal sealed class AuditReporter(AuditReport report, CompletedTargets completed, string? policy)
{
    private readonly HashSet<TargetTally> _ended = [];
    private readonly List<(TargetTally Tally, TargetResult Row)> _refused = [];

    /// <summary>
    /// The targets that rejected the credentials. Only at the end can the other targets tell whether the credentials or the target
    /// are at fault.
    /// </summary>
    public IReadOnlyList<(TargetTally Tally, TargetResult Row)> Refused => _refused;

    /// <summary>Whether no target accepted the credentials.</summary>
    public bool AreAllRefused => _refused.Count > 0 && _refused.Count == report.Count(row => row.Status != TargetStatus.Skipped);

    /// <summary>Adds the row of a target that has ended.</summary>
    /// <param name="tally">The target.</param>
    /// <param name="isRefused">Whether the target rejected the credentials; its error must then wait for the other targets.</param>
    public TargetResult End(TargetTally tally, out bool isRefused)
    {
        TargetResult row = tally.ToResult(policy);
        row = tally.Target.IsSkipped ? completed.WithCounts(row) : row;
        _ended.Add(tally);
        report.Add(row);
        isRefused = tally.Failures.Count > 0 && tally.Failures.All(failed => failed.Failure.IsCredentialFailure);
        if (isRefused)
        {
            _refused.Add((tally, row));
        }

        return row;
    }

    /// <summary>Adds the row of a target that failed before it was begun.</summary>
    public void Refuse(string? accountId, string? region, ErrorId errorId, string message) => report.Add(new TargetResult
    {
        AccountId = accountId, Region = region, Status = TargetStatus.Failed, ErrorId = errorId.Name, ErrorMessage = message,
        Policy = policy,
    });

    /// <summary>
    /// Adds the rows of targets that were begun and did not end, as when an audit is stopped, and closes the report.
    /// </summary>
    /// <param name="open">The targets that the audit left unfinished.</param>
    /// <param name="calls">The calls that belong to no single target.</param>
    /// <param name="targetCount">The total number of targets; null if unknown.</param>
    public void Close(IEnumerable<TargetTally> open, CallCounter calls, int? targetCount)
    {
        int begun = _ended.Count;
        foreach (TargetTally tally in open.Where(tally => !_ended.Contains(tally)).ToArray())
        {
            begun++;
            report.Add(tally.ToResult(policy, isStopped: true));
        }

        report.Close(calls, targetCount is { } all ? Math.Max(0, all - begun) : null);
    }
}
