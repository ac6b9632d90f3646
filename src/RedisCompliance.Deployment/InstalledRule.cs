using RedisCompliance.Config.Events;

namespace RedisCompliance.Deployment;

/// <summary>
/// What is installed under a rule's name, found from the rule itself, whose function has Install's record. Installed settings apply
/// unless the user gives new ones, so that Install changes only what the user asks for, and Get compares with what was installed.
/// </summary>
public sealed class InstalledRule
{
    private readonly ConfigRuleSettings? _rule;
    private readonly IReadOnlyCollection<string> _excludedAccounts;
    private readonly FunctionDetail? _function;
    private readonly InstallationRecord? _record;
    private readonly int? _retention;

    private InstalledRule(
        string ruleName, ConfigRuleSettings? rule, IReadOnlyCollection<string> excludedAccounts, string functionName,
        FunctionDetail? function, int? retention)
    {
        RuleName = ruleName;
        FunctionName = functionName;
        _rule = rule;
        _excludedAccounts = excludedAccounts;
        _function = function;
        _record = InstallationRecord.TryRead(Value(FunctionEnvironment.Installation));
        _retention = retention;
    }

    /// <summary>The rule's name.</summary>
    public string RuleName { get; }

    /// <summary>The function that the rule calls, or the requested one.</summary>
    public string FunctionName { get; }

    /// <summary>The role that Install gave the function, or else the function's current role; null if there is no function.</summary>
    public string? RoleName => (IsOurs ? _record?.RoleName ?? _record?.RoleArn?.Split('/').Last() : null)
        ?? _function?.Settings.Role.Split('/').Last();

    /// <summary>The version of the module that installed it; null if unknown.</summary>
    public string? Version => _record?.Version;

    /// <summary>Whether the rule or its function exists.</summary>
    public bool Exists => _rule is not null || IsOurs;

    /// <summary>Whether the function is this rule's.</summary>
    private bool IsOurs => IsOf(_function, RuleName);

    /// <summary>
    /// Whether Install has set up the function. An adopted function gets the tag first and keeps its old settings, which nobody chose,
    /// until Install replaces all of them at once.
    /// </summary>
    private bool IsSetUp => IsOurs && (_record is not null || _function!.Settings.Handler == RuleDefinition.Handler);

    /// <summary>Looks for the installation.</summary>
    /// <param name="services">The account's services.</param>
    /// <param name="ruleName">The rule's name.</param>
    /// <param name="functionName">The function, if specified; null to go by the rule.</param>
    /// <param name="isOfOrganization">Whether it is an organization rule.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <returns>What was found, possibly nothing.</returns>
    /// <exception cref="ServiceCallException">The search failed.</exception>
    public static async Task<InstalledRule> FindAsync(
        RuleServices services, string ruleName, string? functionName, bool isOfOrganization, CancellationToken cancellationToken)
    {
        ConfigRuleSettings? rule;
        IReadOnlyCollection<string> excluded = [];
        if (isOfOrganization)
        {
            OrganizationRuleDetail? organizationRule = await services.OrganizationRules.DescribeOrganizationConfigRuleAsync(
                ruleName, cancellationToken).ConfigureAwait(false);
            rule = organizationRule?.Settings;
            excluded = organizationRule?.ExcludedAccounts ?? [];
        }
        else
        {
            rule = (await services.ConfigRules.DescribeConfigRuleAsync(ruleName, cancellationToken).ConfigureAwait(false))?.Settings;
        }

        string name = functionName ?? FunctionReference.NameIn(rule?.SourceIdentifier, services.Identity)
            ?? RuleDefinition.DefaultFunctionName;
        FunctionDetail? function = await TaggedFunction.FindAsync(services, name, cancellationToken).ConfigureAwait(false);
        if (functionName is null && rule is null && !IsOf(function, ruleName)
            && await InstalledRules.FindFunctionNameAsync(services, ruleName, isOfOrganization, cancellationToken).ConfigureAwait(false)
                is { } found)
        {
            name = found;
            function = await TaggedFunction.FindAsync(services, name, cancellationToken).ConfigureAwait(false);
        }

        InstalledRule installed = new(ruleName, rule, excluded, name, function, null);
        if (!installed.IsOurs || installed._record is not null)
        {
            return installed;
        }

        LogGroupDetail? logs = await services.LogGroups.DescribeLogGroupAsync(RuleDefinition.LogGroupOf(name), cancellationToken)
            .ConfigureAwait(false);
        return new(ruleName, rule, excluded, name, function, logs?.RetentionInDays);
    }

    /// <summary>Returns the installed settings, with defaults for unknown ones.</summary>
    /// <param name="defaults">The defaults.</param>
    /// <returns>The definition; the caller sets new values over it.</returns>
    /// <remarks>The names are those found. Someone else's function contributes nothing more.</remarks>
    public RuleDefinition ToDefinition(RuleDefinition defaults)
    {
        RuleDefinition named = defaults with { RuleName = RuleName, FunctionName = FunctionName, RoleName = RoleName
            ?? defaults.RoleName };
        if (!IsSetUp)
        {
            return named with { RoleName = defaults.RoleName };
        }

        FunctionSettings settings = _function!.Settings;
        return named with
        {
            RoleArn = _record?.RoleArn,
            UseManagedPolicy = _record?.UseManagedPolicy ?? false,
            MemorySize = _record?.MemorySize ?? settings.MemorySize,
            Timeout = int.TryParse(Value(FunctionEnvironment.TimeoutSeconds), out int timeout) ? timeout : settings.Timeout,
            Architecture = _record?.Architecture ?? settings.Architecture,
            LogRetentionInDays = _record?.LogRetentionInDays ?? _retention ?? defaults.LogRetentionInDays,
            MaximumExecutionFrequency = _record?.MaximumExecutionFrequency ?? _rule?.MaximumExecutionFrequency
                ?? defaults.MaximumExecutionFrequency,
            Description = _record is not null ? _record.Description ?? RuleDefinition.DefaultDescription : _rule?.Description
                ?? defaults.Description,
            Policy = InstallationRecord.PolicyOf(_record?.InputParameters ?? RuleParameters.TryParse(_rule?.InputParameters))
                ?? defaults.Policy,
            NotificationTopicArn = _record?.NotificationTopicArn,
            Tags = _function.Tags!.Where(tag => tag.Key is not (RuleDefinition.TagKey or RuleDefinition.EvaluationDueTagKey)
                    && !tag.Key.StartsWith("aws:", StringComparison.Ordinal))
                .ToDictionary(tag => tag.Key, tag => tag.Value),
            Organization = defaults.Organization is null ? null : new OrganizationScope(
                Value(FunctionEnvironment.ExecutionRoleName) ?? defaults.Organization.ExecutionRoleName, _record?.ExcludedAccounts
                    ?? _excludedAccounts),
        };
    }

    private static bool IsOf(FunctionDetail? function, string ruleName) =>
        function?.Tags?.TryGetValue(RuleDefinition.TagKey, out string? owner) == true && owner == ruleName;

    private string? Value(string variable) =>
        _function?.Settings.Environment.TryGetValue(variable, out string? value) == true ? value : null;
}
