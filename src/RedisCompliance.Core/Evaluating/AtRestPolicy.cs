namespace RedisCompliance.Evaluating;

/// <summary>What is asked of a resource, and of which resources it is asked.</summary>
public sealed record AtRestPolicy
{
    /// <summary>The engines that can be out of scope. Of any other, nobody knows that it is none of ours.</summary>
    private static readonly string[] s_knownEngines = ["redis", "valkey", Memcached];

    internal const string Memcached = "memcached";

    /// <summary>Redis OSS and Valkey, every resource type of a rule.</summary>
    public static AtRestPolicy Default { get; } = new();

    /// <summary>The engines in scope, in lower case: <c>redis</c> and <c>valkey</c> unless narrowed.</summary>
    public IReadOnlyCollection<string> Engines { get; init; } = ["redis", "valkey"];

    /// <summary>The resource types in scope.</summary>
    public IReadOnlyCollection<string> ResourceTypes { get; init; } = ResourceType.Default;

    /// <summary>Whether only a customer-managed key will do.</summary>
    public bool RequireCustomerManagedKey { get; init; }

    /// <summary>
    /// The only KMS keys that will do, as key ids, key ARNs or ARNs of aliases (<see cref="ResolveAliasesAsync"/>); any key,
    /// if there are none. As the managed rule's <c>approvedKMSKeyIds</c>.
    /// </summary>
    public IReadOnlyCollection<string> ApprovedKmsKeyIds { get; init; } = [];

    /// <summary>What is not judged. The first that covers a resource and has not expired counts.</summary>
    public IReadOnlyList<AtRestExemption> Exemptions { get; init; } = [];

    /// <summary>Whether an exemption looks at tags, which no listing has: each resource's must be read then.</summary>
    public bool ReadsTags => Exemptions.Any(exemption => exemption.Tag is not null);

    /// <summary>Whether keys are named by aliases, which no listing has: they must be resolved first.</summary>
    public bool HasKeyAliases => ApprovedKmsKeyIds.Any(IsAlias);

    /// <summary>The same policy with the ARNs of keys in the place of those of their aliases.</summary>
    /// <param name="resolve">Gives the key's ARN for an alias's.</param>
    /// <returns>The policy to judge by.</returns>
    public async Task<AtRestPolicy> ResolveAliasesAsync(Func<string, Task<string>> resolve)
    {
        List<string> keys = [];
        foreach (string key in ApprovedKmsKeyIds)
        {
            keys.Add(IsAlias(key) ? await resolve(key).ConfigureAwait(false) : key);
        }

        return this with { ApprovedKmsKeyIds = keys };
    }

    /// <summary>The exemption of a resource: one that counts or else one that has expired; null if there is neither.</summary>
    internal AtRestExemption? ExemptionOf(RedisResource resource, DateTime moment)
    {
        AtRestExemption? expired = null;
        IEnumerable<AtRestExemption> all = resource.Planned?.Exemption is { } own ? Exemptions.Append(own) : Exemptions;
        foreach (AtRestExemption exemption in all)
        {
            if (exemption == resource.Planned?.Exemption || exemption.Covers(resource))
            {
                if (!exemption.IsExpired(moment))
                {
                    return exemption;
                }

                expired ??= exemption;
            }
        }

        return expired;
    }

    /// <summary>What the policy misses in the key of an encrypted resource; null where it is content.</summary>
    /// <param name="keyKind">One of <see cref="KeyKind"/>.</param>
    /// <param name="kmsKeyId">The key, as id or ARN.</param>
    /// <returns>The end of a sentence that begins with "Encrypted at rest, but".</returns>
    internal string? FindKeyViolation(string keyKind, string? kmsKeyId)
    {
        if (RequireCustomerManagedKey && keyKind != KeyKind.CustomerManaged)
        {
            return keyKind == KeyKind.ServiceManaged ? "not with a customer-managed key" : "it is not reported with which kind of key";
        }

        return ApprovedKmsKeyIds.Count == 0
            || (kmsKeyId is not null && ApprovedKmsKeyIds.Any(approved => IsSameKey(approved, kmsKeyId))) ? null
            : kmsKeyId is null ? "not with an approved KMS key"
            : $"not with an approved KMS key ({kmsKeyId})";
    }

    internal static bool IsAlias(string key) => key.StartsWith("alias/", StringComparison.Ordinal) || key.Contains(":alias/");

    /// <summary>
    /// Two ARNs are one key if they are the same; an id is the key of an ARN that ends in it. The name of an alias says nothing:
    /// anybody may call one as a key is called.
    /// </summary>
    internal static bool IsSameKey(string one, string other) =>
        string.Equals(one, other, StringComparison.OrdinalIgnoreCase) || IsKeyOf(one, other) || IsKeyOf(other, one);

    private static bool IsKeyOf(string arn, string id) =>
        id.Length > 0 && arn.StartsWith("arn:", StringComparison.Ordinal)
        && arn.EndsWith(":key/" + id, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Whether the policy judges that resource. Members of a replication group are judged with their group, never
    /// beside it. A resource that reports no engine, or one that is not known, is in scope, so that nothing is lost.
    /// </summary>
    /// <param name="resource">The resource.</param>
    /// <returns>False for member clusters and for engines that are out of scope by name, as Memcached always is.</returns>
    public bool IsInScope(RedisResource resource) =>
        resource.ReplicationGroupId is null
        && (ResourceTypes.Contains(resource.ResourceType) || resource.Planned?.PossibleTypes.Any(ResourceTypes.Contains) == true)
        && (resource.Engine is null
            || Engines.Contains(resource.Engine, StringComparer.OrdinalIgnoreCase)
            || !s_knownEngines.Contains(resource.Engine, StringComparer.OrdinalIgnoreCase));
}
