namespace RedisCompliance.Deployment;

/// <summary>
/// The permission of a rule in this account. It covers the account at first, because the rule has no ARN before it exists; from then on
/// it covers this rule alone.
/// </summary>
internal sealed class AccountPermissionStep(InstallationContext context) : PermissionStep(context)
{
    private InvokePermission Desired =>
        new(Context.ConfigRuleArn is null ? AccountStatementId : RuleStatementId, [Context.Identity.AccountId], Context.ConfigRuleArn);

    public override IEnumerable<string> Differences()
    {
        InvokePermission desired = Desired;
        FunctionStatement? present = Own.Find(statement => statement.Sid == desired.StatementId);
        if (present?.IsSameAs(ToStatement(desired)) != true)
        {
            yield return present is null ? Messages.StatementMissing.With(desired.StatementId) : AllowsElse(present);
        }

        foreach (FunctionStatement superfluous in Own.Where(statement => statement.Sid != desired.StatementId))
        {
            yield return Messages.StatementNotNeeded.With(superfluous.Sid);
        }

        foreach (string other in OtherDifferences())
        {
            yield return other;
        }
    }

    public override IEnumerable<InstallationChange> Changes()
    {
        InvokePermission desired = Desired;
        string action = desired.SourceArn is not null ? Messages.AllowConfigForRule.With(desired.SourceArn)
            : Messages.AllowConfigOfAccount.With(desired.SourceAccounts[0]);
        return Replace(desired, action).Concat(WiderChanges());
    }

    public override IEnumerable<InstallationChange> Narrowing() =>
        // A preview: the rule does not exist yet, and neither do the statements that an actual run would have added by now.
        Context.ConfigRuleArn is null ? [Add(Desired, Messages.NarrowToRule, RulePartAction.Updated), Remove(ToStatement(Desired))]
        : Replace(Desired, Messages.NarrowToRule);

    /// <summary>Adds the new statement before removing the old one, so that AWS Config is never locked out.</summary>
    private IEnumerable<InstallationChange> Replace(InvokePermission desired, string action)
    {
        string outcome = Exists ? RulePartAction.Updated : RulePartAction.Created;
        FunctionStatement? present = Own.Find(found => found.Sid == desired.StatementId);
        if (present?.IsSameAs(ToStatement(desired)) == false)
        {
            // Two statements cannot share an id.
            yield return Remove(present) with { AffectsResults = true };
            present = null;
        }

        if (present is null)
        {
            yield return Add(desired, action, outcome);
        }

        foreach (FunctionStatement superfluous in Own.Where(found => found.Sid != desired.StatementId).ToArray())
        {
            yield return Remove(superfluous);
        }
    }
}
