namespace RedisCompliance.Deployment;

/// <summary>What a role of an installation is for: who assumes it, and what it may.</summary>
internal abstract class RoleUse(InstallationContext context)
{
    /// <summary>Which part it is.</summary>
    public abstract string Part { get; }

    /// <summary>The role's name, where Install makes it.</summary>
    public abstract string RoleName { get; }

    /// <summary>A role that was named and is used as it is; null where Install makes one.</summary>
    public virtual string? GivenArn => null;

    /// <summary>The role; where it will be, as long as there is none.</summary>
    public abstract string Arn { get; }

    /// <summary>Who may assume it.</summary>
    public abstract string Trust { get; }

    /// <summary>What it is for, in IAM.</summary>
    public abstract string Description { get; }

    /// <summary>What it may.</summary>
    public abstract string Policy { get; }

    /// <summary>Every action that its inline policies may hold, in any Region.</summary>
    public abstract IReadOnlyCollection<string> Actions { get; }

    /// <summary>The managed policies that it has.</summary>
    public virtual IReadOnlyList<string> ManagedPolicies => [];

    /// <summary>What making it is called.</summary>
    public abstract string CreateAction { get; }

    /// <summary>What mending its trust policy is called.</summary>
    public abstract string SetTrustAction { get; }

    /// <summary>How it differs where somebody else may assume it.</summary>
    public abstract string TrustDiffers { get; }

    protected InstallationContext Context { get; } = context;

    /// <summary>Takes over what IAM has; null for none.</summary>
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
