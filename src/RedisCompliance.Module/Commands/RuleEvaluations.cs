using System.Management.Automation;

namespace RedisCompliance.Commands;

/// <summary>Waits for a run of a rule, and says how it ended.</summary>
internal static class RuleEvaluations
{
    private const int ProgressId = 0x5ED17;

    /// <summary>Waits; a run that fails or does not end is an error.</summary>
    /// <returns>Whether its results are in.</returns>
    public static bool Await(AwsCmdlet cmdlet, RuleEvaluation evaluation, string ruleName, string region, int timeoutSeconds)
    {
        string activity = $"Evaluating {ruleName} in {region}";
        cmdlet.WriteProgress(new ProgressRecord(ProgressId, activity, "Waiting for results"));
        RuleEvaluationOutcome outcome;
        try
        {
            outcome = cmdlet.Wait(new ValueTask<RuleEvaluationOutcome>(evaluation.WaitAsync(TimeSpan.FromSeconds(timeoutSeconds), cmdlet.StopToken)));
        }
        finally
        {
            cmdlet.WriteProgress(new ProgressRecord(ProgressId, activity, "Done") { RecordType = ProgressRecordType.Completed });
        }

        switch (outcome)
        {
            case RuleEvaluationOutcome.Failed:
                cmdlet.WriteError(ErrorRecords.Create(
                    new InvalidOperationException($"The evaluation of {ruleName} in {region} failed: {evaluation.Status.LastErrorCode} {evaluation.Status.LastErrorMessage}".TrimEnd()),
                    "EvaluationFailed", ErrorCategory.InvalidResult, ruleName,
                    "See the log group of the function in CloudWatch Logs, and Get-RedisAtRestRule for parts that have drifted; then run Start-RedisAtRestEvaluation."));
                return false;
            case RuleEvaluationOutcome.TimedOut:
                cmdlet.WriteError(ErrorRecords.Create(
                    new TimeoutException($"The evaluation of {ruleName} in {region} did not end within {timeoutSeconds} seconds."),
                    "EvaluationTimeout", ErrorCategory.OperationTimeout, ruleName,
                    "It may still end: see Get-RedisAtRestRule later, or wait longer with -TimeoutSec."));
                return false;
            default:
                return true;
        }
    }
}
