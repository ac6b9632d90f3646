namespace RedisCompliance.Deployment;

/// <summary>
/// A list of parts, each after the parts it needs. All parts are read before any is changed. Changes are computed as the caller
/// enumerates them, so that a run repeated after a failure does only what is still missing.
/// </summary>
public abstract class Installation
{
    private protected Installation(RuleServices services, InstallationDefinition definition, InstallationOptions options) =>
        Context = new InstallationContext(services, definition, new Propagation(options.Delay, options.Waiting))
        {
            Adopts = options.Adopt, IsRemoval = options.IsRemoval,
        };

    /// <summary>The parts in their last known state.</summary>
    public IReadOnlyList<InstallationPart> AllParts =>
        [.. Steps.Where(step => step.IsPart).Select(step => Context.Definition.ToPart(step))];

    private protected InstallationContext Context { get; }

    private protected IReadOnlyList<InstallationStep> Steps { get; init; } = [];

    /// <summary>Reads all parts concurrently.</summary>
    /// <param name="cancellationToken">Cancels the reads.</param>
    /// <returns>Nothing; see <see cref="AllParts"/>.</returns>
    /// <exception cref="ServiceCallException">A part could not be read.</exception>
    public virtual Task ReadAsync(CancellationToken cancellationToken) =>
        ReadAsync((step, stop) => step.ReadAsync(stop), cancellationToken);

    private protected async Task ReadAsync(Func<InstallationStep, CancellationToken, Task> read, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        List<Task> reading = [.. Steps.Select(step => read(step, stop.Token))];
        while (reading.Count > 0)
        {
            Task ended = await Task.WhenAny(reading).ConfigureAwait(false);
            reading.Remove(ended);
            if (ended.Status != TaskStatus.RanToCompletion)
            {
                stop.Cancel();
                try
                {
                    await Task.WhenAll(reading).ConfigureAwait(false);
                }
                catch (Exception exception) when (exception is OperationCanceledException or ServiceCallException)
                {
                    // The first failure is the one to report; it canceled the others.
                }
            }

            await ended.ConfigureAwait(false);
        }
    }

    /// <summary>Removes the parts in reverse order, with the given part last. Parts with a reason to stay are kept.</summary>
    private protected IEnumerable<InstallationChange> Remove(InstallationStep last, Func<InstallationStep, string?> reasonToLeave)
    {
        foreach (InstallationStep step in Enumerable.Reverse(Steps).OrderBy(step => step == last))
        {
            if (reasonToLeave(step) is { } reason)
            {
                step.Keep(reason);
                continue;
            }

            foreach (InstallationChange change in step.Removal())
            {
                yield return change;
            }
        }
    }

    /// <summary>Sets the outcome of every part that had no change: unchanged or skipped.</summary>
    /// <param name="isComplete">Whether the run completed.</param>
    public void Close(bool isComplete)
    {
        foreach (InstallationStep step in Steps.Where(step => step.Outcome == RulePartAction.None))
        {
            bool isDone = step.Unread is null
                && (Context.IsRemoval ? !step.Exists && step.PendingReason is null : step.Exists && !step.Differences().Any());
            step.Outcome = isComplete || isDone ? RulePartAction.Unchanged : RulePartAction.Skipped;
        }
    }

    /// <summary>Finds parts that belong to someone else.</summary>
    private protected IEnumerable<InstallationException> StepObstacles()
    {
        foreach (InstallationStep step in Steps)
        {
            if (step.StackName is { } stack)
            {
                yield return new InstallationException(
                    InstallationFault.ManagedByStack, step.Part, Messages.ManagedByStack.With(step.Part, step.Name, stack));
            }
            else if (step.UnmanagedReason is { } reason)
            {
                yield return new InstallationException(
                    step.IsOfOtherKind ? InstallationFault.OtherKind : InstallationFault.NotOurs, step.Part,
                    Messages.Sentence.With(reason));
            }
        }
    }
}
