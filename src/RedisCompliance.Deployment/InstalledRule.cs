using RedisCompliance.Config.Events;

namespace RedisCompliance.Deployment;

/// <summary>
/// What is installed under a rule's name: found from the rule itself, whose function has the note of Install. What is not
/// given anew is kept by it, so that Install changes only what it is told to, and Get compares with what was installed.
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

    /// <summary>The function that the rule calls, or the one that was asked for.</summary>
    public string FunctionName { get; }

    /// <summary>The role that Install gave the function, or else the one that the function has; null where there is no function.</summary>
    public string? RoleName => (IsOurs ? _record?.RoleName ?? _record?.RoleArn?.Split('/').Last() : null)
        ?? _function?.Settings.Role.Split('/').Last();

    /// <summary>The version of the module that installed it; null where it is not known.</summary>
    public string? Version => _record?.Version;

    /// <summary>Whether there is a rule or a function of it.</summary>
    public bool Exists => _rule is not null || IsOurs;

    /// <summary>Whether the function is this rule's.</summary>
    private bool IsOurs => IsOf(_function, RuleName);

    /// <summary>
    /// Whether it has been set up by Install. A function that is taken over has the tag first, and its old settings until all of
    /// them are replaced at once: those are nobody's choice.
    /// </summary>
    private bool IsSetUp => IsOurs && (_record is not null || _function!.Settings.Handler == RuleDefinition.Handler);

    /// <summary>Looks for it.</summary>
    /// <param name="services">Where.</param>
    /// <param name="ruleName">The rule.</param>
    /// <param name="functionName">The function, where it was given; null to go by the rule.</param>
    /// <param name="isOfOrganization">Whether it is one of the whole organization.</param>
    /// <param name="cancellationToken">Ends the looking.</param>
    /// <returns>What was found, be it nothing.</returns>
    /// <exception cref="ServiceCallException">It could not be looked for.</exception>
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

    /// <summary>What is installed, and the defaults for what is not known of it.</summary>
    /// <param name="defaults">The defaults.</param>
    /// <returns>The definition; what is given anew is to be set over it.</returns>
    /// <remarks>The names are those that were found. A function of somebody else is no source of anything else.</remarks>
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
