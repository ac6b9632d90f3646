namespace RedisCompliance.Deployment;

/// <summary>What a remaining hook may need of an installation. If that is unknown or unclear, the hook may need it.</summary>
/// <param name="Type">The hook.</param>
/// <param name="Configuration">Its configuration as JSON; not JSON if it could not be read.</param>
/// <param name="IsOfLambda">Whether it calls, or may call, a Lambda function.</param>
internal sealed record HookUse(HookTypeDetail Type, string Configuration, bool IsOfLambda)
{
    /// <summary>Whether it may call the function, in any version or alias.</summary>
    public bool MayCall(string functionArn) => HookConfiguration.MayCall(Configuration, functionArn, IsOfLambda);

    /// <summary>A hook that is listed but not described.</summary>
    public static HookUse NotTold { get; } =
        new(new HookTypeDetail(string.Empty, HookStep.TypeName, null, null, null), string.Empty, IsOfLambda: true);

    /// <summary>
    /// Whether CloudFormation may call it with the role. A hook that calls a Lambda function has a role; if the registry does not name
    /// it, it may be any.
    /// </summary>
    public bool MayRunWith(string? roleArn, string functionArn) => Type.ExecutionRoleArn is { } role
        ? string.Equals(role.Split('/').Last(), roleArn?.Split('/').Last(), StringComparison.OrdinalIgnoreCase)
        : Type.OriginalTypeName == HookStep.TypeName || MayCall(functionArn);
}
