using System.Text.Json;

namespace RedisCompliance.Deployment;

/// <summary>The account that a rule is installed in.</summary>
/// <param name="AccountId">The 12-digit account id.</param>
/// <param name="Partition"><c>aws</c>, <c>aws-cn</c>, <c>aws-us-gov</c> …</param>
/// <param name="Region">The Region's system name.</param>
public sealed record AccountIdentity(string AccountId, string Partition, string Region)
{
    /// <summary>An ARN in this account and Region.</summary>
    /// <param name="service">The service's part.</param>
    /// <param name="resource">What follows the account.</param>
    /// <returns>The ARN.</returns>
    public string Arn(string service, string resource) => $"arn:{Partition}:{service}:{Region}:{AccountId}:{resource}";

    /// <summary>The ARN of a role of this account that has no path.</summary>
    /// <param name="roleName">The role.</param>
    /// <returns>The ARN.</returns>
    public string RoleArn(string roleName) => $"arn:{Partition}:iam::{AccountId}:role/{roleName}";
}

/// <summary>The function's code: the package that is staged with the module.</summary>
/// <param name="Zip">The package.</param>
/// <param name="Sha256">Its SHA-256 in Base64, as Lambda tells it.</param>
public sealed record FunctionPackage(ReadOnlyMemory<byte> Zip, string Sha256);

/// <summary>What an installed rule is to be: everything that Install can be told. Names default to the article's.</summary>
public sealed record RuleDefinition
{
    /// <summary>The key of the tag on everything that Install makes; its value is the rule's name.</summary>
    public const string TagKey = "RedisCompliance:ConfigRule";

    /// <summary>
    /// The key of a tag that the function has from a change which may lead to other results until the evaluation after it was
    /// started: a run that is cut off between the two leaves it, and the next one starts the evaluation.
    /// </summary>
    public const string EvaluationDueTagKey = "RedisCompliance:EvaluationDue";

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

    /// <summary>The function's managed runtime.</summary>
    public const string Runtime = "dotnet10";

    /// <summary>The most characters that AWS Config takes for rule parameters.</summary>
    public const int MaxInputParametersLength = 1024;

    private const string DescriptionPrefix = "Evaluates the AWS Config rule ";

    /// <summary>The rule's name.</summary>
    public string RuleName { get; init; } = DefaultRuleName;

    /// <summary>The function's name.</summary>
    public string FunctionName { get; init; } = DefaultFunctionName;

    /// <summary>The name of the role that is made for the function.</summary>
    public string RoleName { get; init; } = DefaultRoleName;

    /// <summary>A role that exists already and is used as it is; null to make one.</summary>
    public string? RoleArn { get; init; }

    /// <summary>Whether the role gets AWS's managed policies of the article instead of one that names just what is used.</summary>
    public bool UseManagedPolicy { get; init; }

    /// <summary>The rule's description.</summary>
    public string Description { get; init; } = DefaultDescription;

    /// <summary>How often the rule runs.</summary>
    public string MaximumExecutionFrequency { get; init; } = RedisCompliance.Deployment.MaximumExecutionFrequency.TwentyFourHours;

    /// <summary>What the rule asks of resources.</summary>
    public AtRestPolicy Policy { get; init; } = AtRestPolicy.Default;

    /// <summary>The function's memory in MB.</summary>
    public int MemorySize { get; init; } = 512;

    /// <summary>The function's timeout in seconds.</summary>
    public int Timeout { get; init; } = 300;

    /// <summary>The function's architecture.</summary>
    public string Architecture { get; init; } = "x86_64";

    /// <summary>How long the function's logs are kept, in days.</summary>
    public int LogRetentionInDays { get; init; } = 90;

    /// <summary>Tags to put on everything, beside the one that tells who made it.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>The topic that is told of compliance changes and of runs that fail or do not come; null to tell nobody.</summary>
    public string? NotificationTopicArn { get; init; }

    /// <summary>The rule of a whole organization; null for one of this account.</summary>
    public OrganizationScope? Organization { get; init; }

    /// <summary>The function's code.</summary>
    public required FunctionPackage Package { get; init; }

    /// <summary>The module's version, which is noted on the function.</summary>
    public string Version { get; init; } = string.Empty;

    /// <summary>What is kept as it was installed because it was not given anew: by the names of the members, as text.</summary>
    public IReadOnlyDictionary<string, string> Kept { get; init; } = new Dictionary<string, string>();

    /// <summary>The log group that Lambda writes to.</summary>
    public string LogGroupName => LogGroupOf(FunctionName);

    /// <summary>The log group that Lambda writes to for a function.</summary>
    /// <param name="functionName">The function.</param>
    /// <returns>The log group's name.</returns>
    internal static string LogGroupOf(string functionName) => "/aws/lambda/" + functionName;

    /// <summary>The policy as rule parameters: a JSON object, without what is as by default.</summary>
    public string InputParameters => JsonSerializer.Serialize(RuleParameters.FromPolicy(Policy), PolicyDocuments.Compact);

    /// <summary>All tags, the one that tells who made it included.</summary>
    public IReadOnlyDictionary<string, string> AllTags
    {
        get
        {
            Dictionary<string, string> tags = Tags.ToDictionary(tag => tag.Key, tag => tag.Value);
            tags[TagKey] = RuleName;
            return tags;
        }
    }

    /// <summary>What AWS Config is asked for.</summary>
    /// <param name="functionArn">The function that exists by then.</param>
    /// <returns>The rule's settings.</returns>
    internal ConfigRuleSettings RuleSettings(string functionArn) => new()
    {
        ConfigRuleName = RuleName,
        Description = Description,
        SourceIdentifier = functionArn,
        MaximumExecutionFrequency = MaximumExecutionFrequency,
        InputParameters = InputParameters,
    };

    /// <summary>The description of the function of a rule.</summary>
    internal static string DescriptionOf(string ruleName) => $"{DescriptionPrefix}{ruleName}.";

    /// <summary>The rule that a function is of by its description; null where it does not say.</summary>
    internal static string? RuleNameIn(string description) =>
        description.StartsWith(DescriptionPrefix, StringComparison.Ordinal) && description[description.Length - 1] == '.'
            ? description.Substring(DescriptionPrefix.Length, description.Length - DescriptionPrefix.Length - 1) : null;

    /// <summary>The same with other exemptions.</summary>
    /// <param name="exemptions">The exemptions.</param>
    /// <returns>The definition.</returns>
    public RuleDefinition WithExemptions(IEnumerable<AtRestExemption> exemptions) =>
        this with { Policy = Policy with { Exemptions = [.. exemptions] } };

    /// <summary>The same, with a note of what is in it only because it is installed so.</summary>
    /// <param name="unaware">What would be asked for by somebody who does not know what is installed.</param>
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

    /// <summary>What Install notes of it on the function.</summary>
    /// <param name="roleId">The role's unique id; null where it is not known.</param>
    /// <param name="ownsLogGroup">Whether the log group is Install's.</param>
    internal InstallationRecord ToRecord(string? roleId, bool ownsLogGroup) => new()
    {
        Version = Version,
        CodeSha256 = Package.Sha256,
        RoleId = roleId,
        RoleName = RoleArn is null ? RoleName : null,
        RoleArn = RoleArn,
        OwnsLogGroup = ownsLogGroup ? true : null,
        LogRetentionInDays = LogRetentionInDays,
        MemorySize = MemorySize,
        Architecture = Architecture,
        UseManagedPolicy = UseManagedPolicy ? true : null,
        MaximumExecutionFrequency = MaximumExecutionFrequency,
        Description = Description == DefaultDescription ? null : Description,
        InputParameters = RuleParameters.FromPolicy(Policy),
        NotificationTopicArn = NotificationTopicArn,
        ExcludedAccounts = Organization is null ? null
            : [.. Organization.ExcludedAccounts.OrderBy(account => account, StringComparer.Ordinal)],
    };

    /// <summary>What Lambda is asked for.</summary>
    /// <param name="roleArn">The role that exists by then.</param>
    /// <param name="record">What is noted on it.</param>
    /// <returns>The function's settings.</returns>
    internal FunctionSettings FunctionSettings(string roleArn, InstallationRecord? record = null)
    {
        Dictionary<string, string> environment =
            new() { [FunctionEnvironment.TimeoutSeconds] = Timeout.ToString(System.Globalization.CultureInfo.InvariantCulture) };
        if (Organization is not null)
        {
            environment[FunctionEnvironment.AssumeRoleMode] = "true";
            environment[FunctionEnvironment.ExecutionRoleName] = Organization.ExecutionRoleName;
        }

        if (record is not null)
        {
            environment[FunctionEnvironment.Installation] = record.ToJson();
        }

        return new FunctionSettings
        {
            FunctionName = FunctionName,
            Role = roleArn,
            Runtime = Runtime,
            Handler = Handler,
            Description = DescriptionOf(RuleName),
            MemorySize = MemorySize,
            Timeout = Timeout,
            Architecture = Architecture,
            Environment = environment,
        };
    }
}

/// <summary>The organization that a rule is for.</summary>
/// <param name="ExecutionRoleName">The role of each member account that the function assumes.</param>
/// <param name="ExcludedAccounts">The accounts that are left out.</param>
public sealed record OrganizationScope(string ExecutionRoleName, IReadOnlyCollection<string> ExcludedAccounts);
