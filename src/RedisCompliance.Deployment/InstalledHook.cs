using RedisCompliance.Config.Events;

namespace RedisCompliance.Deployment;

/// <summary>
/// What is installed under a hook's name, found from the hook itself or, by Install's tag and record, from the functions. Installed
/// settings apply unless the user gives new ones.
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

    /// <summary>The function that the hook calls, or the requested one.</summary>
    public string FunctionName { get; }

    /// <summary>The version of the module that installed it; null if unknown.</summary>
    public string? Version => _record?.Version;

    /// <summary>Why the installed settings are unknown; null if they are known, even if nothing is installed.</summary>
    public ServiceCallException? Unread { get; private init; }

    /// <summary>Looks for the installation. A read failure becomes <see cref="Unread"/>, unless other sources suffice.</summary>
    /// <param name="services">The account's services.</param>
    /// <param name="hookName">The hook's name.</param>
    /// <param name="functionName">The function, if specified; null to go by the hook.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <returns>What was found, possibly nothing.</returns>
    /// <exception cref="ServiceCallException">The credentials are invalid.</exception>
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
    /// <param name="services">The account's services.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <returns>Hooks and functions, by name.</returns>
    /// <exception cref="ServiceCallException">The search failed.</exception>
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
                // The function may still be ours.
                found.Add(new FoundHook(described, listed.Name, exception));
            }
        }

        return [.. found.OrderBy(hook => hook.HookName, StringComparer.Ordinal).ThenBy(hook => hook.FunctionName, StringComparer.Ordinal)];
    }

    /// <summary>Returns the installed settings, with defaults for unknown ones.</summary>
    /// <param name="defaults">The defaults.</param>
    /// <returns>The definition; the caller sets new values over it.</returns>
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

    /// <summary>The hook and the function it calls. HookStep reports read failures.</summary>
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

    /// <summary>The execution role of a hook whose function is gone; null if the role is not ours.</summary>
    private static async Task<string?> FindExecutionRoleAsync(
        RuleServices services, string hookName, string? arn, CancellationToken cancellationToken) =>
        arn?.Split('/').Last() is { } name
            && await services.IdentityManagement.GetRoleAsync(name, cancellationToken).ConfigureAwait(false) is { } role
            && role.Arn == arn && role.Tags.TryGetValue(HookDefinition.TagKey, out string? owner) && owner == hookName ? name : null;

    /// <summary>
    /// Whether Install created the function and someone removed its tag. Other hooks may also call any other function, so that one
    /// counts only if the user names it.
    /// </summary>
    private static bool WasInstalled(FunctionDetail function) =>
        !function.Tags!.ContainsKey(HookDefinition.TagKey) && NoteOf(function) is not null;

    private static InstallationRecord? NoteOf(FunctionDetail? function) => InstallationRecord.TryRead(
        function?.Settings.Environment.TryGetValue(FunctionEnvironment.Installation, out string? note) == true ? note : null);

    private static bool IsOf(FunctionDetail? function, string hookName) =>
        function?.Tags?.TryGetValue(HookDefinition.TagKey, out string? owner) == true && owner == hookName;
}

/// <summary>A hook found by its function.</summary>
/// <param name="HookName">The hook; null if only the function's tags would name it and they could not be read.</param>
/// <param name="FunctionName">The function.</param>
/// <param name="Failure">Why the function could not be read; null if it was read.</param>
public sealed record FoundHook(string? HookName, string FunctionName, ServiceCallException? Failure);
