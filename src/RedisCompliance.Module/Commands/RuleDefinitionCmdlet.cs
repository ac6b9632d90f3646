using System.Collections;
using System.Management.Automation;

namespace RedisCompliance.Commands;

/// <summary>
/// The parameters that say what an installed rule is to be. Install makes it so, Get compares with it, Export writes it
/// down: given the same parameters, they speak of the same rule.
/// </summary>
public abstract class RuleDefinitionCmdlet : RuleCmdlet
{
    /// <summary>The name of the Lambda function.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidatePattern(FunctionNamePattern)]
    public string FunctionName { get; set; } = RuleDefinition.DefaultFunctionName;

    /// <summary>The name of the function's execution role. It is one for all Regions.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidatePattern(RoleNamePattern)]
    public string RoleName { get; set; } = RuleDefinition.DefaultRoleName;

    /// <summary>A role that exists already, to be used as it is.</summary>
    [Parameter]
    [ValidatePattern(@"^arn:aws[a-z-]*:iam::[0-9]{12}:role/([!-~]+/)?[A-Za-z0-9_+=,.@-]{1,64}\z")]
    public string? RoleArn { get; set; }

    /// <summary>Give the role AWS's managed policies of the article instead of one that names just what is used.</summary>
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

    /// <summary>Only resources of these types: the full name or its last part.</summary>
    [Parameter]
    [ResourceTypeTransformation]
    [ValidateSet(RedisCompliance.ResourceType.ReplicationGroup, RedisCompliance.ResourceType.CacheCluster,
        RedisCompliance.ResourceType.ServerlessCache)]
    public string[]? ResourceType { get; set; }

    /// <summary>Only resources of these engines.</summary>
    [Parameter]
    [ValidateSet("redis", "valkey")]
    public string[]? Engine { get; set; }

    /// <summary>The only KMS keys that will do, as key ids, key ARNs or ARNs of aliases; none to take any again.</summary>
    [Parameter]
    [ValidateNotNull]
    public string[]? ApprovedKmsKey { get; set; }

    /// <summary>Only a customer-managed key will do.</summary>
    [Parameter]
    public SwitchParameter RequireCustomerManagedKey { get; set; }

    /// <summary>What is not judged: objects with Id or Tag, Reason and Expires.</summary>
    [Parameter]
    [ValidateNotNull]
    public PSObject[]? Exemption { get; set; }

    /// <summary>A file of exemptions, in JSON or CSV.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ExemptionPath { get; set; }

    /// <summary>The function's memory in MB.</summary>
    [Parameter]
    [ValidateRange(128, 10_240)]
    public int MemorySize { get; set; } = 512;

    /// <summary>The longest that a run of the function may take, in seconds.</summary>
    [Parameter]
    [ValidateRange(10, 900)]
    public int FunctionTimeoutSec { get; set; } = 300;

    /// <summary>The function's processor architecture.</summary>
    [Parameter]
    [ValidateSet("x86_64", "arm64")]
    public string Architecture { get; set; } = "x86_64";

    /// <summary>How long the function's logs are kept: one of the numbers of days that CloudWatch Logs knows.</summary>
    [Parameter]
    [ValidateSet("1", "3", "5", "7", "14", "30", "60", "90", "120", "150", "180", "365", "400", "545", "731", "1096", "1827", "2192",
        "2557", "2922", "3288", "3653")]
    public int LogRetentionInDays { get; set; } = 90;

    /// <summary>Tags for everything that is made.</summary>
    [Parameter]
    [Alias("Tags")]
    [ValidateNotNull]
    public IDictionary? Tag { get; set; }

    /// <summary>The SNS topic to tell of compliance changes and of runs that fail or do not come; empty to tell nobody any more.</summary>
    [Parameter]
    [AllowEmptyString]
    [ValidatePattern(@"^(arn:[\w-]+:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256})?\z")]
    public string? NotificationTopicArn { get; set; }

    /// <summary>A rule of the whole organization; from its management account or a delegated administrator.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public SwitchParameter Organization { get; set; }

    /// <summary>The accounts of the organization that are left out.</summary>
    [Parameter]
    [ValidatePattern(@"^[0-9]{12}\z")]
    public string[]? ExcludedAccount { get; set; }

    /// <summary>The role of each member account that the function assumes.</summary>
    [Parameter]
    [ValidatePattern(RoleNamePattern)]
    public string ExecutionRoleName { get; set; } = RuleDefinition.DefaultExecutionRoleName;

    /// <summary>Everything by default, under the names that were given.</summary>
    private protected RuleDefinition Defaults() => new()
    {
        RuleName = RuleName,
        Organization = Organization ? new OrganizationScope(ExecutionRoleName, []) : null,
        Package = StagedFunction.Load(),
        Version = StagedFunction.ModuleVersion,
    };

    /// <summary>What the rule is to be: what is given, over what is known already.</summary>
    /// <param name="known">What is installed, or <see cref="Defaults"/>.</param>
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
            Policy = PolicyBinder.Bind(this, new AtRestPolicy
            {
                Engines = Given<IReadOnlyCollection<string>?>(nameof(Engine), Engine, known.Policy.Engines)!,
                ResourceTypes = Given<IReadOnlyCollection<string>?>(nameof(ResourceType), ResourceType, known.Policy.ResourceTypes)!,
                ApprovedKmsKeyIds = Given<IReadOnlyCollection<string>?>(
                    nameof(ApprovedKmsKey), ApprovedKmsKey, known.Policy.ApprovedKmsKeyIds)!,
                RequireCustomerManagedKey = Given(
                    nameof(RequireCustomerManagedKey), RequireCustomerManagedKey.IsPresent, known.Policy.RequireCustomerManagedKey),
                Exemptions = Has(nameof(Exemption))
                    || Has(nameof(ExemptionPath)) ? ExemptionReader.Read(this, Exemption, ExemptionPath) : known.Policy.Exemptions,
            }),
            MemorySize = Given(nameof(MemorySize), MemorySize, known.MemorySize),
            Timeout = Given(nameof(FunctionTimeoutSec), FunctionTimeoutSec, known.Timeout),
            Architecture = Given(nameof(Architecture), Architecture, known.Architecture),
            LogRetentionInDays = Given(nameof(LogRetentionInDays), LogRetentionInDays, known.LogRetentionInDays),
            Tags = Has(nameof(Tag)) ? Tag!.Cast<DictionaryEntry>().ToDictionary(tag => $"{tag.Key}", tag => $"{tag.Value}") : known.Tags,
            NotificationTopicArn = Given(nameof(NotificationTopicArn), NotificationTopicArn, known.NotificationTopicArn)
                is { Length: > 0 } topic ? topic : null,
            Organization = known.Organization is null ? null : new OrganizationScope(
                Given(nameof(ExecutionRoleName), ExecutionRoleName, known.Organization.ExecutionRoleName),
                Given<IReadOnlyCollection<string>?>(nameof(ExcludedAccount), ExcludedAccount, known.Organization.ExcludedAccounts)!),
        };
        CheckRoom(definition);
        return definition;
    }

    /// <summary>What is installed under the rule's name in a Region.</summary>
    private protected InstalledRule FindInstalled(RuleServices services) => Wait(new ValueTask<InstalledRule>(InstalledRule.FindAsync(
        services, RuleName, Has(nameof(FunctionName)) ? FunctionName : null, Organization, StopToken)));

    /// <summary>A rule whose results cannot be read back would never retire what is gone.</summary>
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

    /// <summary>Whether a parameter was given.</summary>
    private protected bool Has(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    private T Given<T>(string parameter, T value, T otherwise) => Has(parameter) ? value : otherwise;

    /// <summary>AWS Config's room for parameters; where exemptions fill it, how many of them would fit.</summary>
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
