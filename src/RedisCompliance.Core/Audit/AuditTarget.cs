namespace RedisCompliance.Audit;

/// <summary>One account in one Region, to be audited; or one that cannot or need not be.</summary>
/// <param name="accountId">The 12-digit account id; null where it is the caller's and nobody asked for its id.</param>
/// <param name="region">The Region's system name; null for an account whose Regions are unknown.</param>
/// <param name="inventory">What is in it; null where it is not listed.</param>
/// <param name="resources">What is disposed of with the target.</param>
public sealed class AuditTarget(string? accountId, string? region, IRedisInventory? inventory, IDisposable? resources = null) : IDisposable
{
    /// <summary>The 12-digit account id.</summary>
    public string? AccountId { get; } = accountId;

    /// <summary>The account's name, where AWS Organizations gave it.</summary>
    public string? AccountName { get; init; }

    /// <summary>The Region's system name.</summary>
    public string? Region { get; } = region;

    /// <summary>What is in it.</summary>
    public IRedisInventory? Inventory { get; } = inventory;

    /// <summary>The calls made for it.</summary>
    public CallCounter Calls { get; init; } = new();

    /// <summary>Whether it is left out, because an earlier audit completed it.</summary>
    public bool IsSkipped { get; init; }

    /// <summary>Why the account could not be entered, or its Regions not be listed.</summary>
    public ServiceCallException? Failure { get; init; }

    /// <summary>What the user must know of it although it did not fail.</summary>
    public string? Warning { get; init; }

    /// <summary>Closes the target's client.</summary>
    public void Dispose() => resources?.Dispose();
}
