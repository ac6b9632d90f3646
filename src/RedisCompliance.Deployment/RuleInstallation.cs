namespace RedisCompliance.Deployment;

/// <summary>Options of an installation besides its definition.</summary>
public sealed record InstallationOptions
{
    /// <summary>What to do about the recorder; null to ignore it.</summary>
    public RecorderOptions? Recorder { get; init; } = new(false, null);

    /// <summary>Whether to take over parts of those names that someone else created.</summary>
    public bool Adopt { get; init; }

    /// <summary>Whether this is a removal: then only names are known, and parts are not compared with the definition.</summary>
    public bool IsRemoval { get; init; }

    /// <summary>Whether a removal keeps the role.</summary>
    public bool KeepRole { get; init; }

    /// <summary>Whether a removal keeps the log group.</summary>
    public bool KeepLogs { get; init; }

    /// <summary>Receives how long a change has been waiting for AWS; may be null.</summary>
    public Action<TimeSpan>? Waiting { get; init; }

    /// <summary>
    /// Called before each attempt to start the evaluation, so that a caller who waits for its end can record the state before it; may be
    /// null.
    /// </summary>
    public Func<CancellationToken, Task>? EvaluationStarting { get; init; }

    /// <summary>Waits between two attempts while AWS works; null for the clock.</summary>
    public Func<TimeSpan, CancellationToken, Task>? Delay { get; init; }
}

/// <summary>The rule and everything it needs, in one account and Region.</summary>
public sealed class RuleInstallation : Installation
{
    /// <summary>The <see cref="InstallationChange.Part"/> for starting an evaluation, which is not a part.</summary>
    public const string EvaluationPart = "Evaluation";

    private readonly RecorderStep? _recorder;
    private readonly RoleStep _role;
    private readonly PermissionStep _permission;
    private readonly FunctionStep _function;
    private readonly TopicStep? _topic;
    private readonly InstallationStep _rule;
    private readonly Func<CancellationToken, Task>? _evaluationStarting;
    private string[] _otherRules = [];
    private bool _isEvaluationRefused;

    /// <summary>Creates the installation.</summary>
    /// <param name="services">The account's services.</param>
    /// <param name="definition">The desired rule.</param>
    /// <param name="options">Further options.</param>
    public RuleInstallation(RuleServices services, RuleDefinition definition, InstallationOptions options)
        : base(services, definition, options)
    {
        _evaluationStarting = options.EvaluationStarting;

        // The account's recorder says nothing about those of the organization's members.
        _recorder = options.Recorder is null || definition.Organization is not null ? null : new RecorderStep(Context, options.Recorder);
        _rule = definition.Organization is null ? new RuleStep(Context) : new OrganizationRuleStep(Context);
        _topic = definition.NotificationTopicArn is null || options.IsRemoval ? null : new TopicStep(Context);
        _permission = definition.Organization is null ? new AccountPermissionStep(Context) : new OrganizationPermissionStep(Context);
        _role = new RoleStep(Context, new FunctionRole(Context), options.KeepRole);
        _function = new FunctionStep(Context);
        Steps =
        [
            .. _recorder is null ? Array.Empty<InstallationStep>() : [_recorder],
            new LogGroupStep(Context, options.KeepLogs),
            _role,
            _function,
            _permission,
            _rule,
            .. _topic is null ? Array.Empty<InstallationStep>() : [_topic],
            new EventRuleStep(Context),
            new AlarmStep(Context, "FailureAlarm", Notifications.Failure),
            new AlarmStep(Context, "OverdueAlarm", Notifications.Overdue),
        ];
    }

    /// <summary>The parts in their last known state.</summary>
    public IReadOnlyList<RulePart> Parts => [.. AllParts.Cast<RulePart>()];

    /// <summary>Whether the rule exists.</summary>
    public bool HasRule => Rule.Exists;

    /// <summary>Whether this run caused AWS Config to evaluate now.</summary>
    public bool IsEvaluating { get; private set; }

    /// <summary>The rule's settings; null if there is no rule.</summary>
    public ConfigRuleSettings? RuleSettings => (Rule as RuleStep)?.Settings ?? (Rule as OrganizationRuleStep)?.Settings;

    /// <summary>An organization rule's progress in its members; empty for a rule of one account.</summary>
    public IReadOnlyList<MemberAccountStatus> Members => (Rule as OrganizationRuleStep)?.Members ?? [];

    private InstallationStep Rule => _rule;

    /// <summary>What prevents installing and uninstalling alike; null if nothing does.</summary>
    public InstallationException? ScopeObstacle => _permission.ScopeObstacle();

    /// <summary>Everything that prevents installation; nothing has been changed yet.</summary>
    /// <returns>The obstacles; empty if installation can begin.</returns>
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

        foreach (InstallationException owned in StepObstacles())
        {
            yield return owned;
        }
    }

    /// <summary>
    /// The changes that install the rule, in order. Each is computed on demand, from what those before it did. If the caller only
    /// enumerates them without applying any, they are everything that would be done.
    /// </summary>
    /// <returns>The changes; empty if nothing differs.</returns>
    public IEnumerable<InstallationChange> Install()
    {
        bool hadRule = Rule.Exists;

        // AWS Config runs a new rule by itself, and an organization's member rules cannot be started from here.
        bool canStart = hadRule && Rule is RuleStep;
        Context.IsEvaluationDue = canStart && _function.IsEvaluationDue;
        foreach (InstallationStep step in Steps)
        {
            foreach (InstallationChange change in step.Changes())
            {
                if (canStart && change.AffectsResults && !Context.IsEvaluationDue)
                {
                    Context.IsEvaluationDue = true;
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
            foreach (InstallationChange change in Steps.SelectMany(step => step.Narrowing()))
            {
                yield return change;
            }
        }
        else if (Context.IsEvaluationDue)
        {
            yield return new InstallationChange(
                EvaluationPart, Messages.TargetRule.With(Rule.Name, Context.Identity.Region),
                Messages.StartEvaluation, StartEvaluationAsync);
        }

        if ((Context.IsEvaluationDue || _function.IsEvaluationDue) && !_isEvaluationRefused)
        {
            yield return _function.ForgetEvaluationDue();
        }
    }

    /// <summary>The changes that restore the account, in reverse order: only what Install created is removed.</summary>
    /// <returns>The changes; empty if nothing is left.</returns>
    /// <remarks>
    /// The function goes last: its tag and settings name the other parts, so that the same command finishes a run that was cut off, even
    /// if the rule is gone. If the function stays, so does what it needs.
    /// </remarks>
    public IEnumerable<InstallationChange> Uninstall() => Remove(_function, ReasonToLeave);

    /// <inheritdoc/>
    public override async Task ReadAsync(CancellationToken cancellationToken)
    {
        await base.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (Context.IsRemoval && _function.Exists)
        {
            _otherRules = [.. (await Context.Services.ConfigRules.ListConfigRulesAsync(cancellationToken).ConfigureAwait(false))
                .Where(rule => !rule.IsBeingDeleted && !IsOurs(rule.Settings.ConfigRuleName)
                    && FunctionReference.MayBe(rule.Settings.SourceIdentifier, Context.FunctionArn))
                .Select(rule => rule.Settings.ConfigRuleName).OrderBy(name => name, StringComparer.Ordinal)];
        }
    }

    /// <summary>
    /// Whether it is the rule itself, or the rule that AWS Config creates from an organization rule in the management account, as in
    /// every other; AWS Config deletes that one with the organization rule, some time later. If AWS names it differently, the function
    /// stays until that rule is gone.
    /// </summary>
    private bool IsOurs(string ruleName)
    {
        string prefix = $"{ConfigRuleNames.MemberPrefix}{Rule.Name}-";
        return Rule is RuleStep ? ruleName == Rule.Name
            : ruleName.StartsWith(prefix, StringComparison.Ordinal) && ruleName.IndexOf('-', prefix.Length) < 0;
    }

    /// <summary>A rule that stays may run the function, whoever owns it; so may rules of other names.</summary>
    private string? ReasonToLeave(InstallationStep step)
    {
        if (!step.Exists || !(step == _function || step == _role || step is LogGroupStep or PermissionStep { StackName: null }))
        {
            return null;
        }

        string[] running = Rule.Outcome == RulePartAction.Kept
            && FunctionReference.MayBe(RuleSettings?.SourceIdentifier, Context.FunctionArn) ? [Rule.Name] : [];
        running = step is PermissionStep ? running : [.. running, .. _otherRules];
        return running.Length > 0 ? Messages.LeftForRules.With(string.Join(", ", running))
            : _function.Keeps(step) ? Messages.LeftForFunction.With(_function.Name) : null;
    }

    /// <remarks>
    /// AWS Config API Reference, StartConfigRulesEvaluation: fails with LimitExceededException during an evaluation, which may have
    /// started with the old policy, and if called more than once a minute. Both are transient.
    /// </remarks>
    private async Task StartEvaluationAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Context.Propagation.RetryAsync(async () =>
            {
                await (_evaluationStarting?.Invoke(cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
                await Context.Services.ConfigRules.StartConfigRulesEvaluationAsync(Rule.Name, cancellationToken).ConfigureAwait(false);
            }, failure => failure.ErrorCode == "LimitExceededException", cancellationToken).ConfigureAwait(false);
            IsEvaluating = true;
        }
        catch (ServiceCallException exception)
        {
            // Every refusal by AWS Config has an error code. A bare 500 comes from a stand-in such as moto, which cannot start
            // evaluations.
            _isEvaluationRefused = exception is not { StatusCode: 500, ErrorCode: null or "" };
            throw;
        }
    }
}
