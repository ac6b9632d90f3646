namespace RedisCompliance.Deployment;

/// <summary>Why an installation could not continue.</summary>
public enum InstallationFault
{
    /// <summary>There is no recorder, or no delivery channel.</summary>
    NoRecorder,

    /// <summary>The recorder is stopped.</summary>
    RecorderStopped,

    /// <summary>A role, function or rule of that name belongs to someone else.</summary>
    NotOurs,

    /// <summary>A CloudFormation stack owns a part.</summary>
    ManagedByStack,

    /// <summary>A part of that name belongs to a hook where a rule is expected, or vice versa.</summary>
    OtherKind,

    /// <summary>The installed rule is an organization rule where an account rule is expected, or vice versa.</summary>
    OtherScope,

    /// <summary>The specified role does not exist.</summary>
    NoRole,

    /// <summary>The specified topic does not exist, or is in another account or Region.</summary>
    NoTopic,

    /// <summary>The organization has no account that the rule would evaluate.</summary>
    NoAccounts,

    /// <summary>The accounts of the organization do not fit into a resource policy.</summary>
    PolicyTooLong,

    /// <summary>A part did not reach the required state.</summary>
    NotReady,
}

/// <summary>The account is in a state that prevents installation; finding out changed nothing.</summary>
public sealed class InstallationException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="fault">The kind of fault.</param>
    /// <param name="part">The affected part.</param>
    /// <param name="message">The obstacle, in one sentence.</param>
    public InstallationException(InstallationFault fault, string part, string message)
        : base(PlainText.OneLine(message))
    {
        Fault = fault;
        Part = part;
    }

    /// <summary>The kind of fault.</summary>
    public InstallationFault Fault { get; }

    /// <summary>The affected part.</summary>
    public string Part { get; }
}
