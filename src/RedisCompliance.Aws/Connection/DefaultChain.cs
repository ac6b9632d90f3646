using Amazon;
using Amazon.Runtime;

namespace RedisCompliance.Aws.Connection;

/// <summary>
/// Where to look for credentials if the user names no source, in the order of the AWS SDK for .NET. An absent source is skipped,
/// and reported if none is found; a source that is there but fails is an error, so that no other silently takes its place.
/// </summary>
/// <param name="profiles">The profiles of the shared AWS files.</param>
/// <param name="ofProfile">Gives a profile's credentials.</param>
/// <param name="region">The Region whose STS to call.</param>
internal sealed class DefaultChain(AwsProfiles profiles, ProfileCredentials ofProfile, RegionEndpoint region)
{
    private readonly List<string> _reasons = [];

    /// <summary>Finds the credentials, and says where.</summary>
    /// <exception cref="ConnectionException">There are none, or the first source present fails.</exception>
    public async Task<(AWSCredentials Credentials, string Source)> FindAsync(CancellationToken cancellationToken)
    {
        if (EnvironmentKeys.Find(CredentialOrigin.Environment) is { } keys)
        {
            return (keys, CredentialOrigin.Environment.Name);
        }

        Pass(CredentialOrigin.Environment, Messages.NoEnvironmentKeys);
        return await FindWebIdentityAsync(cancellationToken).ConfigureAwait(false)
            ?? await FindProfileAsync(cancellationToken).ConfigureAwait(false)
            ?? await FindContainerAsync(cancellationToken).ConfigureAwait(false)
            ?? await FindInstanceAsync(cancellationToken).ConfigureAwait(false)
            ?? throw new ConnectionException(
                ConnectionFault.NoCredentials, Messages.NoCredentials.With(string.Join(Messages.ReasonSeparator, _reasons)));
    }

    private async Task<(AWSCredentials, string)?> FindWebIdentityAsync(CancellationToken cancellationToken)
    {
        CredentialOrigin origin = CredentialOrigin.WebIdentity;
        const string TokenFile = "AWS_WEB_IDENTITY_TOKEN_FILE";
        if (EnvironmentVariable.Get(TokenFile) is not { } tokenFile)
        {
            return Pass(origin, Messages.VariableNotSet.With(TokenFile));
        }

        string roleArn = EnvironmentVariable.Get("AWS_ROLE_ARN")
            ?? throw origin.Failure(ConnectionFault.ProfileIncomplete, Messages.SettingMissing.With(TokenFile, "AWS_ROLE_ARN"));
        RoleCredentials role = new(origin, roleArn, EnvironmentVariable.Get("AWS_ROLE_SESSION_NAME"), region);
        return (await role.BeginWithTokenAsync(tokenFile, cancellationToken).ConfigureAwait(false), origin.Name);
    }

    private async Task<(AWSCredentials, string)?> FindProfileAsync(CancellationToken cancellationToken)
    {
        AwsProfile? profile = profiles.OfEnvironment();
        return profile is null
            ? Pass(CredentialOrigin.OfProfile(AwsProfiles.EnvironmentName), Messages.NoSuchProfile.With(profiles.Places))
            : !profile.NamesCredentials ? Pass(profile.Origin, Messages.NoCredentialSettings)
            : (await ofProfile.BeginAsync(profile, cancellationToken).ConfigureAwait(false), profile.Origin.Name);
    }

    private async Task<(AWSCredentials, string)?> FindContainerAsync(CancellationToken cancellationToken) => ContainerCredentials.IsNamed
        ? (await ContainerCredentials.BeginAsync(CredentialOrigin.Container, cancellationToken).ConfigureAwait(false),
            CredentialOrigin.Container.Name)
        : Pass(CredentialOrigin.Container, Messages.NoContainer.With(ContainerCredentials.RelativeUri, ContainerCredentials.FullUri));

    private async Task<(AWSCredentials, string)?> FindInstanceAsync(CancellationToken cancellationToken)
    {
        try
        {
            CredentialOrigin origin = CredentialOrigin.Instance;
            return (await InstanceMetadata.BeginAsync(origin, cancellationToken).ConfigureAwait(false), origin.Name);
        }
        catch (ConnectionException exception)
        {
            // Only an answer from the metadata service proves that this is an instance. It is the last source; keep its reason.
            _reasons.Add(exception.Message.TrimEnd('.', '。'));
            return null;
        }
    }

    private (AWSCredentials, string)? Pass(CredentialOrigin origin, string reason)
    {
        _reasons.Add(Messages.CredentialFailure.With(origin.Name, reason).TrimEnd('.', '。'));
        return null;
    }
}
