namespace RedisCompliance.Deployment;

/// <summary>
/// Hooks with other names in the Region, whoever created them: one may call the function, or run with the role, that is about to be
/// removed. Read only for a removal.
/// </summary>
internal sealed class OtherHooks(InstallationContext context, string hookName)
{
    private readonly List<(string Name, HookUse Use)> _hooks = [];

    /// <summary>The hooks that may call the function, in any version or alias.</summary>
    public string[] Calling => [.. _hooks.Where(hook => hook.Use.MayCall(context.FunctionArn)).Select(hook => hook.Name)];

    /// <summary>The hooks that CloudFormation may call with the execution role.</summary>
    public string[] RunningWithRole => [.. _hooks
        .Where(hook => hook.Use.MayRunWith(context.ExecutionRoleArn, context.FunctionArn)).Select(hook => hook.Name)];

    /// <summary>Reads the hooks.</summary>
    /// <exception cref="ServiceCallException">A hook could not be read, so what it calls is unknown.</exception>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        ICloudFormationTypes types = context.Services.Types;
        foreach (string name in (await types.ListTypesAsync(cancellationToken).ConfigureAwait(false)).Where(name => name != hookName)
            .Distinct().OrderBy(name => name, StringComparer.Ordinal))
        {
            // Not verified against AWS: that ListTypes returns activated hooks under the names that DescribeType accepts.
            HookTypeDetail? type = await types.DescribeTypeAsync(name, cancellationToken).ConfigureAwait(false);
            _hooks.Add((name, type is null ? HookUse.NotTold : await ReadAsync(type, cancellationToken).ConfigureAwait(false)));
        }
    }

    /// <summary>A hook with another public type calls no function; a private hook, which has none, may.</summary>
    private async Task<HookUse> ReadAsync(HookTypeDetail type, CancellationToken cancellationToken)
    {
        bool isTold = type.OriginalTypeName is not null;
        string configuration = isTold && type.OriginalTypeName != HookStep.TypeName ? HookConfiguration.None
            : await ReadConfigurationAsync(type, cancellationToken).ConfigureAwait(false);
        return new HookUse(type, configuration, IsOfLambda: isTold);
    }

    /// <summary>A private hook may have no configuration; CloudFormation does not call it then.</summary>
    private async Task<string> ReadConfigurationAsync(HookTypeDetail type, CancellationToken cancellationToken)
    {
        try
        {
            return await context.Services.Types.BatchDescribeTypeConfigurationsAsync(type.Arn, cancellationToken).ConfigureAwait(false);
        }
        catch (ServiceCallException exception) when (exception.ErrorCode == "TypeConfigurationNotFoundException")
        {
            return HookConfiguration.None;
        }
    }
}
