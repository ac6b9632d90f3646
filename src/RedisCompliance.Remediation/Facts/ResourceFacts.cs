namespace RedisCompliance.Remediation.Facts;

/// <summary>What was read of one resource for its plan. Null means not read or not present; <see cref="Unknown"/> says which.</summary>
internal sealed record ResourceFacts(Evaluation Evaluation)
{
    /// <summary>The group, the cluster or the serverless cache.</summary>
    public DescribedRecord? Described { get; init; }

    /// <summary>One of a group's clusters, for what the group does not say; for a cluster, the cluster itself.</summary>
    public DescribedRecord? Member { get; init; }

    /// <summary>The tags.</summary>
    public IReadOnlyList<KeyValuePair<string, string>>? Tags { get; init; }

    /// <summary>The subnet group.</summary>
    public DescribedRecord? SubnetGroup { get; init; }

    /// <summary>The user-set parameters; null if the parameter group is AWS's own, or they were not read.</summary>
    public IReadOnlyList<KeyValuePair<string, string>>? Parameters { get; init; }

    /// <summary>The Global Datastore that the group belongs to.</summary>
    public DescribedRecord? GlobalDatastore { get; init; }

    /// <summary>The facts that could not be read.</summary>
    public IReadOnlyList<UnknownFact> Unknown { get; init; } = [];

    /// <summary>Whether the named fact could not be read.</summary>
    public bool IsUnknown(string name) => Unknown.Any(fact => fact.Name == name);
}

/// <summary>The names of facts that can be unknown.</summary>
internal static class FactName
{
    public const string Resource = "Resource";
    public const string CacheCluster = "CacheCluster";
    public const string Tags = "Tags";
    public const string SubnetGroup = "SubnetGroup";
    public const string Parameters = "Parameters";
    public const string GlobalDatastore = "GlobalDatastore";
}
