namespace RedisCompliance.Failures;

/// <summary>What is wrong with the connection settings or credentials.</summary>
public enum ConnectionFault
{
    /// <summary>No parameter, variable, profile, environment or instance names a Region.</summary>
    NoRegion,

    /// <summary>The Region is not one of AWS's.</summary>
    UnknownRegion,

    /// <summary>The endpoint is not an absolute http or https URL.</summary>
    InvalidEndpoint,

    /// <summary>The setting for FIPS or dual-stack endpoints is neither true nor false.</summary>
    InvalidEndpointSetting,

    /// <summary>Another account is to be entered, and no role is named for it.</summary>
    NoRole,

    /// <summary>The credentials belong to another account than the one they are meant for.</summary>
    OtherAccount,

    /// <summary>An environment variable of the function has an invalid value.</summary>
    InvalidEnvironment,

    /// <summary>No credentials were found anywhere.</summary>
    NoCredentials,

    /// <summary>Half of a key pair is missing, or a session token has no key pair.</summary>
    IncompleteKeys,

    /// <summary>The object given as credentials is not of the AWS SDK.</summary>
    InvalidCredentialType,

    /// <summary>The object given as credentials returns no keys.</summary>
    CredentialObjectFailed,

    /// <summary>A shared AWS file cannot be read.</summary>
    AwsFileUnreadable,

    /// <summary>A shared AWS file has an invalid line.</summary>
    AwsFileInvalid,

    /// <summary>There is no profile of that name.</summary>
    ProfileNotFound,

    /// <summary>The profile has no setting for credentials, or lacks one that its setting requires.</summary>
    ProfileIncomplete,

    /// <summary>The profile's settings contradict each other, or one has an invalid value.</summary>
    InvalidProfile,

    /// <summary>A comment follows a value, and so becomes part of it.</summary>
    CommentInValue,

    /// <summary>The profile that another profile's <c>source_profile</c> names does not exist.</summary>
    SourceProfileNotFound,

    /// <summary>A chain of <c>source_profile</c> settings returns to its start.</summary>
    SourceProfileLoop,

    /// <summary>The profile signs in with SAML, which only AWS Tools supports.</summary>
    SamlProfile,

    /// <summary>The profile's <c>credential_process</c> could not be started, or failed.</summary>
    CredentialProcessFailed,

    /// <summary>The profile's <c>credential_process</c> timed out.</summary>
    CredentialProcessTimedOut,

    /// <summary>The profile's <c>credential_process</c> printed something other than keys.</summary>
    CredentialProcessOutputInvalid,

    /// <summary>The source returned keys that have already expired.</summary>
    ExpiredKeys,

    /// <summary>AWS STS rejects the keys that were to assume a role.</summary>
    SourceKeysRefused,

    /// <summary>AWS STS refuses to let the caller assume the role.</summary>
    RoleRefused,

    /// <summary>An MFA code is required, and the session cannot prompt for one.</summary>
    MfaCodeRequired,

    /// <summary>AWS STS rejects the MFA code.</summary>
    MfaCodeRefused,

    /// <summary>The web identity's token file is missing or empty.</summary>
    WebIdentityTokenMissing,

    /// <summary>AWS STS refuses to let the web identity assume the role.</summary>
    WebIdentityRefused,

    /// <summary>The section that a profile's <c>sso_session</c> names does not exist.</summary>
    SsoSessionNotFound,

    /// <summary>No user is signed in to IAM Identity Center, or the sign-in has expired.</summary>
    SignInRequired,

    /// <summary>IAM Identity Center does not grant the user the role.</summary>
    SsoRoleRefused,

    /// <summary>No user is signed in with <c>aws login</c>, or the sign-in has expired.</summary>
    LoginRequired,

    /// <summary>The container's credential source failed.</summary>
    ContainerCredentialsFailed,

    /// <summary>The instance metadata returned no credentials.</summary>
    InstanceCredentialsFailed,

    /// <summary>Another module has loaded an unusable AWSSDK.Core into the session.</summary>
    SdkConflict,

    /// <summary>The credential service could not be reached, or returned an unexpected answer.</summary>
    CredentialServiceFailed,
}

/// <summary>The Region, credentials or endpoint cannot be used for a call.</summary>
public sealed class ConnectionException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="fault">The kind of fault.</param>
    /// <param name="message">One sentence that names the invalid value, unless it is secret.</param>
    /// <param name="target">The invalid value, unless it is secret.</param>
    /// <param name="innerException">The cause.</param>
    public ConnectionException(ConnectionFault fault, string message, object? target = null, Exception? innerException = null)
        : base(PlainText.OneLine(message), innerException)
    {
        Fault = fault;
        Target = target;
    }

    /// <summary>The kind of fault.</summary>
    public ConnectionFault Fault { get; }

    /// <summary>The invalid value, such as a Region, profile name or URL; null for a secret.</summary>
    public object? Target { get; }
}
