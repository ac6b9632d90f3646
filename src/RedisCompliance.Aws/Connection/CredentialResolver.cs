using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Credentials;

namespace RedisCompliance.Aws;

/// <summary>
/// Finds credentials in the order of AWS Tools for PowerShell: key parameters, profile, credentials object,
/// <c>$StoredAWSCredentials</c>, and then wherever the AWS SDK looks by itself.
/// </summary>
internal static class CredentialResolver
{
    /// <summary>The profile that was named, from the shared files.</summary>
    /// <exception cref="ConnectionException">There is none of that name.</exception>
    public static CredentialProfile? FindProfile(AwsConnectionSettings settings)
    {
        if (string.IsNullOrWhiteSpace(settings.ProfileName))
        {
            return null;
        }

        return Chain(settings).TryGetProfile(settings.ProfileName, out CredentialProfile profile) ? profile
            : throw new ConnectionException(ConnectionFault.ProfileNotFound,
                Messages.ProfileNotFound.With(settings.ProfileName, settings.ProfileLocation ?? Messages.SharedAwsFiles), settings.ProfileName);
    }

    // The names and the duration of the article's function.
    private const string RoleSessionName = "configLambdaExecution";
    private const int RoleSessionSeconds = 900;

    /// <summary>Finds the credentials, and where they were found.</summary>
    /// <exception cref="ConnectionException">What was given is incomplete or not credentials, or there are none.</exception>
    public static async Task<(AWSCredentials Credentials, string Source)> ResolveAsync(
        AwsConnectionSettings settings, CredentialProfile? profile, RegionEndpoint region, CancellationToken cancellationToken)
    {
        IdentityCenterClients.Register();
        (AWSCredentials found, string source) = await FindAsync(settings, profile, cancellationToken).ConfigureAwait(false);
        AWSCredentials credentials = TemporaryCredentials.Replace(found, region);
        return settings.AssumeRoleArn is null ? (credentials, source)
            : (TemporaryCredentials.OfRole(AwsConnection.To(credentials, region), settings.AssumeRoleArn, RoleSessionName, new() { DurationSeconds = RoleSessionSeconds }, cancellationToken),
                $"role {settings.AssumeRoleArn} by {source}");
    }

    private static async Task<(AWSCredentials Credentials, string Source)> FindAsync(
        AwsConnectionSettings settings, CredentialProfile? profile, CancellationToken cancellationToken)
    {
        if (settings.AccessKey is not null || settings.SecretKey is not null || settings.SessionToken is not null)
        {
            return (FromKeys(settings), "parameters AccessKey and SecretKey");
        }

        if (profile is not null)
        {
            return (FromProfile(settings, profile), "profile " + profile.Name);
        }

        if (settings.Credential is not null)
        {
            return (FromObject(settings.Credential), "parameter Credential");
        }

        if (settings.StoredCredential is not null)
        {
            return (FromObject(settings.StoredCredential), "$StoredAWSCredentials");
        }

        AWSCredentials found = await FromDefaultChainAsync(cancellationToken).ConfigureAwait(false);
        return (found, SourceOf(found));
    }

    /// <summary>Where in its default chain the SDK found them, told by their kind.</summary>
    private static string SourceOf(AWSCredentials found) => found switch
    {
        EnvironmentVariablesAWSCredentials => "the environment variables",
        AssumeRoleWithWebIdentityCredentials => "the web identity of AWS_WEB_IDENTITY_TOKEN_FILE",
        GenericContainerCredentials => "the container",
        _ when found.GetType().Name.Contains("InstanceProfile") => "the instance",
        _ => "the default profile",
    };

    private static CredentialProfileStoreChain Chain(AwsConnectionSettings settings) => new(settings.ProfileLocation);

    private static AWSCredentials FromKeys(AwsConnectionSettings settings)
    {
        if (string.IsNullOrWhiteSpace(settings.AccessKey) || string.IsNullOrWhiteSpace(settings.SecretKey))
        {
            throw new ConnectionException(ConnectionFault.IncompleteKeys, Messages.IncompleteKeys);
        }

        return string.IsNullOrWhiteSpace(settings.SessionToken)
            ? new BasicAWSCredentials(settings.AccessKey, settings.SecretKey)
            : new SessionAWSCredentials(settings.AccessKey, settings.SecretKey, settings.SessionToken);
    }

    private static AWSCredentials FromProfile(AwsConnectionSettings settings, CredentialProfile profile)
    {
        try
        {
            return AWSCredentialsFactory.GetAWSCredentials(profile, Chain(settings));
        }
        catch (Exception exception) when (exception is AmazonClientException or InvalidOperationException or ArgumentException)
        {
            throw new ConnectionException(ConnectionFault.InvalidProfile,
                Messages.InvalidProfile.With(profile.Name, exception.Message), profile.Name, exception);
        }
    }

    private static AWSCredentials FromObject(object credential) => ForeignCredentials.TryWrap(credential)
        ?? throw new ConnectionException(ConnectionFault.InvalidCredentialType,
            Messages.InvalidCredentialType.With(credential.GetType().FullName));

    private static async Task<AWSCredentials> FromDefaultChainAsync(CancellationToken cancellationToken)
    {
        using DefaultAWSCredentialsIdentityResolver resolver = new();
        try
        {
            // Asks the instance's metadata at the end, which does not answer off AWS: not to be waited for uninterruptibly.
            Task<AWSCredentials> resolving = Task.Run(() => resolver.ResolveIdentityAsync(null, cancellationToken), cancellationToken);
            await Task.WhenAny(resolving, Task.Delay(Timeout.Infinite, cancellationToken)).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            return await resolving.ConfigureAwait(false);
        }
        catch (AmazonClientException exception)
        {
            throw new ConnectionException(ConnectionFault.NoCredentials,
                Messages.NoCredentials,
                innerException: exception);
        }
    }
}
