using System.Text.Json.Nodes;

namespace RedisCompliance.Deployment;

/// <summary>
/// The permission of an organization rule. AWS Config calls on behalf of each member account and passes its id. One statement lists all
/// of them, which AddPermission cannot write; where Lambda does not yet accept complete policies, each account gets its own statement.
/// </summary>
internal sealed class OrganizationPermissionStep(InstallationContext context) : PermissionStep(context)
{
    /// <summary>The longest resource policy that Lambda accepts, in characters.</summary>
    private const int MaxPolicyLength = 20_480;

    private const int MaxAttempts = 5;
    private const int MaxNamed = 5;

    private InvokePermission Desired => new(OrganizationStatementId, Context.MemberAccounts, null);

    public override IEnumerable<string> Differences()
    {
        string[] allowed = [.. Own.SelectMany(statement => statement.AccountsOf(Context.FunctionArn) ?? [])];
        if (Context.MemberAccounts.Except(allowed).ToArray() is { Length: > 0 } missing)
        {
            yield return Messages.LacksAccounts.With(Accounts(missing));
        }

        if (allowed.Except(Context.MemberAccounts).ToArray() is { Length: > 0 } superfluous)
        {
            yield return Messages.HasAccountsTooMany.With(Accounts(superfluous));
        }

        foreach (FunctionStatement other in Own.Where(statement => statement.AccountsOf(Context.FunctionArn) is null))
        {
            yield return AllowsElse(other);
        }

        foreach (string other in OtherDifferences())
        {
            yield return other;
        }
    }

    public override IEnumerable<InstallationChange> Changes()
    {
        if (Differences().Except(OtherDifferences()).Any())
        {
            yield return Change(Target, Messages.AllowConfigOfAccounts.With(Context.MemberAccounts.Count),
                Exists ? RulePartAction.Updated : RulePartAction.Created, PutAsync);
        }

        foreach (InstallationChange change in WiderChanges())
        {
            yield return change;
        }
    }

    /// <summary>
    /// No member accounts, or more than fit into a policy. Statements that others add before the write are checked then.
    /// </summary>
    public override InstallationException? Obstacle()
    {
        if (Context.MemberAccounts.Count == 0)
        {
            return new(InstallationFault.NoAccounts, Part, Messages.NoMemberAccounts.With(Context.OrganizationId));
        }

        int length = FunctionStatement.ToPolicy(null, _ => false, ToStatement(Desired)).Length
            + Others.Sum(other => other.Document.Length + 1);
        return length <= MaxPolicyLength ? null
            : new(InstallationFault.PolicyTooLong, Part,
                Messages.PolicyTooLong.With(Context.MemberAccounts.Count, length, MaxPolicyLength));
    }

    private static string Accounts(string[] accounts) =>
        $"{Accounts(accounts.Length)}: "
            + $"{string.Join(", ", accounts.Take(MaxNamed))}{(accounts.Length > MaxNamed ? " …" : null)}";

    /// <summary>Lambda accepts complete policies since 2026; an older Lambda rejects the operation in one of two ways.</summary>
    private static bool IsUnknownOperation(ServiceCallException failure) =>
        failure.ErrorCode == "UnknownOperationException" || failure.Message.Contains("Unable to determine service/operation name");

    private async Task PutAsync(CancellationToken cancellationToken)
    {
        try
        {
            for (int attempt = 1; !await TryPutAsync(cancellationToken).ConfigureAwait(false); attempt++)
            {
                if (attempt == MaxAttempts)
                {
                    throw Contended();
                }
            }
        }
        catch (ServiceCallException exception) when (IsUnknownOperation(exception))
        {
            await AddEachAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Writes the policy over the revision that was read, keeping others' statements; false if someone changed it meanwhile.
    /// </summary>
    private async Task<bool> TryPutAsync(CancellationToken cancellationToken)
    {
        FunctionPolicy present = await ReadPolicyAsync(cancellationToken).ConfigureAwait(false);
        FunctionStatement own = ToStatement(Desired);
        string policy = FunctionStatement.ToPolicy(present.Document, IsOwn, own);
        if (policy.Length > MaxPolicyLength)
        {
            throw new InstallationException(
                InstallationFault.PolicyTooLong, Part,
                Messages.PolicyTooLong.With(Context.MemberAccounts.Count, policy.Length, MaxPolicyLength));
        }

        try
        {
            await Services.Functions.PutResourcePolicyAsync(Context.FunctionArn, policy, present.RevisionId, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (ServiceCallException exception) when (exception.ErrorCode == "PreconditionFailedException")
        {
            return false;
        }

        Know(own, present.Statements.Where(statement => !IsOwn(statement.Sid)));
        return true;
    }

    /// <summary>
    /// Reads the policy with its revision. If there is none, the first statement is added rather than put: a write without a revision
    /// would replace what others add meanwhile.
    /// </summary>
    /// <remarks>AWS Lambda Developer Guide, "Using resource-based policies": Put replaces everything, AddPermission appends.</remarks>
    private async Task<FunctionPolicy> ReadPolicyAsync(CancellationToken cancellationToken)
    {
        Task<FunctionPolicy?> ReadAsync() => Services.Functions.GetResourcePolicyAsync(Context.FunctionArn, cancellationToken);
        FunctionPolicy? present = await ReadAsync().ConfigureAwait(false);
        if (present is null && Own.Count + Others.Count == 0)
        {
            await AddAsync(new InvokePermission(OrganizationStatementId, [Context.MemberAccounts[0]], null), cancellationToken)
                .ConfigureAwait(false);
            present = await Context.Propagation.UntilAsync(ReadAsync, policy => policy is not null, cancellationToken)
                .ConfigureAwait(false);
        }

        // The statements were read, but their policy is not there.
        return present ?? throw Contended();
    }

    private InstallationException Contended() =>
        new(InstallationFault.NotReady, Part, Messages.PolicyContended.With(Definition.FunctionName));

    private async Task AddEachAsync(CancellationToken cancellationToken)
    {
        foreach (FunctionStatement damaged in Own.Where(statement => statement.AccountsOf(Context.FunctionArn) is not { } accounts
            || accounts.Except(Context.MemberAccounts).Any()).ToArray())
        {
            await DeleteAsync(() => Services.Functions.RemovePermissionAsync(Definition.FunctionName, damaged.Sid!, cancellationToken))
                .ConfigureAwait(false);
            Own.Remove(damaged);
        }

        foreach (string account in Context.MemberAccounts.Except(
            Own.SelectMany(statement => statement.AccountsOf(Context.FunctionArn) ?? [])).ToArray())
        {
            await AddAsync(new InvokePermission(MemberStatementPrefix + account, [account], null), cancellationToken)
                .ConfigureAwait(false);
        }
    }
}
