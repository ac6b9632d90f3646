namespace RedisCompliance.Evaluating;

/// <summary>Evaluates resources under one policy at one moment, and notes which parts of the policy they use.</summary>
/// <param name="policy">The policy.</param>
/// <param name="moment">The moment, UTC, that every evaluation carries.</param>
internal sealed class ResourceJudge(AtRestPolicy policy, DateTime moment)
{
    /// <summary>Which of the policy's keys and exemptions have been used so far.</summary>
    public PolicyUse PolicyUse { get; } = new(policy, moment);

    /// <summary>Collects the possible sources of one target's backups.</summary>
    public BackupSources NewSources() => new(moment);

    /// <summary>Evaluates a resource; null if the policy does not cover it.</summary>
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
