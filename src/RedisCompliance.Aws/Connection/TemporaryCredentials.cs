using Amazon.Runtime;

namespace RedisCompliance.Aws.Connection;

/// <summary>Keys and their expiration; DateTime.MaxValue if they never expire.</summary>
internal sealed record TemporaryKeys(ImmutableCredentials Keys, DateTime Expiration)
{
    public static TemporaryKeys Of(AssumeRoleImmutableCredentials keys) => new(keys, keys.Expiration);

    public bool IsGood(TimeSpan margin) => Expiration - DateTime.UtcNow > margin;
}

/// <summary>
/// Credentials that renew themselves before they expire. They replace the credentials of AWSSDK.Core that
/// look for AWSSDK.SecurityToken by name in the whole process: see docs/adr/0007.
/// </summary>
internal sealed class TemporaryCredentials : AWSCredentials, IDisposable
{
    // Shorter than the shortest session, which is 15 minutes (AWS STS API Reference, AssumeRole, DurationSeconds).
    private static readonly TimeSpan s_renewal = TimeSpan.FromMinutes(5);

    private readonly Func<CancellationToken, Task<TemporaryKeys>> _ask;
    private readonly CancellationToken _cancellationToken;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private TemporaryKeys? _keys;

    private TemporaryCredentials(
        Func<CancellationToken, Task<TemporaryKeys>> ask, TemporaryKeys? keys, CancellationToken cancellationToken)
    {
        _ask = ask;
        _keys = keys;
        _cancellationToken = cancellationToken;
    }

    /// <summary>Asks for keys now, so that an error is known before the first call with them.</summary>
    /// <param name="ask">Asks for the keys; throws <see cref="ConnectionException"/> on failure.</param>
    /// <param name="cancellationToken">Cancels this request and all renewals: the SDK passes no token on.</param>
    public static async Task<AWSCredentials> BeginAsync(
        Func<CancellationToken, Task<TemporaryKeys>> ask, CancellationToken cancellationToken) =>
        new TemporaryCredentials(ask, await ask(cancellationToken).ConfigureAwait(false), cancellationToken);

    /// <summary>Credentials of a role, assumed when a call first needs them; a failure is an error of that call.</summary>
    /// <param name="source">The connection to AWS STS.</param>
    /// <param name="roleArn">The role.</param>
    /// <param name="roleSessionName">The session's name in the audit trail.</param>
    /// <param name="options">The rest of the request.</param>
    /// <param name="cancellationToken">Cancels the first request and all renewals.</param>
    public static AWSCredentials OfRole(
        AwsConnection source, string roleArn, string roleSessionName, AssumeRoleAWSCredentialsOptions options,
        CancellationToken cancellationToken) =>
        new TemporaryCredentials(async token =>
        {
            using AmazonSecurityTokenServiceClient client = new(source);
            return TemporaryKeys.Of(await client.AssumeRoleAsync(roleArn, roleSessionName, options, token).ConfigureAwait(false));
        }, null, cancellationToken);

    private ImmutableCredentials? Held => _keys is { } held && held.IsGood(s_renewal) ? held.Keys : null;

    /// <summary>
    /// The SDK signs every call through this method. Current keys are returned at once: waiting for another thread would
    /// block a pool thread for each concurrent call, and a new process has only a few.
    /// </summary>
    public override ImmutableCredentials GetCredentials() => Held ?? Task.Run(GetCredentialsAsync).GetAwaiter().GetResult();

    public override async Task<ImmutableCredentials> GetCredentialsAsync()
    {
        if (Held is { } held)
        {
            return held;
        }

        await _turn.WaitAsync(_cancellationToken).ConfigureAwait(false);
        try
        {
            return Held ?? await RenewAsync().ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<ImmutableCredentials> RenewAsync()
    {
        try
        {
            _keys = await _ask(_cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is ConnectionException or ServiceCallException
            && _keys is { } held && held.IsGood(TimeSpan.Zero))
        {
            // The keys are still good for some minutes; only a call after that fails.
        }
        catch (ConnectionException exception)
        {
            // The SDK's pipeline and ServiceErrors recognize this exception as a failure to get credentials.
            throw new AmazonClientException(exception.Message, exception);
        }

        return _keys!.Keys;
    }
}
