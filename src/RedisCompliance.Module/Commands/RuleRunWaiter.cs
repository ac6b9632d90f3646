using System.Diagnostics;
using System.Management.Automation;

namespace RedisCompliance.Commands;

/// <summary>Waits for a run or for the removal of a rule: with progress, a timeout, and Ctrl+C.</summary>
internal static class RuleRunWaiter
{
    private const int ProgressId = 0x5ED17;

    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(5);

    /// <summary>Waits for a run; writes an error if it fails or does not end.</summary>
    /// <returns>Whether the run succeeded.</returns>
    public static bool Await(AwsCmdlet cmdlet, RuleRun evaluation, string ruleName, string region, int timeoutSeconds)
    {
        string outcome = RuleEvaluationOutcome.Running;
        string activity = Messages.ProgressEvaluating.With(ruleName, region);
        bool hasEnded = Poll(cmdlet, activity, Messages.ProgressAwaitingResults, timeoutSeconds, () =>
        {
            outcome = cmdlet.Wait(new ValueTask<string>(evaluation.LookAsync(cmdlet.StopToken)));
            return outcome != RuleEvaluationOutcome.Running;
        });
        if (!hasEnded)
        {
            WriteTimeout(cmdlet, Messages.EvaluationTimeout.With(ruleName, region, timeoutSeconds), ruleName);
        }
        else if (outcome == RuleEvaluationOutcome.Failed)
        {
            cmdlet.WriteError(ErrorRecords.Create(
                new InvalidOperationException(
                    Messages.RuleEvaluationFailed.With(
                        ruleName, region, evaluation.Status.LastErrorCode, evaluation.Status.LastErrorMessage).TrimEnd()),
                ErrorId.EvaluationFailed, ErrorCategory.InvalidResult, ruleName,
                Messages.AdviceRuleEvaluationFailed));
        }

        return outcome == RuleEvaluationOutcome.Succeeded;
    }

    /// <summary>Waits until AWS Config has deleted a rule; writes an error at a timeout.</summary>
    public static void AwaitRemoval(AwsCmdlet cmdlet, RuleServices services, string ruleName, bool isOfOrganization, int timeoutSeconds)
    {
        string region = services.Identity.Region;
        string activity = Messages.ProgressRemoving.With(ruleName, region);
        bool isGone = Poll(cmdlet, activity, Messages.ProgressAwaitingDeletion, timeoutSeconds, () =>
            isOfOrganization
                ? cmdlet.Wait(new ValueTask<OrganizationRuleDetail?>(
                    services.OrganizationRules.DescribeOrganizationConfigRuleAsync(ruleName, cmdlet.StopToken))) is null
                : cmdlet.Wait(new ValueTask<ConfigRuleDetail?>(
                    services.ConfigRules.DescribeConfigRuleAsync(ruleName, cmdlet.StopToken))) is null);
        if (!isGone)
        {
            WriteTimeout(cmdlet, Messages.RemovalTimeout.With(ruleName, region, timeoutSeconds), ruleName);
        }
    }

    private static void WriteTimeout(AwsCmdlet cmdlet, string message, string ruleName) => cmdlet.WriteError(ErrorRecords.Create(
        new TimeoutException(message), ErrorId.EvaluationTimeout, ErrorCategory.OperationTimeout, ruleName,
        Messages.AdviceEvaluationTimeout));

    private static bool Poll(AwsCmdlet cmdlet, string activity, string status, int timeoutSeconds, Func<bool> isOver)
    {
        TimeSpan timeout = TimeSpan.FromSeconds(timeoutSeconds);
        var clock = Stopwatch.StartNew();
        try
        {
            while (!isOver())
            {
                TimeSpan left = timeout - clock.Elapsed;
                if (left <= TimeSpan.Zero)
                {
                    return false;
                }

                cmdlet.WriteProgress(new ProgressRecord(ProgressId, activity, $"{status}: {clock.Elapsed:hh\\:mm\\:ss}")
                {
                    PercentComplete = (int)Math.Min(99, 100 * clock.Elapsed.Ticks / timeout.Ticks),
                    SecondsRemaining = (int)left.TotalSeconds,
                });
                cmdlet.Wait(Task.Delay(left < s_interval ? left : s_interval, cmdlet.StopToken));
            }

            return true;
        }
        finally
        {
            cmdlet.WriteProgress(
                new ProgressRecord(ProgressId, activity, Messages.ProgressDone) { RecordType = ProgressRecordType.Completed });
        }
    }
}
