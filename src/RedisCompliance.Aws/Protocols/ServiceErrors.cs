using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Amazon.Runtime;

namespace RedisCompliance.Aws.Protocols;

/// <summary>Translates what the SDK throws for a call into Core's exceptions.</summary>
/// <param name="service">The service's prefix of actions in an IAM policy.</param>
/// <param name="operation">The API operation.</param>
/// <param name="region">The Region of the call.</param>
internal sealed class ServiceErrors(string service, string operation, string region)
{
    // "User: … is not authorized to perform: iam:PassRole on resource: …": not always the action of the operation itself.
    private static readonly Regex s_missingActions = new(
        @"not authorized to perform:?\s+(?<action>[a-z0-9-]+:[A-Za-z0-9]+)((,\s*|\s+and\s+)(?<action>[a-z0-9-]+:[A-Za-z0-9]+))*",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    /// <summary>Makes a <see cref="ServiceCallException"/>; null for an exception that the call did not cause.</summary>
    /// <param name="exception">What was thrown, unless the caller cancelled.</param>
    /// <param name="lastFailure">How the last attempt failed, if one did.</param>
    /// <param name="limits">How long the call may take.</param>
    public ServiceCallException? Translate(Exception exception, Exception? lastFailure, WireLimits limits)
    {
        string call = Messages.CallInRegion.With(operation, region);
        return exception switch
        {
            OperationCanceledException => GivenUp(call, exception, lastFailure, limits),
            AmazonUnmarshallingException damaged => Failure(ServiceFailure.InvalidResponse,
                Messages.InvalidResponse.With(call, (damaged.InnerException ?? damaged).Message.TrimEnd('.'), RequestIdOf(damaged)),
                exception),
            AmazonServiceException answer => FromService(call, answer),
            AmazonClientException client =>
                Failure(ServiceFailure.NoCredentials, Messages.NoCredentialsForCall.With(call, client.Message), exception),
            RedirectedException redirected => Failure(ServiceFailure.Redirected,
                Messages.Redirected.With(call, redirected.Status, redirected.Target ?? Messages.UnnamedHost), exception),
            StalledException stalled => Failure(ServiceFailure.Network, Describe(call, stalled), exception),
            IOException or HttpRequestException or WebException or TimeoutException => Failure(ServiceFailure.Network,
                (IsOfConnecting(exception) ? Messages.NotConnected : Messages.NoWholeAnswer).With(call, Innermost(exception).Message),
                exception),
            _ => null,
        };
    }

    /// <summary>The call ran out of time: the failure of its last completed attempt, if any, is the cause.</summary>
    private ServiceCallException GivenUp(string call, Exception exception, Exception? lastFailure, WireLimits limits)
    {
        string message = Messages.GivenUp.With(call, Seconds(limits.Call));
        return lastFailure is not null && Translate(lastFailure, null, limits) is { } last
            ? Failure(last.Failure, $"{message} {last.Message}", exception, last.ErrorCode)
            : Failure(ServiceFailure.Network, message, exception);
    }

    private ServiceCallException FromService(string call, AmazonServiceException answer)
    {
        ServiceFailure failure = FailureOf(answer);
        string[] named = failure != ServiceFailure.AccessDenied ? []
            : [.. s_missingActions.Match(answer.Message).Groups["action"].Captures.Cast<Capture>().Select(action => action.Value)
                .Distinct()];
        string[] own = failure == ServiceFailure.AccessDenied ? [$"{service}:{operation}"] : [];
        return new(failure, operation, Messages.ServiceSaid.With(call, Describe(failure), answer.Message), answer.ErrorCode, Shown(answer))
        {
            Service = service,
            StatusCode = (int)answer.StatusCode,
            MissingActions = named.Length > 0 ? named : own,
        };
    }

    /// <summary>The message has the service's text, safe to display; the cause would show the text as received.</summary>
    private static Exception? Shown(Exception cause) => PlainText.IsPlain(cause) ? cause : null;

    private ServiceCallException Failure(ServiceFailure failure, string message, Exception cause, string? errorCode = null) =>
        new(failure, operation, message, errorCode, Shown(cause)) { Service = service };

    /// <remarks>The codes that ElastiCache, Config, IAM, Lambda and STS share: "Common errors" in each API reference.</remarks>
    private static ServiceFailure FailureOf(AmazonServiceException exception) => exception.ErrorCode switch
    {
        "AccessDenied" or "AccessDeniedException" or "UnauthorizedOperation" or "NotAuthorized" or "OptInRequired" =>
            ServiceFailure.AccessDenied,
        "ExpiredToken" or "ExpiredTokenException" => ServiceFailure.ExpiredCredentials,
        "RequestTimeTooSkewed" or "RequestExpired" or "RequestInTheFuture" => ServiceFailure.ClockSkewed,
        "SignatureDoesNotMatch" or "InvalidSignatureException" when IsOfTheClock(exception.Message) => ServiceFailure.ClockSkewed,
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

    /// <remarks>
    /// "Signature expired: 20261126T000000Z is now earlier than …", "Signature not yet current: … is still later than
    /// …".
    /// </remarks>
    private static bool IsOfTheClock(string message) =>
        message.Contains("Signature expired") || message.Contains("not yet current");

    private static string? Describe(ServiceFailure failure) => failure switch
    {
        ServiceFailure.AccessDenied => Messages.AccessDenied,
        ServiceFailure.ExpiredCredentials => Messages.ExpiredCredentials,
        ServiceFailure.ClockSkewed => Messages.ClockSkewed,
        ServiceFailure.InvalidCredentials => Messages.InvalidCredentials,
        ServiceFailure.Throttled => Messages.Throttled,
        ServiceFailure.ServiceUnavailable => Messages.ServiceUnavailable,
        _ => null,
    };

    private static string Describe(string call, StalledException stalled) => stalled.Phase switch
    {
        WirePhase.Connection => Messages.NoConnectionInTime.With(call, Seconds(stalled.Elapsed)),
        WirePhase.Answer => Messages.NoAnswerInTime.With(call, Seconds(stalled.Elapsed)),
        _ => Messages.AnswerStalled.With(call, Seconds(stalled.Elapsed), stalled.Received),
    };

    private static double Seconds(TimeSpan time) => Math.Round(time.TotalSeconds, 1);

    private static string RequestIdOf(AmazonServiceException answer) =>
        string.IsNullOrEmpty(answer.RequestId) ? Messages.NoRequestId : Messages.RequestId.With(answer.RequestId);

    /// <summary>Whether no connection was made, so that there was not even a partial answer.</summary>
    private static bool IsOfConnecting(Exception exception) =>
        exception is WebException { Status: WebExceptionStatus.ConnectFailure or WebExceptionStatus.NameResolutionFailure }
        || Innermost(exception) is SocketException
        {
            SocketErrorCode: SocketError.ConnectionRefused or SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain
                or SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.HostDown or SocketError.NetworkDown,
        };

    private static Exception Innermost(Exception exception)
    {
        while (exception.InnerException is { } inner)
        {
            exception = inner;
        }

        return exception;
    }
}
