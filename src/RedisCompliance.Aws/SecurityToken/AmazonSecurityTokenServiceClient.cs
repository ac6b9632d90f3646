using System.Globalization;
using Amazon.Runtime;

namespace RedisCompliance.Aws.SecurityToken;

/// <summary>
/// The operations of AWS STS that connecting and installing need. Names follow AWSSDK.SecurityToken, which this client
/// replaces: see docs/adr/0007.
/// </summary>
/// <remarks>AWS STS API Reference, version 2011-06-15.</remarks>
internal sealed class AmazonSecurityTokenServiceClient(AwsConnection connection)
    : ServiceClient(connection, new AmazonSecurityTokenServiceConfig(connection))
{
    private const string ApiVersion = "2011-06-15";

    private static readonly QueryRequestMarshaller s_marshaller = new("STS");

    /// <summary>The account of the credentials. The call needs no permission (AWS STS API Reference).</summary>
    public Task<string> GetCallerIdentityAsync(CancellationToken cancellationToken) =>
        CallAsync("GetCallerIdentity", [], xml => QueryMembers.Texts(xml).Required("Account"), cancellationToken);

    /// <summary>Gets a role's credentials with those of the connection.</summary>
    public Task<AssumeRoleImmutableCredentials> AssumeRoleAsync(
        string roleArn, string roleSessionName, AssumeRoleAWSCredentialsOptions options, CancellationToken cancellationToken) =>
        CallAsync("AssumeRole",
        [
            ("RoleArn", roleArn),
            ("RoleSessionName", roleSessionName),
            ("ExternalId", options.ExternalId),
            ("Policy", options.Policy),
            ("DurationSeconds", options.DurationSeconds?.ToString(CultureInfo.InvariantCulture)),
            ("SerialNumber", options.MfaSerialNumber),
            // The SDK's property calls its callback for the code, so it may be read only if there is one.
            ("TokenCode", string.IsNullOrEmpty(options.MfaSerialNumber) ? null : options.MfaTokenCode),
            ("SourceIdentity", options.SourceIdentity),
        ], ReadCredentials, cancellationToken);

    /// <summary>Gets a role's credentials with a web identity token; the connection's credentials are anonymous.</summary>
    public Task<AssumeRoleImmutableCredentials> AssumeRoleWithWebIdentityAsync(
        string roleArn, string roleSessionName, string webIdentityToken, CancellationToken cancellationToken) =>
        CallAsync("AssumeRoleWithWebIdentity",
            [("RoleArn", roleArn), ("RoleSessionName", roleSessionName), ("WebIdentityToken", webIdentityToken)], ReadCredentials,
            cancellationToken);

    private Task<T> CallAsync<T>(
        string operation, (string Name, string? Value)[] parameters, Func<Utf8XmlReader, T> read, CancellationToken cancellationToken)
        where T : class
    {
        QueryRequest request = new(operation, ApiVersion)
        {
            Secrets = [.. parameters.Where(parameter => parameter.Name is "WebIdentityToken" or "TokenCode")
                .Select(parameter => parameter.Value)],
        };
        foreach ((string name, string? value) in parameters)
        {
            request.Add(name, value);
        }

        return CallAsync<T>(operation, request, s_marshaller, new QueryAnswerUnmarshaller<T>(operation, read), cancellationToken);
    }

    private static AssumeRoleImmutableCredentials ReadCredentials(Utf8XmlReader xml)
    {
        Dictionary<string, string> members = QueryMembers.Find(xml, "Credentials", QueryMembers.Texts)
            ?? throw QueryMembers.Missing("Credentials");
        return new AssumeRoleImmutableCredentials(
            members.Required("AccessKeyId"), members.Required("SecretAccessKey"), members.Required("SessionToken"),
            members.RequiredTime("Expiration"));
    }

    private sealed class AmazonSecurityTokenServiceConfig(AwsConnection connection) : ServiceConfig(connection, "STS", "sts")
    {
        public override string ServiceVersion => ApiVersion;
    }
}
