using System.Diagnostics.CodeAnalysis;

namespace RedisCompliance.Deployment;

/// <summary>One part of an installed hook: the log group, the function's role, the function, the execution role or the hook.</summary>
public sealed class HookPart : InstallationPart
{
    /// <summary>Creates a part from given values.</summary>
    public HookPart()
    {
    }

    [SetsRequiredMembers]
    internal HookPart(InstallationStep step, string hookName)
        : base(step) => HookName = hookName;

    /// <summary>The hook that it belongs to.</summary>
    public required string HookName { get; init => field = PlainText.Of(value); }
}
