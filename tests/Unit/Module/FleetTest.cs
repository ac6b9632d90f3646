using System.Management.Automation;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Module.Tests;

/// <summary>A test over many accounts that are all alike: one group that is encrypted and one that is not, on pages of one.</summary>
public abstract class FleetTest : IAsyncLifetime, IDisposable
{
    protected const string Denied = "222222222222";
    protected const string Throttled = "333333333333";
    protected const string CutOff = "444444444444";
    protected const string Sound = "555555555555";

    private protected Session Session { get; } = new();

    protected AwsEndpoint Endpoint { get; private set; } = null!;

    protected string Connection => $"-AccessKey AKID -SecretKey SECRET -EndpointUrl {Endpoint.Url}";

    public async ValueTask InitializeAsync()
    {
        Endpoint = await AwsEndpoint.StartAsync();
        Session.Set("StoredAWSRegion", "us-east-1");
        Endpoint.ElastiCache.PageSize = 1;
        Endpoint.ElastiCache.Everywhere = [Described.ReplicationGroup("closed"), Described.ReplicationGroup("open", "none", "false")];
    }

    public async ValueTask DisposeAsync()
    {
        await Endpoint.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    public virtual void Dispose()
    {
        Session.Dispose();
        GC.SuppressFinalize(this);
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
