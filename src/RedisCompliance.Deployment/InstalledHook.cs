using RedisCompliance.Config.Events;

namespace RedisCompliance.Deployment;

/// <summary>
/// What is installed under a hook's name: found from the hook itself, or from the functions, by the tag and note of Install. What is
/// not given anew is kept by it.
/// </summary>
public sealed class InstalledHook
{
    private readonly FunctionDetail? _function;
    private readonly InstallationRecord? _record;
    private readonly string? _executionRoleName;

    private InstalledHook(string hookName, string functionName, FunctionDetail? function, string? executionRoleName)
    {
        HookName = hookName;
        FunctionName = functionName;
        _function = IsOf(function, hookName) ? function : null;
        _record = InstallationRecord.TryRead(
            _function?.Settings.Environment.TryGetValue(FunctionEnvironment.Installation, out string? note) == true ? note : null);
        _executionRoleName = executionRoleName;
    }

    /// <summary>The hook's name.</summary>
    public string HookName { get; }

    /// <summary>The function that the hook calls, or the one that was asked for.</summary>
    public string FunctionName { get; }

    /// <summary>The version of the module that installed it; null where it is not known.</summary>
    public string? Version => _record?.Version;

    /// <summary>Looks for it.</summary>
    /// <param name="services">Where.</param>
    /// <param name="hookName">The hook.</param>
    /// <param name="functionName">The function, where it was given; null to go by the hook.</param>
    /// <param name="cancellationToken">Ends the looking.</param>
    /// <returns>What was found, be it nothing.</returns>
    /// <exception cref="ServiceCallException">It could not be looked for.</exception>
    public static async Task<InstalledHook> FindAsync(
        RuleServices services, string hookName, string? functionName, CancellationToken cancellationToken)
    {
        HookTypeDetail? type = await services.Types.DescribeTypeAsync(hookName, cancellationToken).ConfigureAwait(false);
        HookConfiguration? configuration = type is null ? null : HookConfiguration.TryRead(
            await services.Types.BatchDescribeTypeConfigurationsAsync(type.Arn, cancellationToken).ConfigureAwait(false));
        string prefix = services.Identity.Arn("lambda", "function:");
        string name = functionName
            ?? (configuration?.LambdaFunction?.StartsWith(prefix, StringComparison.Ordinal) == true
                ? configuration.LambdaFunction.Substring(prefix.Length).Split(':')[0] : null)
            ?? HookDefinition.DefaultFunctionName;
        FunctionDetail? function = await GetFunctionAsync(services, name, cancellationToken).ConfigureAwait(false);
        if (functionName is null && !IsOf(function, hookName)
            && (await ListAsync(services, cancellationToken).ConfigureAwait(false)).FirstOrDefault(found => found.HookName == hookName)
                is { FunctionName: { } found })
        {
            name = found;
            function = await GetFunctionAsync(services, name, cancellationToken).ConfigureAwait(false);
        }

        return new(hookName, name, function, type?.ExecutionRoleArn?.Split('/').Last());
    }

    /// <summary>Lists the hooks of the Region by their functions.</summary>
    /// <param name="services">Where.</param>
    /// <param name="cancellationToken">Ends the looking.</param>
    /// <returns>Hooks and functions, by name.</returns>
    /// <exception cref="ServiceCallException">They could not be looked for.</exception>
    public static async Task<IReadOnlyList<(string HookName, string FunctionName)>> ListAsync(
        RuleServices services, CancellationToken cancellationToken)
    {
        List<(string HookName, string FunctionName)> found = [];
        foreach (ListedFunction listed in await services.Functions.ListFunctionsAsync(cancellationToken).ConfigureAwait(false))
        {
            if ((listed.HasNote || HookDefinition.IsDescription(listed.Description))
                && await GetFunctionAsync(services, listed.Name, cancellationToken).ConfigureAwait(false) is { } function
                && function.Tags!.TryGetValue(HookDefinition.TagKey, out string? owner))
            {
                found.Add((owner, listed.Name));
            }
        }

        return [.. found.OrderBy(hook => hook.HookName, StringComparer.Ordinal).ThenBy(hook => hook.FunctionName, StringComparer.Ordinal)];
    }

    /// <summary>What is installed, and the defaults for what is not known of it.</summary>
    /// <param name="defaults">The defaults.</param>
    /// <returns>The definition; what is given anew is to be set over it.</returns>
    public HookDefinition ToDefinition(HookDefinition defaults)
    {
        HookDefinition named = defaults with { HookName = HookName, FunctionName = FunctionName };
        if (_record is null)
        {
            return named;
        }

        return named with
        {
            RoleName = _record.RoleName ?? _record.RoleArn?.Split('/').Last() ?? defaults.RoleName,
            RoleArn = _record.RoleArn,
            ExecutionRoleName = _record.ExecutionRoleName ?? _executionRoleName ?? defaults.ExecutionRoleName,
            MemorySize = _record.MemorySize ?? defaults.MemorySize,
            Architecture = _record.Architecture ?? defaults.Architecture,
            LogRetentionInDays = _record.LogRetentionInDays ?? defaults.LogRetentionInDays,
            FailureMode = _record.FailureMode ?? defaults.FailureMode,
            TargetOperations = _record.TargetOperations ?? defaults.TargetOperations,
            Policy = ReadPolicy() ?? defaults.Policy,
            Tags = _function!.Tags!.Where(tag => tag.Key != HookDefinition.TagKey && !tag.Key.StartsWith("aws:", StringComparison.Ordinal))
                .ToDictionary(tag => tag.Key, tag => tag.Value),
        };
    }

    private static bool IsOf(FunctionDetail? function, string hookName) =>
        function?.Tags?.TryGetValue(HookDefinition.TagKey, out string? owner) == true && owner == hookName;

    /// <summary>The function; one whose tags are not told decides nothing.</summary>
    private static async Task<FunctionDetail?> GetFunctionAsync(
        RuleServices services, string functionName, CancellationToken cancellationToken)
    {
        FunctionDetail? function = await services.Functions.GetFunctionAsync(functionName, cancellationToken).ConfigureAwait(false);
        if (function is not null)
        {
            FunctionStep.CheckTags(function);
        }

        return function;
    }

    private AtRestPolicy? ReadPolicy()
    {
        try
        {
            return _record?.InputParameters is { } parameters ? RuleParameters.ToPolicy(parameters) : null;
        }
        catch (ConfigEventException)
        {
            // Nothing that Install wrote: the difference is told, and mended.
            return null;
        }
    }
}
