using RedisCompliance.Endpoint;

namespace RedisCompliance.Aws.Tests;

/// <summary>A test with an endpoint of its own, and an audit of it.</summary>
public abstract class EndpointTest : IAsyncLifetime
{
    protected const string Region = "us-east-1";

    protected AwsEndpoint Endpoint { get; private set; } = null!;

    protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public virtual async ValueTask InitializeAsync() => Endpoint = await AwsEndpoint.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await Endpoint.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected async Task<ElastiCacheInventory> OpenAsync(string region = Region) =>
        (await AwsConnection.OpenAsync(
            new AwsConnectionSettings { Region = region, AccessKey = "AKID", SecretKey = "SECRET", SessionToken = "TOKEN",
                EndpointUrl = Endpoint.Url }, Cancelled)).OpenInventory();

    /// <summary>Every resource of one listing, and how the listing failed if it did.</summary>
    protected async Task<(List<Evaluation> Evaluations, List<ServiceCallException> Failures)> AuditAsync(params string[] resourceTypes)
    {
        using ElastiCacheInventory inventory = await OpenAsync();
        List<Evaluation> evaluations = [];
        List<ServiceCallException> failures = [];
        await foreach (AuditPage page in new AtRestAudit(AtRestPolicy.Default, DateTime.UtcNow)
            .RunAsync(inventory, resourceTypes.Length == 0 ? ResourceType.Default : resourceTypes, Cancelled))
        {
            evaluations.AddRange(page.Evaluate());
            if (page.Failure is not null)
            {
                failures.Add(page.Failure);
            }
        }

        return (evaluations, failures);
    }
}
