using System.Runtime.InteropServices;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;

namespace RedisCompliance.Aws.Connection.Profiles;

/// <summary>
/// The profiles of the shared AWS files, as they are now. AWSSDK.Core fixes the files' paths at its first use, and
/// misses a variable that is set later in the session. See docs/adr/0009.
/// </summary>
internal sealed class AwsProfiles
{
    private const string DefaultName = "default";

    private readonly Dictionary<string, AwsProfile> _profiles = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AwsProfile> _ssoSessions = new(StringComparer.Ordinal);
    private readonly List<string> _files = [];
    private readonly bool _hasEncryptedStore;

    private AwsProfiles(bool hasEncryptedStore) => _hasEncryptedStore = hasEncryptedStore;

    /// <summary>The name of the profile to use if the user names none.</summary>
    public static string EnvironmentName => EnvironmentVariable.Get("AWS_PROFILE") ?? DefaultName;

    /// <summary>The names of all profiles of the files.</summary>
    public IEnumerable<string> Names => _profiles.Keys;

    /// <summary>The files that were read, in words.</summary>
    public string Places => string.Join(", ", _files);

    /// <summary>Reads the files.</summary>
    /// <param name="credentialsPath">The credentials file; null for its usual place. With a path, the config file beside it
    /// is read.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="ConnectionException">A file cannot be read or parsed.</exception>
    public static async Task<AwsProfiles> ReadAsync(string? credentialsPath, CancellationToken cancellationToken)
    {
        AwsProfiles profiles = new(credentialsPath is null && RuntimeInformation.IsOSPlatform(OSPlatform.Windows));
        string config = Variable("AWS_CONFIG_FILE")
            ?? (credentialsPath is null ? LocalFile.InHome(".aws", "config") : Beside(credentialsPath));
        Dictionary<string, AwsProfile> ofConfig = await profiles.ReadFileAsync(config, cancellationToken).ConfigureAwait(false);
        foreach (KeyValuePair<string, AwsProfile> section in ofConfig)
        {
            profiles.AddOfConfig(section.Key, section.Value);
        }

        string credentials = credentialsPath ?? Variable("AWS_SHARED_CREDENTIALS_FILE") ?? LocalFile.InHome(".aws", "credentials");
        Dictionary<string, AwsProfile> ofCredentials = await profiles.ReadFileAsync(credentials, cancellationToken).ConfigureAwait(false);
        foreach (KeyValuePair<string, AwsProfile> section in ofCredentials)
        {
            Add(profiles._profiles, Words(section.Key) is ["profile", var name] ? name : section.Key, section.Value);
        }

        return profiles;

        static string? Variable(string name) => EnvironmentVariable.Get(name) is { } path ? LocalFile.Expand(path) : null;

        static string Beside(string path) => Path.Combine(Path.GetDirectoryName(path) is { Length: > 0 } folder ? folder : ".", "config");
    }

    /// <summary>Finds a profile by its name; null if there is none.</summary>
    public AwsProfile? Find(string name) => (_hasEncryptedStore ? FindEncrypted(name) : null)
        ?? (_profiles.TryGetValue(name, out AwsProfile? profile) ? profile : null);

    /// <summary>Gets a profile by its name.</summary>
    /// <exception cref="ConnectionException">There is no such profile.</exception>
    public AwsProfile Get(string name) => Find(name)
        ?? throw new ConnectionException(ConnectionFault.ProfileNotFound, Messages.ProfileNotFound.With(name, Places), name);

    /// <summary>The profile of <c>AWS_PROFILE</c>, or the default profile; null if there is no default profile.</summary>
    /// <exception cref="ConnectionException"><c>AWS_PROFILE</c> names a profile that does not exist.</exception>
    public AwsProfile? OfEnvironment() => EnvironmentName is var name && name == DefaultName ? Find(name) : Get(name);

    /// <summary>The section that a profile's <c>sso_session</c> names.</summary>
    /// <exception cref="ConnectionException">There is no such section.</exception>
    public AwsProfile SsoSession(AwsProfile profile, string name) =>
        _ssoSessions.TryGetValue(name, out AwsProfile? session) ? session.For(profile.Origin)
        : throw profile.Origin.Failure(ConnectionFault.SsoSessionNotFound, Messages.SsoSessionNotFound.With(name, Places));

    private async Task<Dictionary<string, AwsProfile>> ReadFileAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            string? text = await LocalFile.ReadTextAsync(path, cancellationToken).ConfigureAwait(false);
            _files.Add(text is null ? Messages.FileNotThere.With(path) : path);
            return AwsFile.Parse(text ?? string.Empty, path);
        }
        catch (IOException exception)
        {
            throw new ConnectionException(
                ConnectionFault.AwsFileUnreadable, Messages.AwsFileUnreadable.With(path, exception.Message), path, exception);
        }
    }

    private void AddOfConfig(string section, AwsProfile settings)
    {
        switch (Words(section))
        {
            case [DefaultName]:
            case ["profile", _]:
                Add(_profiles, Words(section)[^1], settings);
                break;
            case ["sso-session", var name]:
                Add(_ssoSessions, name, settings);
                break;
            default:
                // Services, plug-ins, and settings of other tools.
                break;
        }
    }

    private static void Add(Dictionary<string, AwsProfile> profiles, string name, AwsProfile settings)
    {
        if (!profiles.TryGetValue(name, out AwsProfile? profile))
        {
            profiles[name] = profile = new AwsProfile(name);
        }

        profile.Override(settings);
    }

    private static string[] Words(string section) => section.Split([' '], 2);

    /// <summary>A profile of the encrypted store on Windows, which AWS Tools writes and only AWSSDK.Core can open.</summary>
    private static AwsProfile? FindEncrypted(string name)
    {
        CredentialProfile stored;
        try
        {
            if (!new NetSDKCredentialsFile().TryGetProfile(name, out stored))
            {
                return null;
            }
        }
        catch (Exception exception) when (exception is AmazonClientException or IOException or UnauthorizedAccessException)
        {
            throw CredentialOrigin.OfProfile(name).Failure(ConnectionFault.AwsFileUnreadable, exception.Message, exception);
        }

        CredentialProfileOptions options = stored.Options;
        return new AwsProfile(name)
        {
            IsSaml = options.EndpointName is not null,
            ["region"] = stored.Region?.SystemName,
            ["aws_access_key_id"] = options.AccessKey,
            ["aws_secret_access_key"] = options.SecretKey,
            ["aws_session_token"] = options.Token,
            ["role_arn"] = options.RoleArn,
            ["source_profile"] = options.SourceProfile,
            ["external_id"] = options.ExternalID,
            ["mfa_serial"] = options.MfaSerial,
            ["role_session_name"] = options.RoleSessionName,
            ["credential_process"] = options.CredentialProcess,
            ["sso_account_id"] = options.SsoAccountId,
            ["sso_region"] = options.SsoRegion,
            ["sso_role_name"] = options.SsoRoleName,
            ["sso_start_url"] = options.SsoStartUrl,
        };
    }
}
