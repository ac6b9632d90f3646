namespace RedisCompliance;

/// <summary>What a plan does with a resource.</summary>
public static class PlannedAction
{
    /// <summary>It is created.</summary>
    public const string Create = "Create";

    /// <summary>It is changed in place.</summary>
    public const string Update = "Update";

    /// <summary>It is destroyed and created anew; encryption and key are chosen anew.</summary>
    public const string Replace = "Replace";

    /// <summary>It is destroyed. Not judged.</summary>
    public const string Delete = "Delete";

    /// <summary>It stays, and is no longer managed by Terraform. Judged as it is.</summary>
    public const string Forget = "Forget";

    /// <summary>Nothing: it stays as it is.</summary>
    public const string NoOp = "NoOp";

    /// <summary>A template's condition is false: it is not created. Not judged.</summary>
    public const string NotCreated = "NotCreated";

    /// <summary>It is as the state before the plan has it (-PlanSection PriorState), or a state file.</summary>
    public const string Prior = "Prior";

    /// <summary>It was changed outside Terraform (-PlanSection Drift).</summary>
    public const string Drift = "Drift";
}
