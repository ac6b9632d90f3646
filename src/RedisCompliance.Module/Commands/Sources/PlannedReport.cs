using System.Management.Automation;

namespace RedisCompliance.Commands.Sources;

/// <summary>
/// What an audit of plans and templates could and could not read, so that a report of its evaluations knows whether it is complete.
/// An audit of exports has no such report: nothing tells whether exports are complete.
/// </summary>
/// <param name="policy">The policy of the audit, as <see cref="TargetResult.Policy"/>.</param>
internal sealed class PlannedReport(string? policy)
{
    private const int MaxErrors = 50;

    private readonly List<TargetResult> _errors = [];
    private readonly Dictionary<(string?, string?), TargetTally> _tallies = [];
    private AuditLedger? _ledger;
    private int _errorCount;

    /// <summary>Whether anything could not be read.</summary>
    public bool HasErrors => _errorCount > 0;

    /// <summary>Notes what could not be read.</summary>
    public void Add(ErrorRecord record)
    {
        if (++_errorCount <= MaxErrors)
        {
            _errors.Add(Failed(record.FullyQualifiedErrorId.Split(',')[0], record.Exception.Message));
        }
    }

    /// <summary>Begins the report: evaluations count from here on.</summary>
    public void Begin()
    {
        _ledger = new AuditLedger(DateTime.UtcNow, new Dictionary<string, string>()) { Report = new AuditReport() };
        LatestAudit.Note(_ledger);
    }

    /// <summary>Counts an evaluation, and links it to the audit.</summary>
    public void Add(Evaluation evaluation)
    {
        if (_ledger is not null)
        {
            TallyOf(evaluation.AccountId, evaluation.Region).Add(evaluation);
        }
    }

    /// <summary>Ends the report.</summary>
    public void Complete()
    {
        if (_ledger is not { Report: { } report })
        {
            return;
        }

        if (_tallies.Count == 0)
        {
            TallyOf(null, null);
        }

        foreach (TargetTally tally in _tallies.Values)
        {
            tally.LedgerEntry!.End(isComplete: !HasErrors);
            report.Add(tally.ToResult(policy));
        }

        foreach (TargetResult error in _errors)
        {
            report.Add(error);
        }

        if (_errorCount > MaxErrors)
        {
            report.Add(Failed(null, Messages.MoreErrors.With(_errorCount - MaxErrors)));
        }

        report.Close(new CallCounter(), notBegun: 0);
    }

    private TargetTally TallyOf(string? accountId, string? region)
    {
        if (!_tallies.TryGetValue((accountId, region), out TargetTally? tally))
        {
            AuditTarget target = new(accountId, region, inventory: null);
            _tallies.Add((accountId, region), tally = new TargetTally(target) { LedgerEntry = _ledger!.Begin(target) });
        }

        return tally;
    }

    private TargetResult Failed(string? errorId, string message) => new()
    {
        Status = TargetStatus.Failed, ErrorId = errorId, ErrorMessage = message, Policy = policy,
    };
}
