namespace RedisCompliance.Failures;

/// <summary>What is wrong with the way to AWS that was asked for, before any call was made.</summary>
public enum ConnectionFault
{
    /// <summary>Neither a parameter nor a variable, profile, environment or instance names a Region.</summary>
    NoRegion,

    /// <summary>The Region is not one of AWS's.</summary>
    UnknownRegion,

    /// <summary>The endpoint is not an absolute http or https URL.</summary>
    InvalidEndpoint,

    /// <summary>What chooses FIPS or dual-stack endpoints is neither true nor false.</summary>
    InvalidEndpointSetting,

    /// <summary>An account that is not the caller's is to be entered, and no role is named for it.</summary>
    NoRole,

    /// <summary>The credentials are of another account than what they are to be used for.</summary>
    OtherAccount,

    /// <summary>An environment variable of the function has a value that cannot be.</summary>
    InvalidEnvironment,

    /// <summary>No credentials were found anywhere.</summary>
    NoCredentials,

    /// <summary>Of a key pair only one half is there, or a session token without one.</summary>
    IncompleteKeys,

    /// <summary>The object given as credentials is none of the AWS SDK.</summary>
    InvalidCredentialType,

    /// <summary>The object given as credentials gives no keys.</summary>
    CredentialObjectFailed,

    /// <summary>A shared AWS file cannot be read.</summary>
    AwsFileUnreadable,

    /// <summary>A shared AWS file has a line that is none.</summary>
    AwsFileInvalid,

    /// <summary>There is no profile of that name.</summary>
    ProfileNotFound,

    /// <summary>The profile has no setting that credentials come from, or lacks one that goes with it.</summary>
    ProfileIncomplete,

    /// <summary>The profile's settings contradict each other, or one has a value that it cannot have.</summary>
    InvalidProfile,

    /// <summary>A comment stands behind a value, and is part of it.</summary>
    CommentInValue,

    /// <summary>The profile that another's <c>source_profile</c> names is not there.</summary>
    SourceProfileNotFound,

    /// <summary>A chain of <c>source_profile</c> comes back to where it began.</summary>
    SourceProfileLoop,

    /// <summary>The profile signs in by SAML, which is left to AWS Tools.</summary>
    SamlProfile,

    /// <summary>The profile's <c>credential_process</c> could not be started, or failed.</summary>
    CredentialProcessFailed,

    /// <summary>The profile's <c>credential_process</c> did not end in time.</summary>
    CredentialProcessTimedOut,

    /// <summary>The profile's <c>credential_process</c> printed something else than keys.</summary>
    CredentialProcessOutputInvalid,

    /// <summary>The keys that a source gave have expired already.</summary>
    ExpiredKeys,

    /// <summary>AWS STS refuses the keys that a role was to be assumed with.</summary>
    SourceKeysRefused,

    /// <summary>AWS STS does not let the role be assumed.</summary>
    RoleRefused,

    /// <summary>The code of an MFA device is needed, and nobody can be asked for it.</summary>
    MfaCodeRequired,

    /// <summary>AWS STS refuses the code of the MFA device.</summary>
    MfaCodeRefused,

    /// <summary>The file with the web identity's token is not there, or empty.</summary>
    WebIdentityTokenMissing,

    /// <summary>AWS STS does not let the web identity take the role.</summary>
    WebIdentityRefused,

    /// <summary>The section that a profile's <c>sso_session</c> names is not there.</summary>
    SsoSessionNotFound,

    /// <summary>Nobody is signed in to IAM Identity Center, or not any more.</summary>
    SignInRequired,

    /// <summary>IAM Identity Center does not give the role to the user.</summary>
    SsoRoleRefused,

    /// <summary>Nobody is signed in by <c>aws login</c>, or not any more.</summary>
    LoginRequired,

    /// <summary>The container's source of credentials fails.</summary>
    ContainerCredentialsFailed,

    /// <summary>The instance's metadata gives no credentials.</summary>
    InstanceCredentialsFailed,

    /// <summary>Another module has loaded an AWSSDK.Core into the session that no call can be made with.</summary>
    SdkConflict,

    /// <summary>The service that gives credentials out could not be reached, or did not answer as it should.</summary>
    CredentialServiceFailed,
}

/// <summary>A Region, credentials or an endpoint that no call can be made with.</summary>
public sealed class ConnectionException : Exception
{
    /// <summary>Says what is wrong.</summary>
    /// <param name="fault">What it is.</param>
    /// <param name="message">One sentence that names the value at fault, unless it is secret.</param>
    /// <param name="target">The value at fault, unless it is secret.</param>
    /// <param name="innerException">What it came from.</param>
    public ConnectionException(ConnectionFault fault, string message, object? target = null, Exception? innerException = null)
        : base(PlainText.OneLine(message), innerException)
    {
        Fault = fault;
        Target = target;
    }

    /// <summary>What is wrong.</summary>
    public ConnectionFault Fault { get; }

    /// <summary>The value at fault: a Region, a profile's name, a URL; null for secrets.</summary>
    public object? Target { get; }
}
