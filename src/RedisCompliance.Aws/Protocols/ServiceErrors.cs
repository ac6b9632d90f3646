using System.Net;
using Amazon.Runtime;

namespace RedisCompliance.Aws;

/// <summary>What the SDK throws, in Core's words.</summary>
internal static class ServiceErrors
{
    /// <summary>Makes a <see cref="ServiceCallException"/> of what a call threw; null for what is not of the call.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="service">The service, as it stands before an action in an IAM policy.</param>
    /// <param name="operation">The API operation.</param>
    /// <param name="region">The Region that was asked for.</param>
    /// <param name="cancellationToken">What may have ended the call.</param>
    public static ServiceCallException? Translate(Exception exception, string service, string operation, string region, CancellationToken cancellationToken)
    {
        string call = Messages.CallInRegion.With(operation, region);
        return exception switch
        {
            OperationCanceledException when cancellationToken.IsCancellationRequested => null,
            AmazonUnmarshallingException damaged => Failure(ServiceFailure.InvalidResponse,
                Messages.InvalidResponse.With(call, (damaged.InnerException ?? damaged).Message.TrimEnd('.'), RequestIdOf(damaged)), null, exception),
            AmazonServiceException answer when FailureOf(answer) is var failure => Failure(failure,
                Messages.ServiceSaid.With(call, Describe(failure), answer.Message), answer.ErrorCode, exception),
            AmazonClientException client => Failure(ServiceFailure.NoCredentials,
                Messages.NoCredentialsForCall.With(call, client.Message), null, exception),
            OperationCanceledException or TimeoutException => Failure(ServiceFailure.Network, Messages.NoAnswerInTime.With(call), null, exception),
            IOException or HttpRequestException or WebException => Failure(ServiceFailure.Network,
                Messages.NoWholeAnswer.With(call, Innermost(exception).Message), null, exception),
            _ => null,
        };

        // What the service said is in the message, as it may be shown; the cause would show it as it came.
        ServiceCallException Failure(ServiceFailure failure, string message, string? errorCode, Exception cause) =>
            new(failure, operation, message, errorCode, PlainText.IsPlain(cause) ? cause : null) { Service = service };
    }

    /// <remarks>The codes that ElastiCache, Config, IAM, Lambda and STS share: "Common errors" in each API reference.</remarks>
    private static ServiceFailure FailureOf(AmazonServiceException exception) => exception.ErrorCode switch
    {
        "AccessDenied" or "AccessDeniedException" or "UnauthorizedOperation" or "NotAuthorized" or "OptInRequired" => ServiceFailure.AccessDenied,
        "ExpiredToken" or "ExpiredTokenException" or "RequestExpired" => ServiceFailure.ExpiredCredentials,
        "InvalidClientTokenId" or "UnrecognizedClientException" or "SignatureDoesNotMatch" or "IncompleteSignature"
            or "InvalidSignatureException" or "MissingAuthenticationToken" or "AuthFailure" => ServiceFailure.InvalidCredentials,
        "Throttling" or "ThrottlingException" or "ThrottledException" or "RequestThrottled" or "RequestThrottledException"
            or "TooManyRequestsException" or "RequestLimitExceeded" or "SlowDown" => ServiceFailure.Throttled,
        _ when (int)exception.StatusCode == 429 => ServiceFailure.Throttled,
        _ when (int)exception.StatusCode >= 500 => ServiceFailure.ServiceUnavailable,
        _ when exception.InnerException is IOException => ServiceFailure.Network,
        _ when exception.ErrorCode is null && (int)exception.StatusCode == 403 => ServiceFailure.AccessDenied,
        _ => ServiceFailure.Refused,
    };

    private static string? Describe(ServiceFailure failure) => failure switch
    {
        ServiceFailure.AccessDenied => Messages.AccessDenied,
        ServiceFailure.ExpiredCredentials => Messages.ExpiredCredentials,
        ServiceFailure.InvalidCredentials => Messages.InvalidCredentials,
        ServiceFailure.Throttled => Messages.Throttled,
        ServiceFailure.ServiceUnavailable => Messages.ServiceUnavailable,
        _ => null,
    };

    private static string RequestIdOf(AmazonServiceException answer) =>
        string.IsNullOrEmpty(answer.RequestId) ? Messages.NoRequestId : Messages.RequestId.With(answer.RequestId);

    private static Exception Innermost(Exception exception)
    {
        while (exception.InnerException is { } inner)
        {
            exception = inner;
        }

        return exception;
    }
}
