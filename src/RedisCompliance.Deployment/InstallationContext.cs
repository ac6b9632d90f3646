namespace RedisCompliance.Deployment;

/// <summary>The services of one account and Region that an installation uses.</summary>
/// <param name="Identity">The account and Region.</param>
/// <param name="IdentityManagement">IAM.</param>
/// <param name="Functions">Lambda.</param>
/// <param name="LogGroups">CloudWatch Logs.</param>
/// <param name="ConfigRules">AWS Config.</param>
/// <param name="OrganizationRules">AWS Config's organization rules.</param>
/// <param name="Organizations">AWS Organizations.</param>
/// <param name="Alarms">CloudWatch.</param>
/// <param name="EventRules">EventBridge.</param>
/// <param name="Topics">SNS.</param>
/// <param name="Types">CloudFormation's types.</param>
public sealed record RuleServices(
    AccountIdentity Identity, IIdentityManagement IdentityManagement, ILambdaFunctions Functions, ILogGroups LogGroups,
    IConfigRules ConfigRules, IOrganizationRules OrganizationRules, IOrganizations Organizations,
    IAlarms Alarms, IEventRules EventRules, ITopics Topics, ICloudFormationTypes Types);

/// <summary>What the steps of one installation share: target, definition and what they have learned so far.</summary>
internal sealed class InstallationContext(RuleServices services, InstallationDefinition definition, Propagation propagation)
{
    public RuleServices Services { get; } = services;

    public InstallationDefinition Definition { get; } = definition;

    public AccountIdentity Identity => Services.Identity;

    public Propagation Propagation { get; } = propagation;

    /// <summary>Whether Install takes over parts that someone else created.</summary>
    public bool Adopts { get; init; }

    /// <summary>Whether the parts are to be removed rather than compared.</summary>
    public bool IsRemoval { get; init; }

    /// <summary>The ARN of the function's role, or its future ARN if it does not exist yet.</summary>
    public string RoleArn { get; set; } = definition.RoleArn ?? services.Identity.RoleArn(definition.RoleName);

    /// <summary>The ARN of the function, or its future ARN if it does not exist yet.</summary>
    public string FunctionArn { get; } = services.Identity.Arn("lambda", "function:" + definition.FunctionName);

    /// <summary>The role's unique id; null while unknown.</summary>
    public string? RoleId { get; set; }

    /// <summary>Whether the role is known not to exist.</summary>
    public bool IsRoleMissing { get; set; }

    /// <summary>The ARN, possibly future, of the role that CloudFormation calls the function with; null for a rule.</summary>
    public string? ExecutionRoleArn { get; set; }

    /// <summary>The hook that owns the execution role by its tag; null if there is no tag or no role yet.</summary>
    public string? ExecutionRoleOwner { get; set; }

    /// <summary>What Install recorded on the function; null if there is no record or no function yet.</summary>
    public InstallationRecord? Record { get; set; }

    /// <summary>Whether the log group is Install's; valid once all parts are read.</summary>
    public Func<bool> OwnsLogGroup { get; set; } = () => false;

    /// <summary>The rule or hook that owns the function by its tag; null if there is no tag or no function yet.</summary>
    public string? FunctionOwner { get; set; }

    /// <summary>The CloudFormation stack that owns the function; null if none does.</summary>
    public string? FunctionStack { get; set; }

    /// <summary>Whether the evaluation after a change has yet to be started; a function created meanwhile is tagged so.</summary>
    public bool IsEvaluationDue { get; set; }

    /// <summary>The rule's ARN; null while there is no rule.</summary>
    public string? ConfigRuleArn { get; set; }

    /// <summary>The accounts whose rules call the function, in order; empty while unknown, or for a rule of one account.</summary>
    public IReadOnlyList<string> MemberAccounts { get; set; } = [];

    /// <summary>The organization's id, for an organization rule.</summary>
    public string? OrganizationId { get; set; }
}
