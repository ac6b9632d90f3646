namespace RedisCompliance.Audit;

/// <summary>One account in one Region that an audit lists, or that it cannot or need not list.</summary>
/// <param name="accountId">The 12-digit account id; null for the caller's account if its id was not requested.</param>
/// <param name="region">The Region's system name; null for an account whose Regions are unknown.</param>
/// <param name="inventory">The target's resources; null if it is not listed.</param>
/// <param name="resources">What to dispose of with the target.</param>
public sealed class AuditTarget(string? accountId, string? region, IRedisInventory? inventory, IDisposable? resources = null) : IDisposable
{
    /// <summary>The 12-digit account id.</summary>
    public string? AccountId { get; } = accountId;

    /// <summary>The account's name, if AWS Organizations gave it.</summary>
    public string? AccountName { get; init; }

    /// <summary>The Region's system name.</summary>
    public string? Region { get; } = region;

    /// <summary>The target's resources; null if it is not listed.</summary>
    public IRedisInventory? Inventory { get; } = inventory;

    /// <summary>Counts the calls made for the target.</summary>
    public CallCounter Calls { get; init; } = new();

    /// <summary>Whether the target is skipped, because an earlier audit completed it.</summary>
    public bool IsSkipped { get; init; }

    /// <summary>Why the account could not be entered, or its Regions not listed.</summary>
    public ServiceCallException? Failure { get; init; }

    /// <summary>What the user should know about the target although it did not fail.</summary>
    public string? Warning { get; init; }

    /// <summary>Closes the target's client.</summary>
    public void Dispose() => resources?.Dispose();
}
