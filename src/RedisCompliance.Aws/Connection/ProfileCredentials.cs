using System.Globalization;
using Amazon;
using Amazon.Runtime;

namespace RedisCompliance.Aws.Connection;

/// <summary>A profile's credentials, from whichever source the profile names.</summary>
/// <remarks>
/// In the order of the AWS CLI: a role, IAM Identity Center, keys, a process, a login. AWS SDKs and Tools Reference Guide,
/// "Standardized credential providers".
/// </remarks>
/// <param name="profiles">All profiles: one may use another as its source.</param>
/// <param name="region">The Region whose STS to call.</param>
/// <param name="askMfaCode">Asks for an MFA code; null if nobody can be asked.</param>
internal sealed class ProfileCredentials(AwsProfiles profiles, RegionEndpoint region, AskMfaCode? askMfaCode)
{
    private static readonly string[] s_ofRoles = ["web_identity_token_file", "source_profile", "credential_source"];

    /// <summary>Finds the credentials.</summary>
    /// <exception cref="ConnectionException">The profile gives none.</exception>
    public Task<AWSCredentials> BeginAsync(AwsProfile profile, CancellationToken cancellationToken) =>
        BeginAsync(profile, [], cancellationToken);

    private async Task<AWSCredentials> BeginAsync(AwsProfile profile, List<string> chain, CancellationToken cancellationToken)
    {
        profile.Check();
        if (profile.IsSaml)
        {
            throw profile.Origin.Failure(ConnectionFault.SamlProfile, Messages.SamlProfile);
        }

        // A source profile, which may be the profile itself, gives its own keys if it has any.
        if (chain.Count > 0 && profile.HasKeys)
        {
            return Keys(profile);
        }

        return profile["role_arn"] is { } roleArn ? await BeginRoleAsync(profile, roleArn, chain, cancellationToken).ConfigureAwait(false)
            : profile.IsSso ? await SsoCredentials.BeginAsync(profile, profiles, cancellationToken).ConfigureAwait(false)
            : profile.HasKeys ? Keys(profile)
            : profile["credential_process"] is { } command
                ? await CredentialProcess.BeginAsync(command, profile.Origin, cancellationToken).ConfigureAwait(false)
            : profile["login_session"] is { } session
                ? await LoginCache.BeginAsync(session, profile.Origin, cancellationToken).ConfigureAwait(false)
            : throw Incomplete(profile);
    }

    /// <remarks>AWS STS API Reference, AssumeRole, DurationSeconds.</remarks>
    private static int? DurationOf(AwsProfile profile) => profile["duration_seconds"] is not { } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds) && seconds is >= 900 and <= 43_200 ? seconds
        : throw profile.Origin.Failure(ConnectionFault.InvalidProfile, Messages.DurationSecondsInvalid.With(text));

    private static ConnectionException Incomplete(AwsProfile profile) => profile.Origin.Failure(
        ConnectionFault.ProfileIncomplete,
        s_ofRoles.FirstOrDefault(key => profile[key] is not null) is { } setting
            ? Messages.SettingMissing.With(setting, "role_arn")
            : Messages.NoCredentialSettings);

    private async Task<AWSCredentials> BeginRoleAsync(
        AwsProfile profile, string roleArn, List<string> chain, CancellationToken cancellationToken)
    {
        RoleCredentials role = new(profile.Origin, roleArn, profile["role_session_name"], region)
        {
            EndpointVariant = EndpointVariant.Find(profile),
            DurationSeconds = DurationOf(profile),
        };
        if (profile["web_identity_token_file"] is { } tokenFile)
        {
            return await role.BeginWithTokenAsync(LocalFile.Expand(tokenFile), cancellationToken).ConfigureAwait(false);
        }

        AWSCredentials source = (profile["source_profile"], profile["credential_source"]) switch
        {
            (not null, not null) => throw profile.Origin.Failure(ConnectionFault.InvalidProfile, Messages.TwoSources),
            ({ } name, null) => await BeginSourceAsync(profile, name, chain, cancellationToken).ConfigureAwait(false),
            (null, { } kind) => await BeginSourceAsync(profile, kind, cancellationToken).ConfigureAwait(false),
            _ => throw profile.Origin.Failure(ConnectionFault.ProfileIncomplete, Messages.RoleWithoutSource),
        };
        return await role.BeginAsync(source, profile["external_id"], profile["mfa_serial"], askMfaCode, cancellationToken)
            .ConfigureAwait(false);
    }

    private Task<AWSCredentials> BeginSourceAsync(
        AwsProfile profile, string sourceName, List<string> chain, CancellationToken cancellationToken)
    {
        chain.Add(profile.Name);
        AwsProfile source = profiles.Find(sourceName)
            ?? throw profile.Origin.Failure(
                ConnectionFault.SourceProfileNotFound, Messages.SourceProfileNotFound.With(sourceName, profiles.Places));
        return chain.Contains(sourceName) && !source.HasKeys
            ? throw profile.Origin.Failure(
                ConnectionFault.SourceProfileLoop, Messages.SourceProfileLoop.With(string.Join(" → ", [.. chain, sourceName])))
            : BeginAsync(source.For(profile.Origin.Source(sourceName)), chain, cancellationToken);
    }

    private static Task<AWSCredentials> BeginSourceAsync(
        AwsProfile profile, string kind, CancellationToken cancellationToken) => kind.ToUpperInvariant() switch
    {
        "ENVIRONMENT" => Task.FromResult(EnvironmentKeys.Find(profile.Origin)
            ?? throw profile.Origin.Failure(ConnectionFault.IncompleteKeys, Messages.NoEnvironmentKeys)),
        "ECSCONTAINER" => ContainerCredentials.BeginAsync(profile.Origin, cancellationToken),
        "EC2INSTANCEMETADATA" => InstanceMetadata.BeginAsync(profile.Origin, cancellationToken),
        _ => throw profile.Origin.Failure(ConnectionFault.InvalidProfile, Messages.CredentialSourceUnknown.With(kind)),
    };

    private static AWSCredentials Keys(AwsProfile profile)
    {
        (string? accessKey, string? secretKey) = (profile["aws_access_key_id"], profile["aws_secret_access_key"]);
        return accessKey is not null && secretKey is not null ? EnvironmentKeys.Create(accessKey, secretKey, profile["aws_session_token"])
            : throw profile.Origin.Failure(ConnectionFault.IncompleteKeys, Messages.SettingMissing.With(
                accessKey is not null ? "aws_access_key_id" : secretKey is not null ? "aws_secret_access_key" : "aws_session_token",
                accessKey is null ? "aws_access_key_id" : "aws_secret_access_key"));
    }
}
