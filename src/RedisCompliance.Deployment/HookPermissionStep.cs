namespace RedisCompliance.Deployment;

/// <summary>
/// The resource policy of a hook's function. A hook needs none, because CloudFormation calls the function with a role, so this is a part
/// only if the policy has statements. Statements that others added stay unless they admit everyone; statements that may deny the calls
/// are reported.
/// </summary>
internal sealed class HookPermissionStep(InstallationContext context, string executionRoleName) : InstallationStep(context)
{
    private List<FunctionStatement> _statements = [];
    private bool _hadStatements;

    public override string Part => "Permission";

    public override string Name => Definition.FunctionName;

    public override string? Arn => Context.FunctionArn;

    public override bool Exists => _hadStatements;

    public override bool IsPart => _hadStatements || Unread is not null;

    /// <summary>If a stack owns the function, it owns the statements.</summary>
    public override string? StackName => Exists ? Context.FunctionStack : null;

    private IEnumerable<FunctionStatement> Wide => _statements.Where(statement => statement.IsWide);

    /// <summary>Within one account, a deny in the resource policy also binds the execution role.</summary>
    private IEnumerable<FunctionStatement> Denying => _statements.Where(statement => statement.MayDeny(principal =>
        principal == Context.Identity.AccountId || principal.EndsWith(":root", StringComparison.Ordinal)
        || principal.Split('/').Contains(executionRoleName, StringComparer.OrdinalIgnoreCase)));

    private string Target => Messages.TargetPolicy.With(Name, Context.Identity.Region);

    /// <summary>Reads nothing on removal: the statements are deleted with the function.</summary>
    public override async Task ReadAsync(CancellationToken cancellationToken)
    {
        _statements = Context.IsRemoval ? []
            : [.. await Services.Functions.GetPolicyAsync(Name, cancellationToken).ConfigureAwait(false)];
        _hadStatements = _statements.Count > 0;
    }

    public override IEnumerable<string> Remarks() => _statements.Except(Wide).Except(Denying)
        .Select(statement => Messages.StatementLeft.With(PermissionStep.NameOf(statement)));

    public override IEnumerable<string> Differences() =>
    [
        .. Wide.Select(statement => Messages.HookStatementWide.With(PermissionStep.NameOf(statement))),
        .. Denying.Select(statement => Messages.StatementDenies.With(PermissionStep.NameOf(statement))),
    ];

    /// <summary>
    /// A statement without an id cannot be removed alone. One that denies is reported and left: it may be there on purpose.
    /// </summary>
    public override IEnumerable<InstallationChange> Changes() =>
        Wide.Where(statement => statement.Sid is not null).ToArray().Select(statement =>
            Change(Target, Messages.RemoveStatement.With(statement.Sid), RulePartAction.Updated, async cancellationToken =>
            {
                await DeleteAsync(() => Services.Functions.RemovePermissionAsync(Name, statement.Sid!, cancellationToken))
                    .ConfigureAwait(false);
                _statements.Remove(statement);
            }));
}
