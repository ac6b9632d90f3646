namespace RedisCompliance.Deployment;

/// <summary>
/// The function's execution role. A role is the same in all Regions, so each rule in each Region has an inline policy of
/// its own on it; the role goes when the last of them goes.
/// </summary>
internal sealed class RoleStep(InstallationContext context, bool keep) : InstallationStep(context)
{
    private RoleDetail? _role;
    private string? _policy;
    private IReadOnlyList<string> _otherPolicies = [];
    private List<string> _attached = [];

    public override string Part => "Role";

    public override string Name => Definition.RoleName;

    public override string? Arn => Context.RoleArn;

    public override bool Exists => _role is not null || IsGiven;

    public override string? UnmanagedReason => _role is null || Context.Adopts || _role.Tags.ContainsKey(RuleDefinition.TagKey) ? null
        : $"The role '{Name}' was not made by Install-RedisAtRestRule (it has no tag {RuleDefinition.TagKey})";

    /// <summary>Whether a role was named that is used as it is.</summary>
    private bool IsGiven => Definition.RoleArn is not null;

    private string PolicyName => $"{Definition.RuleName}.{Context.Identity.Region}";

    private string Target => $"IAM role {Name}";

    private string DesiredPolicy => PolicyDocuments.FunctionPolicy(Definition, Context.Identity, Context.ConfigRuleArn, Context.OrganizationId);

    private bool NamesTheRule => Definition.Organization is null && !Definition.UseManagedPolicy;

    private IReadOnlyList<string> ManagedPolicies => PolicyDocuments.ManagedPolicyArns(Context.Identity.Partition);

    private IEnumerable<string> ToAttach => Definition.UseManagedPolicy && Definition.Organization is null ? ManagedPolicies.Except(_attached) : [];

    private IEnumerable<string> ToDetach => Definition.UseManagedPolicy && Definition.Organization is null ? [] : ManagedPolicies.Intersect(_attached);

    public override async Task ReadAsync(CancellationToken cancellationToken)
    {
        if (IsGiven)
        {
            return;
        }

        _role = await Services.IdentityManagement.GetRoleAsync(Name, cancellationToken).ConfigureAwait(false);
        if (_role is null)
        {
            return;
        }

        Context.RoleArn = _role.Arn;
        Task<string?> policy = Services.IdentityManagement.GetRolePolicyAsync(Name, PolicyName, cancellationToken);
        Task<IReadOnlyList<string>> attached = Services.IdentityManagement.ListAttachedRolePoliciesAsync(Name, cancellationToken);
        IReadOnlyList<string> names = await Services.IdentityManagement.ListRolePoliciesAsync(Name, cancellationToken).ConfigureAwait(false);
        _otherPolicies = [.. names.Where(name => name != PolicyName)];
        _attached = [.. await attached.ConfigureAwait(false)];
        _policy = await policy.ConfigureAwait(false);
    }

    public override IEnumerable<string> Differences()
    {
        if (_role is null)
        {
            yield break;
        }

        if (!PolicyDocuments.AreSame(_role.AssumeRolePolicyDocument, PolicyDocuments.LambdaTrust))
        {
            yield return "the trust policy is not for Lambda alone";
        }

        if (!PolicyDocuments.AreSame(_policy, DesiredPolicy))
        {
            yield return _policy is null ? $"the inline policy {PolicyName} is missing" : $"the inline policy {PolicyName} is another one";
        }

        foreach (string arn in ToAttach)
        {
            yield return $"{arn} is not attached";
        }

        foreach (string arn in ToDetach)
        {
            yield return $"{arn} is attached and not needed";
        }

        if (MissingRoleTags() is { Count: > 0 } missing)
        {
            yield return TagsDiffer(missing);
        }
    }

    public override IEnumerable<InstallationChange> Changes()
    {
        if (IsGiven)
        {
            yield break;
        }

        if (_role is null)
        {
            yield return Change(Target, "Create, to be assumed by Lambda", RulePartAction.Created, CreateAsync);
        }

        if (_role is not null && !PolicyDocuments.AreSame(_role.AssumeRolePolicyDocument, PolicyDocuments.LambdaTrust))
        {
            yield return Change(Target, "Set the trust policy to Lambda alone", RulePartAction.Updated, async cancellationToken =>
            {
                await Services.IdentityManagement.UpdateAssumeRolePolicyAsync(Name, PolicyDocuments.LambdaTrust, cancellationToken).ConfigureAwait(false);
                _role = _role with { AssumeRolePolicyDocument = PolicyDocuments.LambdaTrust };
            });
        }

        if (!PolicyDocuments.AreSame(_policy, DesiredPolicy))
        {
            yield return PutPolicy("Put the inline policy " + PolicyName);
        }

        foreach (string arn in ToAttach.ToArray())
        {
            yield return Change(Target, "Attach " + arn, RulePartAction.Updated, async cancellationToken =>
            {
                await Services.IdentityManagement.AttachRolePolicyAsync(Name, arn, cancellationToken).ConfigureAwait(false);
                _attached.Add(arn);
            });
        }

        foreach (string arn in ToDetach.ToArray())
        {
            yield return Detach(arn, RulePartAction.Updated);
        }

        if (_role is not null && MissingRoleTags() is { Count: > 0 } missing)
        {
            yield return Change(Target, $"Tag with {string.Join(", ", missing.Keys)}", RulePartAction.Updated, async cancellationToken =>
            {
                await Services.IdentityManagement.TagRoleAsync(Name, missing, cancellationToken).ConfigureAwait(false);
                _role = _role with { Tags = With(_role.Tags, missing) };
            });
        }
    }

    public override IEnumerable<InstallationChange> Narrowing() =>
        !IsGiven && NamesTheRule && (Context.ConfigRuleArn is null || !PolicyDocuments.AreSame(_policy, DesiredPolicy))
            ? [PutPolicy($"Narrow the inline policy {PolicyName} to the rule's ARN")] : [];

    public override IEnumerable<InstallationChange> Removal()
    {
        if (_role is null)
        {
            yield break;
        }

        if (keep || UnmanagedReason is not null)
        {
            Outcome = RulePartAction.Kept;
            Notes.Add(keep ? "kept with its policies, as asked" : UnmanagedReason!);
            yield break;
        }

        if (_policy is not null)
        {
            yield return Change(Target, "Delete the inline policy " + PolicyName, RulePartAction.Updated, async cancellationToken =>
            {
                await DeleteAsync(() => Services.IdentityManagement.DeleteRolePolicyAsync(Name, PolicyName, cancellationToken)).ConfigureAwait(false);
                _policy = null;
            });
        }

        if (_otherPolicies.Count > 0)
        {
            Outcome = RulePartAction.Kept;
            Notes.Add($"still in use: it has the inline polic{(_otherPolicies.Count == 1 ? "y" : "ies")} {string.Join(", ", _otherPolicies)}");
            yield break;
        }

        foreach (string arn in _attached.ToArray())
        {
            yield return Detach(arn, RulePartAction.Updated);
        }

        yield return Change(Target, "Delete", RulePartAction.Removed, async cancellationToken =>
        {
            await DeleteAsync(() => Services.IdentityManagement.DeleteRoleAsync(Name, cancellationToken)).ConfigureAwait(false);
            _role = null;
        });
    }

    private Task CreateAsync(CancellationToken cancellationToken) => CreateAsync(async () =>
    {
        Context.RoleArn = await Services.IdentityManagement.CreateRoleAsync(
            Name, PolicyDocuments.LambdaTrust, $"Execution role of the function of the AWS Config rule {Definition.RuleName}.", Definition.AllTags, cancellationToken).ConfigureAwait(false);
        _role = new RoleDetail(Context.RoleArn, PolicyDocuments.LambdaTrust, Definition.AllTags);
    }, "EntityAlreadyExists", cancellationToken);

    private InstallationChange PutPolicy(string action) => Change(Target, action, RulePartAction.Updated, async cancellationToken =>
    {
        string policy = DesiredPolicy;
        await Context.Propagation.RetryAsync(
            () => Services.IdentityManagement.PutRolePolicyAsync(Name, PolicyName, policy, cancellationToken),
            failure => failure.ErrorCode == "NoSuchEntity", cancellationToken).ConfigureAwait(false);
        _policy = policy;
    });

    private InstallationChange Detach(string arn, RulePartAction outcome) => Change(Target, "Detach " + arn, outcome, async cancellationToken =>
    {
        await DeleteAsync(() => Services.IdentityManagement.DetachRolePolicyAsync(Name, arn, cancellationToken)).ConfigureAwait(false);
        _attached.Remove(arn);
    });

    /// <summary>The tag of Install may name another rule: a role can serve several.</summary>
    private IReadOnlyDictionary<string, string> MissingRoleTags() =>
        MissingTags(_role!.Tags).Where(tag => tag.Key != RuleDefinition.TagKey || !_role.Tags.ContainsKey(tag.Key)).ToDictionary(tag => tag.Key, tag => tag.Value);
}
