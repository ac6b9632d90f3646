namespace RedisCompliance.Remediation.Facts;

/// <summary>What was read of one resource for its plan. What is null was not read, or is not there: <see cref="Unknown"/> tells.</summary>
internal sealed record ResourceFacts(Evaluation Evaluation)
{
    /// <summary>The group, the cluster or the serverless cache.</summary>
    public DescribedRecord? Described { get; init; }

    /// <summary>One of a group's clusters, which has what the group does not say; of a cluster, the cluster.</summary>
    public DescribedRecord? Member { get; init; }

    /// <summary>The tags.</summary>
    public IReadOnlyList<KeyValuePair<string, string>>? Tags { get; init; }

    /// <summary>The subnet group.</summary>
    public DescribedRecord? SubnetGroup { get; init; }

    /// <summary>The parameters that somebody has set; null where the parameter group is AWS's own, or nobody asked.</summary>
    public IReadOnlyList<KeyValuePair<string, string>>? Parameters { get; init; }

    /// <summary>The Global Datastore that the group is in.</summary>
    public DescribedRecord? GlobalDatastore { get; init; }

    /// <summary>What could not be read.</summary>
    public IReadOnlyList<UnknownFact> Unknown { get; init; } = [];

    /// <summary>Whether a fact of that name could not be read.</summary>
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
