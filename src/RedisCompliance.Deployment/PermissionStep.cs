namespace RedisCompliance.Deployment;

/// <summary>
/// The statements in the function's resource policy that let AWS Config invoke it. Others' statements stay unless they allow more.
/// </summary>
internal abstract class PermissionStep(InstallationContext context) : RuleInstallationStep(context)
{
    /// <summary>The statement's id while the rule does not exist.</summary>
    public const string AccountStatementId = "RedisCompliance-AccountConfig";

    /// <summary>The id of the statement that names the rule.</summary>
    public const string RuleStatementId = "RedisCompliance-ConfigRule";

    /// <summary>The id of the statement that lists an organization's accounts.</summary>
    public const string OrganizationStatementId = "RedisCompliance-OrganizationConfig";

    /// <summary>The prefix of a statement id for one member; the account follows.</summary>
    public const string MemberStatementPrefix = "RedisCompliance-Member-";

    /// <summary>Install's statements.</summary>
    protected List<FunctionStatement> Own { get; private set; } = [];

    /// <summary>All other statements.</summary>
    protected List<FunctionStatement> Others { get; private set; } = [];

    public override string Part => "Permission";

    public override string Name => FunctionStatement.ConfigPrincipal;

    public override string? Arn => Context.FunctionArn;

    public override bool Exists => Own.Count > 0 || StackName is not null;

    /// <summary>A stack's statements have unpredictable ids; they are the stack's if the function is.</summary>
    public override string? StackName => Context.FunctionStack;

    /// <summary>
    /// The obstacle if the function serves other accounts than the definition names. Changing or removing only its part would leave a
    /// rule that runs without it.
    /// </summary>
    public InstallationException? ScopeObstacle()
    {
        bool isOfOrganization = Own.Any(statement => IsOfOrganization(statement.Sid));
        bool isOfAccount = Own.Any(statement => !IsOfOrganization(statement.Sid));
        return Definition.Organization is null
            ? isOfOrganization && !isOfAccount
                ? new(InstallationFault.OtherScope, Part, Messages.ScopeIsOrganization.With(Definition.FunctionName)) : null
            : isOfAccount && !isOfOrganization
                ? new(InstallationFault.OtherScope, Part, Messages.ScopeIsAccount.With(Definition.FunctionName)) : null;
    }

    /// <summary>Why the permission cannot be installed; null if it can.</summary>
    public virtual InstallationException? Obstacle() => null;

    protected string Target => Messages.TargetPolicy.With(Definition.FunctionName, Context.Identity.Region);

    /// <summary>Others' statements that allow more than ours; one without an id cannot be removed alone.</summary>
    protected IEnumerable<FunctionStatement> Wider => Others.Where(statement => statement.IsWide);

    private IEnumerable<FunctionStatement> Denying =>
        Others.Where(statement => statement.MayDeny(principal => principal == FunctionStatement.ConfigPrincipal));

    protected static bool IsOwn(string? sid) => sid is AccountStatementId or RuleStatementId || IsOfOrganization(sid);

    private static bool IsOfOrganization(string? sid) =>
        sid == OrganizationStatementId || sid?.StartsWith(MemberStatementPrefix, StringComparison.Ordinal) == true;

    public override async Task ReadAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<FunctionStatement> all = await Services.Functions.GetPolicyAsync(Definition.FunctionName, cancellationToken)
            .ConfigureAwait(false);
        Own = [.. all.Where(statement => IsOwn(statement.Sid))];
        Others = [.. all.Except(Own)];
    }

    public override IEnumerable<string> Remarks() =>
        Others.Except(Wider).Except(Denying)
            .Select(statement => Messages.StatementLeft.With(NameOf(statement)));

    /// <summary>
    /// The statements are deleted with the function; but a function that stays must not stay open to AWS Config, except for another
    /// rule.
    /// </summary>
    public override IEnumerable<InstallationChange> Removal()
    {
        if (Exists && Context.FunctionOwner is { } owner && owner != Definition.RuleName)
        {
            Keep(Messages.OfRule.With(owner));
            return [];
        }

        return [.. Own.Select(statement => Remove(statement, RulePartAction.Removed))];
    }

    internal static string NameOf(FunctionStatement statement) =>
        statement.Sid is null ? Messages.StatementUnnamed : Messages.StatementNamed.With(statement.Sid);

    protected static string AllowsElse(FunctionStatement statement) => Messages.StatementAllowsElse.With(NameOf(statement));

    /// <summary>Updates the known statements after a complete policy was written.</summary>
    protected void Know(FunctionStatement own, IEnumerable<FunctionStatement> others)
    {
        Own = [own];
        Others = [.. others];
    }

    protected FunctionStatement ToStatement(InvokePermission permission) => FunctionStatement.Of(permission, Context.FunctionArn);

    /// <summary>
    /// Differences caused by others' statements: those that allow more, which Install repairs, and those that may deny the function to
    /// AWS Config, which it leaves, as they may be there on purpose.
    /// </summary>
    protected IEnumerable<string> OtherDifferences() =>
    [
        .. Wider.Select(statement => Messages.StatementWide.With(NameOf(statement))),
        .. Denying.Select(statement => Messages.StatementDenies.With(NameOf(statement))),
    ];

    /// <summary>Removes the statements that allow more.</summary>
    protected IEnumerable<InstallationChange> WiderChanges() =>
        Wider.Where(statement => statement.Sid is not null).ToArray().Select(statement => Remove(statement));

    /// <summary>Without the permission AWS Config could not run the function: results are older than they seem.</summary>
    protected InstallationChange Add(InvokePermission permission, string action, string outcome) =>
        Change(Target, action, outcome, cancellationToken => AddAsync(permission, cancellationToken)) with { AffectsResults = true };

    /// <summary>Adds a statement to the policy.</summary>
    protected Task AddAsync(InvokePermission permission, CancellationToken cancellationToken) => CreateAsync(async () =>
    {
        await Services.Functions.AddPermissionAsync(Definition.FunctionName, permission, cancellationToken).ConfigureAwait(false);
        Own.Add(ToStatement(permission));
    }, "ResourceConflictException", cancellationToken);

    protected InstallationChange Remove(FunctionStatement statement, string outcome = RulePartAction.Updated) =>
        Change(Target, Messages.RemoveStatement.With(statement.Sid), outcome, async cancellationToken =>
    {
        await DeleteAsync(() => Services.Functions.RemovePermissionAsync(Definition.FunctionName, statement.Sid!, cancellationToken))
            .ConfigureAwait(false);
        Own.RemoveAll(found => found.Sid == statement.Sid);
        Others.RemoveAll(found => found.Sid == statement.Sid);
    });
}
