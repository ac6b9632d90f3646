namespace RedisCompliance.Deployment;

/// <summary>The role that CloudFormation calls the function of a hook with.</summary>
internal sealed class HookRole(InstallationContext context, HookDefinition definition) : RoleUse(context)
{
    private static readonly string[] s_actions = ["lambda:InvokeFunction"];

    public override string Part => "ExecutionRole";

    public override string RoleName => definition.ExecutionRoleName;

    public override string Arn => Context.ExecutionRoleArn ?? Context.Identity.RoleArn(RoleName);

    public override string Trust => PolicyDocuments.HookTrust(Context.Identity.AccountId);

    public override string Description => $"Execution role of the CloudFormation hook {definition.HookName}.";

    public override string Policy => PolicyDocuments.HookExecutionPolicy(Context.FunctionArn);

    public override IReadOnlyCollection<string> Actions => s_actions;

    public override string CreateAction => Messages.CreateForHooks;

    public override string SetTrustAction => Messages.SetHookTrust;

    public override string TrustDiffers => Messages.HookTrustWide;

    public override void Is(RoleDetail? role)
    {
        Context.ExecutionRoleArn = role?.Arn ?? Context.Identity.RoleArn(RoleName);
        Context.ExecutionRoleOwner = role?.Tags.TryGetValue(definition.OwnerTagKey, out string? owner) == true ? owner : null;
    }
}
