using Amazon;
using Amazon.Runtime;

namespace RedisCompliance.Aws.Connection;

/// <summary>
/// Finds credentials in the order of AWS Tools for PowerShell: key parameters, profile, credentials object,
/// <c>$StoredAWSCredentials</c>, and then the AWS SDKs' own default chain. Every source must give its keys once,
/// so that an error is reported before the first call.
/// </summary>
internal static class CredentialResolver
{
    // The names and the duration in the article's function.
    private const string RoleSessionName = "configLambdaExecution";
    private const int RoleSessionSeconds = 900;

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    /// <summary>Finds the credentials, and says where.</summary>
    /// <exception cref="ConnectionException">The input is incomplete or not credentials, or there are none.</exception>
    public static async Task<(AWSCredentials Credentials, string Source)> ResolveAsync(
        AwsConnectionSettings settings, AwsProfiles profiles, RegionEndpoint region, CancellationToken cancellationToken)
    {
        (AWSCredentials found, string source) = await FindAsync(settings, profiles, region, cancellationToken).ConfigureAwait(false);
        if (settings.AssumeRoleArn is not { } roleArn)
        {
            return (found, source);
        }

        AssumeRoleAWSCredentialsOptions options = new() { DurationSeconds = RoleSessionSeconds };
        AwsConnection caller = AwsConnection.To(found, region);
        return (TemporaryCredentials.OfRole(caller, roleArn, RoleSessionName, options, cancellationToken),
            Messages.SourceRole.With(roleArn, source));
    }

    private static async Task<(AWSCredentials Credentials, string Source)> FindAsync(
        AwsConnectionSettings settings, AwsProfiles profiles, RegionEndpoint region, CancellationToken cancellationToken)
    {
        if (settings.AccessKey is not null || settings.SecretKey is not null || settings.SessionToken is not null)
        {
            return (FromKeys(settings), Messages.SourceKeyParameters);
        }

        ProfileCredentials ofProfile = new(profiles, region, settings.AskMfaCode);
        if (settings.GivenProfileName is { } name)
        {
            AWSCredentials credentials = await ofProfile.BeginAsync(profiles.Get(name), cancellationToken).ConfigureAwait(false);
            return (credentials, CredentialOrigin.OfProfile(name).Name);
        }

        if (settings.Credential is not null)
        {
            string source = Messages.SourceParameter.With(nameof(settings.Credential));
            return (await FromObjectAsync(settings.Credential, source, cancellationToken).ConfigureAwait(false), source);
        }

        const string Stored = "$StoredAWSCredentials";
        return settings.StoredCredential is not null
            ? (await FromObjectAsync(settings.StoredCredential, Stored, cancellationToken).ConfigureAwait(false), Stored)
            : await new DefaultChain(profiles, ofProfile, region).FindAsync(cancellationToken).ConfigureAwait(false);
    }

    private static AWSCredentials FromKeys(AwsConnectionSettings settings) =>
        string.IsNullOrWhiteSpace(settings.AccessKey) || string.IsNullOrWhiteSpace(settings.SecretKey)
            ? throw new ConnectionException(ConnectionFault.IncompleteKeys, Messages.IncompleteKeys)
            : EnvironmentKeys.Create(settings.AccessKey!, settings.SecretKey!, settings.SessionToken);

    private static async Task<AWSCredentials> FromObjectAsync(object credential, string source, CancellationToken cancellationToken)
    {
        AWSCredentials credentials = ForeignCredentials.TryWrap(credential)
            ?? throw new ConnectionException(
                ConnectionFault.InvalidCredentialType, Messages.InvalidCredentialType.With(credential.GetType().FullName));
        try
        {
            // Another SDK's credentials may ask a process or a service, and cannot be cancelled.
            Task<ImmutableCredentials> asking = Task.Run(credentials.GetCredentialsAsync, cancellationToken);
            await Abandonable.WaitAsync(asking, s_patience, cancellationToken).ConfigureAwait(false);
            return credentials;
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // The object may be any class of any SDK and throw anything: it gives no keys.
            throw new CredentialOrigin(source, null).Failure(
                ConnectionFault.CredentialObjectFailed,
                Messages.CredentialObjectFailed.With(credential.GetType().FullName, exception.Message),
                exception);
        }
    }
}
