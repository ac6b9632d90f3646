using Amazon;

namespace RedisCompliance.Aws.Fleet;

/// <summary>An account that was entered, or the failure to enter it.</summary>
/// <param name="Settings">The account's settings.</param>
/// <param name="Regions">Its Regions; none if they are unknown.</param>
internal sealed record FleetAccount(AccountSettings Settings, IReadOnlyList<RegionEndpoint> Regions)
{
    /// <summary>The connection to the account; null if it was not entered.</summary>
    public AwsConnection? Connection { get; init; }

    /// <summary>Why it could not be entered.</summary>
    public ServiceCallException? Failure { get; init; }

    /// <summary>A warning about the account although it was entered.</summary>
    public string? Warning { get; init; }

    private string? AccountId => Settings.AccountId != AccountSettings.Own ? Settings.AccountId : null;

    /// <summary>The account's targets, each with its own client, made when the target is taken.</summary>
    /// <param name="isSkipped">Whether to skip an account in a Region.</param>
    /// <param name="isNew">Whether a Region of the account was not opened before; null stands for unknown Regions.</param>
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
