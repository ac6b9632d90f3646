namespace RedisCompliance.Remediation.Views;

/// <summary>The call of a plan that makes the new, encrypted resource: what a template is made of.</summary>
internal sealed class NewResource
{
    private NewResource(RemediationPlan plan, RemediationWay way, RemediationStep step)
    {
        Plan = plan;
        Way = way;
        IsServerless = step.Operation == "CreateServerlessCache";
        Members = step.Parameters;
    }

    public RemediationPlan Plan { get; }

    public RemediationWay Way { get; }

    public bool IsServerless { get; }

    /// <summary>The members of the call.</summary>
    public IReadOnlyDictionary<string, object> Members { get; }

    /// <summary>What takes the place of values that nobody but the reader knows: the parameter's name by the value.</summary>
    public static IReadOnlyDictionary<string, string> Parameters { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["<KmsKeyId>"] = "KmsKeyId",
        ["<SubnetId>"] = "SubnetId",
    };

    /// <summary>
    /// Finds it in the way of most worth that has one; null where no way makes a new resource, as of snapshots and of members of
    /// a Global Datastore.
    /// </summary>
    public static NewResource? Of(RemediationPlan plan)
    {
        foreach (RemediationWay way in plan.Ways.Where(way => way.Name is RemediationWayName.RestoreToReplicationGroup
            or RemediationWayName.RestoreToServerlessCache))
        {
            RemediationStep? step = way.Steps.FirstOrDefault(
                step => step.Operation is "CreateReplicationGroup" or "CreateServerlessCache");
            if (step is not null)
            {
                return new NewResource(plan, way, step);
            }
        }

        return null;
    }
}
