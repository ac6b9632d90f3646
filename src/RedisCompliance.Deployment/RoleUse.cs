namespace RedisCompliance.Deployment;

/// <summary>The purpose of a role: who assumes it, and what it may do.</summary>
internal abstract class RoleUse(InstallationContext context)
{
    /// <summary>Which part it is.</summary>
    public abstract string Part { get; }

    /// <summary>The role's name, if Install creates it.</summary>
    public abstract string RoleName { get; }

    /// <summary>A role that the user specified, used unchanged; null if Install creates one.</summary>
    public virtual string? GivenArn => null;

    /// <summary>The role's ARN, or its future ARN if it does not exist yet.</summary>
    public abstract string Arn { get; }

    /// <summary>The trust policy.</summary>
    public abstract string Trust { get; }

    /// <summary>The role's description in IAM.</summary>
    public abstract string Description { get; }

    /// <summary>The inline policy.</summary>
    public abstract string Policy { get; }

    /// <summary>Every action that its inline policies may contain, in any Region.</summary>
    public abstract IReadOnlyCollection<string> Actions { get; }

    /// <summary>The managed policies to attach.</summary>
    public virtual IReadOnlyList<string> ManagedPolicies => [];

    /// <summary>The action text for creating it.</summary>
    public abstract string CreateAction { get; }

    /// <summary>The action text for repairing its trust policy.</summary>
    public abstract string SetTrustAction { get; }

    /// <summary>The difference text if someone else may assume it.</summary>
    public abstract string TrustDiffers { get; }

    protected InstallationContext Context { get; } = context;

    /// <summary>Stores the role that IAM returned; null for none.</summary>
    public abstract void Is(RoleDetail? role);
}

/// <summary>The role that Lambda runs the function with.</summary>
internal sealed class FunctionRole(InstallationContext context) : RoleUse(context)
{
    public override string Part => "Role";

    public override string RoleName => Context.Definition.RoleName;

    public override string? GivenArn => Context.Definition.RoleArn;

    public override string Arn => Context.RoleArn;

    public override string Trust => PolicyDocuments.LambdaTrust;

    public override string Description => Context.Definition.RoleDescription;

    public override string Policy => Context.Definition.FunctionPolicy(Context);

    public override IReadOnlyCollection<string> Actions => PolicyDocuments.FunctionActions;

    public override IReadOnlyList<string> ManagedPolicies => Context.Definition.ManagedPolicies(Context.Identity.Partition);

    public override string CreateAction => Messages.CreateForLambda;

    public override string SetTrustAction => Messages.SetTrust;

    public override string TrustDiffers => Messages.TrustWide;

    public override void Is(RoleDetail? role)
    {
        Context.RoleId = role?.RoleId;
        Context.IsRoleMissing = role is null;
        Context.RoleArn = role?.Arn ?? Context.RoleArn;
    }
}
