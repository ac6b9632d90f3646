using Amazon;
using Amazon.Runtime;

namespace RedisCompliance.Aws.Fleet;

/// <content>How an account is entered: its role is assumed, and AWS is asked for its Regions.</content>
public sealed partial class AwsFleet
{
    /// <summary>Assumes the account's role and asks for its Regions, as far as either is needed.</summary>
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

        // The way to STS takes no place by itself: it is also gone from within calls that have one, when a session is renewed,
        // and all places could be taken by calls that wait for that.
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
