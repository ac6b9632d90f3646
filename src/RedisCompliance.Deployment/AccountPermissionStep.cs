namespace RedisCompliance.Deployment;

/// <summary>
/// The permission of a rule of this account: for the account at first, because the rule has no ARN before it exists, and for
/// this rule alone from then on.
/// </summary>
internal sealed class AccountPermissionStep(InstallationContext context) : PermissionStep(context)
{
    private const string NarrowAction = "Narrow to the rule's ARN";

    private InvokePermission Desired =>
        new(Context.ConfigRuleArn is null ? AccountStatementId : RuleStatementId, [Context.Identity.AccountId], Context.ConfigRuleArn);

    public override IEnumerable<string> Differences()
    {
        InvokePermission desired = Desired;
        FunctionStatement? present = Own.Find(statement => statement.Sid == desired.StatementId);
        if (present?.IsSameAs(ToStatement(desired)) != true)
        {
            yield return $"the statement {desired.StatementId} {(present is null ? "is missing" : "allows something else")}";
        }

        foreach (FunctionStatement superfluous in Own.Where(statement => statement.Sid != desired.StatementId))
        {
            yield return $"the statement {superfluous.Sid} is not needed";
        }

        foreach (string wider in WiderDifferences())
        {
            yield return wider;
        }
    }

    public override IEnumerable<InstallationChange> Changes()
    {
        InvokePermission desired = Desired;
        string what = desired.SourceArn is not null ? $"for {desired.SourceArn}" : $"of the account {desired.SourceAccounts[0]}";
        return Replace(desired, $"Let AWS Config {what} invoke the function").Concat(WiderChanges());
    }

    public override IEnumerable<InstallationChange> Narrowing() =>
        // Only looked at, not applied: then there is no rule, and none of the statements that would be there by now.
        Context.ConfigRuleArn is null ? [Add(Desired, NarrowAction, RulePartAction.Updated), Remove(ToStatement(Desired))]
        : Replace(Desired, NarrowAction);

    /// <summary>The new one goes in before the old one goes out, so that AWS Config is never locked out.</summary>
    private IEnumerable<InstallationChange> Replace(InvokePermission desired, string action)
    {
        string outcome = Exists ? RulePartAction.Updated : RulePartAction.Created;
        FunctionStatement? present = Own.Find(found => found.Sid == desired.StatementId);
        if (present?.IsSameAs(ToStatement(desired)) == false)
        {
            // Two cannot have one id.
            yield return Remove(present);
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
