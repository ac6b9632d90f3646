using System.Management.Automation;
using RedisCompliance.Aws;

namespace RedisCompliance.Commands;

/// <summary>How to enter accounts other than the caller's own.</summary>
internal sealed record RemediationRole(string? Name, string? ExternalId, int ThrottleLimit);

/// <summary>
/// The AWS side of Get-RedisAtRestRemediation, a separate class so that the runtime loads nothing of AWS before it is needed:
/// finds a reader of facts for each resource.
/// </summary>
internal static class RemediationSource
{
    /// <summary>Finds resources by their ids in the session's account, and passes on those that need a plan.</summary>
    public static void OfIds(AwsCmdlet cmdlet, IEnumerable<string> ids, AtRestPolicy policy, string? region, DateTime moment,
        Action<Evaluation, FactReader> take)
    {
        AwsConnection connection = Connect(cmdlet, region);
        AtRestPolicy resolved = OrTerminate(cmdlet, connection.ResolveKeyAliasesAsync(policy, cmdlet.StopToken), connection.Region);
        using ElastiCacheInventory inventory = connection.OpenInventory();
        FactReader reader = new(inventory);
        foreach (string id in ids)
        {
            try
            {
                Evaluation? evaluation = cmdlet.Wait(new ValueTask<Evaluation?>(reader.FindAsync(
                    id, resolved, moment, connection.Region, connection.AccountId, cmdlet.StopToken)));
                if (evaluation is null)
                {
                    cmdlet.WriteError(ErrorRecords.Create(new ItemNotFoundException(Messages.ResourceNotFound.With(id)),
                        ErrorId.ResourceNotFound, ErrorCategory.ObjectNotFound, id, Messages.AdviceResourceNotFound));
                }
                else if (evaluation.ComplianceType == ComplianceType.NonCompliant)
                {
                    take(evaluation, reader);
                }
                else
                {
                    cmdlet.WriteVerbose($"{evaluation}: there is nothing to plan.");
                }
            }
            catch (ServiceCallException exception)
            {
                ErrorRecord record = ErrorRecords.From(exception, id);
                if (exception.IsCredentialFailure)
                {
                    cmdlet.ThrowTerminatingError(record);
                }

                cmdlet.WriteError(record);
            }
        }
    }

    /// <summary>Enters the accounts and Regions of evaluations, and passes each evaluation on with a reader of its facts.</summary>
    public static void OfEvaluations(AwsCmdlet cmdlet, IReadOnlyList<Evaluation> evaluations, string? region, RemediationRole role,
        Action<IEnumerable<(Evaluation, FactReader)>> take)
    {
        AwsConnection connection = Connect(cmdlet, region ?? evaluations.Select(evaluation => evaluation.Region).FirstOrDefault(
            name => name is not null));
        // An id is unique only within an account and a Region.
        ILookup<(string? Account, string? Region), Evaluation> byTarget =
            evaluations.ToLookup(evaluation => (evaluation.AccountId, evaluation.Region ?? region));
        AccountSettings[] accounts =
        [
            .. byTarget.Where(target => target.Key is { Account: not null, Region: not null }).GroupBy(target => target.Key.Account!)
                .Select(account => new AccountSettings(account.Key) { Regions = [.. account.Select(target => target.Key.Region!)] }),
        ];
        List<AuditTarget> targets = [];
        AwsFleet? fleet = accounts.Length == 0 ? null : OrTerminate(cmdlet, AwsFleet.OpenAsync(connection, new FleetSettings
        {
            Accounts = accounts, RoleName = role.Name, ExternalId = role.ExternalId, ThrottleLimit = role.ThrottleLimit,
        }, cmdlet.StopToken), connection.Region);
        try
        {
            if (fleet is not null)
            {
                Enter(cmdlet, fleet, targets);
            }

            FactReader nobody = new(new FailedDetails(
                new ServiceCallException(ServiceFailure.Refused, "Describe", Messages.EvaluationWithoutTarget)));
            take(byTarget.SelectMany(target =>
            {
                AuditTarget? entered = targets.Find(one => one.AccountId == target.Key.Account && one.Region == target.Key.Region);
                FactReader reader = entered is null ? nobody
                    : new(entered.Failure is null ? entered.Inventory as IResourceDetails ?? throw new InvalidOperationException()
                        : new FailedDetails(entered.Failure));
                return target.Select(evaluation => (evaluation, reader));
            }));
        }
        finally
        {
            fleet?.Stop();
            targets.ForEach(target => target.Dispose());
            fleet?.Dispose();
        }
    }

    private static void Enter(AwsCmdlet cmdlet, AwsFleet fleet, List<AuditTarget> targets)
    {
        IAsyncEnumerator<AuditTarget> entering = fleet.GetTargetsAsync(cmdlet.StopToken).GetAsyncEnumerator(CancellationToken.None);
        try
        {
            while (cmdlet.Wait(entering.MoveNextAsync()))
            {
                targets.Add(entering.Current);
                if (entering.Current.Failure is { } failure)
                {
                    cmdlet.WriteError(ErrorRecords.From(failure, $"{entering.Current.AccountId} {entering.Current.Region}"));
                }
            }
        }
        finally
        {
            entering.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private static AwsConnection Connect(AwsCmdlet cmdlet, string? region)
    {
        AwsConnection connection = AwsSession.Connect(cmdlet, region);
        cmdlet.WriteVerbose(
            $"Region {connection.Region} (from {connection.RegionSource}), credentials from {connection.CredentialSource}.");
        return connection;
    }

    private static T OrTerminate<T>(AwsCmdlet cmdlet, Task<T> task, object target)
    {
        try
        {
            return AwsSession.OrTerminate(cmdlet, task);
        }
        catch (ServiceCallException exception)
        {
            cmdlet.ThrowTerminatingError(ErrorRecords.From(exception, target));
            throw;
        }
    }
}
