namespace RedisCompliance.Templates;

/// <summary>Options for reading plans and templates.</summary>
internal sealed record PlannedOptions
{
    /// <summary>The values of a template's parameters by name, including pseudo parameters such as <c>AWS::Region</c>.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>The part of a plan to read: one of <see cref="Templates.PlanSection"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such part: reading none would judge nothing.</exception>
    public string PlanSection
    {
        get;
        init => field = value is Templates.PlanSection.Planned or Templates.PlanSection.PriorState or Templates.PlanSection.Drift
            ? value : throw new ArgumentOutOfRangeException(nameof(value), value, null);
    } = Templates.PlanSection.Planned;

    /// <summary>Whether a state that cannot be determined is a warning rather than a failure.</summary>
    public bool TolerateUnknown { get; init; }

    /// <summary>The operation that a hook checks; null for a file.</summary>
    public GuardedOperation? Guarded { get; init; }
}

/// <summary>
/// An operation that a hook guards against the template's own author. The author's exemptions do not count, nor do defaults: a
/// deployment may give other values.
/// </summary>
/// <param name="Owner">The stack; a resource without a name is called by the stack and its logical id.</param>
/// <param name="Partition">The partition of the operation; null if unknown.</param>
/// <param name="Region">Its Region.</param>
/// <param name="AccountId">Its account.</param>
/// <param name="Exists">
/// Whether the resource with a logical id already exists, so that its encryption was chosen at its creation. Null is an id that cannot
/// be determined.
/// </param>
internal sealed record GuardedOperation(
    string Owner, string? Partition, string? Region, string? AccountId, Func<string?, bool> Exists)
{
    /// <summary>The address of a resource in the operation.</summary>
    public string AddressOf(string logicalId) => $"{Owner}/{logicalId}";

    /// <summary>The resource's ARN; null if any part of it is unknown.</summary>
    public string? ArnOf(string resourceType, string? id) =>
        id is null || Partition is null || Region is null || AccountId is null ? null
            : ElastiCacheArn.Compose(Partition, Region, AccountId, resourceType, id.ToLowerInvariant());

    /// <summary>Expands a key id to the ARN that AWS will report, in the same account and Region; anything else is unchanged.</summary>
    public string KeyArnOf(string key) =>
        Partition is null || Region is null || AccountId is null || key.IndexOfAny([':', '/']) >= 0 ? key
            : $"arn:{Partition}:kms:{Region}:{AccountId}:key/{key}";
}

/// <summary>The parts of a Terraform plan.</summary>
internal static class PlanSection
{
    /// <summary>The planned state.</summary>
    public const string Planned = "Planned";

    /// <summary>The state before the plan.</summary>
    public const string PriorState = "PriorState";

    /// <summary>Changes made outside Terraform.</summary>
    public const string Drift = "Drift";
}

/// <summary>The contents of an input.</summary>
internal sealed class PlannedInput
{
    /// <summary>The resources, in the order of the input.</summary>
    public List<RedisResource> Resources { get; } = [];

    /// <summary>Warnings about what the input does not contain, such as nested stacks.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>Invalid exemptions in the template, and why.</summary>
    public List<(string Address, string Why)> InvalidExemptions { get; } = [];

    /// <summary>The resources whose exemption in the template the hook ignored.</summary>
    public List<string> IgnoredExemptions { get; } = [];

    /// <summary>Why the input is incomplete; null if it is complete.</summary>
    public string? Incomplete { get; set; }

    /// <summary>The parameters that the template declares.</summary>
    public HashSet<string> Parameters { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads an input in a format that <see cref="InputFormats"/> has detected.</summary>
    /// <exception cref="ExportFormatException">The input cannot be read; the message says why, in one sentence.</exception>
    public static PlannedInput Read(
        Stream stream, InputFormat format, ResourceSource source, PlannedOptions options, CancellationToken cancellationToken) =>
        format == InputFormat.Terraform
            ? new Terraform.TerraformReader(stream, source, options, cancellationToken).Read()
            : CloudFormation.TemplateReader.Read(stream, format, source, options, cancellationToken);
}
