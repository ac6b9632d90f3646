using System.Management.Automation;

namespace RedisCompliance.Commands;

/// <summary>
/// Error records for a Region, credentials or an endpoint that cannot be used: for each fault an id that scripts can rest
/// on, a category, and what to do about it.
/// </summary>
internal static class ConnectionErrors
{
    /// <summary>The record of a fault.</summary>
    public static ErrorRecord From(ConnectionException exception)
    {
        (string id, ErrorCategory category, string advice) = Describe(exception.Fault);
        // Advice that names a profile does so in commands to type.
        return ErrorRecords.Create(exception, id, category, exception.Target, advice.With(exception.Target ?? "default"));
    }

    /// <summary>The fault behind a call that failed because its credentials could not be renewed; null where there is none.</summary>
    public static ConnectionException? FindCause(ServiceCallException exception)
    {
        Exception? cause = exception.InnerException;
        while (cause is not null and not ConnectionException)
        {
            cause = cause.InnerException;
        }

        return cause as ConnectionException;
    }

    private static (string Id, ErrorCategory Category, string Advice) Describe(ConnectionFault fault) => fault switch
    {
        ConnectionFault.NoRegion => ("NoRegion", ErrorCategory.InvalidArgument, Messages.AdviceNoRegion),
        ConnectionFault.UnknownRegion => ("UnknownRegion", ErrorCategory.InvalidArgument, Messages.AdviceUnknownRegion),
        ConnectionFault.InvalidEndpoint => ("InvalidEndpoint", ErrorCategory.InvalidArgument, Messages.AdviceInvalidEndpoint),
        ConnectionFault.NoRole => ("NoRole", ErrorCategory.InvalidArgument, Messages.AdviceNoRole),
        ConnectionFault.InvalidEndpointSetting =>
            ("InvalidEndpointSetting", ErrorCategory.InvalidArgument, Messages.AdviceInvalidEndpointSetting),
        ConnectionFault.InvalidEnvironment => ("InvalidEnvironment", ErrorCategory.InvalidArgument, Messages.AdviceInvalidEnvironment),
        ConnectionFault.OtherAccount => ("OtherAccount", ErrorCategory.PermissionDenied, Messages.AdviceOtherAccountOfCredentials),
        ConnectionFault.NoCredentials => ("NoCredentials", ErrorCategory.AuthenticationError, Messages.AdviceNoCredentials),
        ConnectionFault.IncompleteKeys => ("IncompleteKeys", ErrorCategory.InvalidArgument, Messages.AdviceIncompleteKeys),
        ConnectionFault.InvalidCredentialType =>
            ("InvalidCredentialType", ErrorCategory.InvalidType, Messages.AdviceInvalidCredentialType),
        ConnectionFault.CredentialObjectFailed =>
            ("CredentialObjectFailed", ErrorCategory.AuthenticationError, Messages.AdviceCredentialObjectFailed),
        ConnectionFault.AwsFileUnreadable => ("AwsFileUnreadable", ErrorCategory.ReadError, Messages.AdviceAwsFileUnreadable),
        ConnectionFault.AwsFileInvalid => ("AwsFileInvalid", ErrorCategory.ParserError, Messages.AdviceAwsFileInvalid),
        ConnectionFault.ProfileNotFound => ("ProfileNotFound", ErrorCategory.ObjectNotFound, Messages.AdviceProfileNotFound),
        ConnectionFault.ProfileIncomplete => ("ProfileIncomplete", ErrorCategory.InvalidData, Messages.AdviceProfileIncomplete),
        ConnectionFault.InvalidProfile => ("InvalidProfile", ErrorCategory.InvalidData, Messages.AdviceInvalidProfile),
        ConnectionFault.CommentInValue => ("CommentInValue", ErrorCategory.InvalidData, Messages.AdviceCommentInValue),
        ConnectionFault.SourceProfileNotFound => ("SourceProfileNotFound", ErrorCategory.ObjectNotFound, Messages.AdviceSourceProfile),
        ConnectionFault.SourceProfileLoop => ("SourceProfileLoop", ErrorCategory.InvalidData, Messages.AdviceSourceProfile),
        ConnectionFault.SamlProfile => ("SamlProfile", ErrorCategory.NotImplemented, Messages.AdviceSamlProfile),
        ConnectionFault.CredentialProcessFailed =>
            ("CredentialProcessFailed", ErrorCategory.AuthenticationError, Messages.AdviceCredentialProcess),
        ConnectionFault.CredentialProcessTimedOut =>
            ("CredentialProcessTimedOut", ErrorCategory.OperationTimeout, Messages.AdviceCredentialProcess),
        ConnectionFault.CredentialProcessOutputInvalid =>
            ("CredentialProcessOutputInvalid", ErrorCategory.InvalidResult, Messages.AdviceCredentialProcessOutput),
        ConnectionFault.ExpiredKeys => ("ExpiredKeys", ErrorCategory.AuthenticationError, Messages.AdviceCredentialProcess),
        ConnectionFault.SourceKeysRefused => ("SourceKeysRefused", ErrorCategory.AuthenticationError, Messages.AdviceSourceKeysRefused),
        ConnectionFault.RoleRefused => ("RoleRefused", ErrorCategory.PermissionDenied, Messages.AdviceRoleRefused),
        ConnectionFault.MfaCodeRequired => ("MfaCodeRequired", ErrorCategory.AuthenticationError, Messages.AdviceMfaCodeRequired),
        ConnectionFault.MfaCodeRefused => ("MfaCodeRefused", ErrorCategory.AuthenticationError, Messages.AdviceMfaCodeRefused),
        ConnectionFault.WebIdentityTokenMissing =>
            ("WebIdentityTokenMissing", ErrorCategory.ObjectNotFound, Messages.AdviceWebIdentityToken),
        ConnectionFault.WebIdentityRefused => ("WebIdentityRefused", ErrorCategory.PermissionDenied, Messages.AdviceWebIdentityRefused),
        ConnectionFault.SsoSessionNotFound => ("SsoSessionNotFound", ErrorCategory.ObjectNotFound, Messages.AdviceSsoSession),
        ConnectionFault.SignInRequired => ("SignInRequired", ErrorCategory.AuthenticationError, Messages.AdviceSignIn),
        ConnectionFault.SsoRoleRefused => ("SsoRoleRefused", ErrorCategory.PermissionDenied, Messages.AdviceSsoRole),
        ConnectionFault.LoginRequired => ("LoginRequired", ErrorCategory.AuthenticationError, Messages.AdviceLogin),
        ConnectionFault.ContainerCredentialsFailed =>
            ("ContainerCredentialsFailed", ErrorCategory.ConnectionError, Messages.AdviceContainerCredentials),
        ConnectionFault.InstanceCredentialsFailed =>
            ("InstanceCredentialsFailed", ErrorCategory.ConnectionError, Messages.AdviceInstanceCredentials),
        ConnectionFault.CredentialServiceFailed => ("CredentialServiceFailed", ErrorCategory.ConnectionError, Messages.AdviceNetwork),
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, null),
    };
}
