namespace RedisCompliance.Audit;

/// <summary>
/// Reads the tags of a page's resources. ElastiCache requires a call for each, so several run at a time, and only for resources
/// that are judged.
/// </summary>
internal static class TagReading
{
    /// <summary>The maximum number of concurrent calls of one listing.</summary>
    private const int MaxCallsInFlight = 8;

    /// <summary>The page with tags. If some could not be read, the page has the failure, and those resources have no tags.</summary>
    public static async Task<ResourcePage> AddTagsAsync(
        ResourcePage page, IRedisInventory inventory, Func<RedisResource, bool> isWanted, CancellationToken cancellationToken)
    {
        RedisResource[] resources = [.. page.Resources];
        ServiceCallException? failure = null;
        int next = -1;

        async Task ReadAsync()
        {
            for (int i; failure is null && (i = Interlocked.Increment(ref next)) < resources.Length;)
            {
                try
                {
                    if (resources[i].Arn is { } arn && isWanted(resources[i]) && !AtRestEvaluator.IsBeingDeleted(resources[i].Status))
                    {
                        resources[i] = resources[i] with
                        {
                            Tags = Plain(await inventory.ListTagsForResourceAsync(arn, cancellationToken).ConfigureAwait(false)),
                        };
                    }
                }
                catch (ServiceCallException exception) when (IsOfTheMoment(exception))
                {
                    // The resource is being created, or is gone since it was listed. It is judged without tags.
                }
                catch (ServiceCallException exception)
                {
                    failure = exception;
                }
            }
        }

        await Task.WhenAll(Enumerable.Range(0, Math.Min(MaxCallsInFlight, resources.Length)).Select(_ => ReadAsync()))
            .ConfigureAwait(false);
        return page with { Resources = resources, TagFailure = failure };
    }

    /// <summary>Tags made safe to display: anyone who may tag a resource writes them.</summary>
    internal static IReadOnlyDictionary<string, string> Plain(IEnumerable<KeyValuePair<string, string>> tags)
    {
        Dictionary<string, string> plain = new(StringComparer.Ordinal);
        foreach (KeyValuePair<string, string> tag in tags)
        {
            plain[PlainText.Of(tag.Key)] = PlainText.Of(tag.Value);
        }

        return plain;
    }

    /// <remarks>
    /// Amazon ElastiCache API Reference, ListTagsForResource: CacheClusterNotFound, ReplicationGroupNotFoundFault,
    /// InvalidReplicationGroupState …
    /// </remarks>
    private static bool IsOfTheMoment(ServiceCallException exception) =>
        exception.ErrorCode is { } code
            && (code.Contains("NotFound") || (code.StartsWith("Invalid", StringComparison.Ordinal) && code.Contains("State")));
}
