namespace RedisCompliance.Failures;

/// <summary>Why a call to an AWS service failed, as far as the reason affects what to do next.</summary>
public enum ServiceFailure
{
    /// <summary>The service returned an error of no other kind here.</summary>
    Refused,

    /// <summary>
    /// The caller lacks the permission: its own policy, a permissions boundary or a service control policy denies it.
    /// </summary>
    AccessDenied,

    /// <summary>The session token has expired.</summary>
    ExpiredCredentials,

    /// <summary>The service does not know the access key, or the signature does not match.</summary>
    InvalidCredentials,

    /// <summary>The service rejects the signature's time: this computer's clock is wrong.</summary>
    ClockSkewed,

    /// <summary>Credentials could not be obtained: none are configured, or their source failed.</summary>
    NoCredentials,

    /// <summary>The service throttled the call and every retry.</summary>
    Throttled,

    /// <summary>The service failed (HTTP 5xx) at the call and every retry.</summary>
    ServiceUnavailable,

    /// <summary>AWS has no endpoint of the requested kind, so no call was made.</summary>
    NoEndpoint,

    /// <summary>No complete answer arrived: no connection, or one that dropped or stalled.</summary>
    Network,

    /// <summary>The endpoint redirected to another host, which this module does not follow.</summary>
    Redirected,

    /// <summary>The answer is not what the operation returns.</summary>
    InvalidResponse,

    /// <summary>The answer holds resources with neither an id nor an ARN, which cannot be judged.</summary>
    UnnamedResource,

    /// <summary>AWS returned the same token twice, or page after page without anything new.</summary>
    EndlessListing,
}

/// <summary>A call to an AWS service failed, retries included.</summary>
public sealed class ServiceCallException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="failure">The kind of failure.</param>
    /// <param name="operation">The API operation.</param>
    /// <param name="message">What happened, in one sentence, without any secret.</param>
    /// <param name="errorCode">The service's own error code, if it returned one.</param>
    /// <param name="innerException">The cause.</param>
    public ServiceCallException(
        ServiceFailure failure, string operation, string message, string? errorCode = null, Exception? innerException = null)
        : base(PlainText.OneLine(message), innerException)
    {
        Failure = failure;
        Operation = operation;
        ErrorCode = PlainText.Of(errorCode);
    }

    /// <summary>The kind of failure.</summary>
    public ServiceFailure Failure { get; }

    /// <summary>The API operation, for example <c>DescribeReplicationGroups</c>.</summary>
    public string Operation { get; }

    /// <summary>The service's prefix in IAM actions: <c>elasticache</c>, <c>config</c>, <c>lambda</c> …</summary>
    public string? Service { get; init; }

    /// <summary>The service's own error code, for example <c>AccessDenied</c>; null if it returned none.</summary>
    public string? ErrorCode { get; }

    /// <summary>The HTTP status of the answer; null if none arrived.</summary>
    public int? StatusCode { get; init; }

    /// <summary>Whether another failure has the same operation and reason.</summary>
    /// <param name="other">The other failure.</param>
    internal bool IsSameAs(ServiceCallException other) =>
        Operation == other.Operation && Failure == other.Failure && ErrorCode == other.ErrorCode;

    /// <summary>The IAM actions that the caller lacks, as far as the service or the operation names them.</summary>
    public IReadOnlyList<string> MissingActions { get; init; } = [];

    /// <summary>
    /// Whether the credentials, or the clock that signs with them, are at fault, so that no other call with them can succeed.
    /// </summary>
    public bool IsCredentialFailure => Failure is ServiceFailure.ExpiredCredentials or ServiceFailure.InvalidCredentials
        or ServiceFailure.NoCredentials or ServiceFailure.ClockSkewed;
}
