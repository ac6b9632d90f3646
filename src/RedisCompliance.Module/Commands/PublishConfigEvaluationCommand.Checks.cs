using System.Management.Automation;
using RedisCompliance.Commands.Reports;

namespace RedisCompliance.Commands;

/// <content>The checks of an evaluation: what keeps it from being put, and what is only warned of.</content>
public sealed partial class PublishConfigEvaluationCommand
{
    /// <summary>
    /// What an audit has seen is published as it was seen: members that were added over an evaluation's own do not
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
    /// A backup's evaluation is never sent. AWS Config may refuse the whole call for its type, and no run of the rule would ever
    /// update or retire the result. The summary of a process-check rule is of the account, and counts backups too.
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

    /// <summary>What is only planned is no evidence of what is there.</summary>
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

    /// <summary>A token and a process-check rule are of one account; evaluations of another must never be put there.</summary>
    private bool IsOfAccount(PSObject input, ConfigEvaluation evaluation)
    {
        string? account = input.BaseObject is Evaluation ours ? ours.AccountId : ConfigEvaluationReader.Text(input, "AccountId");
        if (account is null)
        {
            return !IsProcessCheck ? true : throw new ArgumentException(Messages.AccountMissing);
        }

        // In test mode, where AWS is not asked, and in a preview, the first evaluation's account counts.
        _accountId ??= (IsWhatIf ? null : Session(evaluation.OrderingTimestamp).AccountId) ?? _event?.AccountId ?? account;
        if (account == _accountId)
        {
            return true;
        }

        Refuse(input, Messages.OtherAccount.With(account, _accountId), ErrorId.OtherAccount, Messages.AdviceOtherAccount);
        return false;
    }

    /// <summary>A repetition is left out; of two that contradict each other, NON_COMPLIANT stands.</summary>
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

    /// <summary>Says, once, that AWS Config would be told verdicts that its rule did not ask for.</summary>
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
