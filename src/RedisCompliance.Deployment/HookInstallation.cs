namespace RedisCompliance.Deployment;

/// <summary>The hook and everything that it needs, in one account and Region.</summary>
public sealed class HookInstallation : Installation
{
    private readonly RoleStep _role;
    private readonly FunctionStep _function;
    private readonly HookStep _hook;

    /// <summary>Of what, where, and how.</summary>
    /// <param name="services">The account's services.</param>
    /// <param name="definition">What the hook is to be.</param>
    /// <param name="options">What else is asked.</param>
    public HookInstallation(RuleServices services, HookDefinition definition, InstallationOptions options)
        : base(services, definition, options)
    {
        _role = new RoleStep(Context, new FunctionRole(Context), options.KeepRole);
        _function = new FunctionStep(Context);
        _hook = new HookStep(Context, definition);
        Steps =
        [
            new LogGroupStep(Context, options.KeepLogs),
            _role,
            new RoleStep(Context, new HookRole(Context, definition), options.KeepRole),
            _function,
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
    public IEnumerable<InstallationChange> Uninstall() =>
        Enumerable.Reverse(Steps).OrderBy(step => step == _function).SelectMany(step => step.Removal());
}
