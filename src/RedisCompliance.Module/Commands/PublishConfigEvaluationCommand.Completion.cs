using System.Management.Automation;

namespace RedisCompliance.Commands;

/// <content>The steps after the last input: only then is it known what the input lacks.</content>
public sealed partial class PublishConfigEvaluationCommand
{
    private void Complete(PublishSession session)
    {
        if (IsProcessCheck)
        {
            PutSummary(session, (_summary ?? new AccountSummary(session.AccountId!)).ToEvaluation(_now));
            return;
        }

        session.Flush();
        if (RetireStale && MayTakeForAll(session, session.Region, Messages.NothingRetired))
        {
            // An event contains both the token and the rule, so they belong together.
            session.Retire(_proof.StartedAt ?? (_oldest < _now ? _oldest : _now), mustConfirmRule: _event is null && !IsTestMode);
        }
    }

    /// <summary>NON_COMPLIANT holds whatever else there is; anything better requires an audit of the whole account.</summary>
    private void PutSummary(PublishSession session, ConfigEvaluation summary)
    {
        if (summary.ComplianceType == ComplianceType.NonCompliant
            || MayTakeForAll(session, session.Region, Messages.SummaryNotPut.With(RuleName, summary.ComplianceType)))
        {
            session.PutSummary(summary, PassThru);
        }
    }

    /// <summary>Handles empty input: a result after a complete audit of the account, otherwise an error.</summary>
    private bool TakeNothingInScope()
    {
        AuditLedger? ledger = LatestAudit.EndedAfter(_now);
        string region = IsWhatIf ? PublishSession.FindRegion(this, Region)
            : Session(_event?.NotificationCreationTime ?? ledger?.StartedAt ?? _now).Region;
        if (ledger is not null)
        {
            _proof.AddEmpty(ledger, region);
        }

        RetireObstacle obstacle = IsWhatIf ? _proof.FindObstacle(DateTime.UtcNow) : FindObstacle(_session!);
        if (obstacle != RetireObstacle.None)
        {
            WriteError(ErrorRecords.Create(new InvalidOperationException(Messages.EmptyInput.With(Reason(obstacle))),
                ErrorId.EmptyInput, ErrorCategory.InvalidData, RuleName, Messages.AdviceEmptyInput));
            return false;
        }

        if (!IsWhatIf && (_isApproved = ShouldProcess(Target(region), Action(1))) == true && !IsProcessCheck
            && _session!.AccountId is not null)
        {
            _passedThru.Add(_session.PutNothingInScope());
        }

        return true;
    }

    private void Preview()
    {
        string region = _region ??= PublishSession.FindRegion(this, Region);
        RetireObstacle obstacle = _proof.FindObstacle(DateTime.UtcNow);
        if (RetireStale && obstacle != RetireObstacle.None && !AssumeComplete)
        {
            ReportObstacle(obstacle, Messages.NothingRetired);
        }

        ShouldProcess(Target(region), Action(Math.Max(1, _verdicts.Count)));
    }

    /// <summary>Whether the input may count as everything there is; reports why not.</summary>
    private bool MayTakeForAll(PublishSession session, string region, string consequence)
    {
        try
        {
            RetireObstacle obstacle = FindObstacle(session);
            if (obstacle == RetireObstacle.None)
            {
                return true;
            }

            if (AssumeComplete && obstacle is not (RetireObstacle.OtherTarget or RetireObstacle.Refused))
            {
                return ShouldProcess(Messages.AssumeCompleteQuestion.With(Reason(obstacle), Target(region)),
                    Messages.AssumeCompleteQuestion.With(Reason(obstacle), Target(region)), Messages.AssumeCompleteCaption);
            }

            ReportObstacle(obstacle, consequence);
        }
        catch (ServiceCallException exception)
        {
            WriteError(ErrorRecords.From(exception, RuleName ?? region));
        }

        return false;
    }

    private RetireObstacle FindObstacle(PublishSession session) =>
        session.FindObstacle(_proof, _event?.RuleParameters, readsRule: _event is null && RetireStale && RuleName is not null);

    private void ReportObstacle(RetireObstacle obstacle, string consequence) => WriteError(ErrorRecords.Create(
        new InvalidOperationException($"{consequence} {Reason(obstacle)}"),
        obstacle switch
        {
            RetireObstacle.OtherTarget => ErrorId.OtherAccount,
            RetireObstacle.OtherPolicy => ErrorId.OtherPolicy,
            _ => ErrorId.IncompleteInput,
        },
        ErrorCategory.InvalidOperation, RuleName, Messages.AdviceIncompleteInput));

    internal static string Reason(RetireObstacle obstacle) => obstacle switch
    {
        RetireObstacle.UnknownOrigin => Messages.ObstacleUnknownOrigin,
        RetireObstacle.SeveralAudits => Messages.ObstacleSeveralAudits,
        RetireObstacle.Refused => Messages.ObstacleRefused,
        RetireObstacle.Filtered => Messages.ObstacleFiltered,
        RetireObstacle.Incomplete => Messages.ObstacleIncomplete,
        RetireObstacle.Partial => Messages.ObstaclePartial,
        RetireObstacle.OtherTarget => Messages.ObstacleOtherTarget,
        RetireObstacle.OtherPolicy => Messages.ObstacleOtherPolicy,
        _ => Messages.ObstacleOld,
    };
}
