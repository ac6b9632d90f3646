namespace RedisCompliance.Aws.Connection.Profiles;

/// <summary>The settings of one profile, or of one <c>sso-session</c> section.</summary>
internal sealed class AwsProfile
{
    /// <summary>Settings whose value has no white space, so that white space before a # or ; begins a comment.</summary>
    private static readonly string[] s_words =
    [
        "region", "aws_access_key_id", "aws_secret_access_key", "aws_session_token", "role_arn", "source_profile", "credential_source",
        "external_id", "mfa_serial", "role_session_name", "sso_session", "sso_start_url", "sso_region", "sso_account_id", "sso_role_name",
        "login_session", "use_fips_endpoint", "use_dualstack_endpoint",
    ];

    private static readonly string[] s_keys = ["aws_access_key_id", "aws_secret_access_key", "aws_session_token"];

    private static readonly string[] s_sso = ["sso_session", "sso_start_url", "sso_account_id", "sso_role_name"];

    private static readonly string[] s_sources =
        ["role_arn", "source_profile", "credential_source", "web_identity_token_file", "credential_process", "login_session"];

    private readonly Dictionary<string, string> _settings;

    public AwsProfile(string name)
        : this(name, new(StringComparer.OrdinalIgnoreCase), CredentialOrigin.OfProfile(name))
    {
    }

    private AwsProfile(string name, Dictionary<string, string> settings, CredentialOrigin origin)
    {
        Name = name;
        _settings = settings;
        Origin = origin;
    }

    /// <summary>The profile's name.</summary>
    public string Name { get; }

    /// <summary>The source that a failure of these credentials names.</summary>
    public CredentialOrigin Origin { get; }

    /// <summary>Whether it has any part of a key pair.</summary>
    public bool HasKeys => s_keys.Any(key => this[key] is not null);

    /// <summary>Whether it names a source of credentials, valid or not.</summary>
    public bool NamesCredentials => HasKeys || IsSso || IsSaml || s_sources.Any(key => this[key] is not null);

    /// <summary>Whether its credentials come from IAM Identity Center.</summary>
    public bool IsSso => s_sso.Any(key => this[key] is not null);

    /// <summary>Whether it is from the encrypted store on Windows, and signs in by SAML.</summary>
    public bool IsSaml { get; init; }

    /// <summary>A setting; null where it is missing or empty.</summary>
    public string? this[string key]
    {
        get => _settings.TryGetValue(key, out string? value) && value.Length > 0 ? value : null;
        set => _settings[key] = value ?? string.Empty;
    }

    /// <summary>The Region, as written.</summary>
    /// <exception cref="ConnectionException">The value includes a comment.</exception>
    public string? Region => Checked("region");

    /// <summary>The same profile with another origin: it is used on behalf of another profile.</summary>
    public AwsProfile For(CredentialOrigin origin) => new(Name, _settings, origin) { IsSaml = IsSaml };

    /// <summary>A required setting.</summary>
    /// <exception cref="ConnectionException">The setting is missing.</exception>
    public string Required(string key, string besides) =>
        this[key] ?? throw Origin.Failure(ConnectionFault.ProfileIncomplete, Messages.SettingMissing.With(besides, key));

    /// <summary>Rejects comments that would be read as part of a value.</summary>
    /// <exception cref="ConnectionException">A value includes a comment.</exception>
    public void Check() => Array.ForEach(s_words, key => Checked(key));

    /// <summary>A setting that may not include a comment. The error omits the value, which may be secret.</summary>
    private string? Checked(string key) =>
        this[key] is { } value && Enumerable.Range(1, value.Length - 1).Any(i => value[i] is '#' or ';' && char.IsWhiteSpace(value[i - 1]))
            ? throw Origin.Failure(ConnectionFault.CommentInValue, Messages.CommentInValue.With(key))
            : this[key];

    /// <summary>Overwrites its settings with those of the same section in another file.</summary>
    public void Override(AwsProfile other)
    {
        foreach (KeyValuePair<string, string> setting in other._settings)
        {
            _settings[setting.Key] = setting.Value;
        }
    }
}
