namespace RedisCompliance.Resources;

/// <summary>
/// What a Terraform plan, a Terraform state or a CloudFormation template says of a resource beside the members that the API has,
/// and what it leaves open. A resource that has one is never taken for one that exists.
/// </summary>
internal sealed record PlannedState
{
    /// <summary>Terraform's address, the path of a CDK construct, or the logical id.</summary>
    public required string Address { get; init; }

    /// <summary>The line in its file, from 1.</summary>
    public int? Line { get; init; }

    /// <summary>One of <see cref="PlannedAction"/>; null where the input does not say what it does.</summary>
    public string? Action { get; init; }

    /// <summary>Why the question does not arise; null where it does.</summary>
    public string? NotJudged { get; init; }

    /// <summary>The durability that is asked for.</summary>
    public string? Durability { get; init; }

    /// <summary>Why the flag of encryption cannot be determined; null where it can, or is not set.</summary>
    public string? FlagUnknown { get; init; }

    /// <summary>Why the engine cannot be determined.</summary>
    public string? EngineUnknown { get; init; }

    /// <summary>Why the durability cannot be determined.</summary>
    public string? DurabilityUnknown { get; init; }

    /// <summary>Why the key cannot be determined.</summary>
    public string? KeyUnknown { get; init; }

    /// <summary>Whether the key, though it cannot be determined, is one that the customer makes.</summary>
    public bool IsKeyCustomerManaged { get; init; }

    /// <summary>Why it cannot be determined whether it is a secondary of a Global Datastore.</summary>
    public string? GlobalUnknown { get; init; }

    /// <summary>Whether it is a secondary of a Global Datastore, and so as encrypted as the primary.</summary>
    public bool IsSecondary { get; init; }

    /// <summary>The primary of its Global Datastore, where the same input describes it.</summary>
    public RedisResource? Primary { get; init; }

    /// <summary>Why nothing that the input says of it is sure, such as a macro that runs over it.</summary>
    public string? Doubt { get; init; }

    /// <summary>The types that it may be of, where its type cannot be determined; otherwise none.</summary>
    public IReadOnlyList<string> PossibleTypes { get; init; } = [];

    /// <summary>The exemption that the template itself holds.</summary>
    public AtRestExemption? Exemption { get; init; }

    /// <summary>Whether a state that cannot be determined is a warning, and no failure.</summary>
    public bool IsUnknownTolerated { get; init; }
}
