namespace RedisCompliance.Aws.Connection;

/// <summary>Whose credentials are sought. Every failure to get them is made here, and so names it.</summary>
/// <param name="Name">What it is, in words.</param>
/// <param name="Profile">The profile's name; null where it is none.</param>
internal sealed record CredentialOrigin(string Name, string? Profile)
{
    public static CredentialOrigin OfProfile(string name) => new(Messages.OriginProfile.With(name), name);

    public static CredentialOrigin Environment => new(Messages.OriginEnvironment, null);

    public static CredentialOrigin WebIdentity => new(Messages.OriginWebIdentity, null);

    public static CredentialOrigin Container => new(Messages.OriginContainer, null);

    public static CredentialOrigin Instance => new(Messages.OriginInstance, null);

    /// <summary>A profile that this one rests on.</summary>
    public CredentialOrigin Source(string name) => new(Messages.OriginSource.With(Name, name), name);

    /// <summary>Why there are none.</summary>
    /// <param name="fault">What kind of failure it is.</param>
    /// <param name="reason">What happened, without anything secret.</param>
    /// <param name="innerException">What it came from.</param>
    public ConnectionException Failure(ConnectionFault fault, string reason, Exception? innerException = null) =>
        new(fault, Messages.CredentialFailure.With(Name, reason.TrimEnd('.', '。')), Profile, innerException);

    /// <summary>Why there are none, where a service that gives them out failed.</summary>
    /// <param name="refused">What it is where the service has refused, rather than not answered.</param>
    /// <param name="attempt">What was tried, in words.</param>
    /// <param name="failure">How the call failed.</param>
    public ConnectionException Refusal(ConnectionFault refused, string attempt, ServiceCallException failure)
    {
        // The keys that the call was to be made with are from a source of their own, which has said what is wrong.
        for (Exception? cause = failure.InnerException; cause is not null; cause = cause.InnerException)
        {
            if (cause is ConnectionException ofSource)
            {
                return ofSource;
            }
        }

        bool isUnanswered = failure.Failure is ServiceFailure.Network or ServiceFailure.ServiceUnavailable or ServiceFailure.Throttled
            or ServiceFailure.InvalidResponse;
        return Failure(
            isUnanswered ? ConnectionFault.CredentialServiceFailed : refused, Messages.AttemptFailed.With(attempt, failure.Message),
            failure);
    }
}
