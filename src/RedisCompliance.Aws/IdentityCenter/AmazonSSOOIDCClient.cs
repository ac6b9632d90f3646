using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.SharedInterfaces;

namespace RedisCompliance.Aws;

/// <summary>
/// The operation of IAM Identity Center's token service that renews a sign-in. Name as in AWSSDK.SSOOIDC, whose place it
/// takes: see docs/adr/0007.
/// </summary>
/// <remarks>IAM Identity Center OIDC API Reference, version 2019-06-10.</remarks>
/// <param name="connection">The Identity Center's Region; the call is not signed.</param>
internal sealed class AmazonSSOOIDCClient(AwsConnection connection) : ServiceClient(connection, new AmazonSSOOIDCConfig(connection)), ICoreAmazonSSOOIDC
{
    private static readonly RestRequestMarshaller s_marshaller = new("SSO OIDC");

    /// <summary>Renews the access token of a sign-in.</summary>
    public Task<GetSsoTokenResponse> RefreshTokenAsync(GetSsoTokenResponse previousResponse)
    {
        RestRequest request = new("POST", "/token", [], json =>
        {
            json.WriteString("clientId", previousResponse.ClientId);
            json.WriteString("clientSecret", previousResponse.ClientSecret);
            json.WriteString("grantType", "refresh_token");
            json.WriteString("refreshToken", previousResponse.RefreshToken);
        })
        {
            Secrets = [previousResponse.ClientSecret, previousResponse.RefreshToken],
        };
        return CallAsync<GetSsoTokenResponse>("CreateToken", request, s_marshaller, new JsonAnswerUnmarshaller<GetSsoTokenResponse>(JsonMembers.Document(answer => new GetSsoTokenResponse
        {
            AccessToken = answer.RequiredText("accessToken"),
            ExpiresAt = DateTime.UtcNow.AddSeconds(answer.Number("expiresIn") ?? throw new JsonException("expiresIn is missing.")),
            RefreshToken = answer.Text("refreshToken") ?? previousResponse.RefreshToken,
            ClientId = previousResponse.ClientId,
            ClientSecret = previousResponse.ClientSecret,
            RegistrationExpiresAt = previousResponse.RegistrationExpiresAt,
            Region = previousResponse.Region,
            StartUrl = previousResponse.StartUrl,
        })), CancellationToken.None);
    }

    /// <summary>Signing in takes a browser; that is the AWS CLI's or AWS Tools' to do.</summary>
    public Task<GetSsoTokenResponse> GetSsoTokenAsync(GetSsoTokenRequest request) =>
        throw new AmazonClientException(Messages.SignInEnded);

    private sealed class AmazonSSOOIDCConfig(AwsConnection connection) : ServiceConfig(connection, "SSO OIDC", "oidc")
    {
        public override string ServiceVersion => "2019-06-10";
    }
}
