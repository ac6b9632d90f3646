namespace RedisCompliance;

/// <summary>The result of publishing findings to Security Hub.</summary>
public sealed class SecurityHubResult
{
    /// <summary>The account.</summary>
    public required string AccountId { get; init; }

    /// <summary>The Region.</summary>
    public required string Region { get; init; }

    /// <summary>The number of findings that Security Hub accepted, without archived ones.</summary>
    public int PublishedCount { get; init; }

    /// <summary>The number of findings archived.</summary>
    public int ArchivedCount { get; init; }

    /// <summary>The number of findings left unchanged in Security Hub, because they are newer than the evidence.</summary>
    public int KeptCount { get; init; }

    /// <summary>The number of findings that were rejected before a call, or did not arrive. Each has its own error.</summary>
    public int FailedCount { get; init; }

    /// <summary>The number of import calls.</summary>
    public int CallCount { get; init; }
}
