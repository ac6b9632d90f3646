namespace RedisCompliance.Deployment;

/// <summary>What an installation is asked to do beside making the rule what it is defined to be.</summary>
public sealed record InstallationOptions
{
    /// <summary>What to do about the recorder; null not to look at it.</summary>
    public RecorderOptions? Recorder { get; init; } = new(false, null);

    /// <summary>Whether parts of those names that someone else made are taken over.</summary>
    public bool Adopt { get; init; }

    /// <summary>Whether it is to be taken away: then only names are known, and parts are not compared with the definition.</summary>
    public bool IsRemoval { get; init; }

    /// <summary>Whether the role stays when the rest is taken away.</summary>
    public bool KeepRole { get; init; }

    /// <summary>Whether the log group stays when the rest is taken away.</summary>
    public bool KeepLogs { get; init; }

    /// <summary>Is told how long a change has been waiting for AWS; null where nobody asks.</summary>
    public Action<TimeSpan>? Waiting { get; init; }

    /// <summary>Waits between two looks at what AWS does in its own time; null for the clock.</summary>
    public Func<TimeSpan, CancellationToken, Task>? Delay { get; init; }
}

/// <summary>
/// The rule and everything that it needs, in one account and Region: a list of parts in the order in which each needs
/// the ones before it. All are read before any is changed, and changes are computed as they are asked for, so that a run
/// repeated after any failure does what is still missing and nothing else.
/// </summary>
public sealed class RuleInstallation
{
    /// <summary>The <see cref="InstallationChange.Part"/> of starting an evaluation, which is no part.</summary>
    public const string EvaluationPart = "Evaluation";

    private readonly InstallationContext _context;
    private readonly RecorderStep? _recorder;
    private readonly RoleStep _role;
    private readonly PermissionStep _permission;
    private readonly FunctionStep _function;
    private readonly TopicStep? _topic;
    private readonly InstallationStep _rule;
    private readonly InstallationStep[] _steps;

    /// <summary>Of what, where, and how.</summary>
    /// <param name="services">The account's services.</param>
    /// <param name="definition">What the rule is to be.</param>
    /// <param name="options">What else is asked.</param>
    public RuleInstallation(RuleServices services, RuleDefinition definition, InstallationOptions options)
    {
        _context = new InstallationContext(services, definition, new Propagation(options.Delay, options.Waiting))
        {
            Adopts = options.Adopt, IsRemoval = options.IsRemoval,
        };

        // The recorder of the account says nothing of those of an organization's members.
        _recorder = options.Recorder is null || definition.Organization is not null ? null : new RecorderStep(_context, options.Recorder);
        _rule = definition.Organization is null ? new RuleStep(_context) : new OrganizationRuleStep(_context);
        _topic = definition.NotificationTopicArn is null || options.IsRemoval ? null : new TopicStep(_context);
        _permission = definition.Organization is null ? new AccountPermissionStep(_context) : new OrganizationPermissionStep(_context);
        _role = new RoleStep(_context, options.KeepRole);
        _function = new FunctionStep(_context);
        _steps =
        [
            .. _recorder is null ? Array.Empty<InstallationStep>() : [_recorder],
            new LogGroupStep(_context, options.KeepLogs),
            _role,
            _function,
            _permission,
            _rule,
            .. _topic is null ? Array.Empty<InstallationStep>() : [_topic],
            new EventRuleStep(_context),
            new AlarmStep(_context, "FailureAlarm", Notifications.Failure),
            new AlarmStep(_context, "OverdueAlarm", Notifications.Overdue),
        ];
    }

    /// <summary>The parts as they are known to be.</summary>
    public IReadOnlyList<RulePart> Parts => [.. _steps.Where(step => step.IsPart).Select(step => step.ToPart())];

    /// <summary>Whether there is a rule.</summary>
    public bool HasRule => Rule.Exists;

    /// <summary>Whether AWS Config evaluates now because of what this run did.</summary>
    public bool IsEvaluating { get; private set; }

    /// <summary>What the rule was put with; null where there is none.</summary>
    public ConfigRuleSettings? RuleSettings => (Rule as RuleStep)?.Settings ?? (Rule as OrganizationRuleStep)?.Settings;

    /// <summary>How far an organization's rule is in its members; none for a rule of one account.</summary>
    public IReadOnlyList<MemberAccountStatus> Members => (Rule as OrganizationRuleStep)?.Members ?? [];

    private InstallationStep Rule => _rule;

    /// <summary>Reads all parts, side by side.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Nothing; see <see cref="Parts"/>.</returns>
    /// <exception cref="ServiceCallException">A part could not be read.</exception>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        List<Task> reading = [.. _steps.Select(step => step.ReadAsync(stop.Token))];
        while (reading.Count > 0)
        {
            Task read = await Task.WhenAny(reading).ConfigureAwait(false);
            reading.Remove(read);
            if (read.IsFaulted)
            {
                stop.Cancel();
                try
                {
                    await Task.WhenAll(reading).ConfigureAwait(false);
                }
                catch (Exception exception) when (exception is OperationCanceledException or ServiceCallException)
                {
                    // The first failure is the one to tell; the others were called off for it.
                }
            }

            await read.ConfigureAwait(false);
        }
    }

    /// <summary>What is in the way of installing and of uninstalling alike; null where nothing is.</summary>
    public InstallationException? ScopeObstacle => _permission.ScopeObstacle();

    /// <summary>What is in the way of installing; nothing was changed yet.</summary>
    /// <returns>Every obstacle; none where installing can begin.</returns>
    public IEnumerable<InstallationException> Obstacles()
    {
        if (ScopeObstacle is { } scope)
        {
            yield return scope;
        }

        if (_recorder?.Obstacle() is { } obstacle)
        {
            yield return obstacle;
        }

        if (_role.Obstacle() is { } noRole)
        {
            yield return noRole;
        }

        if (_topic?.Obstacle() is { } noTopic)
        {
            yield return noTopic;
        }

        if (_permission.Obstacle() is { } noPermission)
        {
            yield return noPermission;
        }

        foreach (InstallationStep step in _steps)
        {
            if (step.StackName is { } stack)
            {
                yield return new InstallationException(
                    InstallationFault.ManagedByStack, step.Part, Messages.ManagedByStack.With(step.Part, step.Name, stack));
            }
            else if (step.UnmanagedReason is { } reason)
            {
                yield return new InstallationException(InstallationFault.NotOurs, step.Part, Messages.Sentence.With(reason));
            }
        }
    }

    /// <summary>
    /// What is to be done, one after another: each is computed when it is asked for, from what those before it did. If
    /// they are only looked at and not applied, it is everything that would be done.
    /// </summary>
    /// <returns>The changes; none where everything is as it is to be.</returns>
    public IEnumerable<InstallationChange> Install()
    {
        bool hadRule = Rule.Exists;

        // A new rule AWS Config runs by itself, and those of an organization's members cannot be started from here.
        bool canStart = hadRule && Rule is RuleStep;
        _context.IsEvaluationDue = canStart && _function.IsEvaluationDue;
        foreach (InstallationStep step in _steps)
        {
            foreach (InstallationChange change in step.Changes())
            {
                if (canStart && change.AffectsResults && !_context.IsEvaluationDue)
                {
                    _context.IsEvaluationDue = true;
                    if (_function.Exists)
                    {
                        yield return _function.NoteEvaluationDue();
                    }
                }

                yield return change;
            }
        }

        if (!hadRule)
        {
            IsEvaluating = Rule.Exists;
            foreach (InstallationChange change in _steps.SelectMany(step => step.Narrowing()))
            {
                yield return change;
            }
        }
        else if (_context.IsEvaluationDue)
        {
            yield return new InstallationChange(
                EvaluationPart, Messages.TargetRule.With(Rule.Name, _context.Identity.Region),
                Messages.StartEvaluation, StartEvaluationAsync);
        }

        if (_context.IsEvaluationDue || _function.IsEvaluationDue)
        {
            yield return _function.ForgetEvaluationDue();
        }
    }

    /// <summary>What is to be done to leave the account as it was, in the reverse order. Only what Install made.</summary>
    /// <returns>The changes; none where nothing is left.</returns>
    /// <remarks>
    /// The function goes last: its tag and its settings tell what the rest is called, so that a run that was cut off is finished by
    /// the same command, also when the rule is gone.
    /// </remarks>
    public IEnumerable<InstallationChange> Uninstall() =>
        Enumerable.Reverse(_steps).OrderBy(step => step == _function).SelectMany(step => step.Removal());

    /// <summary>Says of every part that nothing was done to, what nothing means.</summary>
    /// <param name="isComplete">Whether the run came to its end.</param>
    public void Close(bool isComplete)
    {
        foreach (InstallationStep step in _steps.Where(step => step.Outcome == RulePartAction.None))
        {
            bool isDone = _context.IsRemoval ? !step.Exists && step.PendingReason is null : step.Exists && !step.Differences().Any();
            step.Outcome = isComplete || isDone ? RulePartAction.Unchanged : RulePartAction.Skipped;
        }
    }

    /// <remarks>
    /// StartConfigRulesEvaluation: once a minute, and not while one is under way; then results are on their way all
    /// the same.
    /// </remarks>
    private async Task StartEvaluationAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _context.Services.ConfigRules.StartConfigRulesEvaluationAsync(Rule.Name, cancellationToken).ConfigureAwait(false);
        }
        catch (ServiceCallException exception) when (exception.ErrorCode == "LimitExceededException")
        {
            // One runs already.
        }

        IsEvaluating = true;
    }
}
