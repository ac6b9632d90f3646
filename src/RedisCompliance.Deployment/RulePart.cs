using System.Diagnostics.CodeAnalysis;

namespace RedisCompliance.Deployment;

/// <summary>The state of a part, compared with the desired one. Strings, so that JSON shows them as words, too.</summary>
public static class RulePartState
{
    /// <summary>It does not exist.</summary>
    public const string Missing = nameof(Missing);

    /// <summary>It exists, and was not compared because it is about to be removed.</summary>
    public const string Present = nameof(Present);

    /// <summary>It is in its desired state.</summary>
    public const string Current = nameof(Current);

    /// <summary>It exists but is not in its desired state; the differences say how.</summary>
    public const string Drifted = nameof(Drifted);

    /// <summary>AWS is still creating, changing or deleting it; the differences say what.</summary>
    public const string Pending = nameof(Pending);

    /// <summary>It belongs to a CloudFormation stack, which alone may change it.</summary>
    public const string ManagedByStack = nameof(ManagedByStack);

    /// <summary>It exists under that name, but Install did not create it.</summary>
    public const string Unmanaged = nameof(Unmanaged);

    /// <summary>Its state or owner could not be read; the differences say why, and which permission is missing.</summary>
    public const string Unknown = nameof(Unknown);
}

/// <summary>The action taken on a part.</summary>
public static class RulePartAction
{
    /// <summary>No action was requested.</summary>
    public const string None = nameof(None);

    /// <summary>No action was necessary.</summary>
    public const string Unchanged = nameof(Unchanged);

    /// <summary>It was created.</summary>
    public const string Created = nameof(Created);

    /// <summary>It existed and was changed.</summary>
    public const string Updated = nameof(Updated);

    /// <summary>It was removed.</summary>
    public const string Removed = nameof(Removed);

    /// <summary>It was kept on purpose; the differences say why.</summary>
    public const string Kept = nameof(Kept);

    /// <summary>The user did not approve it, or an earlier action failed.</summary>
    public const string Skipped = nameof(Skipped);
}

/// <summary>One part of an installed rule: the recorder, the log group, the role, the function, the permission or the rule.</summary>
public sealed class RulePart : InstallationPart
{
    /// <summary>Creates a part from given values.</summary>
    public RulePart()
    {
    }

    [SetsRequiredMembers]
    internal RulePart(InstallationStep step, string ruleName)
        : base(step) => RuleName = ruleName;

    /// <summary>The rule that it belongs to.</summary>
    public required string RuleName { get; init => field = PlainText.Of(value); }
}
