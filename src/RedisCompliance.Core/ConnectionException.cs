namespace RedisCompliance;

/// <summary>What is wrong with the way to AWS that was asked for, before any call was made.</summary>
public enum ConnectionFault
{
    /// <summary>Neither a parameter nor a variable, profile, environment or instance names a Region.</summary>
    NoRegion,

    /// <summary>The Region is not one of AWS's.</summary>
    UnknownRegion,

    /// <summary>There is no profile of that name.</summary>
    ProfileNotFound,

    /// <summary>The profile does not say where its credentials come from, or says it wrongly.</summary>
    InvalidProfile,

    /// <summary>Only one of access key and secret key was given, or a session token without them.</summary>
    IncompleteKeys,

    /// <summary>The object given as credentials is none of the AWS SDK.</summary>
    InvalidCredentialType,

    /// <summary>No credentials were found anywhere.</summary>
    NoCredentials,

    /// <summary>An account that is not the caller's is to be entered, and no role is named for it.</summary>
    NoRole,

    /// <summary>The credentials are of another account than what they are to be used for.</summary>
    OtherAccount,

    /// <summary>An environment variable of the function has a value that cannot be.</summary>
    InvalidEnvironment,

    /// <summary>The endpoint is not an absolute http or https URL.</summary>
    InvalidEndpoint,
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
