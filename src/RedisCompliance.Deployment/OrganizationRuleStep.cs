namespace RedisCompliance.Deployment;

/// <summary>The AWS Config rule of a whole organization. It has no tags: it is Install's if its function is.</summary>
internal sealed class OrganizationRuleStep(InstallationContext context) : InstallationStep(context)
{
    private OrganizationRuleDetail? _rule;

    public override string Part => "Rule";

    public override string Name => Definition.RuleName;

    public override string? Arn => _rule?.Arn;

    public override bool Exists => _rule is not null;

    public override string? UnmanagedReason =>
        _rule is null || Context.Adopts || _rule.Settings.SourceIdentifier == Context.FunctionArn ? null
        : $"The organization rule '{Name}' does not belong to the function {Context.FunctionArn}";

    /// <summary>What the rule was put with, for who asks what is installed.</summary>
    public ConfigRuleSettings? Settings => _rule?.Settings;

    private IReadOnlyCollection<string> ExcludedAccounts => Definition.Organization!.ExcludedAccounts;

    private string Target => $"AWS Config organization rule {Name} in {Context.Identity.Region}";

    public override async Task ReadAsync(CancellationToken cancellationToken)
    {
        Context.OrganizationId = await Services.Organizations.DescribeOrganizationAsync(cancellationToken).ConfigureAwait(false);
        IReadOnlyList<string> accounts = Context.IsRemoval ? []
            : await Services.Organizations.ListAccountIdsAsync(cancellationToken).ConfigureAwait(false);
        Context.MemberAccounts = [.. accounts.Except(ExcludedAccounts)];
        _rule = await Services.OrganizationRules.DescribeOrganizationConfigRuleAsync(Name, cancellationToken).ConfigureAwait(false);
    }

    public override IEnumerable<string> Differences()
    {
        if (_rule is null)
        {
            return [];
        }

        IEnumerable<string> settings = ConfigRuleComparison.Differences(_rule.Settings, Definition.RuleSettings(Context.FunctionArn));
        return new HashSet<string>(_rule.ExcludedAccounts).SetEquals(ExcludedAccounts) ? settings
            : settings.Append($"ExcludedAccounts is {List(_rule.ExcludedAccounts)}, not {List(ExcludedAccounts)}");
    }

    public override IEnumerable<InstallationChange> Changes()
    {
        if (_rule is null)
        {
            yield return Change(Target, $"Create, to be run {Definition.MaximumExecutionFrequency} in every member account{(ExcludedAccounts.Count > 0 ? " but " + List(ExcludedAccounts) : null)}",
                RulePartAction.Created, PutAsync);
        }
        else if (Differences().ToArray() is { Length: > 0 } differences)
        {
            yield return Change(Target, $"Update: {string.Join("; ", differences)}", RulePartAction.Updated, PutAsync);
        }
    }

    public override IEnumerable<InstallationChange> Removal()
    {
        if (_rule is null)
        {
            yield break;
        }

        if (UnmanagedReason is { } reason)
        {
            Outcome = RulePartAction.Kept;
            Notes.Add(reason);
            yield break;
        }

        yield return Change(Target, "Delete, with the rules of all member accounts", RulePartAction.Removed, async cancellationToken =>
        {
            await DeleteAsync(() => Context.Propagation.RetryAsync(
                () => Services.OrganizationRules.DeleteOrganizationConfigRuleAsync(Name, cancellationToken), IsInUse, cancellationToken))
                    .ConfigureAwait(false);
            _rule = null;
        });
    }

    private static string List(IReadOnlyCollection<string> accounts) => accounts.Count == 0 ? "empty" : string.Join(", ", accounts);

    private static bool IsInUse(ServiceCallException failure) => failure.ErrorCode == "ResourceInUseException";

    /// <summary>
    /// The permission on the function is not seen yet. The same code is for a caller who lacks permissions, and that does not pass
    /// by itself.
    /// </summary>
    private static bool IsFunctionNotSeenYet(ServiceCallException failure) =>
        failure.ErrorCode == "InsufficientPermissionsException" && failure.Message.Contains("Lambda");

    private async Task PutAsync(CancellationToken cancellationToken)
    {
        ConfigRuleSettings desired = Definition.RuleSettings(Context.FunctionArn);
        await Context.Propagation.RetryAsync(
            () => Services.OrganizationRules.PutOrganizationConfigRuleAsync(desired, ExcludedAccounts, cancellationToken),
            failure => IsFunctionNotSeenYet(failure) || IsInUse(failure), cancellationToken)
                .ConfigureAwait(false);
        _rule = await Context.Propagation.UntilAsync(
            () => Services.OrganizationRules.DescribeOrganizationConfigRuleAsync(Name, cancellationToken), rule =>
                rule is not null, cancellationToken).ConfigureAwait(false)
            ?? throw new InstallationException(InstallationFault.NotReady, Part, Messages.OrganizationRuleNotThere.With(Name));
    }
}
