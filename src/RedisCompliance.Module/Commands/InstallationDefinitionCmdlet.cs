using System.Collections;
using System.Management.Automation;

namespace RedisCompliance.Commands;

/// <summary>The parameters that define both an installed rule and an installed hook.</summary>
public abstract class InstallationDefinitionCmdlet : InstallationCmdlet
{
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

    /// <summary>The only approved KMS keys, as key ids, key ARNs or ARNs of aliases; an empty list allows any key again.</summary>
    [Parameter]
    [ValidateNotNull]
    public string[]? ApprovedKmsKey { get; set; }

    /// <summary>Require a customer-managed key.</summary>
    [Parameter]
    public SwitchParameter RequireCustomerManagedKey { get; set; }

    /// <summary>Resources that are not judged: objects with Id or Tag, Reason and Expires.</summary>
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

    /// <summary>The function's processor architecture.</summary>
    [Parameter]
    [ValidateSet("x86_64", "arm64")]
    public string Architecture { get; set; } = "x86_64";

    /// <summary>How many days to keep the function's logs: one of CloudWatch Logs' values.</summary>
    [Parameter]
    [ValidateSet("1", "3", "5", "7", "14", "30", "60", "90", "120", "150", "180", "365", "400", "545", "731", "1096", "1827", "2192",
        "2557", "2922", "3288", "3653")]
    public int LogRetentionInDays { get; set; } = 90;

    /// <summary>Tags for everything that is created.</summary>
    [Parameter]
    [Alias("Tags")]
    [ValidateNotNull]
    public IDictionary? Tag { get; set; }

    /// <summary>Defines the policy: the given parameters, over known values.</summary>
    private protected AtRestPolicy DefinePolicy(AtRestPolicy known) =>
        PolicyBinder.Bind(this, new AtRestPolicy
            {
            Engines = Given<IReadOnlyCollection<string>?>(nameof(Engine), Engine, known.Engines)!,
            ResourceTypes = Given<IReadOnlyCollection<string>?>(nameof(ResourceType), ResourceType, known.ResourceTypes)!,
            ApprovedKmsKeyIds = Given<IReadOnlyCollection<string>?>(
                nameof(ApprovedKmsKey), ApprovedKmsKey, known.ApprovedKmsKeyIds)!,
            RequireCustomerManagedKey = Given(
                nameof(RequireCustomerManagedKey), RequireCustomerManagedKey.IsPresent, known.RequireCustomerManagedKey),
            Exemptions = Has(nameof(Exemption))
                || Has(nameof(ExemptionPath)) ? ExemptionReader.Read(this, Exemption, ExemptionPath) : known.Exemptions,
        });

    /// <summary>The given tags, or else the known ones.</summary>
    private protected IReadOnlyDictionary<string, string> DefineTags(IReadOnlyDictionary<string, string> known)
    {
        if (!Has(nameof(Tag)))
        {
            return known;
        }

        Dictionary<string, string> given = Tag!.Cast<DictionaryEntry>().ToDictionary(tag => $"{tag.Key}", tag => $"{tag.Value}");

        // IAM ignores case in tag keys.
        if (given.Keys.FirstOrDefault(key => key.StartsWith(InstallationDefinition.TagKeyPrefix, StringComparison.OrdinalIgnoreCase))
            is { } reserved)
        {
            ThrowTerminatingError(ErrorRecords.Create(new ArgumentException(Messages.TagReserved.With(reserved)), ErrorId.TagReserved,
                ErrorCategory.InvalidArgument, reserved, Messages.AdviceTagReserved));
        }

        return given;
    }
}
