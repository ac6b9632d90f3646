using System.Management.Automation;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Module.Tests;

/// <summary>A test over many accounts that are all alike: one group that is encrypted and one that is not, on pages of one.</summary>
public abstract class FleetTest : EndpointTest
{
    protected const string Denied = "222222222222";
    protected const string Throttled = "333333333333";
    protected const string CutOff = "444444444444";
    protected const string Sound = "555555555555";

    protected override void Prepare()
    {
        Session.Set("StoredAWSRegion", "us-east-1");
        Endpoint.ElastiCache.PageSize = 1;
        Endpoint.ElastiCache.Everywhere = [Described.ReplicationGroup("closed"), Described.ReplicationGroup("open", "none", "false")];
    }

    private protected Outcome Audit(string arguments) => Session.Run($"Get-RedisAtRestCompliance {Connection} {arguments}");

    private protected static string Properties(PSObject item, params string[] names) =>
        string.Join(' ', names.Select(name => item.Properties[name].Value));

    protected static PSObject Row(string? accountId, string? region)
    {
        PSObject row = new();
        row.Properties.Add(new PSNoteProperty("AccountId", accountId));
        row.Properties.Add(new PSNoteProperty("Region", region));
        return row;
    }
}
