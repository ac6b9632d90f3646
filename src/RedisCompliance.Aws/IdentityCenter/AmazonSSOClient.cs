using System.Text.Json;
using Amazon.Runtime;

namespace RedisCompliance.Aws.IdentityCenter;

/// <summary>
/// The operation of IAM Identity Center's portal that gives a role's credentials. The name follows AWSSDK.SSO, which
/// this client replaces: see docs/adr/0007.
/// </summary>
/// <remarks>IAM Identity Center Portal API Reference, version 2019-06-10.</remarks>
/// <param name="connection">A connection in Identity Center's Region; the call is not signed.</param>
internal sealed class AmazonSSOClient(AwsConnection connection) : ServiceClient(connection, new AmazonSSOConfig(connection))
{
    private static readonly RestRequestMarshaller s_marshaller = new("SSO");

    /// <summary>Gets the credentials of a role that an access token's user may assume.</summary>
    public Task<TemporaryKeys> GetRoleCredentialsAsync(
        string accountId, string roleName, string accessToken, CancellationToken cancellationToken)
    {
        RestRequest request = new("GET", "/federation/credentials", [])
        {
            Query = [new("account_id", accountId), new("role_name", roleName)],
            Headers = [new("x-amz-sso_bearer_token", accessToken)],
            Secrets = [accessToken],
        };
        return CallAsync<TemporaryKeys>("GetRoleCredentials", request, s_marshaller,
            new JsonAnswerUnmarshaller<TemporaryKeys>(JsonMembers.Document(ReadCredentials)), cancellationToken);
    }

    private static TemporaryKeys ReadCredentials(JsonElement answer)
    {
        JsonElement keys = answer.Find("roleCredentials") ?? throw new JsonException("roleCredentials is missing.");
        long expiration = keys.Find("expiration")?.GetInt64() ?? throw new JsonException("expiration is missing.");
        return new TemporaryKeys(
            new ImmutableCredentials(
                keys.RequiredText("accessKeyId"), keys.RequiredText("secretAccessKey"), keys.RequiredText("sessionToken")),
            JsonMembers.FromSeconds(expiration / 1000m));
    }

    private sealed class AmazonSSOConfig(AwsConnection connection) : ServiceConfig(connection, "SSO", "portal.sso")
    {
        public override string ServiceVersion => "2019-06-10";
    }
}
