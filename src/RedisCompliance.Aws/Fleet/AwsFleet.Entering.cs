using Amazon;
using Amazon.Runtime;

namespace RedisCompliance.Aws.Fleet;

/// <content>Enters an account: assumes its role, and asks AWS for its Regions.</content>
public sealed partial class AwsFleet
{
    /// <summary>Assumes the account's role and asks for its Regions, if needed.</summary>
    private async Task<FleetAccount> EnterAsync(AccountSettings account, CancellationToken cancellationToken)
    {
        RegionEndpoint[] regions = RegionsOf(account);
        FleetAccount entered = new(account, regions) { Warning = account.Warning };
        if (regions.Length > 0 && regions.All(region => _settings.IsSkipped(account.AccountId, region.SystemName)))
        {
            return entered;
        }

        try
        {
            AwsConnection connection = account.AccountId == (_callerConnection.AccountId ?? AccountSettings.Own) ? _callerConnection
                : await AssumeRoleAsync(account, cancellationToken).ConfigureAwait(false);
            entered = entered with { Connection = connection };
            return regions.Length > 0 ? entered : await WithAllRegionsAsync(entered, connection, cancellationToken).ConfigureAwait(false);
        }
        catch (ServiceCallException failure)
        {
            return entered with { Failure = failure };
        }
    }

    private async Task<AwsConnection> AssumeRoleAsync(AccountSettings account, CancellationToken cancellationToken)
    {
        string roleArn = $"arn:{_callerConnection.Partition.Name}:iam::{account.AccountId}:role/{account.RoleName ?? _settings.RoleName}";
        AssumeRoleAWSCredentialsOptions options = new()
        {
            ExternalId = account.ExternalId ?? _settings.ExternalId,
            DurationSeconds = _settings.DurationInSeconds,
        };

        // The connection to STS takes no call slot itself: calls that hold a slot also use it to renew a session, and if calls
        // waiting for a renewal held all slots, none would ever be free.
        AWSCredentials credentials = TemporaryCredentials.OfRole(
            _stsConnection, roleArn, _settings.RoleSessionName, options, _lifetime.Token);
        await _callSlots.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await credentials.GetCredentialsAsync().ConfigureAwait(false);
        }
        finally
        {
            _callSlots.Release();
        }

        return _callerConnection.To(_callerConnection.RegionEndpoint, credentials, account.AccountId, calls: Calls);
    }

    private static async Task<FleetAccount> WithAllRegionsAsync(
        FleetAccount entered, AwsConnection connection, CancellationToken cancellationToken)
    {
        using AmazonEC2Client client = new(connection);
        try
        {
            List<string> names = await client.DescribeRegionsAsync(cancellationToken).ConfigureAwait(false);
            return entered with
            {
                Regions = [.. names.OrderBy(name => name, StringComparer.Ordinal).Select(RegionEndpoint.GetBySystemName)],
            };
        }
        catch (ServiceCallException failure) when (!failure.IsCredentialFailure)
        {
            RegionEndpoint[] known = [.. RegionResolver.Regions.Where(
                region => region.PartitionName == connection.RegionEndpoint.PartitionName)];
            string warning = Messages.RegionsOfTable.With(connection.AccountId ?? Messages.TheAccount, known.Length, failure.Message);
            return entered with { Regions = known, Warning = entered.Warning is null ? warning : $"{entered.Warning} {warning}" };
        }
    }
}
