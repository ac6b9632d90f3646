namespace RedisCompliance;

/// <summary>What came of telling Security Hub.</summary>
public sealed class SecurityHubResult
{
    /// <summary>The account.</summary>
    public required string AccountId { get; init; }

    /// <summary>The Region.</summary>
    public required string Region { get; init; }

    /// <summary>How many findings Security Hub took, without the archived ones.</summary>
    public int PublishedCount { get; init; }

    /// <summary>How many findings were archived.</summary>
    public int ArchivedCount { get; init; }

    /// <summary>How many findings of Security Hub stayed as they are, because they are newer than the evidence at hand.</summary>
    public int KeptCount { get; init; }

    /// <summary>How many did not arrive, or were refused before any call. Each has an error of its own.</summary>
    public int FailedCount { get; init; }

    /// <summary>How many calls the import took.</summary>
    public int CallCount { get; init; }
}
