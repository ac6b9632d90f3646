namespace RedisCompliance.Deployment;

/// <summary>
/// The statement in the function's resource policy that lets AWS Config invoke it: for this account at first, because the
/// rule has no ARN before it exists, and for this rule alone from then on. In an organization, for all its accounts.
/// </summary>
internal sealed class PermissionStep(InstallationContext context) : InstallationStep(context)
{
    /// <summary>The statement while the rule does not exist.</summary>
    public const string AccountStatementId = "RedisCompliance-AccountConfig";

    /// <summary>The statement that names the rule.</summary>
    public const string RuleStatementId = "RedisCompliance-ConfigRule";

    /// <summary>The statement that names the organization.</summary>
    public const string OrganizationStatementId = "RedisCompliance-OrganizationConfig";

    private const string NarrowAction = "Narrow to the rule's ARN";

    private static readonly string[] s_own = [AccountStatementId, RuleStatementId, OrganizationStatementId];

    private List<InvokePermission> _statements = [];

    public override string Part => "Permission";

    public override string Name => "config.amazonaws.com";

    public override string? Arn => Context.FunctionArn;

    public override bool Exists => _statements.Count > 0;

    /// <summary>
    /// Why nothing can be done: the function serves accounts that are not meant. To change or take away its part alone would
    /// leave a rule that runs without it.
    /// </summary>
    public InstallationException? Obstacle()
    {
        bool isOfOrganization = _statements.Any(statement => statement.StatementId == OrganizationStatementId);
        bool isOfAccount = _statements.Any(statement => statement.StatementId != OrganizationStatementId);
        return Definition.Organization is null
            ? isOfOrganization && !isOfAccount ? new(InstallationFault.OtherScope, Part, Messages.ScopeIsOrganization.With(Definition.FunctionName)) : null
            : isOfAccount && !isOfOrganization ? new(InstallationFault.OtherScope, Part, Messages.ScopeIsAccount.With(Definition.FunctionName)) : null;
    }

    private InvokePermission Desired =>
        Definition.Organization is not null ? new(OrganizationStatementId, null, null, Context.OrganizationId)
        : Context.ConfigRuleArn is null ? new(AccountStatementId, Context.Identity.AccountId, null, null)
        : new(RuleStatementId, Context.Identity.AccountId, Context.ConfigRuleArn, null);

    private string Target => $"resource policy of {Definition.FunctionName} in {Context.Identity.Region}";

    public override async Task ReadAsync(CancellationToken cancellationToken) =>
        _statements = [.. (await Services.Functions.GetPolicyAsync(Definition.FunctionName, cancellationToken).ConfigureAwait(false))
            .Where(statement => s_own.Contains(statement.StatementId))];

    public override IEnumerable<string> Differences()
    {
        InvokePermission desired = Desired;
        if (!_statements.Contains(desired))
        {
            yield return $"the statement {desired.StatementId} {(_statements.Any(statement => statement.StatementId == desired.StatementId) ? "is another one" : "is missing")}";
        }

        foreach (InvokePermission wider in _statements.Where(statement => statement.StatementId != desired.StatementId))
        {
            yield return $"the statement {wider.StatementId} is not needed";
        }
    }

    public override IEnumerable<InstallationChange> Changes()
    {
        InvokePermission desired = Desired;
        string what = desired.PrincipalOrgId is not null ? $"of the organization {desired.PrincipalOrgId}"
            : desired.SourceArn is not null ? $"for {desired.SourceArn}"
            : $"of the account {desired.SourceAccount}";
        return Replace(desired, $"Let AWS Config {what} invoke the function");
    }

    public override IEnumerable<InstallationChange> Narrowing() =>
        Definition.Organization is not null ? []
        // Only looked at, not applied: then there is no rule, and none of the statements that would be there by now.
        : Context.ConfigRuleArn is null ? [Add(Desired, NarrowAction, RulePartAction.Updated), Remove(Desired)]
        : Replace(Desired, NarrowAction);

    /// <summary>They would go with the function; but a function that stays must not stay open to AWS Config, unless for another rule.</summary>
    public override IEnumerable<InstallationChange> Removal()
    {
        if (Exists && Context.FunctionOwner is { } owner && owner != Definition.RuleName)
        {
            Outcome = RulePartAction.Kept;
            Notes.Add($"it is of the rule '{owner}'");
            return [];
        }

        return [.. _statements.Select(statement => Remove(statement, RulePartAction.Removed))];
    }

    /// <summary>The new one goes in before the old one goes out, so that AWS Config is never locked out.</summary>
    private IEnumerable<InstallationChange> Replace(InvokePermission desired, string action)
    {
        RulePartAction outcome = Exists ? RulePartAction.Updated : RulePartAction.Created;
        if (_statements.Find(statement => statement.StatementId == desired.StatementId && statement != desired) is { } damaged)
        {
            yield return Remove(damaged);
        }

        if (!_statements.Contains(desired))
        {
            yield return Add(desired, action, outcome);
        }

        foreach (InvokePermission wider in _statements.Where(statement => statement.StatementId != desired.StatementId).ToArray())
        {
            yield return Remove(wider);
        }
    }

    private InstallationChange Add(InvokePermission statement, string action, RulePartAction outcome) => Change(Target, action, outcome, async cancellationToken =>
    {
        await CreateAsync(async () =>
        {
            await Services.Functions.AddPermissionAsync(Definition.FunctionName, statement, cancellationToken).ConfigureAwait(false);
            _statements.Add(statement);
        }, "ResourceConflictException", cancellationToken).ConfigureAwait(false);
    });

    private InstallationChange Remove(InvokePermission statement, RulePartAction outcome = RulePartAction.Updated) => Change(Target, "Remove the statement " + statement.StatementId, outcome, async cancellationToken =>
    {
        await DeleteAsync(() => Services.Functions.RemovePermissionAsync(Definition.FunctionName, statement.StatementId, cancellationToken)).ConfigureAwait(false);
        _statements.Remove(statement);
    });
}
