namespace RedisCompliance.Evaluating;

/// <summary>Applies one policy at one moment to resource after resource, and notes which parts of the policy were of use.</summary>
/// <param name="policy">The policy.</param>
/// <param name="moment">The moment, UTC, that every evaluation carries.</param>
internal sealed class ResourceJudge(AtRestPolicy policy, DateTime moment)
{
    /// <summary>Which of the policy's keys and exemptions were of use so far.</summary>
    public PolicyUse PolicyUse { get; } = new(policy, moment);

    /// <summary>A place for the resources that backups of one target may be of.</summary>
    public BackupSources NewSources() => new(moment);

    /// <summary>Evaluates a resource; null where the policy does not cover it.</summary>
    public Evaluation? Judge(RedisResource resource)
    {
        if (!policy.IsInScope(resource))
        {
            return null;
        }

        PolicyUse.Note(resource);
        return AtRestEvaluator.Evaluate(resource, moment, policy);
    }
}
