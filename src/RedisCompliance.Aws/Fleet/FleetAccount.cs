using Amazon;

namespace RedisCompliance.Aws;

/// <summary>An account as far as it could be entered.</summary>
/// <param name="Target">Which.</param>
/// <param name="Regions">Its Regions; none where they could not be told.</param>
internal sealed record FleetAccount(AccountTarget Target, IReadOnlyList<RegionEndpoint> Regions)
{
    /// <summary>The way into it; null where it was not entered.</summary>
    public AwsConnection? Connection { get; init; }

    /// <summary>Why it could not be entered.</summary>
    public ServiceCallException? Failure { get; init; }

    /// <summary>What is to be said of it although it was entered.</summary>
    public string? Warning { get; init; }

    private string? AccountId => Target.AccountId != AccountTarget.Own ? Target.AccountId : null;

    /// <summary>Its scopes, each with a client of its own that is made when it is taken.</summary>
    public IEnumerable<AuditScope> Open(Func<string?, string, bool> isSkipped)
    {
        if (Regions.Count == 0)
        {
            yield return Failed(null);
        }

        string? warning = Warning;
        foreach (RegionEndpoint region in Regions)
        {
            yield return isSkipped(AccountId, region.SystemName) ? new AuditScope(AccountId, region.SystemName, null) { AccountName = Target.Name, IsSkipped = true }
                : Failure is not null ? Failed(region.SystemName)
                : Enter(region, warning);
            warning = null;
        }
    }

    private AuditScope Enter(RegionEndpoint region, string? warning)
    {
        AwsConnection connection = Connection!.To(region);
        ElastiCacheInventory inventory = connection.OpenInventory();
        return new AuditScope(AccountId, region.SystemName, inventory, inventory) { AccountName = Target.Name, Calls = connection.Calls, Warning = warning };
    }

    private AuditScope Failed(string? region)
    {
        AuditScope scope = new(AccountId, region, null) { AccountName = Target.Name };
        scope.AddFailure(null, Failure!);
        return scope;
    }
}
