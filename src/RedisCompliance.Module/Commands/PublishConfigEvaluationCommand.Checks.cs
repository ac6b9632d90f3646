using System.Management.Automation;
using RedisCompliance.Commands.Reports;

namespace RedisCompliance.Commands;

/// <content>The checks of an evaluation: some refuse it, others only warn.</content>
public sealed partial class PublishConfigEvaluationCommand
{
    /// <summary>
    /// An audit's evaluation is published as audited: members that were added on top of its own do not
    /// change it.
    /// </summary>
    private bool IsUnaltered(PSObject input, ConfigEvaluation evaluation)
    {
        if (input.BaseObject is not Evaluation ours
            || (ours.ComplianceResourceType, ours.ComplianceResourceId, ours.ComplianceType)
                == (evaluation.ComplianceResourceType, evaluation.ComplianceResourceId, evaluation.ComplianceType))
        {
            return true;
        }

        Refuse(input, Messages.AlteredEvaluation.With(ours), ErrorId.AlteredEvaluation, Messages.AdviceAlteredEvaluation);
        return false;
    }

    /// <summary>
    /// A backup's evaluation is never sent. AWS Config may refuse the whole call because of its type, and no run of the rule would
    /// update or retire the result. The summary of a process-check rule covers the account, and counts backups too.
    /// </summary>
    private bool IsForConfig(PSObject input, ConfigEvaluation evaluation)
    {
        if (IsProcessCheck || !ResourceType.IsBackup(ResourceType.Find(evaluation.ComplianceResourceType)))
        {
            return true;
        }

        Refuse(input, Messages.BackupNotForConfig.With(evaluation.ComplianceResourceType), ErrorId.BackupNotForConfig,
            Messages.AdviceBackupNotForConfig);
        return false;
    }

    /// <summary>A planned resource is no evidence of what exists.</summary>
    private bool Exists(PSObject input)
    {
        if (EvaluationReader.AddressOf(input) is not { } address)
        {
            return true;
        }

        Refuse(input, Messages.PlannedEvaluation.With(address), ErrorId.PlannedEvaluation, Messages.AdvicePlannedEvaluation);
        return false;
    }

    private bool IsOfRegion(PSObject input, ConfigEvaluation evaluation)
    {
        string? region = input.BaseObject is Evaluation ours ? ours.Region : ConfigEvaluationReader.Text(input, "Region");
        string own = IsWhatIf ? _region ??= PublishSession.FindRegion(this, Region) : Session(evaluation.OrderingTimestamp).Region;
        if (region is null || string.Equals(region, own, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        Refuse(input, Messages.OtherRegion.With(region, own), ErrorId.OtherRegion, Messages.AdviceOtherRegion);
        return false;
    }

    /// <summary>A token or a process-check rule belongs to one account; evaluations of another must never be published there.</summary>
    private bool IsOfAccount(PSObject input, ConfigEvaluation evaluation)
    {
        string? account = input.BaseObject is Evaluation ours ? ours.AccountId : ConfigEvaluationReader.Text(input, "AccountId");
        if (account is null)
        {
            return !IsProcessCheck ? true : throw new ArgumentException(Messages.AccountMissing);
        }

        // In test mode, which makes no call for the account, and in a preview, the first evaluation's account counts.
        _accountId ??= (IsWhatIf ? null : Session(evaluation.OrderingTimestamp).AccountId) ?? _event?.AccountId ?? account;
        if (account == _accountId)
        {
            return true;
        }

        Refuse(input, Messages.OtherAccount.With(account, _accountId), ErrorId.OtherAccount, Messages.AdviceOtherAccount);
        return false;
    }

    /// <summary>Skips a repetition; of two that contradict each other, NON_COMPLIANT wins.</summary>
    private bool IsFirst(PSObject input, ConfigEvaluation evaluation)
    {
        if (!_verdicts.TryGetValue(evaluation.Key, out string? earlier))
        {
            _verdicts.Add(evaluation.Key, evaluation.ComplianceType);
            return true;
        }

        if (earlier != evaluation.ComplianceType)
        {
            Refuse(input, Messages.OtherVerdict.With(evaluation.ComplianceType, earlier), ErrorId.ConflictingEvaluation,
                Messages.AdviceConflictingEvaluation);
            if (evaluation.ComplianceType == ComplianceType.NonCompliant)
            {
                _verdicts[evaluation.Key] = evaluation.ComplianceType;
                _session?.Flush();
                Put(evaluation);
            }
        }

        return false;
    }

    private void Refuse(PSObject input, string why, ErrorId errorId, string recommendedAction)
    {
        _refused++;
        _proof.Refuse();
        WriteError(ErrorRecords.Create(
            new ArgumentException(Messages.NotPublishable.With(IdOf(input) ?? input.BaseObject.GetType().Name, why)),
            errorId, ErrorCategory.InvalidData, input, recommendedAction));
    }

    private static string? IdOf(PSObject input) => ConfigEvaluationReader.Text(input, "ComplianceResourceId");

    /// <summary>Warns, once, that the audit's policy differs from the rule's.</summary>
    private void WarnOfOtherPolicy(AuditLedger ledger)
    {
        if (_event is null || _isPolicyCompared)
        {
            return;
        }

        _isPolicyCompared = true;
        if (!RuleParameters.AreSame(_event.RuleParameters, ledger.Policy))
        {
            WriteWarning(Messages.OtherPolicy.With(RuleName));
        }
    }
}
