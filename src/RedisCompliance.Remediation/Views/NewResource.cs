namespace RedisCompliance.Remediation.Views;

/// <summary>A plan's call that creates the new, encrypted resource: the basis of a template.</summary>
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

    /// <summary>Parameter names for the placeholders of values that only the user knows.</summary>
    public static IReadOnlyDictionary<string, string> Parameters { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["<KmsKeyId>"] = "KmsKeyId",
        ["<SubnetId>"] = "SubnetId",
    };

    /// <summary>
    /// Finds the call in the first way that has one; null if no way creates a new resource, as for snapshots and members of a Global
    /// Datastore.
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
