using Amazon.Runtime;

namespace RedisCompliance.Aws.Connection;

/// <summary>Keys and when they expire; never where they do not.</summary>
internal sealed record TemporaryKeys(ImmutableCredentials Keys, DateTime Expiration)
{
    public static TemporaryKeys Of(AssumeRoleImmutableCredentials keys) => new(keys, keys.Expiration);

    public bool IsGood(TimeSpan margin) => Expiration - DateTime.UtcNow > margin;
}

/// <summary>
/// Credentials that are asked for, and asked for anew before they expire. They stand in for those of AWSSDK.Core that
/// look for AWSSDK.SecurityToken by name in the whole process: see docs/adr/0007.
/// </summary>
internal sealed class TemporaryCredentials : AWSCredentials, IDisposable
{
    // Shorter than the shortest session there is, which is 15 minutes (AWS STS API Reference, AssumeRole, DurationSeconds).
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

    /// <summary>Asks for keys now, so that what is wrong is known before any call is made with them.</summary>
    /// <param name="ask">Asks; a failure is a <see cref="ConnectionException"/>.</param>
    /// <param name="cancellationToken">Ends the asking, now and whenever they are renewed: the SDK passes none on.</param>
    public static async Task<AWSCredentials> BeginAsync(
        Func<CancellationToken, Task<TemporaryKeys>> ask, CancellationToken cancellationToken) =>
        new TemporaryCredentials(ask, await ask(cancellationToken).ConfigureAwait(false), cancellationToken);

    /// <summary>Credentials of a role, which is assumed when a call needs them; a failure is that call's.</summary>
    /// <param name="source">The way to AWS STS.</param>
    /// <param name="roleArn">The role.</param>
    /// <param name="roleSessionName">What the session is called in the audit trail.</param>
    /// <param name="options">The rest of what is asked for.</param>
    /// <param name="cancellationToken">Ends the asking, now and whenever they are renewed.</param>
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
    /// The SDK signs by this one, with every call. What is held is given at once: a wait for another thread would block one of
    /// the pool in each call under way, and a fresh process has no more than a few.
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
        catch (ConnectionException) when (_keys is { } held && held.IsGood(TimeSpan.Zero))
        {
            // They are good for some minutes yet; the call that comes after those is the one that fails.
        }
        catch (ConnectionException exception)
        {
            // The SDK's pipeline and ServiceErrors know this one for credentials that could not be had.
            throw new AmazonClientException(exception.Message, exception);
        }

        return _keys!.Keys;
    }
}
