using System.Management.Automation;

namespace RedisCompliance.Commands;

/// <summary>
/// Applies the changes of an installation on the pipeline thread: each is confirmed, shown and applied in turn. The first
/// that the user declines or that fails ends them; what was done remains, and the command can be run again.
/// </summary>
internal sealed class RuleChanges(AwsCmdlet cmdlet, string activity, bool force)
{
    private const int ProgressId = 0x5ED16;

    private TaskCompletionSource<TimeSpan> _nextWait = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether -WhatIf applies, so that nothing is changed.</summary>
    public bool IsWhatIf => cmdlet.MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? bound)
        ? bound is SwitchParameter { IsPresent: true } or true
        : LanguagePrimitives.IsTrue(cmdlet.SessionState.PSVariable.GetValue("WhatIfPreference"));

    /// <summary>Whether changes were only shown.</summary>
    public bool HasOnlyShown { get; private set; }

    /// <summary>The change that failed or was declined; null if all were applied.</summary>
    public InstallationChange? StoppedAt { get; private set; }

    /// <summary>Applies the changes.</summary>
    /// <returns>Whether the last change was reached.</returns>
    /// <exception cref="ServiceCallException">A change failed: <see cref="StoppedAt"/>.</exception>
    /// <exception cref="InstallationException">A change left a part that is not ready: <see cref="StoppedAt"/>.</exception>
    public bool Apply(IEnumerable<InstallationChange> changes)
    {
        try
        {
            foreach (InstallationChange change in changes)
            {
                StoppedAt = change;
                if (IsApproved(change))
                {
                    cmdlet.WriteProgress(new ProgressRecord(ProgressId, activity, $"{change.Action}: {change.Target}"));
                    Do(change);
                }
                else if (IsWhatIf)
                {
                    HasOnlyShown = true;
                }
                else
                {
                    cmdlet.WriteWarning(Messages.StoppedBefore.With(change.Action, change.Target));
                    return false;
                }
            }

            StoppedAt = null;
            return true;
        }
        finally
        {
            cmdlet.WriteProgress(
                new ProgressRecord(ProgressId, activity, Messages.ProgressDone) { RecordType = ProgressRecordType.Completed });
        }
    }

    /// <summary>Notes that a change waits for AWS; may be called on any thread.</summary>
    /// <param name="waited">How long it has waited so far.</param>
    public void Wait(TimeSpan waited) =>
        Interlocked.Exchange(ref _nextWait, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult(waited);

    /// <summary>Waits for a change, and shows when it waits for AWS: only this thread can show anything.</summary>
    private void Await(InstallationChange change)
    {
        // Before the change begins: it may wait at once.
        Task<TimeSpan> wait = Volatile.Read(ref _nextWait).Task;
        Task applying = change.ApplyAsync(cmdlet.StopToken);
        for (; cmdlet.Wait(new ValueTask<Task>(Task.WhenAny(applying, wait))) == wait; wait = Volatile.Read(ref _nextWait).Task)
        {
            cmdlet.WriteProgress(new ProgressRecord(ProgressId, activity, $"{change.Action}: {change.Target}")
            {
                CurrentOperation = Messages.ProgressWaitingForAws.With((int)wait.Result.TotalSeconds),
            });
        }

        cmdlet.Wait(applying);
    }

    private void Do(InstallationChange change)
    {
        try
        {
            Await(change);
        }
        catch (ServiceCallException exception) when (change.Part == RuleInstallation.EvaluationPart)
        {
            cmdlet.WriteWarning(Messages.NoEvaluationStarted.With(exception.Message.TrimEnd('.', '。')));
        }
    }

    private bool IsApproved(InstallationChange change) => (force && !IsWhatIf) || cmdlet.ShouldProcess(change.Target, change.Action);
}
