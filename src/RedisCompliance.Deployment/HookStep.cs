namespace RedisCompliance.Deployment;

/// <summary>
/// The hook in CloudFormation's registry. It has no tags: it is Install's if the function that it calls is, or else the role that it
/// calls it with.
/// </summary>
internal sealed class HookStep(InstallationContext context, HookDefinition definition) : InstallationStep(context)
{
    /// <summary>AWS's public type that calls a Lambda function.</summary>
    public const string TypeName = "AWS::Hooks::LambdaHook";

    /// <summary>Its publisher.</summary>
    public const string PublisherId = "aws-hooks";

    private const string NoConfiguration = "{}";

    private HookTypeDetail? _type;
    private string _json = NoConfiguration;
    private HookConfiguration? _configuration;

    public override string Part => "Hook";

    public override string Name => definition.HookName;

    public override string? Arn => _type?.Arn;

    public override bool Exists => _type is not null;

    /// <summary>Also with -Adopt a hook of another type is left: it is not one that could be configured.</summary>
    public override string? UnmanagedReason => _type is null ? null
        : IsOtherType ? Messages.HookOtherType.With(Messages.HookNamed.With(Name), _type.OriginalTypeName ?? Messages.NotSet, TypeName)
        : Context.Adopts || IsOurs ? null
        : Messages.HookNotOurs.With(Messages.HookNamed.With(Name), definition.InstallCmdlet, definition.OwnerTagKey);

    /// <summary>How it is configured; null where it is not.</summary>
    public HookConfiguration? Configuration => _configuration;

    /// <summary>Whether what tells that it is ours was read, and tells so.</summary>
    public bool IsOurs => CallsOurs || HasOurRole;

    /// <summary>Whether it needs the function or the role that are meant, whosever it is.</summary>
    public bool NeedsParts => _configuration?.LambdaFunction == Context.FunctionArn
        || (_type?.ExecutionRoleArn is { } role && role == Context.ExecutionRoleArn);

    /// <summary>The role that it has; null where there is none.</summary>
    public string? ExecutionRoleArn => _type?.ExecutionRoleArn;

    private bool IsOtherType => _type is not null
        && (_type.OriginalTypeName != TypeName || _type.PublisherId is not (null or PublisherId));

    private bool CallsOurs => _configuration?.LambdaFunction == Context.FunctionArn && Context.FunctionOwner == definition.HookName;

    private bool HasOurRole => _type?.ExecutionRoleArn is { } role && role == Context.ExecutionRoleArn
        && Context.ExecutionRoleOwner == definition.HookName;

    private bool HasOtherRole => _type is not null && _type.ExecutionRoleArn != Context.ExecutionRoleArn;

    /// <summary>Whether AWS's newer versions are not taken; where the registry does not say, they are, as by default.</summary>
    private bool IsPinned => _type?.AutoUpdate == false;

    private string Target => Messages.TargetHook.With(Name, Context.Identity.Region);

    public override async Task ReadAsync(CancellationToken cancellationToken)
    {
        _type = await Services.Types.DescribeTypeAsync(Name, cancellationToken).ConfigureAwait(false);
        SetConfiguration(_type is null || IsOtherType ? NoConfiguration
            : await Services.Types.BatchDescribeTypeConfigurationsAsync(_type.Arn, cancellationToken).ConfigureAwait(false));
    }

    public override IEnumerable<string> Remarks() =>
        KeptOf(nameof(HookDefinition.FailureMode), nameof(HookDefinition.TargetOperations), nameof(HookDefinition.InputParameters))
            .Concat(_configuration?.EncryptionConfiguration is { } key ? [Messages.AnnotationKeyLeft.With(key)] : []);

    public override IEnumerable<string> Differences()
    {
        if (_type is null || IsOtherType)
        {
            yield break;
        }

        if (HasOtherRole)
        {
            yield return Differs("ExecutionRole", _type.ExecutionRoleArn, Context.ExecutionRoleArn);
        }

        if (IsPinned)
        {
            yield return Differs("AutoUpdate", "false", "true");
        }

        foreach (string difference in ConfigurationDifferences())
        {
            yield return difference;
        }
    }

    public override IEnumerable<InstallationChange> Changes()
    {
        bool isNew = _type is null || HasOtherRole || IsPinned;
        if (_type is not null && isNew)
        {
            // That activating what is active would give it another role is not documented.
            foreach (InstallationChange change in Deactivation(RulePartAction.Updated))
            {
                yield return change;
            }
        }

        if (isNew)
        {
            yield return Change(Target, Messages.ActivateHook.With(TypeName), RulePartAction.Created, ActivateAsync);
        }

        // Which function it calls is what tells whose it is; only then is it called.
        if (isNew || _configuration is null)
        {
            yield return Put(Messages.ConfigureHook, isEnabled: false);
        }

        if (isNew || ConfigurationDifferences().Any())
        {
            yield return Put(Messages.EnableHook.With(definition.FailureMode, string.Join(", ", definition.TargetOperations)),
                isEnabled: true);
        }
    }

    public override IEnumerable<InstallationChange> Removal()
    {
        if (_type is null)
        {
            return [];
        }

        if (UnmanagedReason is { } reason)
        {
            Keep(reason);
            return [];
        }

        return Deactivation(RulePartAction.Removed);
    }

    private IEnumerable<InstallationChange> Deactivation(string outcome)
    {
        if (_configuration is { HookInvocationStatus: not "DISABLED" })
        {
            yield return Change(Target, Messages.DisableHook, RulePartAction.Updated, cancellationToken =>
                PutAsync(_configuration.Disabled(), cancellationToken));
        }

        yield return Change(Target, Messages.DeactivateHook, outcome, async cancellationToken =>
        {
            await DeleteAsync(() => Services.Types.DeactivateTypeAsync(Name, cancellationToken)).ConfigureAwait(false);
            _type = null;
            SetConfiguration(NoConfiguration);
        });
    }

    private IEnumerable<string> ConfigurationDifferences()
    {
        if (_configuration is null)
        {
            return [_json == NoConfiguration ? Messages.HookNotConfigured : Messages.HookConfigurationUnread];
        }

        HookConfiguration desired = HookConfiguration.Of(definition, Context.FunctionArn, isEnabled: true, null);
        (string Name, object? Actual, object? Desired)[] members =
        [
            ("HookInvocationStatus", _configuration.HookInvocationStatus, desired.HookInvocationStatus),
            ("FailureMode", _configuration.FailureMode, desired.FailureMode),
            ("LambdaFunction", _configuration.LambdaFunction, desired.LambdaFunction),
            ("TargetOperations", Listed(_configuration.TargetOperations), Listed(desired.TargetOperations)),
        ];
        return
        [
            .. members.Where(member => !Equals(member.Actual, member.Desired))
                .Select(member => Differs(member.Name, member.Actual, member.Desired)),
            .. PolicyDocuments.AreSame(_configuration.TargetFilters, desired.TargetFilters) ? Array.Empty<string>()
                : [Differs("TargetFilters", _configuration.TargetFilters, desired.TargetFilters)],
            .. _configuration.Additions.Select(addition => Messages.AdditionNotOfInstall.With(addition.Key, addition.Value)),
        ];
    }

    private static string Listed(IEnumerable<string> operations) =>
        string.Join(", ", operations.OrderBy(operation => operation, StringComparer.Ordinal));

    private Task ActivateAsync(CancellationToken cancellationToken) => CreateAsync(async () =>
    {
        string role = Context.ExecutionRoleArn!;
        string arn = await Services.Types.ActivateTypeAsync(Name, role, cancellationToken).ConfigureAwait(false);
        _type = new HookTypeDetail(arn, TypeName, PublisherId, role, AutoUpdate: null);
        SetConfiguration(NoConfiguration);
    }, "CFNRegistryException", cancellationToken);

    private InstallationChange Put(string action, bool isEnabled) => Change(Target, action, RulePartAction.Updated,
        cancellationToken => PutAsync(
            HookConfiguration.Of(definition, Context.FunctionArn, isEnabled, _configuration), cancellationToken));

    private async Task PutAsync(HookConfiguration configuration, CancellationToken cancellationToken)
    {
        string json = configuration.ToJson();
        await Services.Types.SetTypeConfigurationAsync(_type!.Arn, json, cancellationToken).ConfigureAwait(false);
        SetConfiguration(json);
    }

    private void SetConfiguration(string json)
    {
        _json = json;
        _configuration = HookConfiguration.TryRead(json);
    }
}
