namespace RedisCompliance.Evaluating;

/// <summary>What an audit requires of resources, and of which resources.</summary>
public sealed record AtRestPolicy
{
    /// <summary>The engines that can be out of scope. Any other engine is in scope, because it may be Redis or Valkey.</summary>
    private static readonly string[] s_knownEngines = ["redis", "valkey", Memcached];

    internal const string Memcached = "memcached";

    /// <summary>Redis OSS and Valkey, all resource types that a rule covers, any key.</summary>
    public static AtRestPolicy Default { get; } = new();

    /// <summary>The engines in scope, in lower case; by default <c>redis</c> and <c>valkey</c>.</summary>
    public IReadOnlyCollection<string> Engines { get; init; } = ["redis", "valkey"];

    /// <summary>The resource types in scope.</summary>
    public IReadOnlyCollection<string> ResourceTypes { get; init; } = ResourceType.Default;

    /// <summary>Whether only a customer-managed key is accepted.</summary>
    public bool RequireCustomerManagedKey { get; init; }

    /// <summary>
    /// The accepted KMS keys, as key ids, key ARNs or alias ARNs (<see cref="ResolveAliasesAsync"/>); empty to accept any key. It
    /// corresponds to the managed rule's <c>approvedKMSKeyIds</c>.
    /// </summary>
    public IReadOnlyCollection<string> ApprovedKmsKeyIds { get; init; } = [];

    /// <summary>The exemptions. For each resource, the first one that covers it and has not expired counts.</summary>
    public IReadOnlyList<AtRestExemption> Exemptions { get; init; } = [];

    /// <summary>Whether an exemption needs tags. No listing reports them, so each resource's tags must be read separately.</summary>
    public bool ReadsTags => Exemptions.Any(exemption => exemption.Tag is not null);

    /// <summary>Whether a key is named by an alias. No listing reports aliases, so they must be resolved first.</summary>
    public bool HasKeyAliases => ApprovedKmsKeyIds.Any(IsAlias);

    /// <summary>The same policy with each alias replaced by the ARN of its key.</summary>
    /// <param name="resolve">Returns the key's ARN for an alias ARN.</param>
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

    /// <summary>The exemption of a resource: one in force, or else an expired one; null if neither covers it.</summary>
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

    /// <summary>Which key requirement an encrypted resource fails; null if it meets all.</summary>
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
    /// Two ARNs are the same key if they are equal; a key id matches a key ARN that ends in it. An alias never matches a key id: an
    /// alias may be named like a key.
    /// </summary>
    internal static bool IsSameKey(string one, string other) =>
        string.Equals(one, other, StringComparison.OrdinalIgnoreCase) || IsKeyOf(one, other) || IsKeyOf(other, one);

    private static bool IsKeyOf(string arn, string id) =>
        id.Length > 0 && arn.StartsWith("arn:", StringComparison.Ordinal)
        && arn.EndsWith(":key/" + id, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Whether the policy judges the resource. Members of a replication group are judged with their group, never separately. A
    /// resource that reports no engine, or an unknown one, is in scope, so that none is missed.
    /// </summary>
    /// <param name="resource">The resource.</param>
    /// <returns>False for member clusters, types out of scope and engines known to be out of scope, such as Memcached.</returns>
    public bool IsInScope(RedisResource resource) =>
        resource.ReplicationGroupId is null
        && (ResourceTypes.Contains(resource.ResourceType) || resource.Planned?.PossibleTypes.Any(ResourceTypes.Contains) == true)
        && (resource.Engine is null
            || Engines.Contains(resource.Engine, StringComparer.OrdinalIgnoreCase)
            || !s_knownEngines.Contains(resource.Engine, StringComparer.OrdinalIgnoreCase));
}
