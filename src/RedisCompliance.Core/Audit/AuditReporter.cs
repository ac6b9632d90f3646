namespace RedisCompliance.Audit;

/// <summary>
/// Fills the report of an audit as its targets end, and tells credentials that nothing accepts from a target that
/// fails.
/// </summary>
/// <param name="report">The report.</param>
/// <param name="completed">What an earlier audit has completed.</param>
/// <param name="policy">What the audit asks, as <see cref="TargetResult.Policy"/>.</param>
internal sealed class AuditReporter(AuditReport report, CompletedTargets completed, string? policy)
{
    private readonly HashSet<TargetTally> _ended = [];
    private readonly List<(TargetTally Tally, TargetResult Row)> _refused = [];

    /// <summary>
    /// The targets that refused the credentials. Whether the credentials are at fault or the target is, only the other targets
    /// can tell, at the end.
    /// </summary>
    public IReadOnlyList<(TargetTally Tally, TargetResult Row)> Refused => _refused;

    /// <summary>Whether no target accepted the credentials.</summary>
    public bool AreAllRefused => _refused.Count > 0 && _refused.Count == report.Count(row => row.Status != TargetStatus.Skipped);

    /// <summary>Adds the row of a target that ended.</summary>
    /// <param name="tally">The target.</param>
    /// <param name="isRefused">Whether it refused the credentials, so that its error must wait for the other targets.</param>
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

    /// <summary>Adds the row of a target that was refused before it was begun.</summary>
    public void Refuse(string? accountId, string? region, ErrorId errorId, string message) => report.Add(new TargetResult
    {
        AccountId = accountId, Region = region, Status = TargetStatus.Failed, ErrorId = errorId.Name, ErrorMessage = message,
        Policy = policy,
    });

    /// <summary>
    /// Adds the rows of targets that were begun and did not end, as in an audit that was stopped, and closes the
    /// report.
    /// </summary>
    /// <param name="open">The targets that the audit left.</param>
    /// <param name="calls">The calls of no target in particular.</param>
    /// <param name="targetCount">How many targets there were in all; null where that is unknown.</param>
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
