namespace RedisCompliance.Evaluating;

/// <summary>
/// Which keys and exemptions of a policy an audit has come across. One that it never does is a misspelt id, a key of another
/// account, or one that could go; only an audit that has seen everything can tell.
/// </summary>
public sealed class PolicyUse
{
    private readonly List<string> _unusedKeys;
    private readonly List<AtRestExemption> _unusedExemptions;

    internal PolicyUse(AtRestPolicy policy, DateTime moment)
    {
        _unusedKeys = [.. policy.ApprovedKmsKeyIds];

        // Of those that have expired there is more to say than this.
        _unusedExemptions = [.. policy.Exemptions.Where(exemption => !exemption.IsExpired(moment))];
    }

    /// <summary>How many resources were judged.</summary>
    public int ResourceCount { get; private set; }

    /// <summary>The approved keys that none of them has.</summary>
    public IReadOnlyList<string> UnusedKeys => _unusedKeys;

    /// <summary>The exemptions that cover none of them.</summary>
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
