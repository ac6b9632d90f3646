using System.Text.Json;

namespace RedisCompliance.Aws.IdentityCenter;

/// <summary>
/// The operation of IAM Identity Center's token service that renews a sign-in. The name follows AWSSDK.SSOOIDC, which
/// this client replaces: see docs/adr/0007.
/// </summary>
/// <remarks>IAM Identity Center OIDC API Reference, version 2019-06-10.</remarks>
/// <param name="connection">A connection in Identity Center's Region; the call is not signed.</param>
internal sealed class AmazonSSOOIDCClient(AwsConnection connection) : ServiceClient(connection, new AmazonSSOOIDCConfig(connection))
{
    private static readonly RestRequestMarshaller s_marshaller = new("SSO OIDC");

    /// <summary>Renews a sign-in.</summary>
    public Task<SsoToken> CreateTokenAsync(SsoRegistration registration, CancellationToken cancellationToken)
    {
        RestRequest request = new("POST", "/token", [], json =>
        {
            json.WriteString("clientId", registration.ClientId);
            json.WriteString("clientSecret", registration.ClientSecret);
            json.WriteString("grantType", "refresh_token");
            json.WriteString("refreshToken", registration.RefreshToken);
        })
        {
            Secrets = [registration.ClientSecret, registration.RefreshToken],
        };
        ReadJson<SsoToken> read = JsonMembers.Document(answer => new SsoToken(
            answer.RequiredText("accessToken"),
            DateTime.UtcNow.AddSeconds(answer.Number("expiresIn") ?? throw new JsonException("expiresIn is missing.")),
            registration with { RefreshToken = answer.Text("refreshToken") ?? registration.RefreshToken }));
        return CallAsync<SsoToken>("CreateToken", request, s_marshaller, new JsonAnswerUnmarshaller<SsoToken>(read), cancellationToken);
    }

    private sealed class AmazonSSOOIDCConfig(AwsConnection connection) : ServiceConfig(connection, "SSO OIDC", "oidc")
    {
        public override string ServiceVersion => "2019-06-10";
    }
}
