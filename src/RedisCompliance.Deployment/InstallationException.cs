namespace RedisCompliance.Deployment;

/// <summary>Why an installation could not go on.</summary>
public enum InstallationFault
{
    /// <summary>There is no recorder, or no delivery channel.</summary>
    NoRecorder,

    /// <summary>The recorder is stopped.</summary>
    RecorderStopped,

    /// <summary>A role, function or rule of that name belongs to someone else.</summary>
    NotOurs,

    /// <summary>A part is of a CloudFormation stack.</summary>
    ManagedByStack,

    /// <summary>A part of that name belongs to a hook where a rule is meant, or the other way round.</summary>
    OtherKind,

    /// <summary>What is installed is of the whole organization, and one of this account is meant; or the other way round.</summary>
    OtherScope,

    /// <summary>A role that was given is not there.</summary>
    NoRole,

    /// <summary>A topic that was given is not there, or in another account or Region.</summary>
    NoTopic,

    /// <summary>The organization has no account that the rule would evaluate.</summary>
    NoAccounts,

    /// <summary>The accounts of the organization do not fit into a resource policy.</summary>
    PolicyTooLong,

    /// <summary>A part did not come into the state that it has to be in.</summary>
    NotReady,
}

/// <summary>A state of the account that an installation cannot go on from; nothing was changed by finding out.</summary>
public sealed class InstallationException : Exception
{
    /// <summary>Says what is in the way.</summary>
    /// <param name="fault">The kind of it.</param>
    /// <param name="part">The part that it is about.</param>
    /// <param name="message">What is in the way, in one sentence.</param>
    public InstallationException(InstallationFault fault, string part, string message)
        : base(PlainText.OneLine(message))
    {
        Fault = fault;
        Part = part;
    }

    /// <summary>The kind of it.</summary>
    public InstallationFault Fault { get; }

    /// <summary>The part that it is about.</summary>
    public string Part { get; }
}
