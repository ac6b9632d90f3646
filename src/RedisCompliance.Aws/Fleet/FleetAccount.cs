using Amazon;

namespace RedisCompliance.Aws.Fleet;

/// <summary>An account as far as it could be entered.</summary>
/// <param name="Settings">Which.</param>
/// <param name="Regions">Its Regions; none where they could not be told.</param>
internal sealed record FleetAccount(AccountSettings Settings, IReadOnlyList<RegionEndpoint> Regions)
{
    /// <summary>The way into it; null where it was not entered.</summary>
    public AwsConnection? Connection { get; init; }

    /// <summary>Why it could not be entered.</summary>
    public ServiceCallException? Failure { get; init; }

    /// <summary>What is to be said of it although it was entered.</summary>
    public string? Warning { get; init; }

    private string? AccountId => Settings.AccountId != AccountSettings.Own ? Settings.AccountId : null;

    /// <summary>Its targets, each with a client of its own that is made when it is taken.</summary>
    /// <param name="isSkipped">Whether an account in a Region need not be audited.</param>
    /// <param name="isNew">Whether a Region of the account was not opened before; null stands for Regions that are unknown.</param>
    public IEnumerable<AuditTarget> Open(Func<string?, string, bool> isSkipped, Func<string?, bool> isNew)
    {
        if (Regions.Count == 0 && isNew(null))
        {
            yield return Failed(null);
        }

        string? warning = Warning;
        foreach (RegionEndpoint region in Regions.Where(region => isNew(region.SystemName)))
        {
            yield return isSkipped(AccountId, region.SystemName)
                ? new AuditTarget(AccountId, region.SystemName, null) { AccountName = Settings.Name, IsSkipped = true }
                : Failure is not null ? Failed(region.SystemName)
                : Enter(region, warning);
            warning = null;
        }
    }

    private AuditTarget Enter(RegionEndpoint region, string? warning)
    {
        AwsConnection connection = Connection!.To(region);
        ElastiCacheInventory inventory = connection.OpenInventory();
        return new AuditTarget(AccountId, region.SystemName, inventory, inventory)
        {
            AccountName = Settings.Name, Calls = connection.Calls, Warning = warning,
        };
    }

    private AuditTarget Failed(string? region) => new(AccountId, region, null) { AccountName = Settings.Name, Failure = Failure };
}
