using System.Globalization;
using System.Text.Json;

namespace RedisCompliance.Deployment;

/// <summary>The account and Region of an installation.</summary>
/// <param name="AccountId">The 12-digit account id.</param>
/// <param name="Partition"><c>aws</c>, <c>aws-cn</c>, <c>aws-us-gov</c> …</param>
/// <param name="Region">The Region's system name.</param>
public sealed record AccountIdentity(string AccountId, string Partition, string Region)
{
    /// <summary>An ARN in this account and Region.</summary>
    /// <param name="service">The service's part.</param>
    /// <param name="resource">The part after the account.</param>
    /// <returns>The ARN.</returns>
    public string Arn(string service, string resource) => $"arn:{Partition}:{service}:{Region}:{AccountId}:{resource}";

    /// <summary>The ARN of a role without a path in this account.</summary>
    /// <param name="roleName">The role.</param>
    /// <returns>The ARN.</returns>
    public string RoleArn(string roleName) => $"arn:{Partition}:iam::{AccountId}:role/{roleName}";
}

/// <summary>The function's code: the package shipped with the module.</summary>
/// <param name="Zip">The package.</param>
/// <param name="Sha256">Its SHA-256 in Base64, as Lambda reports it.</param>
public sealed record FunctionPackage(ReadOnlyMemory<byte> Zip, string Sha256);

/// <summary>What a desired rule and a desired hook have in common: a function with role, log group and policy.</summary>
public abstract record InstallationDefinition
{
    /// <summary>The function's managed runtime.</summary>
    public const string Runtime = "dotnet10";

    /// <summary>The prefix of the tag keys by which Install recognizes what it created and what remains to be done.</summary>
    public const string TagKeyPrefix = "RedisCompliance:";

    /// <summary>The function's name.</summary>
    public string FunctionName { get; init; } = string.Empty;

    /// <summary>The name of the role that Install creates for the function.</summary>
    public string RoleName { get; init; } = string.Empty;

    /// <summary>An existing role to use unchanged; null to create one.</summary>
    public string? RoleArn { get; init; }

    /// <summary>The policy that resources must meet.</summary>
    public AtRestPolicy Policy { get; init; } = AtRestPolicy.Default;

    /// <summary>The function's memory in MB.</summary>
    public int MemorySize { get; init; } = 512;

    /// <summary>The function's timeout in seconds.</summary>
    public int Timeout { get; init; } = 300;

    /// <summary>The function's architecture.</summary>
    public string Architecture { get; init; } = "x86_64";

    /// <summary>How long the function's logs are kept, in days.</summary>
    public int LogRetentionInDays { get; init; } = 90;

    /// <summary>Tags for all parts, besides the owner tag.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>The function's code.</summary>
    public required FunctionPackage Package { get; init; }

    /// <summary>The module's version, which Install records on the function.</summary>
    public string Version { get; init; } = string.Empty;

    /// <summary>Installed settings that are kept because the user gave no new value: by member name, as text.</summary>
    public IReadOnlyDictionary<string, string> Kept { get; init; } = new Dictionary<string, string>();

    /// <summary>The log group that Lambda writes to.</summary>
    public string LogGroupName => LogGroupOf(FunctionName);

    /// <summary>The policy as rule parameters: a JSON object without defaults.</summary>
    public string InputParameters => JsonSerializer.Serialize(RuleParameters.FromPolicy(Policy), PolicyDocuments.Compact);

    /// <summary>All tags, including the owner tag.</summary>
    public IReadOnlyDictionary<string, string> AllTags
    {
        get
        {
            Dictionary<string, string> tags = Tags.ToDictionary(tag => tag.Key, tag => tag.Value);
            tags[OwnerTagKey] = OwnerName;
            return tags;
        }
    }

    /// <summary>The key of the owner tag, which is on everything that Install creates.</summary>
    internal abstract string OwnerTagKey { get; }

    /// <summary>Its value: the name of the rule or hook.</summary>
    internal abstract string OwnerName { get; }

    /// <summary>The prefix of its roles' inline policy names; the Region follows.</summary>
    internal virtual string PolicyPrefix => OwnerName + ".";

    /// <summary>The cmdlet that installs it.</summary>
    internal abstract string InstallCmdlet { get; }

    /// <summary>The message that a part belongs to another rule or hook; takes the part and the owner.</summary>
    internal abstract string OfOther { get; }

    /// <summary>The owner tag key of the other kind: a rule's if this is a hook, a hook's if this is a rule.</summary>
    internal abstract string OtherTagKey { get; }

    /// <summary>The entry point of the other kind's function.</summary>
    internal abstract string OtherHandler { get; }

    /// <summary>The message that a part belongs to the other kind; takes the part and the owner.</summary>
    internal abstract string OfOtherKind { get; }

    /// <summary>The message that a function runs for the other kind; takes the function.</summary>
    internal abstract string RunsForOtherKind { get; }

    /// <summary>The function's entry point.</summary>
    internal abstract string FunctionHandler { get; }

    /// <summary>The function's description.</summary>
    internal abstract string FunctionDescription { get; }

    /// <summary>The description of the function's role.</summary>
    internal abstract string RoleDescription { get; }

    /// <summary>Whether the role's policy names the rule once it exists.</summary>
    internal virtual bool NamesTheRule => false;

    /// <summary>The log group that Lambda writes a function's logs to.</summary>
    /// <param name="functionName">The function.</param>
    /// <returns>The log group's name.</returns>
    internal static string LogGroupOf(string functionName) => "/aws/lambda/" + functionName;

    /// <summary>Converts a step to the part that is reported.</summary>
    internal abstract InstallationPart ToPart(InstallationStep step);

    /// <summary>The function's permissions policy.</summary>
    internal abstract string FunctionPolicy(InstallationContext context);

    /// <summary>The managed policies of the function's role.</summary>
    internal virtual IReadOnlyList<string> ManagedPolicies(string partition) => [];

    /// <summary>The record that Install leaves on the function.</summary>
    /// <param name="roleId">The role's unique id; null if unknown.</param>
    /// <param name="ownsLogGroup">Whether the log group is Install's.</param>
    internal virtual InstallationRecord ToRecord(string? roleId, bool ownsLogGroup) => new()
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
        InputParameters = RuleParameters.FromPolicy(Policy),
    };

    /// <summary>The settings to request from Lambda.</summary>
    /// <param name="roleArn">The role, which must exist by then.</param>
    /// <param name="record">The record to store on it.</param>
    /// <returns>The function's settings.</returns>
    internal FunctionSettings FunctionSettings(string roleArn, InstallationRecord? record = null)
    {
        Dictionary<string, string> environment =
            new() { [FunctionEnvironment.TimeoutSeconds] = Timeout.ToString(CultureInfo.InvariantCulture) };
        AddEnvironment(environment);
        if (record is not null)
        {
            environment[FunctionEnvironment.Installation] = record.ToJson();
        }

        return new FunctionSettings
        {
            FunctionName = FunctionName,
            Role = roleArn,
            Runtime = Runtime,
            Handler = FunctionHandler,
            Description = FunctionDescription,
            MemorySize = MemorySize,
            Timeout = Timeout,
            Architecture = Architecture,
            Environment = environment,
        };
    }

    /// <summary>Adds the variables that only a rule or a hook has.</summary>
    private protected abstract void AddEnvironment(Dictionary<string, string> environment);
}
