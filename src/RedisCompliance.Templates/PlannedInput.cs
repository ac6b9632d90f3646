namespace RedisCompliance.Templates;

/// <summary>How plans and templates are read.</summary>
internal sealed record PlannedOptions
{
    /// <summary>The values of a template's parameters, by name; also of pseudo parameters such as <c>AWS::Region</c>.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>Which part of a plan: one of <see cref="Templates.PlanSection"/>.</summary>
    public string PlanSection { get; init; } = Templates.PlanSection.Planned;

    /// <summary>Whether a state that cannot be determined is a warning, and no failure.</summary>
    public bool TolerateUnknown { get; init; }

    /// <summary>The operation that a hook is asked about; null for a file.</summary>
    public GuardedOperation? Guarded { get; init; }
}

/// <summary>
/// An operation that a hook guards against the very author of the template. The author's own exemptions do not count, nor does a
/// default: whoever deploys may give another value.
/// </summary>
/// <param name="Owner">The stack; what is not named is called by it and its logical id.</param>
/// <param name="Partition">The partition of the operation; null where nobody said.</param>
/// <param name="Region">Its Region.</param>
/// <param name="AccountId">Its account.</param>
/// <param name="Exists">
/// Whether the resource of a logical id is there already: its encryption was chosen when it was created. Null is an id that cannot be
/// determined.
/// </param>
internal sealed record GuardedOperation(
    string Owner, string? Partition, string? Region, string? AccountId, Func<string?, bool> Exists)
{
    /// <summary>What a resource of the operation is called.</summary>
    public string AddressOf(string logicalId) => $"{Owner}/{logicalId}";

    /// <summary>Its ARN; null where something of it is not known.</summary>
    public string? ArnOf(string resourceType, string? id) =>
        id is null || Partition is null || Region is null || AccountId is null ? null
            : ElastiCacheArn.Compose(Partition, Region, AccountId, resourceType, id.ToLowerInvariant());

    /// <summary>A key's id as the ARN that AWS will report, which is of the same account and Region; anything else as it is.</summary>
    public string KeyArnOf(string key) =>
        Partition is null || Region is null || AccountId is null || key.IndexOfAny([':', '/']) >= 0 ? key
            : $"arn:{Partition}:kms:{Region}:{AccountId}:key/{key}";
}

/// <summary>The parts of a Terraform plan.</summary>
internal static class PlanSection
{
    /// <summary>What it will be.</summary>
    public const string Planned = "Planned";

    /// <summary>What it was before.</summary>
    public const string PriorState = "PriorState";

    /// <summary>What was changed outside Terraform.</summary>
    public const string Drift = "Drift";
}

/// <summary>What an input holds.</summary>
internal sealed class PlannedInput
{
    /// <summary>The resources, in the order of the input.</summary>
    public List<RedisResource> Resources { get; } = [];

    /// <summary>What the input does not hold itself, such as nested stacks.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>Exemptions in the template that are none, and why.</summary>
    public List<(string Address, string Why)> InvalidExemptions { get; } = [];

    /// <summary>The resources whose exemption in the template a hook has passed over.</summary>
    public List<string> IgnoredExemptions { get; } = [];

    /// <summary>Why the input is not the whole of what it is of; null where it is.</summary>
    public string? Incomplete { get; set; }

    /// <summary>The parameters that the template has.</summary>
    public HashSet<string> Parameters { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads an input of a format that <see cref="InputFormats"/> has told.</summary>
    /// <exception cref="ExportFormatException">It cannot be read. Says why, in a sentence.</exception>
    public static PlannedInput Read(
        Stream stream, InputFormat format, ResourceSource source, PlannedOptions options, CancellationToken cancellationToken) =>
        format == InputFormat.Terraform
            ? new Terraform.TerraformReader(stream, source, options, cancellationToken).Read()
            : CloudFormation.TemplateReader.Read(stream, format, source, options, cancellationToken);
}
