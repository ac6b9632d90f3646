using System.Management.Automation;

namespace RedisCompliance.Commands;

/// <summary>
/// Error records for a Region, credentials or an endpoint that cannot be used: each fault has an id that scripts can rely
/// on, a category, and advice.
/// </summary>
internal static class ConnectionErrors
{
    /// <summary>Makes the record of a fault.</summary>
    public static ErrorRecord From(ConnectionException exception)
    {
        (ErrorId id, ErrorCategory category, string advice) = Describe(exception.Fault);
        // Advice puts the profile's name into commands for the user to type.
        return ErrorRecords.Create(exception, id, category, exception.Target, advice.With(exception.Target ?? "default"));
    }

    /// <summary>The fault behind a call that failed because its credentials could not be renewed; null if there is none.</summary>
    public static ConnectionException? FindCause(ServiceCallException exception)
    {
        Exception? cause = exception.InnerException;
        while (cause is not null and not ConnectionException)
        {
            cause = cause.InnerException;
        }

        return cause as ConnectionException;
    }

    private static (ErrorId Id, ErrorCategory Category, string Advice) Describe(ConnectionFault fault) => fault switch
    {
        ConnectionFault.NoRegion => (ErrorId.NoRegion, ErrorCategory.InvalidArgument, Messages.AdviceNoRegion),
        ConnectionFault.UnknownRegion => (ErrorId.UnknownRegion, ErrorCategory.InvalidArgument, Messages.AdviceUnknownRegion),
        ConnectionFault.InvalidEndpoint => (ErrorId.InvalidEndpoint, ErrorCategory.InvalidArgument, Messages.AdviceInvalidEndpoint),
        ConnectionFault.NoRole => (ErrorId.NoRole, ErrorCategory.InvalidArgument, Messages.AdviceNoRole),
        ConnectionFault.InvalidEndpointSetting =>
            (ErrorId.InvalidEndpointSetting, ErrorCategory.InvalidArgument, Messages.AdviceInvalidEndpointSetting),
        ConnectionFault.InvalidEnvironment =>
            (ErrorId.InvalidEnvironment, ErrorCategory.InvalidArgument, Messages.AdviceInvalidEnvironment),
        ConnectionFault.OtherAccount => (ErrorId.OtherAccount, ErrorCategory.PermissionDenied, Messages.AdviceOtherAccountOfCredentials),
        ConnectionFault.NoCredentials => (ErrorId.NoCredentials, ErrorCategory.AuthenticationError, Messages.AdviceNoCredentials),
        ConnectionFault.IncompleteKeys => (ErrorId.IncompleteKeys, ErrorCategory.InvalidArgument, Messages.AdviceIncompleteKeys),
        ConnectionFault.InvalidCredentialType =>
            (ErrorId.InvalidCredentialType, ErrorCategory.InvalidType, Messages.AdviceInvalidCredentialType),
        ConnectionFault.CredentialObjectFailed =>
            (ErrorId.CredentialObjectFailed, ErrorCategory.AuthenticationError, Messages.AdviceCredentialObjectFailed),
        ConnectionFault.AwsFileUnreadable => (ErrorId.AwsFileUnreadable, ErrorCategory.ReadError, Messages.AdviceAwsFileUnreadable),
        ConnectionFault.AwsFileInvalid => (ErrorId.AwsFileInvalid, ErrorCategory.ParserError, Messages.AdviceAwsFileInvalid),
        ConnectionFault.ProfileNotFound => (ErrorId.ProfileNotFound, ErrorCategory.ObjectNotFound, Messages.AdviceProfileNotFound),
        ConnectionFault.ProfileIncomplete => (ErrorId.ProfileIncomplete, ErrorCategory.InvalidData, Messages.AdviceProfileIncomplete),
        ConnectionFault.InvalidProfile => (ErrorId.InvalidProfile, ErrorCategory.InvalidData, Messages.AdviceInvalidProfile),
        ConnectionFault.CommentInValue => (ErrorId.CommentInValue, ErrorCategory.InvalidData, Messages.AdviceCommentInValue),
        ConnectionFault.SourceProfileNotFound =>
            (ErrorId.SourceProfileNotFound, ErrorCategory.ObjectNotFound, Messages.AdviceSourceProfile),
        ConnectionFault.SourceProfileLoop => (ErrorId.SourceProfileLoop, ErrorCategory.InvalidData, Messages.AdviceSourceProfile),
        ConnectionFault.SamlProfile => (ErrorId.SamlProfile, ErrorCategory.NotImplemented, Messages.AdviceSamlProfile),
        ConnectionFault.CredentialProcessFailed =>
            (ErrorId.CredentialProcessFailed, ErrorCategory.AuthenticationError, Messages.AdviceCredentialProcess),
        ConnectionFault.CredentialProcessTimedOut =>
            (ErrorId.CredentialProcessTimedOut, ErrorCategory.OperationTimeout, Messages.AdviceCredentialProcess),
        ConnectionFault.CredentialProcessOutputInvalid =>
            (ErrorId.CredentialProcessOutputInvalid, ErrorCategory.InvalidResult, Messages.AdviceCredentialProcessOutput),
        ConnectionFault.ExpiredKeys => (ErrorId.ExpiredKeys, ErrorCategory.AuthenticationError, Messages.AdviceCredentialProcess),
        ConnectionFault.SourceKeysRefused =>
            (ErrorId.SourceKeysRefused, ErrorCategory.AuthenticationError, Messages.AdviceSourceKeysRefused),
        ConnectionFault.RoleRefused => (ErrorId.RoleRefused, ErrorCategory.PermissionDenied, Messages.AdviceRoleRefused),
        ConnectionFault.MfaCodeRequired => (ErrorId.MfaCodeRequired, ErrorCategory.AuthenticationError, Messages.AdviceMfaCodeRequired),
        ConnectionFault.MfaCodeRefused => (ErrorId.MfaCodeRefused, ErrorCategory.AuthenticationError, Messages.AdviceMfaCodeRefused),
        ConnectionFault.WebIdentityTokenMissing =>
            (ErrorId.WebIdentityTokenMissing, ErrorCategory.ObjectNotFound, Messages.AdviceWebIdentityToken),
        ConnectionFault.WebIdentityRefused =>
            (ErrorId.WebIdentityRefused, ErrorCategory.PermissionDenied, Messages.AdviceWebIdentityRefused),
        ConnectionFault.SsoSessionNotFound => (ErrorId.SsoSessionNotFound, ErrorCategory.ObjectNotFound, Messages.AdviceSsoSession),
        ConnectionFault.SignInRequired => (ErrorId.SignInRequired, ErrorCategory.AuthenticationError, Messages.AdviceSignIn),
        ConnectionFault.SsoRoleRefused => (ErrorId.SsoRoleRefused, ErrorCategory.PermissionDenied, Messages.AdviceSsoRole),
        ConnectionFault.LoginRequired => (ErrorId.LoginRequired, ErrorCategory.AuthenticationError, Messages.AdviceLogin),
        ConnectionFault.ContainerCredentialsFailed =>
            (ErrorId.ContainerCredentialsFailed, ErrorCategory.ConnectionError, Messages.AdviceContainerCredentials),
        ConnectionFault.InstanceCredentialsFailed =>
            (ErrorId.InstanceCredentialsFailed, ErrorCategory.ConnectionError, Messages.AdviceInstanceCredentials),
        ConnectionFault.SdkConflict => (ErrorId.SdkConflict, ErrorCategory.ResourceUnavailable, Messages.AdviceSdkConflict),
        ConnectionFault.CredentialServiceFailed =>
            (ErrorId.CredentialServiceFailed, ErrorCategory.ConnectionError, Messages.AdviceNetwork),
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, null),
    };
}
