namespace RedisCompliance.Deployment;

/// <summary>
/// The organization's AWS Config rule. It has no tags: it is Install's if its function is. AWS Config creates and deletes the members'
/// rules asynchronously, so the rule is current only once AWS Config reports success for the organization and each account.
/// </summary>
internal sealed class OrganizationRuleStep(InstallationContext context) : RuleInstallationStep(context)
{
    private const int MaxNamed = 5;

    private static readonly OrganizationRuleStatus s_gone = new("DELETE_SUCCESSFUL", null, null);

    private OrganizationRuleDetail? _rule;
    private OrganizationRuleStatus? _status;

    public override string Part => "Rule";

    public override string Name => Definition.RuleName;

    public override string? Arn => _rule?.Arn;

    public override bool Exists => _rule is not null && _status?.IsBeingDeleted != true;

    public override string? UnmanagedReason =>
        _rule is null || Context.Adopts || IsOfFunction ? null
        : Messages.OrganizationRuleOfOther.With(Name, Context.FunctionArn);

    public override string? StackName => IsOfFunction ? Context.FunctionStack : null;

    public override string? PendingReason => _rule is null ? null
        : _status is null ? Messages.PendingUnknown
        : _status.IsBeingDeleted ? Messages.PendingMemberDeletion
        : Context.IsRemoval || _status.HasFailed ? null
        : !_status.IsDone ? Messages.PendingMembers.With(_status.Status)
        : Members.Count(member => member.IsInProgress) is > 0 and int several ? Messages.PendingIn.With(Accounts(several))
        : Untold is { Length: > 0 } untold ? Messages.PendingUntold.With(Accounts(untold.Length), List(untold))
        : null;

    /// <summary>The rule's settings, for finding out what is installed.</summary>
    public ConfigRuleSettings? Settings => _rule?.Settings;

    /// <summary>The progress in each member account.</summary>
    public IReadOnlyList<MemberAccountStatus> Members { get; private set; } = [];

    private bool IsOfFunction => FunctionReference.Is(_rule?.Settings.SourceIdentifier, Context.FunctionArn);

    private MemberAccountStatus[] Failed => [.. Members.Where(member => !member.IsDone && !member.IsInProgress)];

    private string[] Untold => [.. Context.MemberAccounts.Except(Members.Select(member => member.AccountId))];

    private IReadOnlyCollection<string> ExcludedAccounts => Definition.Organization!.ExcludedAccounts;

    private string Target => Messages.TargetOrganizationRule.With(Name, Context.Identity.Region);

    public override async Task ReadAsync(CancellationToken cancellationToken)
    {
        Context.OrganizationId = await Services.Organizations.DescribeOrganizationAsync(cancellationToken).ConfigureAwait(false);
        IReadOnlyList<string> accounts = Context.IsRemoval ? []
            : await Services.Organizations.ListAccountIdsAsync(cancellationToken).ConfigureAwait(false);
        Context.MemberAccounts = [.. accounts.Except(ExcludedAccounts)];
        _rule = await Services.OrganizationRules.DescribeOrganizationConfigRuleAsync(Name, cancellationToken).ConfigureAwait(false);
        await ReadStatusAsync(cancellationToken).ConfigureAwait(false);
    }

    public override IEnumerable<string> Differences()
    {
        if (!Exists)
        {
            yield break;
        }

        foreach (string difference in SettingsDifferences())
        {
            yield return difference;
        }

        if (_status is { HasFailed: true } failed)
        {
            yield return Messages.NotDone.With($"{failed.Status} {failed.ErrorCode} {failed.ErrorMessage}".TrimEnd());
        }

        if (Failed is { Length: > 0 } members)
        {
            yield return Messages.NotDoneIn.With(
                members.Length, Accounts(Members.Count), List(members.Select(member => $"{member}")));
        }
    }

    public override IEnumerable<InstallationChange> Changes()
    {
        if (!Exists)
        {
            string action = (ExcludedAccounts.Count > 0 ? Messages.CreateInMembersBut : Messages.CreateInMembers)
                .With(Definition.MaximumExecutionFrequency, string.Join(", ", ExcludedAccounts));
            yield return Change(Target, action, RulePartAction.Created, PutAsync);
        }
        else if (SettingsDifferences().ToArray() is { Length: > 0 } differences)
        {
            yield return Change(Target, Messages.Update.With(string.Join("; ", differences)), RulePartAction.Updated, PutAsync);
        }
        else if (Differences().Any())
        {
            yield return Change(Target, Messages.PutAgain, RulePartAction.Updated, PutAsync);
        }
    }

    /// <remarks>The function must stay until no member calls it any more, or their last runs would fail.</remarks>
    public override IEnumerable<InstallationChange> Removal()
    {
        if (_rule is null)
        {
            yield break;
        }

        if (UnmanagedReason is { } reason)
        {
            Keep(reason);
            yield break;
        }

        if (Exists)
        {
            yield return Change(Target, Messages.DeleteInMembers, RulePartAction.Removed, async cancellationToken =>
            {
                await DeleteAsync(() => Context.Propagation.RetryAsync(
                    () => Services.OrganizationRules.DeleteOrganizationConfigRuleAsync(Name, cancellationToken), IsInUse,
                    cancellationToken)).ConfigureAwait(false);
                _status = new OrganizationRuleStatus("DELETE_IN_PROGRESS", null, null);
            });
        }

        yield return Change(Target, Messages.AwaitDeletion, RulePartAction.Removed, AwaitDeletionAsync);
    }

    private static string List(IEnumerable<string> all)
    {
        string[] items = [.. all];
        return string.Join(", ", items.Take(MaxNamed)) + (items.Length > MaxNamed ? " …" : null);
    }

    private static bool IsInUse(ServiceCallException failure) => failure.ErrorCode == "ResourceInUseException";

    /// <summary>
    /// AWS Config does not see the permission on the function yet. The same code also means that the caller lacks permissions, which
    /// waiting does not fix.
    /// </summary>
    private static bool IsFunctionNotSeenYet(ServiceCallException failure) =>
        failure.ErrorCode == "InsufficientPermissionsException" && failure.Message.Contains("Lambda");

    private IEnumerable<string> SettingsDifferences()
    {
        IEnumerable<string> settings = ConfigRuleComparison.Differences(_rule!.Settings, Definition.RuleSettings(Context.FunctionArn));
        return new HashSet<string>(_rule.ExcludedAccounts).SetEquals(ExcludedAccounts) ? settings
            : settings.Append(Differs("ExcludedAccounts", Named(_rule.ExcludedAccounts), Named(ExcludedAccounts)));
    }

    private static string Named(IReadOnlyCollection<string> accounts) =>
        accounts.Count == 0 ? Messages.Empty : string.Join(", ", accounts);

    private async Task ReadStatusAsync(CancellationToken cancellationToken)
    {
        _status = _rule is null ? null : await Services.OrganizationRules.DescribeOrganizationConfigRuleStatusAsync(
            Name, cancellationToken).ConfigureAwait(false);
        Members = _rule is null || Context.IsRemoval ? []
            : await Services.OrganizationRules.GetOrganizationConfigRuleDetailedStatusAsync(Name, cancellationToken).ConfigureAwait(false);
    }

    private async Task AwaitDeletionAsync(CancellationToken cancellationToken)
    {
        async Task<OrganizationRuleStatus> LookAsync()
        {
            _rule = await Services.OrganizationRules.DescribeOrganizationConfigRuleAsync(Name, cancellationToken).ConfigureAwait(false);
            await ReadStatusAsync(cancellationToken).ConfigureAwait(false);
            return _rule is null ? s_gone : _status ?? new OrganizationRuleStatus(string.Empty, null, null);
        }

        OrganizationRuleStatus? seen = await Context.Propagation.UntilAsync(
            LookAsync, status => status.Status is "DELETE_SUCCESSFUL" or "DELETE_FAILED", cancellationToken, Propagation.ManyAttempts)
            .ConfigureAwait(false);
        if (seen is null)
        {
            throw new InstallationException(InstallationFault.NotReady, Part, Messages.MembersNotDone.With(Name));
        }

        if (seen.HasFailed)
        {
            throw new InstallationException(
                InstallationFault.NotReady, Part, Messages.MembersNotDeleted.With(Name, seen.ErrorCode, seen.ErrorMessage));
        }

        _rule = null;
    }

    private async Task PutAsync(CancellationToken cancellationToken)
    {
        ConfigRuleSettings desired = Definition.RuleSettings(Context.FunctionArn);
        await Context.Propagation.RetryAsync(
            () => Services.OrganizationRules.PutOrganizationConfigRuleAsync(desired, ExcludedAccounts, cancellationToken),
            failure => IsFunctionNotSeenYet(failure) || IsInUse(failure), cancellationToken,
            _status?.IsBeingDeleted == true ? Propagation.ManyAttempts : Propagation.MaxAttempts).ConfigureAwait(false);
        _rule = await Context.Propagation.UntilAsync(
            () => Services.OrganizationRules.DescribeOrganizationConfigRuleAsync(Name, cancellationToken), rule =>
                rule is not null, cancellationToken).ConfigureAwait(false)
            ?? throw new InstallationException(InstallationFault.NotReady, Part, Messages.OrganizationRuleNotThere.With(Name));
        await ReadStatusAsync(cancellationToken).ConfigureAwait(false);
    }
}
