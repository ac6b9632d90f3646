using System.Management.Automation;

namespace RedisCompliance.Commands;

/// <summary>
/// The parameters that define an installed rule. Install makes the rule so, Get compares it with them, Export writes
/// them as a template: with the same parameters, all mean the same rule.
/// </summary>
public abstract class RuleDefinitionCmdlet : InstallationDefinitionCmdlet
{
    /// <summary>The name of the AWS Config rule: letters, digits, hyphens and underscores, at most 100.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("ConfigRuleName")]
    [ArgumentCompleter(typeof(ConfigRuleNameCompleter))]
    [ValidatePattern(@"^[A-Za-z0-9_-]{1,100}\z")]
    public string RuleName { get; set; } = RuleDefinition.DefaultRuleName;

    /// <summary>The name of the Lambda function.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidatePattern(FunctionNamePattern)]
    public string FunctionName { get; set; } = RuleDefinition.DefaultFunctionName;

    /// <summary>The name of the function's execution role, which is shared by all Regions.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidatePattern(RoleNamePattern)]
    public string RoleName { get; set; } = RuleDefinition.DefaultRoleName;

    /// <summary>An existing role, to be used as it is.</summary>
    [Parameter]
    [ValidatePattern(@"^arn:aws[a-z-]*:iam::[0-9]{12}:role/([!-~]+/)?[A-Za-z0-9_+=,.@-]{1,64}\z")]
    public string? RoleArn { get; set; }

    /// <summary>Give the role the article's AWS managed policies instead of one that allows only what is used.</summary>
    [Parameter]
    public SwitchParameter UseManagedPolicy { get; set; }

    /// <summary>The rule's description: at most 256 characters.</summary>
    [Parameter]
    [ValidateLength(1, 256)]
    public string Description { get; set; } = RuleDefinition.DefaultDescription;

    /// <summary>How often AWS Config runs the rule.</summary>
    [Parameter]
    [ValidateSet(RedisCompliance.Deployment.MaximumExecutionFrequency.OneHour,
        RedisCompliance.Deployment.MaximumExecutionFrequency.ThreeHours,
        RedisCompliance.Deployment.MaximumExecutionFrequency.SixHours, RedisCompliance.Deployment.MaximumExecutionFrequency.TwelveHours,
        RedisCompliance.Deployment.MaximumExecutionFrequency.TwentyFourHours)]
    public string MaximumExecutionFrequency { get; set; } = RedisCompliance.Deployment.MaximumExecutionFrequency.TwentyFourHours;

    /// <summary>The maximum duration of a run of the function, in seconds.</summary>
    [Parameter]
    [ValidateRange(10, 900)]
    public int FunctionTimeoutSec { get; set; } = 300;

    /// <summary>The SNS topic to notify of compliance changes and of failed or missing runs; empty to notify nobody any more.</summary>
    [Parameter]
    [AllowEmptyString]
    [ValidatePattern(@"^(arn:[\w-]+:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256})?\z")]
    public string? NotificationTopicArn { get; set; }

    /// <summary>Deploy the rule for the whole organization; from its management account or a delegated administrator.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public SwitchParameter Organization { get; set; }

    /// <summary>Accounts of the organization to exclude.</summary>
    [Parameter]
    [ValidatePattern(@"^[0-9]{12}\z")]
    public string[]? ExcludedAccount { get; set; }

    /// <summary>The role that the function assumes in each member account.</summary>
    [Parameter]
    [ValidatePattern(RoleNamePattern)]
    public string ExecutionRoleName { get; set; } = RuleDefinition.DefaultExecutionRoleName;

    /// <summary>The defaults, under the given name.</summary>
    private protected RuleDefinition Defaults() => new()
    {
        RuleName = RuleName,
        Organization = Organization ? new OrganizationScope(ExecutionRoleName, []) : null,
        Package = StagedFunction.Load(),
        Version = StagedFunction.ModuleVersion,
    };

    /// <summary>Defines the rule: the given parameters, over known values.</summary>
    /// <param name="known">The installed rule, or <see cref="Defaults"/>.</param>
    private protected RuleDefinition Define(RuleDefinition known)
    {
        string? roleArn = Given(nameof(RoleArn), RoleArn, Has(nameof(RoleName)) ? null : known.RoleArn);
        RuleDefinition definition = known with
        {
            RuleName = RuleName,
            FunctionName = Given(nameof(FunctionName), FunctionName, known.FunctionName),
            RoleName = roleArn?.Split('/').Last() ?? Given(nameof(RoleName), RoleName, known.RoleName),
            RoleArn = roleArn,
            UseManagedPolicy = Given(nameof(UseManagedPolicy), UseManagedPolicy.IsPresent, known.UseManagedPolicy),
            Description = Given(nameof(Description), Description, known.Description),
            MaximumExecutionFrequency = Given(
                nameof(MaximumExecutionFrequency), MaximumExecutionFrequency, known.MaximumExecutionFrequency),
            Policy = DefinePolicy(known.Policy),
            MemorySize = Given(nameof(MemorySize), MemorySize, known.MemorySize),
            Timeout = Given(nameof(FunctionTimeoutSec), FunctionTimeoutSec, known.Timeout),
            Architecture = Given(nameof(Architecture), Architecture, known.Architecture),
            LogRetentionInDays = Given(nameof(LogRetentionInDays), LogRetentionInDays, known.LogRetentionInDays),
            Tags = DefineTags(known.Tags),
            NotificationTopicArn = Given(nameof(NotificationTopicArn), NotificationTopicArn, known.NotificationTopicArn)
                is { Length: > 0 } topic ? topic : null,
            Organization = known.Organization is null ? null : new OrganizationScope(
                Given(nameof(ExecutionRoleName), ExecutionRoleName, known.Organization.ExecutionRoleName),
                Given<IReadOnlyCollection<string>?>(nameof(ExcludedAccount), ExcludedAccount, known.Organization.ExcludedAccounts)!),
        };
        CheckRoom(definition);
        return definition;
    }

    /// <summary>Finds the rule installed under this name in a Region.</summary>
    private protected InstalledRule FindInstalled(RuleServices services) => Wait(new ValueTask<InstalledRule>(InstalledRule.FindAsync(
        services, RuleName, Has(nameof(FunctionName)) ? FunctionName : null, Organization, StopToken)));

    /// <summary>Rejects a name so long that results cannot be read back: such a rule would never retire what is gone.</summary>
    private protected void CheckName()
    {
        int most = ConfigRuleNames.MaxLength(Organization);
        if (RuleName.Length > most)
        {
            string message = (Organization ? Messages.OrganizationRuleNameTooLong : Messages.RuleNameTooLong).With(
                RuleName, RuleName.Length, most, ConfigRuleNames.MaxReadable);
            ThrowTerminatingError(ErrorRecords.Create(
                new ArgumentException(message), ErrorId.RuleNameTooLong, ErrorCategory.InvalidArgument, RuleName,
                Messages.AdviceRuleNameTooLong.With(most)));
        }
    }

    /// <summary>Checks AWS Config's limit on parameters; if exemptions exceed it, the error says how many would fit.</summary>
    private void CheckRoom(RuleDefinition definition)
    {
        if (definition.InputParameters.Length <= RuleDefinition.MaxInputParametersLength)
        {
            return;
        }

        IReadOnlyList<AtRestExemption> exemptions = definition.Policy.Exemptions;
        int fitting = Enumerable.Range(1, exemptions.Count)
            .TakeWhile(count => definition.WithExemptions(
                exemptions.Take(count)).InputParameters.Length <= RuleDefinition.MaxInputParametersLength).LastOrDefault();
        string message = Messages.RuleParametersTooLong.With(definition.InputParameters.Length, RuleDefinition.MaxInputParametersLength)
            + (exemptions.Count > 0 ? " " + Messages.ExemptionsThatFit.With(fitting, exemptions.Count) : null);
        ThrowTerminatingError(ErrorRecords.Create(
            new ArgumentException(message), ErrorId.RuleParametersTooLong, ErrorCategory.InvalidArgument, ApprovedKmsKey,
            Messages.AdviceRuleParametersTooLong));
    }
}
