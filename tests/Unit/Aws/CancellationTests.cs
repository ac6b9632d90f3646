using RedisCompliance.Endpoint;

namespace RedisCompliance.Aws.Tests;

public sealed class CancellationTests : EndpointTest
{
    [Theory]
    [InlineData(nameof(Fault.Silent))]
    [InlineData(nameof(Fault.Stalled))]
    public async Task A_call_that_gets_no_answer_ends_when_it_is_cancelled(string fault)
    {
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Endpoint.Fault = _ =>
        {
            asked.TrySetResult();
            return fault == nameof(Fault.Silent) ? Fault.Silent : Fault.Stalled;
        };
        using CancellationTokenSource stop = new();
        using ElastiCacheInventory inventory = await OpenAsync();
        Task<ResourcePage> call = inventory.GetPageAsync(ResourceType.ReplicationGroup, null, stop.Token);
        await asked.Task;

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(TimeSpan.FromSeconds(30), Cancelled));
    }
}
