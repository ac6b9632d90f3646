namespace RedisCompliance.Resources;

/// <summary>
/// What a Terraform plan or state, or a CloudFormation template, says about a resource beyond the API's members, and what it leaves
/// open. A resource with a planned state never counts as existing.
/// </summary>
internal sealed record PlannedState
{
    /// <summary>The Terraform address, the CDK construct path, or the logical id.</summary>
    public required string Address { get; init; }

    /// <summary>The line in the input file, from 1.</summary>
    public int? Line { get; init; }

    /// <summary>One of <see cref="PlannedAction"/>; null if the input does not name an action.</summary>
    public string? Action { get; init; }

    /// <summary>Why the resource is not judged; null if it is.</summary>
    public string? NotJudged { get; init; }

    /// <summary>The requested durability.</summary>
    public string? Durability { get; init; }

    /// <summary>Why the creation flag cannot be determined; null if it can, or is not set.</summary>
    public string? FlagUnknown { get; init; }

    /// <summary>Why the engine cannot be determined.</summary>
    public string? EngineUnknown { get; init; }

    /// <summary>Why the durability cannot be determined.</summary>
    public string? DurabilityUnknown { get; init; }

    /// <summary>Why the key cannot be determined.</summary>
    public string? KeyUnknown { get; init; }

    /// <summary>Whether the key, though it cannot be determined, is known to be a customer's.</summary>
    public bool IsKeyCustomerManaged { get; init; }

    /// <summary>Why membership in a Global Datastore cannot be determined.</summary>
    public string? GlobalUnknown { get; init; }

    /// <summary>Whether the group is a secondary of a Global Datastore, and so as encrypted as its primary.</summary>
    public bool IsSecondary { get; init; }

    /// <summary>The primary of the Global Datastore, if the same input describes it.</summary>
    public RedisResource? Primary { get; init; }

    /// <summary>Why nothing in the input about this resource is certain, such as a macro that may rewrite it.</summary>
    public string? Doubt { get; init; }

    /// <summary>The types that the resource may have, if its type cannot be determined; otherwise empty.</summary>
    public IReadOnlyList<string> PossibleTypes { get; init; } = [];

    /// <summary>The exemption in the template itself.</summary>
    public AtRestExemption? Exemption { get; init; }

    /// <summary>Whether an undeterminable state is a warning instead of a failure.</summary>
    public bool IsUnknownTolerated { get; init; }
}
