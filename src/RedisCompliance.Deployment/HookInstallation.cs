namespace RedisCompliance.Deployment;

/// <summary>The hook and everything it needs, in one account and Region.</summary>
public sealed class HookInstallation : Installation
{
    private readonly LogGroupStep _logGroup;
    private readonly RoleStep _role;
    private readonly RoleStep _executionRole;
    private readonly FunctionStep _function;
    private readonly HookStep _hook;
    private readonly OtherHooks _others;

    /// <summary>Creates the installation.</summary>
    /// <param name="services">The account's services.</param>
    /// <param name="definition">The desired hook.</param>
    /// <param name="options">Further options.</param>
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

    /// <summary>The parts in their last known state.</summary>
    public IReadOnlyList<HookPart> Parts => [.. AllParts.Cast<HookPart>()];

    /// <summary>The hook's ENABLED or DISABLED; null if there is no hook or it could not be read.</summary>
    public string? HookStatus => _hook.Configuration?.HookInvocationStatus;

    /// <summary>The hook's WARN or FAIL; null as above.</summary>
    public string? FailureMode => _hook.Configuration?.FailureMode;

    /// <summary>The operations that the hook is called for; empty as above.</summary>
    public IReadOnlyList<string> TargetOperations => _hook.Configuration?.TargetOperations ?? [];

    /// <summary>Read failures, each with the parts whose state it leaves unknown.</summary>
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

    /// <summary>Reads all parts. A part that cannot be read is Unknown, and decides nothing.</summary>
    /// <param name="unread">Why the installed settings are unknown (<see cref="InstalledHook.Unread"/>); null if they are known.</param>
    /// <param name="cancellationToken">Cancels the reads.</param>
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

    /// <summary>Everything that prevents installation; nothing has been changed yet.</summary>
    /// <returns>The obstacles; empty if installation can begin.</returns>
    public IEnumerable<InstallationException> Obstacles() =>
        [.. _role.Obstacle() is { } noRole ? [noRole] : Array.Empty<InstallationException>(), .. StepObstacles()];

    /// <summary>The changes that install the hook, in order; CloudFormation calls the hook only once its function exists.</summary>
    /// <returns>The changes; empty if nothing differs.</returns>
    public IEnumerable<InstallationChange> Install() => Steps.SelectMany(step => step.Changes());

    /// <summary>The changes that restore the account: only what Install created is removed.</summary>
    /// <returns>The changes; empty if nothing is left.</returns>
    /// <remarks>
    /// The hook goes first: a hook that fails closed and has lost its function would stop deployments. If the hook stays, so do its
    /// roles and function. The function goes last: its tag and its record name the other parts.
    /// </remarks>
    public IEnumerable<InstallationChange> Uninstall() => Remove(_function, ReasonToLeave);

    /// <summary>A hook that cannot be read may need the shared parts, so these become Unknown.</summary>
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

    /// <summary>Other hooks matter only if there is something left to remove.</summary>
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

    /// <summary>Compares parts with the recorded values of those parts that could not be read.</summary>
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
