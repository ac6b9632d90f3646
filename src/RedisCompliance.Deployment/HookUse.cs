namespace RedisCompliance.Deployment;

/// <summary>What a hook that stays may need of an installation. What is not told, or not understood, it may need.</summary>
/// <param name="Type">The hook.</param>
/// <param name="Configuration">Its configuration as JSON; no JSON where it could not be read.</param>
/// <param name="IsOfLambda">Whether it is, or may be, one that calls a Lambda function.</param>
internal sealed record HookUse(HookTypeDetail Type, string Configuration, bool IsOfLambda)
{
    /// <summary>Whether it may call the function, by whatever version or alias.</summary>
    public bool MayCall(string functionArn) => HookConfiguration.MayCall(Configuration, functionArn, IsOfLambda);

    /// <summary>One that is listed and of which nothing else is told.</summary>
    public static HookUse NotTold { get; } =
        new(new HookTypeDetail(string.Empty, HookStep.TypeName, null, null, null), string.Empty, IsOfLambda: true);

    /// <summary>
    /// Whether CloudFormation may call it with the role. What calls a Lambda function has one; if it is not told, it may be any.
    /// </summary>
    public bool MayRunWith(string? roleArn, string functionArn) => Type.ExecutionRoleArn is { } role
        ? string.Equals(role.Split('/').Last(), roleArn?.Split('/').Last(), StringComparison.OrdinalIgnoreCase)
        : Type.OriginalTypeName == HookStep.TypeName || MayCall(functionArn);
}
