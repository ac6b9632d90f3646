using Amazon;
using Amazon.Runtime;

namespace RedisCompliance.Aws;

/// <summary>
/// Credentials that are asked for, and asked for anew before they expire. They stand in for those of AWSSDK.Core that
/// look for AWSSDK.SecurityToken by name in the whole process: see docs/adr/0007.
/// </summary>
internal sealed class TemporaryCredentials : RefreshingAWSCredentials
{
    // Shorter than the shortest session there is, which is 15 minutes (AWS STS API Reference, AssumeRole, DurationSeconds).
    private static readonly TimeSpan s_renewal = TimeSpan.FromMinutes(5);

    private readonly Func<Task<CredentialsRefreshState>> _ask;

    private TemporaryCredentials(Func<Task<CredentialsRefreshState>> ask)
    {
        _ask = ask;
        PreemptExpiryTime = s_renewal;
    }

    /// <summary>Credentials of a role, assumed with others.</summary>
    /// <param name="source">The way to AWS STS.</param>
    /// <param name="roleArn">The role.</param>
    /// <param name="roleSessionName">What the session is called in the audit trail.</param>
    /// <param name="options">The rest of what is asked for.</param>
    /// <param name="cancellationToken">Ends the asking, now and whenever they are renewed: the SDK passes none on.</param>
    public static AWSCredentials OfRole(
        AwsConnection source, string roleArn, string roleSessionName, AssumeRoleAWSCredentialsOptions options, CancellationToken cancellationToken = default) => new TemporaryCredentials(async () =>
    {
        using AmazonSecurityTokenServiceClient client = new(source);
        AssumeRoleImmutableCredentials keys = await client.AssumeRoleAsync(roleArn, roleSessionName, options, cancellationToken).ConfigureAwait(false);
        return new CredentialsRefreshState(keys, keys.Expiration);
    });

    /// <summary>What stands in for credentials as AWSSDK.Core found them; themselves, where nothing need.</summary>
    /// <param name="found">The credentials.</param>
    /// <param name="region">The Region whose STS is asked.</param>
    /// <exception cref="ConnectionException">They are of a kind that the module has no part for.</exception>
    public static AWSCredentials Replace(AWSCredentials found, RegionEndpoint region) => found switch
    {
        AssumeRoleAWSCredentials role => OfRole(Connect(Replace(role.SourceCredentials, region), region), role.RoleArn, role.RoleSessionName, role.Options),
        AssumeRoleWithWebIdentityCredentials role => OfWebIdentity(role, region),
        FederatedAWSCredentials => throw new ConnectionException(ConnectionFault.InvalidProfile,
            Messages.SamlProfile),
        _ => found,
    };

    protected override CredentialsRefreshState GenerateNewCredentials() => Task.Run(_ask).GetAwaiter().GetResult();

    protected override Task<CredentialsRefreshState> GenerateNewCredentialsAsync() => _ask();

    private static TemporaryCredentials OfWebIdentity(AssumeRoleWithWebIdentityCredentials role, RegionEndpoint region) => new(async () =>
    {
        using AmazonSecurityTokenServiceClient client = new(Connect(new AnonymousAWSCredentials(), region));
        string token = File.ReadAllText(role.WebIdentityTokenFile);
        AssumeRoleImmutableCredentials keys = await client.AssumeRoleWithWebIdentityAsync(role.RoleArn, role.RoleSessionName, token, CancellationToken.None).ConfigureAwait(false);
        return new CredentialsRefreshState(keys, keys.Expiration);
    });

    /// <summary>Where credentials come from is asked by the environment's and the services' own endpoints, not by one given for the audit.</summary>
    private static AwsConnection Connect(AWSCredentials credentials, RegionEndpoint region) => AwsConnection.To(credentials, region);
}
