namespace RedisCompliance.Deployment;

/// <summary>The desired rule: everything that Install accepts. Names default to the article's.</summary>
public sealed record RuleDefinition : InstallationDefinition
{
    /// <summary>The key of the owner tag, which is on everything that Install creates; its value is the rule's name.</summary>
    public const string TagKey = TagKeyPrefix + "ConfigRule";

    /// <summary>
    /// The key of a tag on the function, set before a change that may alter results and removed once the next evaluation has started: if
    /// a run is cut off in between, the next run starts the evaluation.
    /// </summary>
    public const string EvaluationDueTagKey = TagKeyPrefix + "EvaluationDue";

    /// <summary>The default name of the rule.</summary>
    public const string DefaultRuleName = "redis-encrypted-at-rest-check-rule";

    /// <summary>The default name of the function.</summary>
    public const string DefaultFunctionName = "redis-encrypted-at-rest-check-function";

    /// <summary>The default name of the role.</summary>
    public const string DefaultRoleName = "redis-encrypted-at-rest-check-role";

    /// <summary>The default name of the role that the function assumes in each member account.</summary>
    public const string DefaultExecutionRoleName = "redis-encrypted-at-rest-check-execution-role";

    /// <summary>The default description.</summary>
    public const string DefaultDescription =
        "Checks whether the data that ElastiCache (Redis OSS and Valkey) keeps at rest is encrypted, in effect. NON_COMPLIANT if it is "
            + "not, or if AWS does not say so clearly.";

    /// <summary>The function's entry point.</summary>
    public const string Handler = "RedisCompliance.Function::RedisCompliance.Function.Handler::HandleAsync";

    /// <summary>The longest rule parameters that AWS Config accepts, in characters.</summary>
    public const int MaxInputParametersLength = 1024;

    private const string DescriptionPrefix = "Evaluates the AWS Config rule ";

    /// <summary>A rule with the article's names.</summary>
    public RuleDefinition()
    {
        FunctionName = DefaultFunctionName;
        RoleName = DefaultRoleName;
    }

    /// <summary>The rule's name.</summary>
    public string RuleName { get; init; } = DefaultRuleName;

    /// <summary>Whether the role gets the article's AWS managed policies instead of an inline policy with only what is used.</summary>
    public bool UseManagedPolicy { get; init; }

    /// <summary>The rule's description.</summary>
    public string Description { get; init; } = DefaultDescription;

    /// <summary>How often the rule runs.</summary>
    public string MaximumExecutionFrequency { get; init; } = RedisCompliance.Deployment.MaximumExecutionFrequency.TwentyFourHours;

    /// <summary>The topic that is notified of compliance changes and of failed or missing runs; null for no notifications.</summary>
    public string? NotificationTopicArn { get; init; }

    /// <summary>The organization of an organization rule; null for a rule of this account.</summary>
    public OrganizationScope? Organization { get; init; }

    internal override string OwnerTagKey => TagKey;

    internal override string OwnerName => RuleName;

    internal override string InstallCmdlet => "Install-RedisAtRestRule";

    internal override string OfOther => Messages.OfOtherRule;

    internal override string OtherTagKey => HookDefinition.TagKey;

    internal override string OtherHandler => HookDefinition.Handler;

    internal override string OfOtherKind => Messages.IsOfHook;

    internal override string RunsForOtherKind => Messages.RunsForHook;

    internal override string FunctionHandler => Handler;

    internal override string FunctionDescription => DescriptionOf(RuleName);

    internal override string RoleDescription => $"Execution role of the function of the AWS Config rule {RuleName}.";

    internal override bool NamesTheRule => Organization is null && !UseManagedPolicy;

    /// <summary>The settings to request from AWS Config.</summary>
    /// <param name="functionArn">The function, which must exist by then.</param>
    /// <returns>The rule's settings.</returns>
    internal ConfigRuleSettings RuleSettings(string functionArn) => new()
    {
        ConfigRuleName = RuleName,
        Description = Description,
        SourceIdentifier = functionArn,
        MaximumExecutionFrequency = MaximumExecutionFrequency,
        InputParameters = InputParameters,
    };

    /// <summary>The description of a rule's function.</summary>
    internal static string DescriptionOf(string ruleName) => $"{DescriptionPrefix}{ruleName}.";

    /// <summary>The rule that a function's description names; null if it names none.</summary>
    internal static string? RuleNameIn(string description) =>
        description.StartsWith(DescriptionPrefix, StringComparison.Ordinal) && description[description.Length - 1] == '.'
            ? description.Substring(DescriptionPrefix.Length, description.Length - DescriptionPrefix.Length - 1) : null;

    /// <summary>A copy with other exemptions.</summary>
    /// <param name="exemptions">The exemptions.</param>
    /// <returns>The definition.</returns>
    public RuleDefinition WithExemptions(IEnumerable<AtRestExemption> exemptions) =>
        this with { Policy = Policy with { Exemptions = [.. exemptions] } };

    /// <summary>A copy that records which settings were kept only because they are installed.</summary>
    /// <param name="unaware">The definition that the caller would get without knowing what is installed.</param>
    /// <returns>The definition.</returns>
    public RuleDefinition Keeping(RuleDefinition unaware)
    {
        (string Name, object Own, object Other)[] settings =
        [
            (nameof(MemorySize), MemorySize, unaware.MemorySize),
            (nameof(Timeout), Timeout, unaware.Timeout),
            (nameof(Architecture), Architecture, unaware.Architecture),
            (nameof(LogRetentionInDays), LogRetentionInDays, unaware.LogRetentionInDays),
            (nameof(Description), Description, unaware.Description),
            (nameof(MaximumExecutionFrequency), MaximumExecutionFrequency, unaware.MaximumExecutionFrequency),
            (nameof(InputParameters), InputParameters, unaware.InputParameters),
            (nameof(NotificationTopicArn), NotificationTopicArn ?? string.Empty, unaware.NotificationTopicArn ?? string.Empty),
        ];
        return this with { Kept = settings.Where(setting => !setting.Own.Equals(setting.Other))
            .ToDictionary(setting => setting.Name, setting => $"{setting.Own}") };
    }

    internal override InstallationPart ToPart(InstallationStep step) => new RulePart(step, RuleName);

    internal override string FunctionPolicy(InstallationContext context) =>
        PolicyDocuments.FunctionPolicy(this, context.Identity, context.ConfigRuleArn, context.OrganizationId);

    internal override IReadOnlyList<string> ManagedPolicies(string partition) =>
        UseManagedPolicy && Organization is null ? PolicyDocuments.ManagedPolicyArns(partition) : [];

    internal override InstallationRecord ToRecord(string? roleId, bool ownsLogGroup) => base.ToRecord(roleId, ownsLogGroup) with
    {
        UseManagedPolicy = UseManagedPolicy ? true : null,
        MaximumExecutionFrequency = MaximumExecutionFrequency,
        Description = Description == DefaultDescription ? null : Description,
        NotificationTopicArn = NotificationTopicArn,
        ExcludedAccounts = Organization is null ? null
            : [.. Organization.ExcludedAccounts.OrderBy(account => account, StringComparer.Ordinal)],
    };

    private protected override void AddEnvironment(Dictionary<string, string> environment)
    {
        if (Organization is not null)
        {
            environment[FunctionEnvironment.AssumeRoleMode] = "true";
            environment[FunctionEnvironment.ExecutionRoleName] = Organization.ExecutionRoleName;
        }
    }
}

/// <summary>The organization that a rule is for.</summary>
/// <param name="ExecutionRoleName">The role in each member account that the function assumes.</param>
/// <param name="ExcludedAccounts">The excluded accounts.</param>
public sealed record OrganizationScope(string ExecutionRoleName, IReadOnlyCollection<string> ExcludedAccounts);
