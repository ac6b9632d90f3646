namespace RedisCompliance.Deployment;

/// <summary>
/// The hook in CloudFormation's registry. Hooks have no tags, so the hook is Install's if the function or the execution role that it
/// names is.
/// </summary>
internal sealed class HookStep(InstallationContext context, HookDefinition definition) : InstallationStep(context)
{
    /// <summary>AWS's public type that calls a Lambda function.</summary>
    public const string TypeName = "AWS::Hooks::LambdaHook";

    /// <summary>Its publisher.</summary>
    public const string PublisherId = "aws-hooks";

    private HookTypeDetail? _type;
    private string _json = HookConfiguration.None;
    private HookConfiguration? _configuration;
    private HookConfiguration? _before;

    public override string Part => "Hook";

    public override string Name => definition.HookName;

    public override string? Arn => _type?.Arn;

    public override bool Exists => _type is not null;

    /// <summary>Even -Adopt leaves a hook of another type, which could not be configured.</summary>
    public override string? UnmanagedReason => _type is null ? null
        : IsOtherType ? Messages.HookOtherType.With(Messages.HookNamed.With(Name), _type.OriginalTypeName ?? Messages.NotSet, TypeName)
        : Context.Adopts || IsOurs ? null
        : Messages.HookNotOurs.With(Messages.HookNamed.With(Name), definition.InstallCmdlet, definition.OwnerTagKey);

    /// <summary>The hook's configuration; null if it has none.</summary>
    public HookConfiguration? Configuration => _configuration;

    /// <summary>Whether the function or the role proves that the hook is ours.</summary>
    public bool IsOurs => CallsOurs || HasOurRole;

    /// <summary>Whether the hook may need this function or role, whoever owns it.</summary>
    public bool MayNeedParts => _type is not null
        && new HookUse(_type, _json, IsOfLambda: _type.OriginalTypeName is null or TypeName) is var use
        && (use.MayCall(Context.FunctionArn) || use.MayRunWith(Context.ExecutionRoleArn, Context.FunctionArn));

    /// <summary>The hook's execution role; null if it has none.</summary>
    public string? ExecutionRoleArn => _type?.ExecutionRoleArn;

    private bool IsOtherType => _type is not null
        && (_type.OriginalTypeName != TypeName || _type.PublisherId is not (null or PublisherId));

    private bool CallsOurs => Context.FunctionOwner == definition.HookName
        && FunctionReference.Is(_configuration?.LambdaFunction, Context.FunctionArn);

    private bool HasOurRole => _type?.ExecutionRoleArn is { } role && role == Context.ExecutionRoleArn
        && Context.ExecutionRoleOwner == definition.HookName;

    private bool HasOtherRole => _type is not null && _type.ExecutionRoleArn != Context.ExecutionRoleArn;

    /// <summary>Whether only another activation reaches the desired state.</summary>
    private bool IsToBeActivated => _type is null || HasOtherRole || IsPinned || _type.IsDeprecated;

    /// <summary>Whether automatic updates are off. If the registry does not say, they are on, which is the default.</summary>
    private bool IsPinned => _type?.AutoUpdate == false;

    /// <summary>A new configuration keeps the annotation key, unless the current configuration cannot be read.</summary>
    private string ConfigureAction => _configuration?.EncryptionConfiguration is { } key ? Messages.ConfigureHookWithKey.With(key)
        : _configuration is null && _json != HookConfiguration.None ? Messages.ReplaceHookConfiguration : Messages.ConfigureHook;

    private string Target => Messages.TargetHook.With(Name, Context.Identity.Region);

    public override async Task ReadAsync(CancellationToken cancellationToken)
    {
        _type = await Services.Types.DescribeTypeAsync(Name, cancellationToken).ConfigureAwait(false);
        SetConfiguration(_type is null ? HookConfiguration.None
            : await ReadConfigurationAsync(_type, cancellationToken).ConfigureAwait(false));
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

        if (_type.IsDeprecated)
        {
            yield return Differs("DeprecatedStatus", "DEPRECATED", "LIVE");
        }

        if (_type.IsActivated == false)
        {
            yield return Differs("IsActivated", "false", "true");
        }

        foreach (string difference in ConfigurationDifferences())
        {
            yield return difference;
        }
    }

    public override IEnumerable<InstallationChange> Changes()
    {
        bool isNew = IsToBeActivated;
        string configure = ConfigureAction;
        if (_type is not null && isNew)
        {
            // AWS does not document that activating an active hook changes its role.
            foreach (InstallationChange change in Deactivation(RulePartAction.Updated))
            {
                yield return change;
            }
        }

        if (isNew)
        {
            yield return Change(Target, Messages.ActivateHook.With(TypeName), RulePartAction.Created, ActivateAsync);
        }

        // The function identifies the owner, so the hook is enabled only once the function is set.
        if (isNew || _configuration is null)
        {
            yield return Put(configure, isEnabled: false);
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
            _before = _configuration ?? _before;
            SetConfiguration(HookConfiguration.None);
        });
    }

    private IEnumerable<string> ConfigurationDifferences()
    {
        if (_configuration is null)
        {
            return [_json == HookConfiguration.None ? Messages.HookNotConfigured : Messages.HookConfigurationUnread];
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
        SetConfiguration(HookConfiguration.None);
    }, "CFNRegistryException", cancellationToken);

    private InstallationChange Put(string action, bool isEnabled) => Change(Target, action, RulePartAction.Updated,
        cancellationToken => PutAsync(
            HookConfiguration.Of(definition, Context.FunctionArn, isEnabled, _configuration ?? _before), cancellationToken));

    private async Task PutAsync(HookConfiguration configuration, CancellationToken cancellationToken)
    {
        string json = configuration.ToJson();
        await Services.Types.SetTypeConfigurationAsync(_type!.Arn, json, cancellationToken).ConfigureAwait(false);
        SetConfiguration(json);
    }

    /// <summary>
    /// For a hook of another type, the configuration only shows what it may call; if it cannot be read, it counts as unreadable text.
    /// </summary>
    private async Task<string> ReadConfigurationAsync(HookTypeDetail type, CancellationToken cancellationToken)
    {
        try
        {
            return await Services.Types.BatchDescribeTypeConfigurationsAsync(type.Arn, cancellationToken).ConfigureAwait(false);
        }
        catch (ServiceCallException exception) when (IsOtherType && !exception.IsCredentialFailure)
        {
            return string.Empty;
        }
    }

    private void SetConfiguration(string json)
    {
        _json = json;
        _configuration = HookConfiguration.TryRead(json);
    }
}
