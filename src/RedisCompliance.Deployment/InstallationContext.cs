namespace RedisCompliance.Deployment;

/// <summary>The services of one account and Region that an installation uses.</summary>
/// <param name="Identity">Where they are.</param>
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

/// <summary>What the steps of one installation share: where, what, and what has come to be known on the way.</summary>
internal sealed class InstallationContext(RuleServices services, InstallationDefinition definition, Propagation propagation)
{
    public RuleServices Services { get; } = services;

    public InstallationDefinition Definition { get; } = definition;

    public AccountIdentity Identity => Services.Identity;

    public Propagation Propagation { get; } = propagation;

    /// <summary>Whether parts that someone else made are taken over.</summary>
    public bool Adopts { get; init; }

    /// <summary>Whether the parts are to be taken away, and not to be compared.</summary>
    public bool IsRemoval { get; init; }

    /// <summary>The function's role; where it will be, as long as there is none.</summary>
    public string RoleArn { get; set; } = definition.RoleArn ?? services.Identity.RoleArn(definition.RoleName);

    /// <summary>The function; where it will be, as long as there is none.</summary>
    public string FunctionArn { get; } = services.Identity.Arn("lambda", "function:" + definition.FunctionName);

    /// <summary>The role's unique id; null as long as it is not known.</summary>
    public string? RoleId { get; set; }

    /// <summary>Whether there is no such role; not so as long as it is not known.</summary>
    public bool IsRoleMissing { get; set; }

    /// <summary>The role that CloudFormation calls the function with, or where it will be; null for a rule.</summary>
    public string? ExecutionRoleArn { get; set; }

    /// <summary>The hook that that role belongs to by its tag; null where it has none, or as long as there is no role.</summary>
    public string? ExecutionRoleOwner { get; set; }

    /// <summary>What Install noted on the function; null where there is no note, or as long as there is no function.</summary>
    public InstallationRecord? Record { get; set; }

    /// <summary>Whether the log group is Install's; asked when all parts are read.</summary>
    public Func<bool> OwnsLogGroup { get; set; } = () => false;

    /// <summary>The rule or hook that the function is of by its tag; null where it has none, or while there is no function.</summary>
    public string? FunctionOwner { get; set; }

    /// <summary>The CloudFormation stack that the function is of; null where it is of none.</summary>
    public string? FunctionStack { get; set; }

    /// <summary>Whether the evaluation after a change is still to be started; a function that is made then says so.</summary>
    public bool IsEvaluationDue { get; set; }

    /// <summary>The rule; null as long as there is none.</summary>
    public string? ConfigRuleArn { get; set; }

    /// <summary>
    /// The accounts whose rules call the function, in order; none as long as they are not known, or for a rule of one
    /// account.
    /// </summary>
    public IReadOnlyList<string> MemberAccounts { get; set; } = [];

    /// <summary>The organization's id, where the rule is of one.</summary>
    public string? OrganizationId { get; set; }
}
