using Amazon;
using Amazon.Runtime;

namespace RedisCompliance.Aws.Connection.Sources;

/// <summary>Credentials of a role, assumed with other credentials or with a web identity token.</summary>
/// <param name="origin">The source of the credentials, for errors.</param>
/// <param name="roleArn">The role.</param>
/// <param name="roleSessionName">The session's name in the audit trail; null for the module's default.</param>
/// <param name="region">The Region whose STS to call.</param>
internal sealed class RoleCredentials(CredentialOrigin origin, string roleArn, string? roleSessionName, RegionEndpoint region)
{
    private const string DefaultSessionName = "RedisCompliance";

    /// <summary>Which endpoints of STS to call; null for what the environment says.</summary>
    public EndpointVariant? EndpointVariant { get; init; }

    /// <summary>How long a session lasts; null for the service's default of an hour.</summary>
    public int? DurationSeconds { get; init; }

    private readonly string _sessionName = roleSessionName ?? DefaultSessionName;

    /// <summary>Assumes the role with a web identity token, whose file each renewal reads again.</summary>
    /// <exception cref="ConnectionException">There is no token, or STS does not accept it for the role.</exception>
    public Task<AWSCredentials> BeginWithTokenAsync(
        string tokenFile, CancellationToken cancellationToken) => TemporaryCredentials.BeginAsync(async token =>
    {
        string webIdentity = await ReadTokenAsync(tokenFile, token).ConfigureAwait(false);
        // Credentials are fetched from the endpoints of the environment or the service, not from one given for the audit.
        using AmazonSecurityTokenServiceClient client = new(AwsConnection.To(new AnonymousAWSCredentials(), region, EndpointVariant));
        try
        {
            return TemporaryKeys.Of(
                await client.AssumeRoleWithWebIdentityAsync(roleArn, _sessionName, webIdentity, token).ConfigureAwait(false));
        }
        catch (ServiceCallException failure)
        {
            throw origin.Refusal(ConnectionFault.WebIdentityRefused, Messages.AttemptWebIdentity.With(roleArn), failure);
        }
    }, cancellationToken);

    /// <summary>Assumes the role with other credentials, and with an MFA code if the role requires one.</summary>
    /// <exception cref="ConnectionException">The role cannot be assumed.</exception>
    public Task<AWSCredentials> BeginAsync(
        AWSCredentials source, string? externalId, string? mfaSerial, AskMfaCode? ask,
        CancellationToken cancellationToken) => TemporaryCredentials.BeginAsync(async token =>
    {
        string? code = mfaSerial is null ? null : await AskAsync(mfaSerial, ask, token).ConfigureAwait(false);
        AssumeRoleAWSCredentialsOptions options = new()
        {
            ExternalId = externalId,
            DurationSeconds = DurationSeconds,
            MfaSerialNumber = mfaSerial,
            MfaTokenCodeCallback = () => code,
        };
        using AmazonSecurityTokenServiceClient client = new(AwsConnection.To(source, region, EndpointVariant));
        try
        {
            return TemporaryKeys.Of(await client.AssumeRoleAsync(roleArn, _sessionName, options, token).ConfigureAwait(false));
        }
        catch (ServiceCallException failure)
        {
            throw origin.Refusal(FaultOf(failure, code is not null), Messages.AttemptRole.With(roleArn), failure);
        }
    }, cancellationToken);

    private async Task<string> AskAsync(string mfaSerial, AskMfaCode? ask, CancellationToken cancellationToken)
    {
        string? code = ask is null ? null
            : await ask(new MfaChallenge(origin.Profile!, mfaSerial, roleArn), cancellationToken).ConfigureAwait(false);
        return code?.Trim() is { Length: > 0 } given ? given
            : throw origin.Failure(ConnectionFault.MfaCodeRequired, Messages.MfaCodeRequired.With(roleArn, mfaSerial));
    }

    /// <remarks>AWS STS has no error code for a wrong MFA code; only its message names the cause.</remarks>
    private static ConnectionFault FaultOf(ServiceCallException failure, bool hasCode) =>
        hasCode && (failure.Message.Contains("MultiFactorAuthentication") || failure.Message.Contains("tokenCode"))
            ? ConnectionFault.MfaCodeRefused
        : failure.IsCredentialFailure ? ConnectionFault.SourceKeysRefused
        : ConnectionFault.RoleRefused;

    private async Task<string> ReadTokenAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            string? token = await LocalFile.ReadTextAsync(path, cancellationToken).ConfigureAwait(false);
            return token?.Trim() is { Length: > 0 } text ? text
                : throw Failure(token is null ? Messages.WebIdentityTokenMissing.With(path) : Messages.WebIdentityTokenEmpty.With(path));
        }
        catch (IOException exception)
        {
            throw Failure(Messages.WebIdentityTokenUnreadable.With(path, exception.Message), exception);
        }

        ConnectionException Failure(string reason, Exception? exception = null) =>
            origin.Failure(ConnectionFault.WebIdentityTokenMissing, reason, exception);
    }
}
