namespace RedisCompliance.Deployment;

/// <summary>
/// The hooks of the Region that have other names, whoever made them: one of them may call the function that is to be taken away, or be
/// called with the role. Looked at only where something is to be taken away.
/// </summary>
internal sealed class OtherHooks(InstallationContext context, string hookName)
{
    private readonly List<(string Name, HookUse Use)> _hooks = [];

    /// <summary>Those that may call the function, by whatever version or alias.</summary>
    public string[] Calling => [.. _hooks.Where(hook => hook.Use.MayCall(context.FunctionArn)).Select(hook => hook.Name)];

    /// <summary>Those that CloudFormation may call with the execution role.</summary>
    public string[] RunningWithRole => [.. _hooks
        .Where(hook => hook.Use.MayRunWith(context.ExecutionRoleArn, context.FunctionArn)).Select(hook => hook.Name)];

    /// <summary>Reads them.</summary>
    /// <exception cref="ServiceCallException">One could not be read: then it is not known what it calls.</exception>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        ICloudFormationTypes types = context.Services.Types;
        foreach (string name in (await types.ListTypesAsync(cancellationToken).ConfigureAwait(false)).Where(name => name != hookName)
            .Distinct().OrderBy(name => name, StringComparer.Ordinal))
        {
            // Whether activated hooks are listed by the names that they are described by was not seen of AWS.
            HookTypeDetail? type = await types.DescribeTypeAsync(name, cancellationToken).ConfigureAwait(false);
            _hooks.Add((name, type is null ? HookUse.NotTold : await ReadAsync(type, cancellationToken).ConfigureAwait(false)));
        }
    }

    /// <summary>What is told to be of another type calls no function; a hook of one's own, whose type is not told, may.</summary>
    private async Task<HookUse> ReadAsync(HookTypeDetail type, CancellationToken cancellationToken)
    {
        bool isTold = type.OriginalTypeName is not null;
        string configuration = isTold && type.OriginalTypeName != HookStep.TypeName ? HookConfiguration.None
            : await ReadConfigurationAsync(type, cancellationToken).ConfigureAwait(false);
        return new HookUse(type, configuration, IsOfLambda: isTold);
    }

    /// <summary>A hook of one's own may have no configuration at all; then it is not called.</summary>
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
