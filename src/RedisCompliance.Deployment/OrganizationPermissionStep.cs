using System.Text.Json.Nodes;

namespace RedisCompliance.Deployment;

/// <summary>
/// The permission of an organization's rule: AWS Config calls for each member account, and passes that account. One statement
/// has the list of them, which AddPermission cannot write; where Lambda has no whole policies yet, there is one for each account.
/// </summary>
internal sealed class OrganizationPermissionStep(InstallationContext context) : PermissionStep(context)
{
    /// <summary>The most characters that Lambda takes for a resource policy.</summary>
    private const int MaxPolicyLength = 20_480;

    private const int MaxAttempts = 5;
    private const int MaxNamed = 5;

    private InvokePermission Desired => new(OrganizationStatementId, Context.MemberAccounts, null);

    public override IEnumerable<string> Differences()
    {
        string[] allowed = [.. Own.SelectMany(statement => statement.AccountsOf(Context.FunctionArn) ?? [])];
        if (Context.MemberAccounts.Except(allowed).ToArray() is { Length: > 0 } missing)
        {
            yield return $"it lacks {Accounts(missing)}";
        }

        if (allowed.Except(Context.MemberAccounts).ToArray() is { Length: > 0 } superfluous)
        {
            yield return $"it has {Accounts(superfluous)} too many";
        }

        foreach (FunctionStatement other in Own.Where(statement => statement.AccountsOf(Context.FunctionArn) is null))
        {
            yield return $"{NameOf(other)} allows something else";
        }

        foreach (string wider in WiderDifferences())
        {
            yield return wider;
        }
    }

    public override IEnumerable<InstallationChange> Changes()
    {
        if (Differences().Except(WiderDifferences()).Any())
        {
            yield return Change(Target, $"Let AWS Config of {Context.MemberAccounts.Count} accounts invoke the function",
                Exists ? RulePartAction.Updated : RulePartAction.Created, PutAsync);
        }

        foreach (InstallationChange change in WiderChanges())
        {
            yield return change;
        }
    }

    private static string Accounts(string[] accounts) =>
        $"{accounts.Length} account{(accounts.Length == 1 ? null : "s")}: {string.Join(", ", accounts.Take(MaxNamed))}{(accounts.Length > MaxNamed ? " …" : null)}";

    /// <summary>Whole policies are of 2026; an older Lambda does not know the operation, and says so in one of two ways.</summary>
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
                    throw new InstallationException(InstallationFault.NotReady, Part, Messages.PolicyContended.With(Definition.FunctionName));
                }
            }
        }
        catch (ServiceCallException exception) when (IsUnknownOperation(exception))
        {
            await AddEachAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Writes the policy whose revision was read, with what others have in it; false where it was changed meanwhile.</summary>
    private async Task<bool> TryPutAsync(CancellationToken cancellationToken)
    {
        FunctionPolicy? present = await Services.Functions.GetResourcePolicyAsync(Context.FunctionArn, cancellationToken).ConfigureAwait(false);
        FunctionStatement[] kept = [.. (present is null ? [] : FunctionStatement.ReadAll(present.Document)).Where(statement => !IsOwn(statement.Sid))];
        FunctionStatement own = ToStatement(Desired);
        string policy = FunctionStatement.ToPolicy(present?.Document, IsOwn, own);
        if (policy.Length > MaxPolicyLength)
        {
            throw new InstallationException(InstallationFault.NotReady, Part, Messages.PolicyTooLong.With(Context.MemberAccounts.Count, policy.Length, MaxPolicyLength));
        }

        try
        {
            await Services.Functions.PutResourcePolicyAsync(Context.FunctionArn, policy, present?.RevisionId, cancellationToken).ConfigureAwait(false);
        }
        catch (ServiceCallException exception) when (exception.ErrorCode == "PreconditionFailedException")
        {
            return false;
        }

        Know(own, kept);
        return true;
    }

    private async Task AddEachAsync(CancellationToken cancellationToken)
    {
        foreach (FunctionStatement damaged in Own.Where(statement => statement.AccountsOf(Context.FunctionArn) is not { } accounts
            || accounts.Except(Context.MemberAccounts).Any()).ToArray())
        {
            await DeleteAsync(() => Services.Functions.RemovePermissionAsync(Definition.FunctionName, damaged.Sid!, cancellationToken)).ConfigureAwait(false);
            Own.Remove(damaged);
        }

        foreach (string account in Context.MemberAccounts.Except(Own.SelectMany(statement => statement.AccountsOf(Context.FunctionArn) ?? [])).ToArray())
        {
            InvokePermission permission = new(MemberStatementPrefix + account, [account], null);
            await CreateAsync(async () =>
            {
                await Services.Functions.AddPermissionAsync(Definition.FunctionName, permission, cancellationToken).ConfigureAwait(false);
                Own.Add(ToStatement(permission));
            }, "ResourceConflictException", cancellationToken).ConfigureAwait(false);
        }
    }
}
