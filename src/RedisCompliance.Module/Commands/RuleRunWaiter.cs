using System.Management.Automation;

namespace RedisCompliance.Commands;

/// <summary>Waits for a run of a rule, and says how it ended.</summary>
internal static class RuleRunWaiter
{
    private const int ProgressId = 0x5ED17;

    /// <summary>Waits; a run that fails or does not end is an error.</summary>
    /// <returns>Whether its results are in.</returns>
    public static bool Await(AwsCmdlet cmdlet, RuleRun evaluation, string ruleName, string region, int timeoutSeconds)
    {
        string activity = $"Evaluating {ruleName} in {region}";
        cmdlet.WriteProgress(new ProgressRecord(ProgressId, activity, "Waiting for results"));
        RuleEvaluationOutcome outcome;
        try
        {
            outcome = cmdlet.Wait(new ValueTask<RuleEvaluationOutcome>(
                evaluation.WaitAsync(TimeSpan.FromSeconds(timeoutSeconds), cmdlet.StopToken)));
        }
        finally
        {
            cmdlet.WriteProgress(new ProgressRecord(ProgressId, activity, "Done") { RecordType = ProgressRecordType.Completed });
        }

        switch (outcome)
        {
            case RuleEvaluationOutcome.Failed:
                cmdlet.WriteError(ErrorRecords.Create(
                    new InvalidOperationException(
                        Messages.RuleEvaluationFailed.With(
                            ruleName, region, evaluation.Status.LastErrorCode, evaluation.Status.LastErrorMessage).TrimEnd()),
                    ErrorId.EvaluationFailed, ErrorCategory.InvalidResult, ruleName,
                    Messages.AdviceRuleEvaluationFailed));
                return false;
            case RuleEvaluationOutcome.TimedOut:
                cmdlet.WriteError(ErrorRecords.Create(
                    new TimeoutException(Messages.EvaluationTimeout.With(ruleName, region, timeoutSeconds)),
                    ErrorId.EvaluationTimeout, ErrorCategory.OperationTimeout, ruleName,
                    Messages.AdviceEvaluationTimeout));
                return false;
            default:
                return true;
        }
    }
}
