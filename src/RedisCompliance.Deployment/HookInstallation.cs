namespace RedisCompliance.Deployment;

/// <summary>The hook and everything that it needs, in one account and Region.</summary>
public sealed class HookInstallation : Installation
{
    private readonly LogGroupStep _logGroup;
    private readonly RoleStep _role;
    private readonly RoleStep _executionRole;
    private readonly FunctionStep _function;
    private readonly HookStep _hook;
    private readonly OtherHooks _others;

    /// <summary>Of what, where, and how.</summary>
    /// <param name="services">The account's services.</param>
    /// <param name="definition">What the hook is to be.</param>
    /// <param name="options">What else is asked.</param>
    public HookInstallation(RuleServices services, HookDefinition definition, InstallationOptions options)
        : base(services, definition, options)
    {
        _role = new RoleStep(Context, new FunctionRole(Context), options.KeepRole);
        _logGroup = new LogGroupStep(Context, options.KeepLogs);
        _executionRole = new RoleStep(Context, new HookRole(Context, definition), options.KeepRole);
        _function = new FunctionStep(Context);
        _hook = new HookStep(Context, definition);
        _others = new OtherHooks(Context, definition.HookName);
        Steps =
        [
            _logGroup,
            _role,
            _executionRole,
            _function,
            new HookPermissionStep(Context, definition.ExecutionRoleName),
            _hook,
        ];
    }

    /// <summary>The parts as they are known to be.</summary>
    public IReadOnlyList<HookPart> Parts => [.. AllParts.Cast<HookPart>()];

    /// <summary>ENABLED or DISABLED, as the hook is; null where there is none, or none that could be read.</summary>
    public string? HookStatus => _hook.Configuration?.HookInvocationStatus;

    /// <summary>WARN or FAIL, as the hook is; null as above.</summary>
    public string? FailureMode => _hook.Configuration?.FailureMode;

    /// <summary>What the hook is called for; none as above.</summary>
    public IReadOnlyList<string> TargetOperations => _hook.Configuration?.TargetOperations ?? [];

    /// <summary>What could not be read, each failure with the parts that it leaves unknown.</summary>
    public IReadOnlyList<(ServiceCallException Failure, IReadOnlyList<HookPart> Parts)> Unread =>
    [
        .. Steps.Where(step => step.Unread is not null).GroupBy(step => step.Unread!.Message)
            .Select(same => (same.First().Unread!, (IReadOnlyList<HookPart>)[.. same.Select(Context.Definition.ToPart).Cast<HookPart>()])),
    ];

    /// <summary>The parts that a hook of another name may need.</summary>
    private IEnumerable<InstallationStep> Shared => [_logGroup, _role, _executionRole, _function];

    /// <inheritdoc/>
    public override async Task ReadAsync(CancellationToken cancellationToken)
    {
        await base.ReadAsync(cancellationToken).ConfigureAwait(false);
        await ReadOthersAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads all parts; one that cannot be read is Unknown, and nothing is decided by it.</summary>
    /// <param name="unread">Why it is not known what was installed (<see cref="InstalledHook.Unread"/>); null where it is.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Nothing; see <see cref="Parts"/>.</returns>
    public async Task ReadWhatCanBeReadAsync(ServiceCallException? unread, CancellationToken cancellationToken)
    {
        await ReadAsync((step, stop) => step.TryReadAsync(stop), cancellationToken).ConfigureAwait(false);
        foreach (InstallationStep step in Steps.Where(step => unread is not null && (step != _hook || step.Exists)))
        {
            step.LeaveUnread(unread!, Messages.InstalledUnread);
        }

        if (_hook.Exists && !_hook.IsOurs && (_function.Unread ?? _executionRole.Unread) is { } failure)
        {
            _hook.LeaveUnread(failure, Messages.OwnerUnread);
        }

        TakeAsNoted();
        await TryReadOthersAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What is in the way of installing; nothing was changed yet.</summary>
    /// <returns>Every obstacle; none where installing can begin.</returns>
    public IEnumerable<InstallationException> Obstacles() =>
        [.. _role.Obstacle() is { } noRole ? [noRole] : Array.Empty<InstallationException>(), .. StepObstacles()];

    /// <summary>What is to be done, one after another; the hook is called only once its function is there.</summary>
    /// <returns>The changes; none where everything is as it is to be.</returns>
    public IEnumerable<InstallationChange> Install() => Steps.SelectMany(step => step.Changes());

    /// <summary>What is to be done to leave the account as it was. Only what Install made.</summary>
    /// <returns>The changes; none where nothing is left.</returns>
    /// <remarks>
    /// The hook goes first: one that fails closed and whose function is gone would stop deployments. Where the hook is left, so are its
    /// role and function. The function goes last: its tag and its note tell what the rest is called.
    /// </remarks>
    public IEnumerable<InstallationChange> Uninstall() => Remove(_function, ReasonToLeave);

    /// <summary>That one of them cannot be read is not to be taken for: none of them needs it.</summary>
    private async Task TryReadOthersAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ReadOthersAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ServiceCallException exception) when (!exception.IsCredentialFailure)
        {
            foreach (InstallationStep step in Shared.Where(step => step.Exists))
            {
                step.LeaveUnread(exception, Messages.OtherHooksUnread);
            }
        }
    }

    /// <summary>Where nothing is left to be taken away, nobody asks.</summary>
    private Task ReadOthersAsync(CancellationToken cancellationToken) =>
        Context.IsRemoval && Shared.Any(step => step.Exists) ? _others.ReadAsync(cancellationToken) : Task.CompletedTask;

    private string? ReasonToLeave(InstallationStep step) =>
        step.Unread is not null ? step.UnreadReason
        : !step.Exists || step == _hook ? null
        : _hook.Unread is not null || (_hook.Outcome == RulePartAction.Kept && _hook.MayNeedParts) ? Messages.LeftForHook
        : (step == _executionRole ? _others.RunningWithRole : _others.Calling) is { Length: > 0 } others
            ? Messages.LeftForOtherHooks.With(string.Join(", ", others))
        : step == _function ? Steps.Any(other => other.Unread is not null) ? Messages.LeftForNote : null
        : _function.Keeps(step) ? Messages.LeftForFunction.With(_function.Name)
        : null;

    /// <summary>A part that is compared with one that could not be read is compared with what was noted of that.</summary>
    private void TakeAsNoted()
    {
        if (_role.Unread is not null)
        {
            Context.RoleId ??= Context.Record?.RoleId;
            Context.RoleArn = !_role.Exists && IsNamed(_function.RoleArn, _role.Name) ? _function.RoleArn! : Context.RoleArn;
        }

        if (_executionRole.Unread is not null)
        {
            Context.ExecutionRoleArn ??= IsNamed(_hook.ExecutionRoleArn, _executionRole.Name) ? _hook.ExecutionRoleArn
                : Context.Identity.RoleArn(_executionRole.Name);
        }

        if (_logGroup.Unread is not null)
        {
            Context.OwnsLogGroup = () => Context.Record?.OwnsLogGroup == true;
        }
    }

    private static bool IsNamed(string? arn, string name) => arn?.Split('/').Last() == name;
}
