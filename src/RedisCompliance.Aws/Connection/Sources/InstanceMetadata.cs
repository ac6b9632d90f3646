using System.Net;
using Amazon.Runtime;

namespace RedisCompliance.Aws.Connection.Sources;

/// <summary>The metadata service of an Amazon EC2 instance: the credentials of its role, and its Region.</summary>
/// <remarks>Amazon EC2 User Guide, "Use the Instance Metadata Service".</remarks>
internal static class InstanceMetadata
{
    private const string DisabledVariable = "AWS_EC2_METADATA_DISABLED";
    private const string RolePath = "/latest/meta-data/iam/security-credentials/";

    // Off AWS nothing answers at this address, and a user who forgot to sign in waits this long.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    /// <summary>Gets the credentials of the instance's role.</summary>
    /// <exception cref="ConnectionException">There are none.</exception>
    public static Task<AWSCredentials> BeginAsync(CredentialOrigin origin, CancellationToken cancellationToken) =>
        TemporaryCredentials.BeginAsync(token => AskAsync(origin, token), cancellationToken);

    /// <summary>The instance's Region, or the reason why it is unknown.</summary>
    public static async Task<(string? Region, string? Reason)> FindRegionAsync(CancellationToken cancellationToken)
    {
        try
        {
            return ((await GetAsync("/latest/meta-data/placement/region", cancellationToken).ConfigureAwait(false)).Trim(), null);
        }
        catch (ConnectionException exception)
        {
            return (null, exception.Message);
        }
    }

    private static async Task<TemporaryKeys> AskAsync(CredentialOrigin origin, CancellationToken cancellationToken)
    {
        string role = (await GetAsync(RolePath, cancellationToken, origin).ConfigureAwait(false)).Split('\n')[0].Trim();
        string answer = await GetAsync(RolePath + role, cancellationToken, origin).ConfigureAwait(false);
        try
        {
            return KeysReader.Read(answer, json => KeysReader.TextOrNull(json, "Code") is null or "Success"
                ? KeysReader.MetadataKeys(json)
                : throw new UnreadableKeysException(Messages.MetadataCode.With(KeysReader.Text(json, "Code"))));
        }
        catch (UnreadableKeysException exception)
        {
            throw origin.Failure(ConnectionFault.InstanceCredentialsFailed, exception.Message, exception);
        }
    }

    private static async Task<string> GetAsync(string path, CancellationToken cancellationToken, CredentialOrigin? asking = null)
    {
        CredentialOrigin origin = asking ?? CredentialOrigin.Instance;
        if (EnvironmentVariable.IsTrue(DisabledVariable))
        {
            throw Failure(Messages.MetadataDisabled.With(DisabledVariable));
        }

        Uri address = Address(origin);
        try
        {
            (string? token, bool isOld) = await TokenAsync(address, cancellationToken).ConfigureAwait(false);
            if (isOld && EnvironmentVariable.IsTrue("AWS_EC2_METADATA_V1_DISABLED"))
            {
                throw Failure(Messages.MetadataNoToken);
            }

            (HttpStatusCode status, string body) = await LocalHttp.SendAsync(
                HttpMethod.Get, new Uri(address, path), s_patience, cancellationToken, ("X-aws-ec2-metadata-token", token))
                .ConfigureAwait(false);
            return status switch
            {
                HttpStatusCode.OK when body.Trim().Length > 0 => body,
                HttpStatusCode.OK or HttpStatusCode.NotFound when path == RolePath => throw Failure(Messages.InstanceWithoutRole),
                _ => throw Failure(Messages.HttpStatusOf.With(address, (int)status)),
            };
        }
        catch (Exception exception) when (exception is HttpRequestException or TimeoutException)
        {
            throw Failure(Messages.MetadataSilent.With(address, exception.Message), exception);
        }

        ConnectionException Failure(string reason, Exception? exception = null) =>
            origin.Failure(ConnectionFault.InstanceCredentialsFailed, reason, exception);
    }

    /// <summary>The token of version 2. From a container one hop too far its answer is lost, but version 1 still answers.</summary>
    private static async Task<(string? Token, bool IsOld)> TokenAsync(Uri address, CancellationToken cancellationToken)
    {
        try
        {
            (HttpStatusCode status, string token) = await LocalHttp.SendAsync(
                HttpMethod.Put, new Uri(address, "/latest/api/token"), s_patience, cancellationToken,
                ("X-aws-ec2-metadata-token-ttl-seconds", "300")).ConfigureAwait(false);
            return status == HttpStatusCode.OK ? (token.Trim(), false) : (null, true);
        }
        catch (TimeoutException)
        {
            return (null, true);
        }
    }

    private static Uri Address(CredentialOrigin origin)
    {
        string address = EnvironmentVariable.Get("AWS_EC2_METADATA_SERVICE_ENDPOINT")
            ?? (string.Equals(EnvironmentVariable.Get("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"), "IPv6",
                StringComparison.OrdinalIgnoreCase)
                ? "http://[fd00:ec2::254]" : "http://169.254.169.254");
        return AwsConnection.IsHttpUrl(address) ? new Uri(address)
            : throw origin.Failure(ConnectionFault.InstanceCredentialsFailed, Messages.InvalidEndpoint.With(address));
    }
}
