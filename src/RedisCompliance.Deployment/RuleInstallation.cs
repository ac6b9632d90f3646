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

    /// <summary>
    /// Is called before each try to start the evaluation, so that whoever waits for its end notes what was there before it; null
    /// where nobody waits.
    /// </summary>
    public Func<CancellationToken, Task>? EvaluationStarting { get; init; }

    /// <summary>Waits between two looks at what AWS does in its own time; null for the clock.</summary>
    public Func<TimeSpan, CancellationToken, Task>? Delay { get; init; }
}

/// <summary>
/// The rule and everything that it needs, in one account and Region: a list of parts in the order in which each needs
/// the ones before it. All are read before any is changed, and changes are computed as they are asked for, so that a run
/// repeated after any failure does what is still missing and nothing else.
/// </summary>
public sealed class RuleInstallation : Installation
{
    /// <summary>The <see cref="InstallationChange.Part"/> of starting an evaluation, which is no part.</summary>
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

    /// <summary>Of what, where, and how.</summary>
    /// <param name="services">The account's services.</param>
    /// <param name="definition">What the rule is to be.</param>
    /// <param name="options">What else is asked.</param>
    public RuleInstallation(RuleServices services, RuleDefinition definition, InstallationOptions options)
        : base(services, definition, options)
    {
        _evaluationStarting = options.EvaluationStarting;

        // The recorder of the account says nothing of those of an organization's members.
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

    /// <summary>The parts as they are known to be.</summary>
    public IReadOnlyList<RulePart> Parts => [.. AllParts.Cast<RulePart>()];

    /// <summary>Whether there is a rule.</summary>
    public bool HasRule => Rule.Exists;

    /// <summary>Whether AWS Config evaluates now because of what this run did.</summary>
    public bool IsEvaluating { get; private set; }

    /// <summary>What the rule was put with; null where there is none.</summary>
    public ConfigRuleSettings? RuleSettings => (Rule as RuleStep)?.Settings ?? (Rule as OrganizationRuleStep)?.Settings;

    /// <summary>How far an organization's rule is in its members; none for a rule of one account.</summary>
    public IReadOnlyList<MemberAccountStatus> Members => (Rule as OrganizationRuleStep)?.Members ?? [];

    private InstallationStep Rule => _rule;

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

        foreach (InstallationException owned in StepObstacles())
        {
            yield return owned;
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

    /// <summary>What is to be done to leave the account as it was, in the reverse order. Only what Install made.</summary>
    /// <returns>The changes; none where nothing is left.</returns>
    /// <remarks>
    /// The function goes last: its tag and its settings tell what the rest is called, so that a run that was cut off is finished by
    /// the same command, also when the rule is gone. Where it stays, so does what it needs.
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
    /// Whether it is the rule itself, or what AWS Config makes of an organization's rule in the management account as in every other:
    /// that goes with the rule, some time later. Should AWS call it otherwise, the function stays until it is gone.
    /// </summary>
    private bool IsOurs(string ruleName)
    {
        string prefix = $"OrganizationConfigRule-{Rule.Name}-";
        return Rule is RuleStep ? ruleName == Rule.Name
            : ruleName.StartsWith(prefix, StringComparison.Ordinal) && ruleName.IndexOf('-', prefix.Length) < 0;
    }

    /// <summary>A rule that stays may run the function, whosever it is; so may rules of other names.</summary>
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
    /// API reference of StartConfigRulesEvaluation: refused with LimitExceededException while an evaluation is under way, which may
    /// have begun with the old policy, and more than once a minute. Both pass.
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
            // AWS Config names a code in every refusal. A bare 500 is of a stand-in, such as moto, that has no evaluations to start.
            _isEvaluationRefused = exception is not { StatusCode: 500, ErrorCode: null or "" };
            throw;
        }
    }
}
