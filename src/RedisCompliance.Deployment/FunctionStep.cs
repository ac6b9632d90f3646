namespace RedisCompliance.Deployment;

/// <summary>The Lambda function: code by its SHA-256, and the configuration.</summary>
internal sealed class FunctionStep(InstallationContext context) : InstallationStep(context)
{
    private FunctionDetail? _function;

    public override string Part => "Function";

    public override string Name => Definition.FunctionName;

    public override string? Arn => _function?.Arn ?? Context.FunctionArn;

    public override bool Exists => _function is not null;

    public override string? UnmanagedReason => _function is null ? null : UnmanagedReasonOf($"The function '{Name}'", _function.Tags);

    private FunctionSettings Desired => Definition.FunctionSettings(Context.RoleArn);

    /// <summary>A role that was given is nothing new: that Lambda cannot assume it will hardly pass.</summary>
    private int RoleAttempts => Definition.RoleArn is null ? Propagation.MaxAttempts : Propagation.FewAttempts;

    private string Target => $"Lambda function {Name} in {Context.Identity.Region}";

    public override async Task ReadAsync(CancellationToken cancellationToken)
    {
        _function = await Services.Functions.GetFunctionAsync(Name, cancellationToken).ConfigureAwait(false);
        Context.FunctionOwner = _function is null ? null : Value(_function.Tags, RuleDefinition.TagKey);
    }

    public override IEnumerable<string> Differences() => _function is null ? [] :
        [.. CodeDifferences(_function), .. SettingsDifferences(_function.Settings), .. MissingTags(_function.Tags) is { Count: > 0 } missing ? [TagsDiffer(missing)] : Array.Empty<string>()];

    public override IEnumerable<InstallationChange> Changes()
    {
        if (_function is null)
        {
            yield return Change(Target, $"Create ({Desired.Runtime}, {Desired.Architecture}, {Desired.MemorySize} MB, {Desired.Timeout} s)", RulePartAction.Created, CreateAsync);
            yield break;
        }

        if (SettingsDifferences(_function.Settings).ToArray() is { Length: > 0 } settings)
        {
            yield return Change(Target, $"Update the configuration: {string.Join("; ", settings)}", RulePartAction.Updated, UpdateConfigurationAsync) with { AffectsResults = true };
        }

        if (CodeDifferences(_function).ToArray() is { Length: > 0 } code)
        {
            yield return Change(Target, $"Update the code: {string.Join("; ", code)}", RulePartAction.Updated, UpdateCodeAsync) with { AffectsResults = true };
        }

        if (MissingTags(_function.Tags) is { Count: > 0 } missing)
        {
            yield return Change(Target, $"Tag with {string.Join(", ", missing.Keys)}", RulePartAction.Updated, async cancellationToken =>
            {
                await Services.Functions.TagResourceAsync(_function.Arn, missing, cancellationToken).ConfigureAwait(false);
                _function = _function with { Tags = With(_function.Tags, missing) };
            });
        }
    }

    public override IEnumerable<InstallationChange> Removal()
    {
        if (_function is null)
        {
            yield break;
        }

        if (UnmanagedReason is { } reason)
        {
            Outcome = RulePartAction.Kept;
            Notes.Add(reason);
            yield break;
        }

        yield return Change(Target, "Delete", RulePartAction.Removed, async cancellationToken =>
        {
            await DeleteAsync(() => Services.Functions.DeleteFunctionAsync(Name, cancellationToken)).ConfigureAwait(false);
            _function = null;
        });
    }

    private IEnumerable<string> CodeDifferences(FunctionDetail function)
    {
        if (HasFailed(function))
        {
            yield return $"it is not usable: {function.Reason ?? Messages.NoReason}";
        }

        if (function.CodeSha256 != Definition.Package.Sha256)
        {
            yield return "the code is not that of this module";
        }

        if (function.Settings.Architecture != Desired.Architecture)
        {
            yield return $"Architecture is {function.Settings.Architecture}, not {Desired.Architecture}";
        }
    }

    private IEnumerable<string> SettingsDifferences(FunctionSettings actual)
    {
        FunctionSettings desired = Desired;
        (string Name, object? Actual, object? Desired)[] members =
        [
            ("Runtime", actual.Runtime, desired.Runtime),
            ("Handler", actual.Handler, desired.Handler),
            ("Role", actual.Role, desired.Role),
            ("MemorySize", actual.MemorySize, desired.MemorySize),
            ("Timeout", actual.Timeout, desired.Timeout),
            ("Description", actual.Description, desired.Description),
            .. desired.Environment.Select(variable => ("environment variable " + variable.Key, (object?)Value(actual.Environment, variable.Key), (object?)variable.Value)),
        ];
        return [
            .. members.Where(member => !Equals(member.Actual, member.Desired))
                .Select(member => $"{member.Name} is {(member.Actual is null or "" ? "not set" : member.Actual)}, not {member.Desired}"),
            .. Superfluous(actual).Select(name => $"environment variable {name} is {actual.Environment[name]}, not unset"),
        ];
    }

    /// <summary>Variables that mean something to the function and are not to be there; what others mean is not known.</summary>
    private IEnumerable<string> Superfluous(FunctionSettings actual) =>
        FunctionEnvironment.All.Where(name => actual.Environment.ContainsKey(name) && !Desired.Environment.ContainsKey(name));

    private static string? Value(IReadOnlyDictionary<string, string> values, string name) => values.TryGetValue(name, out string? value) ? value : null;

    private async Task CreateAsync(CancellationToken cancellationToken)
    {
        FunctionSettings desired = Desired;
        await CreateAsync(async () =>
        {
            string arn = await Context.Propagation.RetryAsync(
                () => Services.Functions.CreateFunctionAsync(desired, Definition.Package.Zip, Definition.AllTags, cancellationToken),
                IsRoleNotThereYet, cancellationToken, RoleAttempts).ConfigureAwait(false);
            _function = new FunctionDetail(desired, arn, Definition.Package.Sha256, "Pending", null, null, Definition.AllTags);
        }, "ResourceConflictException", cancellationToken).ConfigureAwait(false);
        await ReadyAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task UpdateConfigurationAsync(CancellationToken cancellationToken)
    {
        // Lambda replaces the environment as a whole: what someone has added to it stays.
        FunctionSettings actual = _function!.Settings;
        string[] superfluous = [.. Superfluous(actual)];
        FunctionSettings desired = Desired with
        {
            Environment = With(actual.Environment, Desired.Environment).Where(variable => !superfluous.Contains(variable.Key)).ToDictionary(variable => variable.Key, variable => variable.Value),
            Architecture = actual.Architecture,
        };
        await SettledAsync(cancellationToken).ConfigureAwait(false);
        await Context.Propagation.RetryAsync(
            () => Services.Functions.UpdateFunctionConfigurationAsync(desired, cancellationToken), IsRoleNotThereYet, cancellationToken, RoleAttempts).ConfigureAwait(false);
        FunctionDetail ready = await ReadyAsync(cancellationToken).ConfigureAwait(false);
        _function = _function with { Settings = desired, State = ready.State, LastUpdateStatus = ready.LastUpdateStatus };
    }

    private async Task UpdateCodeAsync(CancellationToken cancellationToken)
    {
        await SettledAsync(cancellationToken).ConfigureAwait(false);
        await Services.Functions.UpdateFunctionCodeAsync(Name, Definition.Package.Zip, Desired.Architecture, cancellationToken).ConfigureAwait(false);
        FunctionDetail ready = await ReadyAsync(cancellationToken).ConfigureAwait(false);
        _function = _function! with
        {
            CodeSha256 = Definition.Package.Sha256,
            Settings = _function.Settings with { Architecture = Desired.Architecture },
            State = ready.State,
            LastUpdateStatus = ready.LastUpdateStatus,
        };
    }

    /// <remarks>
    /// AWS Lambda Developer Guide, "Lambda function states": no update before the state is Active and the last update is
    /// through. An Inactive function wakes up when it is called.
    /// </remarks>
    private async Task<FunctionDetail> ReadyAsync(CancellationToken cancellationToken)
    {
        FunctionDetail function = await SettledAsync(cancellationToken).ConfigureAwait(false);
        return HasFailed(function)
            ? throw new InstallationException(InstallationFault.NotReady, Part, Messages.FunctionFailed.With(Name, function.Reason ?? Messages.NoReason))
            : function;
    }

    private async Task<FunctionDetail> SettledAsync(CancellationToken cancellationToken) =>
        await Context.Propagation.UntilAsync(
            () => Services.Functions.GetFunctionAsync(Name, cancellationToken),
            function => function is not null && function.State != "Pending" && function.LastUpdateStatus != "InProgress", cancellationToken).ConfigureAwait(false)
        ?? throw new InstallationException(InstallationFault.NotReady, Part, Messages.FunctionNotReady.With(Name));

    /// <summary>Making or changing it ended badly; to put the code again is what gets it out of there.</summary>
    private static bool HasFailed(FunctionDetail function) => function.State == "Failed" || function.LastUpdateStatus == "Failed";

    /// <summary>
    /// IAM has the role and Lambda does not see it yet, or not its trust policy; or sees the one of that name that was deleted
    /// before, and cannot grant it the key of the environment variables.
    /// </summary>
    private static bool IsRoleNotThereYet(ServiceCallException failure) => failure.ErrorCode == "InvalidParameterValueException"
        && (failure.Message.Contains("cannot be assumed") || failure.Message.Contains("KMS key is invalid for CreateGrant"));
}
