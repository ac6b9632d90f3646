namespace RedisCompliance.Evaluating;

/// <summary>
/// Tells which keys and exemptions of a policy no resource of an audit has used. An unused one is misspelt, belongs to another
/// account, or is no longer needed; only a complete audit can tell.
/// </summary>
public sealed class PolicyUse
{
    private readonly List<string> _unusedKeys;
    private readonly List<AtRestExemption> _unusedExemptions;

    internal PolicyUse(AtRestPolicy policy, DateTime moment)
    {
        _unusedKeys = [.. policy.ApprovedKmsKeyIds];

        // Expired exemptions get a warning of their own.
        _unusedExemptions = [.. policy.Exemptions.Where(exemption => !exemption.IsExpired(moment))];
    }

    /// <summary>The number of resources judged.</summary>
    public int ResourceCount { get; private set; }

    /// <summary>The approved keys that no resource uses.</summary>
    public IReadOnlyList<string> UnusedKeys => _unusedKeys;

    /// <summary>The exemptions that cover no resource.</summary>
    public IReadOnlyList<AtRestExemption> UnusedExemptions => _unusedExemptions;

    internal void Note(RedisResource resource)
    {
        ResourceCount++;
        if (_unusedKeys.Count > 0 && resource.KmsKeyId is { } key)
        {
            _unusedKeys.RemoveAll(approved => AtRestPolicy.IsSameKey(approved, key));
        }

        if (_unusedExemptions.Count > 0)
        {
            _unusedExemptions.RemoveAll(exemption => exemption.Covers(resource));
        }
    }
}
