namespace RedisCompliance.Aws.Connection;

/// <summary>The source of the credentials. It builds every failure to get them, so each failure names the source.</summary>
/// <param name="Name">The source, in words.</param>
/// <param name="Profile">The profile's name; null if the source is not a profile.</param>
internal sealed record CredentialOrigin(string Name, string? Profile)
{
    public static CredentialOrigin OfProfile(string name) => new(Messages.OriginProfile.With(name), name);

    public static CredentialOrigin Environment => new(Messages.OriginEnvironment, null);

    public static CredentialOrigin WebIdentity => new(Messages.OriginWebIdentity, null);

    public static CredentialOrigin Container => new(Messages.OriginContainer, null);

    public static CredentialOrigin Instance => new(Messages.OriginInstance, null);

    /// <summary>The source profile that this origin uses.</summary>
    public CredentialOrigin Source(string name) => new(Messages.OriginSource.With(Name, name), name);

    /// <summary>Why there are no credentials.</summary>
    /// <param name="fault">What kind of failure it is.</param>
    /// <param name="reason">What happened, without secrets.</param>
    /// <param name="innerException">The cause.</param>
    public ConnectionException Failure(ConnectionFault fault, string reason, Exception? innerException = null) =>
        new(fault, Messages.CredentialFailure.With(Name, reason.TrimEnd('.', '。')), Profile, innerException);

    /// <summary>Why there are no credentials, after a call to the service that issues them failed.</summary>
    /// <param name="refused">The fault if the service refused, rather than failed to answer.</param>
    /// <param name="attempt">What was tried, in words.</param>
    /// <param name="failure">How the call failed.</param>
    public ConnectionException Refusal(ConnectionFault refused, string attempt, ServiceCallException failure)
    {
        // The keys to make the call with have a source of their own, which has already said what is wrong.
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
