namespace RedisCompliance.Deployment;

/// <summary>The account's AWS Config rule: custom Lambda, periodic, detective, without a scope.</summary>
internal sealed class RuleStep(InstallationContext context) : RuleInstallationStep(context)
{
    private ConfigRuleDetail? _rule;
    private IReadOnlyDictionary<string, string> _tags = new Dictionary<string, string>();

    public override string Part => "Rule";

    public override string Name => Definition.RuleName;

    public override string? Arn => _rule?.Arn;

    public override bool Exists => _rule is { IsBeingDeleted: false };

    public override string? UnmanagedReason => Exists ? UnmanagedReasonOf(Messages.RuleNamed.With(Name), _tags) : null;

    public override string? PendingReason => _rule is { IsBeingDeleted: true } ? Messages.PendingDeletion : null;

    protected override IReadOnlyDictionary<string, string> Tags => Exists ? _tags : base.Tags;

    /// <summary>The rule's settings, for finding out what is installed.</summary>
    public ConfigRuleSettings? Settings => _rule?.Settings;

    private ConfigRuleSettings Desired => Definition.RuleSettings(Context.FunctionArn);

    private string Target => Messages.TargetRule.With(Name, Context.Identity.Region);

    public override async Task ReadAsync(CancellationToken cancellationToken)
    {
        _rule = await Services.ConfigRules.DescribeConfigRuleAsync(Name, cancellationToken).ConfigureAwait(false);
        if (_rule is { IsBeingDeleted: false })
        {
            Context.ConfigRuleArn = _rule.Arn;
            _tags = await Services.ConfigRules.ListTagsForResourceAsync(_rule.Arn, cancellationToken).ConfigureAwait(false);
        }
    }

    public override IEnumerable<string> Differences() => !Exists ? [] :
        [.. SettingsDifferences(_rule!), .. MissingTags(_tags) is { Count: > 0 } missing ? [TagsDiffer(missing)] : Array.Empty<string>()];

    public override IEnumerable<string> Remarks() =>
        KeptOf(nameof(Definition.Description), nameof(Definition.MaximumExecutionFrequency), nameof(Definition.InputParameters));

    public override IEnumerable<InstallationChange> Changes()
    {
        if (!Exists)
        {
            yield return Change(Target, Messages.CreateRule.With(Desired.MaximumExecutionFrequency), RulePartAction.Created, PutAsync);
            yield break;
        }

        if (SettingsDifferences(_rule!).ToArray() is { Length: > 0 } differences)
        {
            yield return Change(Target, Messages.Update.With(string.Join("; ", differences)), RulePartAction.Updated, PutAsync)
                with { AffectsResults = true };
        }

        if (MissingTags(_tags) is { Count: > 0 } missing)
        {
            yield return Change(Target, TagWith(missing), RulePartAction.Updated, async cancellationToken =>
            {
                await Services.ConfigRules.TagResourceAsync(_rule!.Arn, missing, cancellationToken).ConfigureAwait(false);
                _tags = With(_tags, missing);
            });
        }
    }

    public override IEnumerable<InstallationChange> Removal()
    {
        if (!Exists)
        {
            Outcome = PendingReason is null ? Outcome : RulePartAction.Removed;
            Notes.AddRange(PendingReason is { } pending ? [pending] : []);
            yield break;
        }

        if (UnmanagedReason is { } reason)
        {
            Keep(reason);
            yield break;
        }

        yield return Change(Target, Messages.DeleteWithResults, RulePartAction.Removed, async cancellationToken =>
        {
            await DeleteAsync(() => Context.Propagation.RetryAsync(
                () => Services.ConfigRules.DeleteConfigRuleAsync(Name, cancellationToken), IsInUse, cancellationToken))
                    .ConfigureAwait(false);
            _rule = null;
            Context.ConfigRuleArn = null;
        });
    }

    private IEnumerable<string> SettingsDifferences(ConfigRuleDetail actual)
    {
        ConfigRuleSettings desired = Desired;
        return actual.Owner != "CUSTOM_LAMBDA"
            ? [Messages.NotCustomLambda, .. ConfigRuleComparison.Differences(actual.Settings, desired)]
            : [.. ConfigRuleComparison.Differences(actual.Settings, desired),
                .. actual.HasScope ? [Messages.HasScope] : Array.Empty<string>(),
                .. actual.HasOtherTriggers ? [Messages.HasTriggers] : Array.Empty<string>(),
                .. actual.IsProactive ? [Messages.IsProactive] : Array.Empty<string>()];
    }

    /// <summary>Puts the rule and checks that it exists: AWS Config has been seen to accept a rule and lose it.</summary>
    private async Task PutAsync(CancellationToken cancellationToken)
    {
        ConfigRuleSettings desired = Desired;
        bool isNew = !Exists;
        await Context.Propagation.RetryAsync(
            // AWS Config ignores tags for an existing rule; moto, which does not, would drop tags that are not sent.
            () => Services.ConfigRules.PutConfigRuleAsync(desired, Definition.AllTags, cancellationToken),
            failure => failure.ErrorCode == "InsufficientPermissionsException" || IsInUse(failure), cancellationToken)
                .ConfigureAwait(false);
        _rule = await Context.Propagation.UntilAsync(
            () => Services.ConfigRules.DescribeConfigRuleAsync(Name, cancellationToken),
            rule => rule is { IsBeingDeleted: false }, cancellationToken).ConfigureAwait(false)
            ?? throw new InstallationException(InstallationFault.NotReady, Part, Messages.RuleNotThere.With(Name));
        Context.ConfigRuleArn = _rule.Arn;
        _tags = isNew ? Definition.AllTags : _tags;
    }

    /// <summary>The rule is being evaluated or deleted.</summary>
    private static bool IsInUse(ServiceCallException failure) => failure.ErrorCode == "ResourceInUseException";
}
