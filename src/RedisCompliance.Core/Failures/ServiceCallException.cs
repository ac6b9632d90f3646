namespace RedisCompliance.Failures;

/// <summary>Why a call to an AWS service came to nothing, as far as it matters for what to do next.</summary>
public enum ServiceFailure
{
    /// <summary>The service answered with an error of no other kind here.</summary>
    Refused,

    /// <summary>The caller lacks the permission, by its own policy, a permissions boundary or a service control policy.</summary>
    AccessDenied,

    /// <summary>The session token has expired.</summary>
    ExpiredCredentials,

    /// <summary>The service does not know the access key, or the signature does not match.</summary>
    InvalidCredentials,

    /// <summary>The service refuses the time of the signature: this computer's clock is wrong.</summary>
    ClockSkewed,

    /// <summary>Credentials could not be obtained: none are configured, or their source failed.</summary>
    NoCredentials,

    /// <summary>The service went on throttling through every retry.</summary>
    Throttled,

    /// <summary>The service went on failing (HTTP 5xx) through every retry.</summary>
    ServiceUnavailable,

    /// <summary>AWS has no endpoint of the kind that was asked for, so that no call was made.</summary>
    NoEndpoint,

    /// <summary>No whole answer came: no connection, a dropped one, or one that stalled.</summary>
    Network,

    /// <summary>The endpoint pointed to another host, which is not followed.</summary>
    Redirected,

    /// <summary>An answer came that is not what the operation returns.</summary>
    InvalidResponse,

    /// <summary>An answer holds resources that nothing names, neither an id nor an ARN, so that they cannot be judged.</summary>
    UnnamedResource,

    /// <summary>The listing named a page for the second time, or went on with pages that held nothing new.</summary>
    EndlessListing,
}

/// <summary>A call to an AWS service that failed for good: every retry is behind it.</summary>
public sealed class ServiceCallException : Exception
{
    /// <summary>Says which call failed, and how.</summary>
    /// <param name="failure">The kind of failure.</param>
    /// <param name="operation">The API operation.</param>
    /// <param name="message">What happened, in one sentence, without anything secret.</param>
    /// <param name="errorCode">The service's own error code, where it gave one.</param>
    /// <param name="innerException">What it came from.</param>
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

    /// <summary>The service, as it stands before an action in an IAM policy: <c>elasticache</c>, <c>config</c>, <c>lambda</c> …</summary>
    public string? Service { get; init; }

    /// <summary>The service's own error code, for example <c>AccessDenied</c>; null where it gave none.</summary>
    public string? ErrorCode { get; }

    /// <summary>The HTTP status of the answer; null where none came.</summary>
    public int? StatusCode { get; init; }

    /// <summary>Whether another failure is of the same operation and for the same reason.</summary>
    /// <param name="other">The other failure.</param>
    internal bool IsSameAs(ServiceCallException other) =>
        Operation == other.Operation && Failure == other.Failure && ErrorCode == other.ErrorCode;

    /// <summary>The actions of IAM that the caller lacks, as far as the service or the operation names them.</summary>
    public IReadOnlyList<string> MissingActions { get; init; } = [];

    /// <summary>
    /// Whether the credentials, or the clock that they are used by, are at fault, so that no other call with them can
    /// succeed.
    /// </summary>
    public bool IsCredentialFailure => Failure is ServiceFailure.ExpiredCredentials or ServiceFailure.InvalidCredentials
        or ServiceFailure.NoCredentials or ServiceFailure.ClockSkewed;
}
