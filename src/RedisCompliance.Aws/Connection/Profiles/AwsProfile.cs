namespace RedisCompliance.Aws.Connection.Profiles;

/// <summary>The settings of one profile, or of one <c>sso-session</c> section.</summary>
internal sealed class AwsProfile
{
    /// <summary>Settings whose value has no white space in it, so that what begins with it and a # or ; is a comment.</summary>
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

    /// <summary>What a failure of its credentials names.</summary>
    public CredentialOrigin Origin { get; }

    /// <summary>Whether it has any part of a key pair.</summary>
    public bool HasKeys => s_keys.Any(key => this[key] is not null);

    /// <summary>Whether it says where credentials come from, rightly or wrongly.</summary>
    public bool NamesCredentials => HasKeys || IsSso || IsSaml || s_sources.Any(key => this[key] is not null);

    /// <summary>Whether its credentials come from IAM Identity Center.</summary>
    public bool IsSso => s_sso.Any(key => this[key] is not null);

    /// <summary>Whether it is of the encrypted store on Windows, and signs in by SAML.</summary>
    public bool IsSaml { get; init; }

    /// <summary>A setting; null where it is missing or empty.</summary>
    public string? this[string key]
    {
        get => _settings.TryGetValue(key, out string? value) && value.Length > 0 ? value : null;
        set => _settings[key] = value ?? string.Empty;
    }

    /// <summary>The Region, as it stands there.</summary>
    /// <exception cref="ConnectionException">A comment is part of it.</exception>
    public string? Region => Checked("region");

    /// <summary>The same, with another origin: it is used on behalf of another profile.</summary>
    public AwsProfile For(CredentialOrigin origin) => new(Name, _settings, origin) { IsSaml = IsSaml };

    /// <summary>A setting that must be there.</summary>
    /// <exception cref="ConnectionException">It is not.</exception>
    public string Required(string key, string besides) =>
        this[key] ?? throw Origin.Failure(ConnectionFault.ProfileIncomplete, Messages.SettingMissing.With(besides, key));

    /// <summary>Refuses what would be taken for part of a value.</summary>
    /// <exception cref="ConnectionException">A comment is part of a value.</exception>
    public void Check() => Array.ForEach(s_words, key => Checked(key));

    /// <summary>A setting without white space in it. What it is instead is not told, it may be secret.</summary>
    private string? Checked(string key) =>
        this[key] is { } value && Enumerable.Range(1, value.Length - 1).Any(i => value[i] is '#' or ';' && char.IsWhiteSpace(value[i - 1]))
            ? throw Origin.Failure(ConnectionFault.CommentInValue, Messages.CommentInValue.With(key))
            : this[key];

    /// <summary>Takes another file's settings over its own.</summary>
    public void Override(AwsProfile other)
    {
        foreach (KeyValuePair<string, string> setting in other._settings)
        {
            _settings[setting.Key] = setting.Value;
        }
    }
}
