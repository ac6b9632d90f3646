using System.Diagnostics.CodeAnalysis;

namespace RedisCompliance.Deployment;

/// <summary>How a part of an installation is, compared with what it is to be. Words, so that they are words in JSON, too.</summary>
public static class RulePartState
{
    /// <summary>It is not there.</summary>
    public const string Missing = nameof(Missing);

    /// <summary>It is there, and was not compared with anything, because it is to be taken away.</summary>
    public const string Present = nameof(Present);

    /// <summary>It is as it is to be.</summary>
    public const string Current = nameof(Current);

    /// <summary>It is there and not as it is to be; the differences say how.</summary>
    public const string Drifted = nameof(Drifted);

    /// <summary>AWS is still making, changing or deleting it; the differences say what.</summary>
    public const string Pending = nameof(Pending);

    /// <summary>A CloudFormation stack made it, and that stack is what changes it.</summary>
    public const string ManagedByStack = nameof(ManagedByStack);

    /// <summary>There is one of that name that Install did not make.</summary>
    public const string Unmanaged = nameof(Unmanaged);

    /// <summary>How it is, or whose, could not be read; the differences say why, and which permission is missing.</summary>
    public const string Unknown = nameof(Unknown);
}

/// <summary>What was done to a part.</summary>
public static class RulePartAction
{
    /// <summary>Nothing was asked.</summary>
    public const string None = nameof(None);

    /// <summary>Nothing had to be done.</summary>
    public const string Unchanged = nameof(Unchanged);

    /// <summary>It was made.</summary>
    public const string Created = nameof(Created);

    /// <summary>It was there and was changed.</summary>
    public const string Updated = nameof(Updated);

    /// <summary>It was taken away.</summary>
    public const string Removed = nameof(Removed);

    /// <summary>It was left where it is, on purpose; the differences say why.</summary>
    public const string Kept = nameof(Kept);

    /// <summary>It was not approved, or something before it failed.</summary>
    public const string Skipped = nameof(Skipped);
}

/// <summary>One part of an installed rule: the recorder, the log group, the role, the function, the permission or the rule.</summary>
public sealed class RulePart : InstallationPart
{
    /// <summary>A part as somebody tells it.</summary>
    public RulePart()
    {
    }

    [SetsRequiredMembers]
    internal RulePart(InstallationStep step, string ruleName)
        : base(step) => RuleName = ruleName;

    /// <summary>The rule that it is part of.</summary>
    public required string RuleName { get; init => field = PlainText.Of(value); }
}
