namespace RedisCompliance.Deployment;

/// <summary>The Lambda function: its code (compared by SHA-256), its configuration, and nothing beyond what Install sets.</summary>
internal sealed partial class FunctionStep(InstallationContext context) : InstallationStep(context)
{
    private static readonly Dictionary<string, string> s_evaluationDue = new() { [RuleDefinition.EvaluationDueTagKey] = "true" };

    private FunctionDetail? _function;
    private EventDestinations? _destinations;

    public override string Part => "Function";

    public override string Name => Definition.FunctionName;

    public override string? Arn => _function?.Arn ?? Context.FunctionArn;

    public override bool Exists => _function is not null;

    public override string? UnmanagedReason => _function is null ? null
        : RunsForOtherKind && StackName is null ? Definition.RunsForOtherKind.With(Messages.FunctionNamed.With(Name))
        : UnmanagedReasonOf(Messages.FunctionNamed.With(Name), _function.Tags!);

    protected override IReadOnlyDictionary<string, string> Tags => _function?.Tags ?? base.Tags;

    public override bool IsOfOtherKind => RunsForOtherKind || base.IsOfOtherKind;

    /// <summary>An untagged function belongs to the kind that its handler serves.</summary>
    private bool RunsForOtherKind => _function?.Settings.Handler == Definition.OtherHandler
        && !Tags.ContainsKey(Definition.OtherTagKey) && !Tags.ContainsKey(Definition.OwnerTagKey);

    /// <summary>Whether the evaluation after a change has yet to be started.</summary>
    public bool IsEvaluationDue => _function?.Tags?.ContainsKey(RuleDefinition.EvaluationDueTagKey) == true;

    /// <summary>The function's role; null if there is no function.</summary>
    public string? RoleArn => _function?.Settings.Role;

    /// <summary>Whether Uninstall leaves the function as someone else's, and the function needs the part to run or to log.</summary>
    public bool Keeps(InstallationStep part) => UnmanagedReason is not null
        && (part is LogGroupStep || (part is RoleStep && part.Name == RoleArn?.Split('/').Last()));

    private FunctionSettings Desired => Definition.FunctionSettings(Context.RoleArn, DesiredRecord);

    private InstallationRecord DesiredRecord => Definition.ToRecord(Context.RoleId, Context.OwnsLogGroup());

    /// <summary>A role that the user specified already exists: if Lambda cannot assume it, waiting will hardly help.</summary>
    private int RoleAttempts => Definition.RoleArn is null ? Propagation.MaxAttempts : Propagation.FewAttempts;

    private string Target => Messages.TargetFunction.With(Name, Context.Identity.Region);

    /// <summary>
    /// Whether the role was deleted since, recreated or not: Lambda's grant on the environment key belongs to the old role.
    /// </summary>
    private bool HasOtherRole => Context.Record?.RoleId is { } noted
        && (Context.IsRoleMissing || (Context.RoleId is { } present && noted != present));

    public override async Task ReadAsync(CancellationToken cancellationToken)
    {
        _function = await TaggedFunction.FindAsync(Services, Name, cancellationToken).ConfigureAwait(false);
        _destinations = null;
        Context.FunctionStack = StackName;
        Context.FunctionOwner = Value(Tags, Definition.OtherTagKey) ?? Value(Tags, Definition.OwnerTagKey);
        Context.Record = _function is null ? null
            : InstallationRecord.TryRead(Value(_function.Settings.Environment, FunctionEnvironment.Installation));
        if (_function is not null && !Context.IsRemoval)
        {
            _destinations = await Services.Functions.GetFunctionEventInvokeConfigAsync(Name, cancellationToken).ConfigureAwait(false);
        }
    }

    public override IEnumerable<string> Remarks() =>
        KeptOf(nameof(Definition.MemorySize), nameof(Definition.Timeout), nameof(Definition.Architecture));

    public override IEnumerable<InstallationChange> Changes()
    {
        if (_function is null)
        {
            yield return Change(Target,
                Messages.CreateFunction.With(Desired.Runtime, Desired.Architecture, Desired.MemorySize, Desired.Timeout),
                RulePartAction.Created, CreateAsync) with { AffectsResults = true };
            yield break;
        }

        // Tag the owner first: whenever the run is cut off later, the function is marked as ours.
        if (MissingTags(_function.Tags!) is { Count: > 0 } missing)
        {
            yield return Change(Target, TagWith(missing), RulePartAction.Updated, async cancellationToken =>
            {
                await Services.Functions.TagResourceAsync(_function.Arn, missing, cancellationToken).ConfigureAwait(false);
                _function = _function with { Tags = With(_function.Tags!, missing) };
            });
        }

        // Update the code before the settings, whose record says which code is deployed.
        if (CodeDifferences(_function).ToArray() is { Length: > 0 } code)
        {
            yield return Change(Target, Messages.UpdateCode.With(string.Join("; ", code)), RulePartAction.Updated, UpdateCodeAsync)
                with { AffectsResults = true };
        }

        // Computed before the next change, so that a preview shows what a run would do.
        string[] settings = [.. SettingsDifferences(_function)];
        if (HasOtherRole)
        {
            yield return Change(Target, Messages.ClearEnvironment, RulePartAction.Updated, ClearEnvironmentAsync)
                with { AffectsResults = true };
        }

        if (settings.Length > 0)
        {
            yield return Change(Target, Messages.UpdateConfiguration.With(string.Join("; ", settings)), RulePartAction.Updated,
                UpdateConfigurationAsync) with { AffectsResults = true };
        }

        foreach (InstallationChange change in AdditionChanges(_function))
        {
            yield return change;
        }
    }

    /// <summary>Tags the function as due for evaluation, before the change that makes the evaluation necessary.</summary>
    public InstallationChange NoteEvaluationDue() => new(Part, Target, Messages.NoteEvaluationDue, async cancellationToken =>
    {
        await Services.Functions.TagResourceAsync(_function!.Arn, s_evaluationDue, cancellationToken).ConfigureAwait(false);
        _function = _function with { Tags = With(_function.Tags!, s_evaluationDue) };
    });

    /// <summary>Removes that tag: the evaluation was started, or AWS Config runs the new rule by itself.</summary>
    public InstallationChange ForgetEvaluationDue() => new(Part, Target, Messages.ForgetEvaluationDue, async cancellationToken =>
    {
        await Services.Functions.UntagResourceAsync(_function!.Arn, RuleDefinition.EvaluationDueTagKey, cancellationToken)
            .ConfigureAwait(false);
        _function = _function with
        {
            Tags = _function.Tags!.Where(tag => !s_evaluationDue.ContainsKey(tag.Key)).ToDictionary(tag => tag.Key, tag => tag.Value),
        };
    });

    public override IEnumerable<InstallationChange> Removal()
    {
        if (_function is null)
        {
            yield break;
        }

        if (UnmanagedReason is { } reason)
        {
            Keep(reason);
            yield break;
        }

        yield return Change(Target, Messages.Delete, RulePartAction.Removed, async cancellationToken =>
        {
            await DeleteAsync(() => Services.Functions.DeleteFunctionAsync(Name, cancellationToken)).ConfigureAwait(false);
            _function = null;
        });
    }

    private IEnumerable<InstallationChange> AdditionChanges(FunctionDetail function)
    {
        if (ConcurrencyDifferences(function).Any())
        {
            yield return Change(Target, Messages.ClearConcurrency, RulePartAction.Updated, async cancellationToken =>
            {
                await Services.Functions.DeleteFunctionConcurrencyAsync(Name, cancellationToken).ConfigureAwait(false);
                _function = _function! with
                {
                    Additions = _function.Additions.Where(addition => addition.Key != FunctionAdditions.ReservedConcurrentExecutions)
                        .ToDictionary(addition => addition.Key, addition => addition.Value),
                };
            }) with { AffectsResults = true };
        }

        if (DestinationDifferences().Any())
        {
            yield return Change(Target, Messages.ClearDestinations, RulePartAction.Updated,
                async cancellationToken =>
            {
                await DeleteAsync(() => Services.Functions.DeleteFunctionEventInvokeConfigAsync(Name, cancellationToken))
                    .ConfigureAwait(false);
                _destinations = null;
            });
        }
    }

    private static string? Value(IReadOnlyDictionary<string, string> values, string name) =>
        values.TryGetValue(name, out string? value) ? value : null;

    private async Task CreateAsync(CancellationToken cancellationToken)
    {
        FunctionSettings desired = Desired;
        IReadOnlyDictionary<string, string> tags =
            Context.IsEvaluationDue ? With(Definition.AllTags, s_evaluationDue) : Definition.AllTags;
        await CreateAsync(async () =>
        {
            string arn = await Context.Propagation.RetryAsync(
                () => Services.Functions.CreateFunctionAsync(desired, Definition.Package.Zip, tags, cancellationToken),
                IsRoleNotThereYet, cancellationToken, RoleAttempts).ConfigureAwait(false);
            _function = new FunctionDetail(desired, arn, Definition.Package.Sha256, "Pending", null, null, tags);
            Context.Record = DesiredRecord;
        }, "ResourceConflictException", cancellationToken).ConfigureAwait(false);
        await ReadyAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <remarks>
    /// What renews the grant is not documented. Clearing and resetting the environment, rather than recreating the function, keeps all
    /// other settings if the run is cut off in between.
    /// </remarks>
    private Task ClearEnvironmentAsync(CancellationToken cancellationToken) =>
        UpdateConfigurationAsync(
            _function!.Settings with { Environment = new Dictionary<string, string>(), Role = Context.RoleArn }, cancellationToken);

    private Task UpdateConfigurationAsync(CancellationToken cancellationToken) => UpdateConfigurationAsync(
        Desired with
        {
            Architecture = _function!.Settings.Architecture,
            Resets = [.. _function.Additions.Keys.Where(addition => addition != FunctionAdditions.ReservedConcurrentExecutions)],
        }, cancellationToken);

    private async Task UpdateConfigurationAsync(FunctionSettings settings, CancellationToken cancellationToken)
    {
        await SettledAsync(cancellationToken).ConfigureAwait(false);
        await Context.Propagation.RetryAsync(
            () => Services.Functions.UpdateFunctionConfigurationAsync(settings, cancellationToken), IsRoleNotThereYet, cancellationToken,
            RoleAttempts).ConfigureAwait(false);
        FunctionDetail ready = await ReadyAsync(cancellationToken).ConfigureAwait(false);
        _function = _function! with
        {
            Settings = settings with { Resets = [] },
            State = ready.State,
            LastUpdateStatus = ready.LastUpdateStatus,
            EnvironmentError = null,
            Additions = _function.Additions.Where(addition => !settings.Resets.Contains(addition.Key))
                .ToDictionary(addition => addition.Key, addition => addition.Value),
        };
        Context.Record = InstallationRecord.TryRead(Value(settings.Environment, FunctionEnvironment.Installation));
    }

    private async Task UpdateCodeAsync(CancellationToken cancellationToken)
    {
        await SettledAsync(cancellationToken).ConfigureAwait(false);
        await Services.Functions.UpdateFunctionCodeAsync(Name, Definition.Package.Zip, Desired.Architecture, cancellationToken)
            .ConfigureAwait(false);
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
    /// AWS Lambda Developer Guide, "Lambda function states": updates must wait until the state is Active and the last update is done. An
    /// Inactive function becomes active when it is invoked.
    /// </remarks>
    private async Task<FunctionDetail> ReadyAsync(CancellationToken cancellationToken)
    {
        FunctionDetail function = await SettledAsync(cancellationToken).ConfigureAwait(false);
        return HasFailed(function)
            ? throw new InstallationException(
                InstallationFault.NotReady, Part, Messages.FunctionFailed.With(Name, function.Reason ?? Messages.NoReason))
            : function;
    }

    private async Task<FunctionDetail> SettledAsync(CancellationToken cancellationToken) =>
        await Context.Propagation.UntilAsync(
            () => Services.Functions.GetFunctionAsync(Name, cancellationToken),
            function => function is not null && function.State != "Pending"
                && function.LastUpdateStatus != "InProgress", cancellationToken).ConfigureAwait(false)
        ?? throw new InstallationException(InstallationFault.NotReady, Part, Messages.FunctionNotReady.With(Name));

    /// <summary>Creation or the last update failed; updating the code again recovers the function.</summary>
    private static bool HasFailed(FunctionDetail function) => function.State == "Failed" || function.LastUpdateStatus == "Failed";

    /// <summary>
    /// IAM has the role, but Lambda does not see it or its trust policy yet; or Lambda still sees a deleted role of the same name and
    /// cannot grant it the key of the environment variables.
    /// </summary>
    private static bool IsRoleNotThereYet(ServiceCallException failure) => failure.ErrorCode == "InvalidParameterValueException"
        && (failure.Message.Contains("cannot be assumed") || failure.Message.Contains("KMS key is invalid for CreateGrant"));
}
