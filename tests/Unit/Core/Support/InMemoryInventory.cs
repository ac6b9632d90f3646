using System.Collections.Concurrent;

namespace RedisCompliance.Core.Tests;

/// <summary>An inventory in memory: gives its pages as they were scripted, and remembers what it was asked.</summary>
/// <remarks>A type without a script has nothing, and says so in one page.</remarks>
internal sealed class InMemoryInventory : IRedisInventory
{
    private readonly Dictionary<string, Func<int, CancellationToken, Task<ResourcePage>>> _listings = [];
    private readonly ConcurrentQueue<(string ResourceType, string? Marker)> _calls = [];
    private int _running;

    public string Region => "eu-central-1";

    public string AccountId { get; init; } = "123456789012";

    public Task<string> GetAccountIdAsync(CancellationToken cancellationToken) => Task.FromResult(AccountId);

    /// <summary>Every call so far: the type and the marker that were asked for.</summary>
    public IReadOnlyList<(string ResourceType, string? Marker)> Calls => [.. _calls];

    /// <summary>How many calls were not answered yet.</summary>
    public int Running => Volatile.Read(ref _running);

    /// <summary>The markers that one listing was asked for.</summary>
    public IEnumerable<string?> Markers(string resourceType) =>
        Calls.Where(call => call.ResourceType == resourceType).Select(call => call.Marker);

    /// <summary>Answers the first call with the first page, and so on, whatever marker is asked for.</summary>
    public InMemoryInventory With(string resourceType, params ResourcePage[] pages) =>
        With(resourceType, (number, _) => Task.FromResult(pages[number - 1]));

    /// <summary>Answers the call of that number, from 1.</summary>
    public InMemoryInventory With(string resourceType, Func<int, CancellationToken, Task<ResourcePage>> answer)
    {
        _listings[resourceType] = answer;
        return this;
    }

    /// <summary>The tags of a resource by its ARN.</summary>
    public Func<string, IReadOnlyDictionary<string, string>> Tags { get; init; } = _ => new Dictionary<string, string>();

    public Task<IReadOnlyDictionary<string, string>> ListTagsForResourceAsync(string resourceArn, CancellationToken cancellationToken) =>
        Task.Run(() => Tags(resourceArn), cancellationToken);

    public Task<ResourcePage> GetSourcePageAsync(string resourceType, string? marker, CancellationToken cancellationToken) =>
        GetPageAsync(resourceType, marker, cancellationToken);

    public async Task<ResourcePage> GetPageAsync(string resourceType, string? marker, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _running);
        try
        {
            _calls.Enqueue((resourceType, marker));
            int number = _calls.Count(call => call.ResourceType == resourceType);
            return _listings.TryGetValue(resourceType, out Func<int, CancellationToken, Task<ResourcePage>>? answer)
                ? await answer(number, cancellationToken)
                : new ResourcePage([], null);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }
}
