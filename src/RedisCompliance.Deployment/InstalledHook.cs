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
        _record = NoteOf(_function);
        _executionRoleName = executionRoleName;
    }

    /// <summary>The hook's name.</summary>
    public string HookName { get; }

    /// <summary>The function that the hook calls, or the one that was asked for.</summary>
    public string FunctionName { get; }

    /// <summary>The version of the module that installed it; null where it is not known.</summary>
    public string? Version => _record?.Version;

    /// <summary>Why it is not known what is installed; null where it is, be it nothing.</summary>
    public ServiceCallException? Unread { get; private init; }

    /// <summary>Looks for it. What cannot be read is <see cref="Unread"/>, unless something else tells as much.</summary>
    /// <param name="services">Where.</param>
    /// <param name="hookName">The hook.</param>
    /// <param name="functionName">The function, where it was given; null to go by the hook.</param>
    /// <param name="cancellationToken">Ends the looking.</param>
    /// <returns>What was found, be it nothing.</returns>
    /// <exception cref="ServiceCallException">The credentials are at fault.</exception>
    public static async Task<InstalledHook> FindAsync(
        RuleServices services, string hookName, string? functionName, CancellationToken cancellationToken)
    {
        (HookTypeDetail? type, string? called) = await FindTypeAsync(services, hookName, cancellationToken).ConfigureAwait(false);
        string name = functionName ?? called ?? HookDefinition.DefaultFunctionName;
        try
        {
            FunctionDetail? function = await TaggedFunction.FindAsync(services, name, cancellationToken).ConfigureAwait(false);
            if (functionName is null && !IsOf(function, hookName))
            {
                IReadOnlyList<FoundHook> listed = await ListAsync(services, cancellationToken).ConfigureAwait(false);
                string likely = listed.FirstOrDefault(found => found.HookName == hookName)?.FunctionName
                    ?? (function is null || WasInstalled(function) ? name : HookDefinition.DefaultFunctionName);
                function = likely == name ? function
                    : await TaggedFunction.FindAsync(services, likely, cancellationToken).ConfigureAwait(false);
                name = likely;
            }

            return new(hookName, name, function, IsOf(function, hookName) ? null
                : await FindExecutionRoleAsync(services, hookName, type?.ExecutionRoleArn, cancellationToken).ConfigureAwait(false));
        }
        catch (ServiceCallException exception) when (!exception.IsCredentialFailure)
        {
            return new(hookName, name, null, null) { Unread = exception };
        }
    }

    /// <summary>Lists the hooks of the Region by their functions.</summary>
    /// <param name="services">Where.</param>
    /// <param name="cancellationToken">Ends the looking.</param>
    /// <returns>Hooks and functions, by name.</returns>
    /// <exception cref="ServiceCallException">They could not be looked for.</exception>
    public static async Task<IReadOnlyList<FoundHook>> ListAsync(RuleServices services, CancellationToken cancellationToken)
    {
        List<FoundHook> found = [];
        foreach (ListedFunction listed in await services.Functions.ListFunctionsAsync(cancellationToken).ConfigureAwait(false))
        {
            string? described = HookDefinition.HookNameIn(listed.Description);
            if (described is null && (!listed.HasNote || RuleDefinition.RuleNameIn(listed.Description) is not null))
            {
                continue;
            }

            try
            {
                if (await TaggedFunction.FindAsync(services, listed.Name, cancellationToken).ConfigureAwait(false) is { } function
                    && function.Tags!.TryGetValue(HookDefinition.TagKey, out string? owner))
                {
                    found.Add(new FoundHook(owner, listed.Name, null));
                }
            }
            catch (ServiceCallException exception) when (!exception.IsCredentialFailure)
            {
                // That it is not ours is not known either.
                found.Add(new FoundHook(described, listed.Name, exception));
            }
        }

        return [.. found.OrderBy(hook => hook.HookName, StringComparer.Ordinal).ThenBy(hook => hook.FunctionName, StringComparer.Ordinal)];
    }

    /// <summary>What is installed, and the defaults for what is not known of it.</summary>
    /// <param name="defaults">The defaults.</param>
    /// <returns>The definition; what is given anew is to be set over it.</returns>
    public HookDefinition ToDefinition(HookDefinition defaults)
    {
        HookDefinition named = defaults with
        {
            HookName = HookName, FunctionName = FunctionName, ExecutionRoleName = _executionRoleName ?? defaults.ExecutionRoleName,
        };
        if (_record is null)
        {
            return named;
        }

        return named with
        {
            RoleName = _record.RoleName ?? _record.RoleArn?.Split('/').Last() ?? defaults.RoleName,
            RoleArn = _record.RoleArn,
            ExecutionRoleName = _record.ExecutionRoleName ?? defaults.ExecutionRoleName,
            MemorySize = _record.MemorySize ?? defaults.MemorySize,
            Architecture = _record.Architecture ?? defaults.Architecture,
            LogRetentionInDays = _record.LogRetentionInDays ?? defaults.LogRetentionInDays,
            FailureMode = _record.FailureMode ?? defaults.FailureMode,
            TargetOperations = _record.TargetOperations ?? defaults.TargetOperations,
            Policy = InstallationRecord.PolicyOf(_record.InputParameters) ?? defaults.Policy,
            Tags = _function!.Tags!.Where(tag => tag.Key != HookDefinition.TagKey && !tag.Key.StartsWith("aws:", StringComparison.Ordinal))
                .ToDictionary(tag => tag.Key, tag => tag.Value),
        };
    }

    /// <summary>The hook, and the function that it calls; that it cannot be read is told by the part.</summary>
    private static async Task<(HookTypeDetail? Type, string? FunctionName)> FindTypeAsync(
        RuleServices services, string hookName, CancellationToken cancellationToken)
    {
        HookTypeDetail? type = null;
        try
        {
            type = await services.Types.DescribeTypeAsync(hookName, cancellationToken).ConfigureAwait(false);
            HookConfiguration? configuration = type is null ? null : HookConfiguration.TryRead(
                await services.Types.BatchDescribeTypeConfigurationsAsync(type.Arn, cancellationToken).ConfigureAwait(false));
            return (type, FunctionReference.NameIn(configuration?.LambdaFunction, services.Identity));
        }
        catch (ServiceCallException exception) when (!exception.IsCredentialFailure)
        {
            return (type, null);
        }
    }

    /// <summary>The execution role of a hook whose function is gone; null where it is not ours.</summary>
    private static async Task<string?> FindExecutionRoleAsync(
        RuleServices services, string hookName, string? arn, CancellationToken cancellationToken) =>
        arn?.Split('/').Last() is { } name
            && await services.IdentityManagement.GetRoleAsync(name, cancellationToken).ConfigureAwait(false) is { } role
            && role.Arn == arn && role.Tags.TryGetValue(HookDefinition.TagKey, out string? owner) && owner == hookName ? name : null;

    /// <summary>
    /// Whether Install made a function whose tag was taken away. Any other that the hook calls, others may call as well: only its
    /// name, where it is given, says that it is meant.
    /// </summary>
    private static bool WasInstalled(FunctionDetail function) =>
        !function.Tags!.ContainsKey(HookDefinition.TagKey) && NoteOf(function) is not null;

    private static InstallationRecord? NoteOf(FunctionDetail? function) => InstallationRecord.TryRead(
        function?.Settings.Environment.TryGetValue(FunctionEnvironment.Installation, out string? note) == true ? note : null);

    private static bool IsOf(FunctionDetail? function, string hookName) =>
        function?.Tags?.TryGetValue(HookDefinition.TagKey, out string? owner) == true && owner == hookName;
}

/// <summary>A hook that was found by its function.</summary>
/// <param name="HookName">The hook; null where only the function's tags would tell, and they could not be read.</param>
/// <param name="FunctionName">The function.</param>
/// <param name="Failure">Why the function could not be read; null where it was.</param>
public sealed record FoundHook(string? HookName, string FunctionName, ServiceCallException? Failure);
