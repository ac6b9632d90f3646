using System.Management.Automation;
using RedisCompliance.Commands.Reports;

namespace RedisCompliance.Commands;

/// <summary>
/// Reports resources that fail the policy to AWS Security Hub CSPM, as findings of the account's own product, and archives
/// findings that are fixed or gone.
/// </summary>
[Cmdlet(VerbsData.Publish, "SecurityHubFinding", SupportsShouldProcess = true)]
[OutputType(typeof(SecurityHubResult), typeof(Evaluation))]
public sealed class PublishSecurityHubFindingCommand : AwsCmdlet
{
    private readonly Dictionary<FindingKey, (Finding Finding, PSObject Source)> _findings = [];
    private readonly RetireProof _proof = new();
    private readonly DateTime _now = DateTime.UtcNow;
    private int _refused;

    /// <summary>Evaluations of Get-RedisAtRestCompliance, or the same read back.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    public PSObject? InputObject { get; set; }

    /// <summary>The Region of Security Hub. Evaluations of another Region are refused.</summary>
    [Parameter]
    [Alias("RegionToCall")]
    [ArgumentCompleter(typeof(RegionCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Region { get; set; }

    /// <summary>
    /// Archive the findings of resources that are fixed, exempt or gone. Refused unless the input is every evaluation of one
    /// complete, unfiltered audit of the account and Region.
    /// </summary>
    [Parameter]
    public SwitchParameter ArchiveStale { get; set; }

    /// <summary>Output the evaluations whose findings were imported instead of the counts.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Reads the current evaluation.</summary>
    protected override void ProcessRecord()
    {
        foreach (object? item in LanguagePrimitives.GetEnumerable(InputObject) ?? new[] { InputObject })
        {
            Take(ObjectMembers.Wrap(item));
        }
    }

    /// <summary>Sends the findings to Security Hub.</summary>
    protected override void EndProcessing()
    {
        if (_findings.Count == 0 && !ArchiveStale)
        {
            return;
        }

        using SecurityHubSession session = SecurityHubSession.Open(this, Region);
        Dictionary<FindingKey, (Finding Finding, PSObject Source)> own = [];
        foreach (KeyValuePair<FindingKey, (Finding Finding, PSObject Source)> one in _findings.Where(
            one => IsOf(session, one.Value.Finding, one.Value.Source)))
        {
            own.Add(one.Key, one.Value);
        }

        if (!ShouldProcess(Messages.SecurityHubIn.With(session.Region), ArchiveStale ? Messages.ActionImportAndArchive.With(own.Count)
            : Messages.ActionImport.With(own.Count)))
        {
            return;
        }

        session.ReadStored();
        bool mayArchive = ArchiveStale && MayArchive(session);
        foreach ((Finding finding, PSObject source) in own.Values)
        {
            session.Take(finding, mayArchive, source);
        }

        if (mayArchive)
        {
            session.ArchiveGone(_proof.StartedAt!.Value);
        }

        (SecurityHubResult result, IReadOnlyList<object> arrived) = session.Send(_refused);
        if (PassThru)
        {
            WriteObject(arrived, enumerateCollection: true);
        }
        else
        {
            WriteObject(result);
        }
    }

    private void Take(PSObject input)
    {
        Finding finding;
        try
        {
            finding = EvaluationReader.ReadFinding(input, _now);
        }
        catch (ArgumentException exception)
        {
            Refuse(input, exception.Message, ErrorId.NotAnEvaluation, Messages.AdviceNotAnEvaluation);
            return;
        }

        if (finding.Address is { } address)
        {
            Refuse(input, Messages.PlannedEvaluation.With(address), ErrorId.PlannedEvaluation, Messages.AdvicePlannedEvaluation);
            return;
        }

        // Skips a repetition; of two that contradict each other, the worse wins.
        if (!_findings.TryGetValue(finding.Key, out (Finding Finding, PSObject Source) known))
        {
            _findings.Add(finding.Key, (finding, input));
            _proof.Add(input.BaseObject as Evaluation);
        }
        else if (known.Finding.Status != finding.Status)
        {
            _proof.Refuse();
            _findings[finding.Key] = finding.Status < known.Finding.Status ? (finding, input) : known;
        }
    }

    /// <summary>The account's own product accepts only findings of its account and Region.</summary>
    private bool IsOf(SecurityHubSession session, Finding finding, PSObject source)
    {
        if (finding.AccountId != session.AccountId)
        {
            Refuse(source, finding.AccountId is null ? Messages.AccountMissing
                : Messages.OtherAccount.With(finding.AccountId, session.AccountId), ErrorId.OtherAccount, Messages.AdviceOtherAccount);
            return false;
        }

        if (!string.Equals(finding.Region, session.Region, StringComparison.OrdinalIgnoreCase))
        {
            Refuse(source, Messages.OtherRegion.With(finding.Region, session.Region), ErrorId.OtherRegion, Messages.AdviceOtherRegion);
            return false;
        }

        return true;
    }

    private bool MayArchive(SecurityHubSession session)
    {
        if (_findings.Count == 0 && LatestAudit.EndedAfter(_now) is { } ledger)
        {
            _proof.AddEmpty(ledger, session.Region);
        }

        try
        {
            RetireObstacle obstacle = Wait(
                new ValueTask<RetireObstacle>(
                    _proof.FindObstacleAsync(session.AccountId, session.Region, null, DateTime.UtcNow, StopToken)));
            if (obstacle == RetireObstacle.None)
            {
                return true;
            }

            WriteError(ErrorRecords.Create(
                new InvalidOperationException($"{Messages.NothingArchived} {PublishConfigEvaluationCommand.Reason(obstacle)}"),
                obstacle switch { RetireObstacle.OtherTarget => ErrorId.OtherAccount, RetireObstacle.OtherPolicy => ErrorId.OtherPolicy,
                    _ => ErrorId.IncompleteInput },
                ErrorCategory.InvalidOperation, session.Region, Messages.AdviceIncompleteAudit));
        }
        catch (ServiceCallException exception)
        {
            WriteError(ErrorRecords.From(exception, session.Region));
        }

        return false;
    }

    private void Refuse(PSObject input, string why, ErrorId errorId, string recommendedAction)
    {
        _refused++;
        _proof.Refuse();
        WriteError(ErrorRecords.Create(
            new ArgumentException(Messages.NotPublishable.With(ConfigEvaluationReader.Text(input, "ComplianceResourceId"), why)),
            errorId, ErrorCategory.InvalidData, input, recommendedAction));
    }
}
