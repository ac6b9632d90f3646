using System.Collections;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Module.Tests;

/// <summary>A test of the installed rule's cmdlets, in an account with a recorder; <c>@connection</c> reaches it.</summary>
public abstract class RuleTest : IAsyncLifetime, IDisposable
{
    protected const string Rule = "redis-encrypted-at-rest-check-rule";

    private protected Session Session { get; } = new();

    protected AwsEndpoint Endpoint { get; private set; } = null!;

    protected IEnumerable<EndpointCall> Mutating => Endpoint.Calls.Where(call => call.IsMutating && call.Service != "sts");

    public async ValueTask InitializeAsync()
    {
        Endpoint = await AwsEndpoint.StartAsync();
        Endpoint.Config.AddRecorder();
        Endpoint.AddOrganization();
        Session.Set("connection",
            new Hashtable { ["Region"] = "us-east-1", ["AccessKey"] = "AKID", ["SecretKey"] = "SECRET", ["EndpointUrl"] = Endpoint.Url });
        Session.Set("keys", new Hashtable { ["AccessKey"] = "AKID", ["SecretKey"] = "SECRET", ["EndpointUrl"] = Endpoint.Url });
    }

    public async ValueTask DisposeAsync()
    {
        await Endpoint.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    public void Dispose()
    {
        Session.Dispose();
        GC.SuppressFinalize(this);
    }
}
