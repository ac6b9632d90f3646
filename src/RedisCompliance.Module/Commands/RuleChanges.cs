using System.Management.Automation;

namespace RedisCompliance.Commands;

/// <summary>
/// Carries out the changes of an installation on the pipeline thread: each asked for, shown and done in its turn. The
/// first that is declined or fails ends them; what was done stands and can be gone on from.
/// </summary>
internal sealed class RuleChanges(AwsCmdlet cmdlet, string activity, bool force)
{
    private const int ProgressId = 0x5ED16;

    private TaskCompletionSource<TimeSpan> _nextWait = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether nothing is done because of -WhatIf.</summary>
    public bool IsWhatIf => cmdlet.MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? bound)
        ? bound is SwitchParameter { IsPresent: true } or true
        : LanguagePrimitives.IsTrue(cmdlet.SessionState.PSVariable.GetValue("WhatIfPreference"));

    /// <summary>Whether there were changes that were only shown.</summary>
    public bool HasOnlyShown { get; private set; }

    /// <summary>The change that failed or was declined; null where all were done.</summary>
    public InstallationChange? StoppedAt { get; private set; }

    /// <summary>Carries them out.</summary>
    /// <returns>Whether it came to its end.</returns>
    /// <exception cref="ServiceCallException">One failed; <see cref="StoppedAt"/> is it.</exception>
    /// <exception cref="InstallationException">One left a part not ready; <see cref="StoppedAt"/> is it.</exception>
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
            cmdlet.WriteProgress(new ProgressRecord(ProgressId, activity, "Done") { RecordType = ProgressRecordType.Completed });
        }
    }

    /// <summary>Notes that a change waits for AWS; called on any thread.</summary>
    /// <param name="waited">How long it has by now.</param>
    public void Wait(TimeSpan waited) =>
        Interlocked.Exchange(ref _nextWait, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult(waited);

    /// <summary>Waits for a change, and shows each time that it waits for AWS: only this thread can show anything.</summary>
    private void Await(InstallationChange change)
    {
        // Before it is begun: it may wait at once.
        Task<TimeSpan> wait = Volatile.Read(ref _nextWait).Task;
        Task applying = change.ApplyAsync(cmdlet.StopToken);
        for (; cmdlet.Wait(new ValueTask<Task>(Task.WhenAny(applying, wait))) == wait; wait = Volatile.Read(ref _nextWait).Task)
        {
            cmdlet.WriteProgress(new ProgressRecord(ProgressId, activity, $"{change.Action}: {change.Target}")
            {
                CurrentOperation = $"Waiting for AWS ({(int)wait.Result.TotalSeconds} s)",
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
