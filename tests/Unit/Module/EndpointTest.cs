using System.Collections;
using RedisCompliance.Endpoint;

namespace RedisCompliance.Module.Tests;

/// <summary>
/// A session, and an AWS of its own. Commands reach it with <c>@connection</c>, or with <c>@keys</c> where they name the
/// Region themselves.
/// </summary>
public abstract class EndpointTest : IAsyncLifetime
{
    private protected Session Session { get; } = new();

    protected AwsEndpoint Endpoint { get; private set; } = null!;

    /// <summary>The same as <c>@keys</c>, for the text of a command.</summary>
    protected string Connection => $"-AccessKey AKID -SecretKey SECRET -EndpointUrl {Endpoint.Url}";

    public async ValueTask InitializeAsync()
    {
        Endpoint = await AwsEndpoint.StartAsync();
        Session.Set("connection",
            new Hashtable { ["Region"] = "us-east-1", ["AccessKey"] = "AKID", ["SecretKey"] = "SECRET", ["EndpointUrl"] = Endpoint.Url });
        Session.Set("keys", new Hashtable { ["AccessKey"] = "AKID", ["SecretKey"] = "SECRET", ["EndpointUrl"] = Endpoint.Url });
        Prepare();
    }

    public virtual async ValueTask DisposeAsync()
    {
        Session.Dispose();
        await Endpoint.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Fills the account.</summary>
    protected virtual void Prepare()
    {
    }
}
