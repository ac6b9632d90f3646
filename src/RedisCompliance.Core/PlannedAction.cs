namespace RedisCompliance;

/// <summary>What a plan does with a resource, or where its planned state comes from.</summary>
public static class PlannedAction
{
    /// <summary>The resource is created.</summary>
    public const string Create = "Create";

    /// <summary>The resource is changed in place.</summary>
    public const string Update = "Update";

    /// <summary>The resource is destroyed and created anew, with a new choice of encryption and key.</summary>
    public const string Replace = "Replace";

    /// <summary>The resource is destroyed. It is not judged.</summary>
    public const string Delete = "Delete";

    /// <summary>The resource stays but leaves Terraform's management. It is judged as it is.</summary>
    public const string Forget = "Forget";

    /// <summary>The resource stays as it is.</summary>
    public const string NoOp = "NoOp";

    /// <summary>A template's condition is false, so the resource is not created. It is not judged.</summary>
    public const string NotCreated = "NotCreated";

    /// <summary>The state before the plan (-PlanSection PriorState), or a state file.</summary>
    public const string Prior = "Prior";

    /// <summary>A change made outside Terraform (-PlanSection Drift).</summary>
    public const string Drift = "Drift";
}
