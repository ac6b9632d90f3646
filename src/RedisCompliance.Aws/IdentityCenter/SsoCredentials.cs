using Amazon;
using Amazon.Runtime;

namespace RedisCompliance.Aws.IdentityCenter;

/// <summary>
/// A role's credentials, from a sign-in to IAM Identity Center that the AWS CLI or AWS Tools stored. Signing in needs a
/// browser, and is left to those tools.
/// </summary>
internal sealed class SsoCredentials
{
    // Identity Center would reject a token that expires on its way.
    private static readonly TimeSpan s_margin = TimeSpan.FromMinutes(1);

    private readonly CredentialOrigin _origin;
    private readonly SsoTokenCache _cache;
    private readonly AwsConnection _connection;
    private readonly string _startUrl;
    private readonly string _accountId;
    private readonly string _roleName;

    private SsoCredentials(AwsProfile profile, AwsProfile session, string? sessionName)
    {
        string besides = sessionName is null ? "sso_*" : $"sso-session {sessionName}";
        _origin = profile.Origin;
        _startUrl = session.Required("sso_start_url", besides);
        string region = session.Required("sso_region", besides);
        _accountId = profile.Required("sso_account_id", besides);
        _roleName = profile.Required("sso_role_name", besides);
        _cache = new SsoTokenCache(sessionName ?? _startUrl);
        _connection = AwsConnection.To(
            new AnonymousAWSCredentials(), RegionResolver.Validate(region, $"{_origin.Name}, sso_region", null),
            EndpointVariant.Find(profile));
    }

    /// <summary>Finds the credentials.</summary>
    /// <exception cref="ConnectionException">The profile is incomplete, nobody is signed in, or the role is refused.</exception>
    public static Task<AWSCredentials> BeginAsync(AwsProfile profile, AwsProfiles profiles, CancellationToken cancellationToken)
    {
        string? name = profile["sso_session"];
        AwsProfile session = name is null ? profile : profiles.SsoSession(profile, name);
        session.Check();
        if (profile["sso_start_url"] is { } own && own != session["sso_start_url"])
        {
            throw profile.Origin.Failure(ConnectionFault.InvalidProfile, Messages.TwoStartUrls.With(name));
        }

        return TemporaryCredentials.BeginAsync(new SsoCredentials(profile, session, name).AskAsync, cancellationToken);
    }

    private async Task<TemporaryKeys> AskAsync(CancellationToken cancellationToken)
    {
        string token = await TokenAsync(cancellationToken).ConfigureAwait(false);
        using AmazonSSOClient client = new(_connection);
        try
        {
            return await client.GetRoleCredentialsAsync(_accountId, _roleName, token, cancellationToken).ConfigureAwait(false);
        }
        catch (ServiceCallException failure)
        {
            throw _origin.Refusal(
                failure.ErrorCode == "UnauthorizedException" ? ConnectionFault.SignInRequired : ConnectionFault.SsoRoleRefused,
                Messages.AttemptSsoRole.With(_roleName, _accountId), failure);
        }
    }

    private async Task<string> TokenAsync(CancellationToken cancellationToken)
    {
        SsoToken token;
        try
        {
            token = await _cache.ReadAsync(cancellationToken).ConfigureAwait(false)
                ?? throw _origin.Failure(ConnectionFault.SignInRequired, Messages.SignInMissing.With(_startUrl));
        }
        catch (Exception exception) when (exception is IOException or UnreadableKeysException)
        {
            throw _origin.Failure(
                ConnectionFault.SignInRequired, Messages.SignInUnreadable.With(_startUrl, exception.Message), exception);
        }

        if (token.ExpiresAt - DateTime.UtcNow > s_margin)
        {
            return token.AccessToken;
        }

        if (token.Registration is null)
        {
            throw _origin.Failure(ConnectionFault.SignInRequired, Messages.SignInEnded.With(_startUrl));
        }

        using AmazonSSOOIDCClient client = new(_connection);
        try
        {
            SsoToken renewed = await client.CreateTokenAsync(token.Registration, cancellationToken).ConfigureAwait(false);
            await _cache.WriteAsync(renewed, cancellationToken).ConfigureAwait(false);
            return renewed.AccessToken;
        }
        catch (ServiceCallException failure)
        {
            throw _origin.Refusal(ConnectionFault.SignInRequired, Messages.AttemptSignIn.With(_startUrl), failure);
        }
    }
}
