using System.Net;
using Amazon.Runtime;

namespace RedisCompliance.Aws.Connection.Sources;

/// <summary>Credentials of an Amazon ECS task, an Amazon EKS pod, CloudShell and the like.</summary>
/// <remarks>AWS SDKs and Tools Reference Guide, "Container credential provider".</remarks>
internal static class ContainerCredentials
{
    public const string RelativeUri = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
    public const string FullUri = "AWS_CONTAINER_CREDENTIALS_FULL_URI";

    private const string TokenVariable = "AWS_CONTAINER_AUTHORIZATION_TOKEN";
    private const string TokenFileVariable = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE";
    private const int Attempts = 3;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    // Amazon ECS; Amazon EKS Pod Identity over IPv4 and IPv6.
    private static readonly string[] s_hosts = ["169.254.170.2", "169.254.170.23", "[fd00:ec2::23]"];

    /// <summary>Whether the environment names a container's credentials.</summary>
    public static bool IsNamed => EnvironmentVariable.Get(RelativeUri) is not null || EnvironmentVariable.Get(FullUri) is not null;

    /// <summary>Gets the container's credentials.</summary>
    /// <exception cref="ConnectionException">The endpoint gives none.</exception>
    public static Task<AWSCredentials> BeginAsync(CredentialOrigin origin, CancellationToken cancellationToken) =>
        TemporaryCredentials.BeginAsync(token => AskAsync(origin, token), cancellationToken);

    private static async Task<TemporaryKeys> AskAsync(CredentialOrigin origin, CancellationToken cancellationToken)
    {
        Uri url = Url(origin);
        string? authorization = await AuthorizationAsync(origin, cancellationToken).ConfigureAwait(false);
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                (HttpStatusCode status, string body) = await LocalHttp.SendAsync(
                    HttpMethod.Get, url, s_patience, cancellationToken, ("Authorization", authorization)).ConfigureAwait(false);
                if (status == HttpStatusCode.OK)
                {
                    return KeysReader.Read(body, KeysReader.MetadataKeys);
                }

                if (attempt == Attempts || ((int)status < 500 && (int)status != 429))
                {
                    throw Failure(Messages.HttpStatusOf.With(url, (int)status));
                }
            }
            catch (Exception exception) when (exception is HttpRequestException or TimeoutException && attempt == Attempts)
            {
                throw Failure(Messages.HttpFailed.With(url, exception.Message), exception);
            }
            catch (Exception exception) when (exception is HttpRequestException or TimeoutException)
            {
                // The loop tries again.
            }
            catch (UnreadableKeysException exception)
            {
                throw Failure(Messages.HttpAnswerInvalid.With(url, exception.Message), exception);
            }

            await Task.Delay(s_pause, cancellationToken).ConfigureAwait(false);
        }

        ConnectionException Failure(string reason, Exception? exception = null) =>
            origin.Failure(ConnectionFault.ContainerCredentialsFailed, reason, exception);
    }

    /// <summary>The URL. The token must reach nobody else, so without TLS the URL must be loopback or a link-local host.</summary>
    private static Uri Url(CredentialOrigin origin)
    {
        if (EnvironmentVariable.Get(RelativeUri) is { } relative)
        {
            return new Uri($"http://{s_hosts[0]}/{relative.TrimStart('/')}");
        }

        string full = EnvironmentVariable.Get(FullUri)
            ?? throw origin.Failure(ConnectionFault.ContainerCredentialsFailed, Messages.NoContainer.With(RelativeUri, FullUri));
        return AwsConnection.IsHttpUrl(full) && new Uri(full) is var url
            && (url.Scheme == Uri.UriSchemeHttps || url.IsLoopback || s_hosts.Contains(url.Host))
            ? url
            : throw origin.Failure(ConnectionFault.ContainerCredentialsFailed, Messages.ContainerUrlInvalid.With(FullUri));
    }

    private static async Task<string?> AuthorizationAsync(CredentialOrigin origin, CancellationToken cancellationToken)
    {
        if (EnvironmentVariable.Get(TokenFileVariable) is not { } path)
        {
            return EnvironmentVariable.Get(TokenVariable);
        }

        string? token;
        try
        {
            token = (await LocalFile.ReadTextAsync(path, cancellationToken).ConfigureAwait(false))?.Trim();
        }
        catch (IOException exception)
        {
            throw origin.Failure(
                ConnectionFault.ContainerCredentialsFailed, Messages.TokenFileUnreadable.With(TokenFileVariable, path, exception.Message),
                exception);
        }

        return token is { Length: > 0 } && !token.Any(char.IsControl) ? token
            : throw origin.Failure(ConnectionFault.ContainerCredentialsFailed, Messages.TokenFileEmpty.With(TokenFileVariable, path));
    }
}
