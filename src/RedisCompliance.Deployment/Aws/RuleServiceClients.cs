namespace RedisCompliance.Deployment.Aws;

/// <summary>The clients for one account and Region that installing a rule or hook and reading results needs.</summary>
public sealed class RuleServiceClients : IDisposable
{
    private readonly AmazonIdentityManagementServiceClient _iam;
    private readonly AmazonLambdaClient _lambda;
    private readonly AmazonCloudWatchLogsClient _logs;
    private readonly ConfigRulesClient _config;
    private readonly OrganizationClient _organizations;
    private readonly AmazonCloudWatchClient _alarms;
    private readonly AmazonEventBridgeClient _events;
    private readonly AmazonSimpleNotificationServiceClient _topics;
    private readonly AmazonCloudFormationClient _types;

    private RuleServiceClients(AwsConnection connection, AccountIdentity identity)
    {
        _iam = new AmazonIdentityManagementServiceClient(connection);
        _lambda = new AmazonLambdaClient(connection);
        _logs = new AmazonCloudWatchLogsClient(connection);
        _config = new ConfigRulesClient(connection);
        _organizations = new OrganizationClient(connection);
        _alarms = new AmazonCloudWatchClient(connection);
        _events = new AmazonEventBridgeClient(connection);
        _topics = new AmazonSimpleNotificationServiceClient(connection);
        _types = new AmazonCloudFormationClient(connection);
        Services = new RuleServices(
            identity, _iam, _lambda, _logs, _config, _config, _organizations, _alarms, _events, _topics, _types);
    }

    /// <summary>The services behind their ports.</summary>
    public RuleServices Services { get; }

    /// <summary>The results stored in AWS Config.</summary>
    public IStoredResults Results => _config;

    /// <summary>Opens the services and asks AWS for the account.</summary>
    /// <param name="connection">The connection to AWS.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The services; the caller disposes of them.</returns>
    /// <exception cref="ServiceCallException">The account could not be determined.</exception>
    public static async Task<RuleServiceClients> OpenAsync(AwsConnection connection, CancellationToken cancellationToken) =>
        new(connection, await GetIdentityAsync(connection, cancellationToken).ConfigureAwait(false));

    /// <summary>Disposes of the clients.</summary>
    public void Dispose()
    {
        _iam.Dispose();
        _lambda.Dispose();
        _logs.Dispose();
        _config.Dispose();
        _organizations.Dispose();
        _alarms.Dispose();
        _events.Dispose();
        _topics.Dispose();
        _types.Dispose();
    }

    private static async Task<AccountIdentity> GetIdentityAsync(AwsConnection connection, CancellationToken cancellationToken) =>
        new(await connection.GetAccountIdAsync(cancellationToken).ConfigureAwait(false), connection.Partition.Name, connection.Region);
}
