namespace RedisCompliance;

/// <summary>What is asked of a resource, and of which resources it is asked.</summary>
public sealed class AtRestPolicy
{
    /// <summary>Redis OSS and Valkey, every resource type.</summary>
    public static AtRestPolicy Default { get; } = new();

    /// <summary>The engines in scope, in lower case: <c>redis</c> and <c>valkey</c> unless narrowed.</summary>
    public IReadOnlyCollection<string> Engines { get; init; } = ["redis", "valkey"];

    /// <summary>
    /// Whether the policy judges that resource. Members of a replication group are judged with their group, never
    /// beside it. A resource that reports no engine is in scope, so that nothing is lost through a missing field.
    /// </summary>
    /// <param name="resource">The resource.</param>
    /// <returns>False for member clusters and for engines out of scope, as Memcached always is.</returns>
    public bool IsInScope(RedisResource resource) =>
        resource.ReplicationGroupId is null
        && (resource.Engine is null || Engines.Contains(resource.Engine, StringComparer.OrdinalIgnoreCase));
}
