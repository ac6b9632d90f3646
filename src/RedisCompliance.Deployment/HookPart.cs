using System.Diagnostics.CodeAnalysis;

namespace RedisCompliance.Deployment;

/// <summary>One part of an installed hook: the log group, the function's role, the function, the execution role or the hook.</summary>
public sealed class HookPart : InstallationPart
{
    /// <summary>A part as somebody tells it.</summary>
    public HookPart()
    {
    }

    [SetsRequiredMembers]
    internal HookPart(InstallationStep step, string hookName)
        : base(step) => HookName = hookName;

    /// <summary>The hook that it is part of.</summary>
    public required string HookName { get; init => field = PlainText.Of(value); }
}
