using System.Text.RegularExpressions;

namespace RedisCompliance.Deployment;

/// <summary>
/// A role of an installation. A role exists in all Regions, so the rule or hook has one inline policy on it per Region; the role is
/// deleted with the last of them.
/// </summary>
internal sealed partial class RoleStep(InstallationContext context, RoleUse use, bool keep) : InstallationStep(context)
{
    private static readonly Regex s_region = new("^[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}$", RegexOptions.CultureInvariant);

    private RoleDetail? _role;
    private string? _policy;
    private Dictionary<string, string?> _otherPolicies = [];
    private List<string> _attached = [];

    public override string Part => use.Part;

    public override string Name => use.GivenArn?.Split('/').Last() ?? use.RoleName;

    public override string? Arn => use.Arn;

    public override bool Exists => _role is not null;

    /// <summary>A role belongs to one rule or hook, in all its Regions.</summary>
    public override string? UnmanagedReason => _role is null || IsGiven ? null
        : UnmanagedReasonOf(Messages.RoleNamed.With(Name), _role.Tags);

    protected override IReadOnlyDictionary<string, string> Tags => _role is null || IsGiven ? base.Tags : _role.Tags;

    /// <summary>Whether the user specified a role, which is used unchanged.</summary>
    private bool IsGiven => use.GivenArn is not null;

    private string PolicyName => Definition.PolicyPrefix + Context.Identity.Region;

    /// <summary>Inline policies of no Region's installation: they give the function more than it needs.</summary>
    private string[] ExtraPolicies =>
        [.. _otherPolicies.Keys.Where(name => !IsOfOtherRegion(name)).OrderBy(name => name, StringComparer.Ordinal)];

    private string Target => Messages.TargetRole.With(Name);

    private string DesiredPolicy => use.Policy;

    private IEnumerable<string> ToAttach => use.ManagedPolicies.Except(_attached);

    private IEnumerable<string> ToDetach => _attached.Except(use.ManagedPolicies);

    /// <summary>The obstacle if the specified role does not exist.</summary>
    public InstallationException? Obstacle() =>
        IsGiven && _role is null ? new(InstallationFault.NoRole, Part, Messages.RoleNotThere.With(use.GivenArn)) : null;

    public override async Task ReadAsync(CancellationToken cancellationToken)
    {
        _role = await Services.IdentityManagement.GetRoleAsync(Name, cancellationToken).ConfigureAwait(false);
        if (IsGiven && _role?.Arn != use.GivenArn)
        {
            _role = null;
        }

        use.Is(_role);
        if (_role is null || IsGiven)
        {
            return;
        }

        Task<IReadOnlyList<string>> attached = Services.IdentityManagement.ListAttachedRolePoliciesAsync(Name, cancellationToken);
        IReadOnlyList<string> names = await Services.IdentityManagement.ListRolePoliciesAsync(Name, cancellationToken)
            .ConfigureAwait(false);
        _policy = await Services.IdentityManagement.GetRolePolicyAsync(Name, PolicyName, cancellationToken).ConfigureAwait(false);
        _otherPolicies = [];
        foreach (string name in names.Where(name => name != PolicyName))
        {
            // Only policies of other Regions are read; Install deletes any other, whatever it says.
            _otherPolicies[name] = IsOfOtherRegion(name) && !Context.IsRemoval
                ? await Services.IdentityManagement.GetRolePolicyAsync(Name, name, cancellationToken).ConfigureAwait(false) : null;
        }

        _attached = [.. await attached.ConfigureAwait(false)];
    }

    public override IEnumerable<InstallationChange> Changes()
    {
        if (IsGiven)
        {
            yield break;
        }

        if (_role is null)
        {
            yield return Change(Target, use.CreateAction, RulePartAction.Created, CreateAsync);
        }

        // Tag the owner first: whenever the run is cut off later, the role is marked as ours.
        foreach (InstallationChange change in TagChanges())
        {
            yield return change;
        }

        // Missing or denied permissions may have kept the function from seeing all resources.
        foreach (InstallationChange change in PolicyChanges())
        {
            yield return change with { AffectsResults = true };
        }
    }

    private IEnumerable<InstallationChange> PolicyChanges()
    {
        if (_role is not null && !PolicyDocuments.AreSame(_role.AssumeRolePolicyDocument, use.Trust))
        {
            yield return Change(Target, use.SetTrustAction, RulePartAction.Updated, async cancellationToken =>
            {
                await Services.IdentityManagement.UpdateAssumeRolePolicyAsync(Name, use.Trust, cancellationToken)
                    .ConfigureAwait(false);
                _role = _role with { AssumeRolePolicyDocument = use.Trust };
            });
        }

        if (!PolicyDocuments.AreSame(_policy, DesiredPolicy))
        {
            yield return PutPolicy(Messages.PutPolicy.With(PolicyName));
        }

        foreach (string arn in ToAttach.ToArray())
        {
            yield return Change(Target, Messages.Attach.With(arn), RulePartAction.Updated, async cancellationToken =>
            {
                await Services.IdentityManagement.AttachRolePolicyAsync(Name, arn, cancellationToken).ConfigureAwait(false);
                _attached.Add(arn);
            });
        }

        foreach (string arn in ToDetach.ToArray())
        {
            yield return Detach(arn, RulePartAction.Updated);
        }

        foreach (string name in ExtraPolicies)
        {
            yield return DeletePolicy(name, RulePartAction.Updated);
        }
    }

    private IEnumerable<InstallationChange> TagChanges()
    {
        if (_role is not null && MissingTags(_role.Tags) is { Count: > 0 } missing)
        {
            yield return Change(Target, TagWith(missing), RulePartAction.Updated, async cancellationToken =>
            {
                await Services.IdentityManagement.TagRoleAsync(Name, missing, cancellationToken).ConfigureAwait(false);
                _role = _role with { Tags = With(_role.Tags, missing) };
            });
        }
    }

    public override IEnumerable<InstallationChange> Narrowing() =>
        !IsGiven && Definition.NamesTheRule && (Context.ConfigRuleArn is null || !PolicyDocuments.AreSame(_policy, DesiredPolicy))
            ? [PutPolicy(Messages.NarrowPolicy.With(PolicyName))] : [];

    public override IEnumerable<InstallationChange> Removal()
    {
        if (_role is null || IsGiven)
        {
            yield break;
        }

        if (keep || UnmanagedReason is not null)
        {
            Keep(keep ? Messages.KeptWithPolicies : UnmanagedReason!);
            yield break;
        }

        if (_policy is not null)
        {
            yield return DeletePolicy(PolicyName, RulePartAction.Updated);
        }

        string[] inUse = [.. _otherPolicies.Keys.Where(IsOfOtherRegion)];
        if (inUse.Length > 0)
        {
            Keep((inUse.Length == 1 ? Messages.RoleInUse : Messages.RoleInUseSeveral).With(string.Join(", ", inUse)));
            yield break;
        }

        foreach (string name in ExtraPolicies)
        {
            yield return DeletePolicy(name, RulePartAction.Updated);
        }

        foreach (string arn in _attached.ToArray())
        {
            yield return Detach(arn, RulePartAction.Updated);
        }

        yield return Change(Target, Messages.Delete, RulePartAction.Removed, async cancellationToken =>
        {
            await DeleteAsync(() => Services.IdentityManagement.DeleteRoleAsync(Name, cancellationToken)).ConfigureAwait(false);
            _role = null;
        });
    }

    private Task CreateAsync(CancellationToken cancellationToken) => CreateAsync(async () =>
    {
        _role = (await Services.IdentityManagement.CreateRoleAsync(
            Name, use.Trust, use.Description,
            Definition.AllTags, cancellationToken).ConfigureAwait(false))
            with { AssumeRolePolicyDocument = use.Trust, Tags = Definition.AllTags };
        use.Is(_role);
    }, "EntityAlreadyExists", cancellationToken);

    private InstallationChange PutPolicy(string action) => Change(Target, action, RulePartAction.Updated, async cancellationToken =>
    {
        string policy = DesiredPolicy;
        await Context.Propagation.RetryAsync(
            () => Services.IdentityManagement.PutRolePolicyAsync(Name, PolicyName, policy, cancellationToken),
            failure => failure.ErrorCode == "NoSuchEntity", cancellationToken).ConfigureAwait(false);
        _policy = policy;
    });

    private InstallationChange Detach(string arn, string outcome) =>
        Change(Target, Messages.Detach.With(arn), outcome, async cancellationToken =>
    {
        await DeleteAsync(() => Services.IdentityManagement.DetachRolePolicyAsync(Name, arn, cancellationToken)).ConfigureAwait(false);
        _attached.Remove(arn);
    });

    private InstallationChange DeletePolicy(string policyName, string outcome) =>
        Change(Target, Messages.DeletePolicy.With(policyName), outcome, async cancellationToken =>
    {
        await DeleteAsync(() => Services.IdentityManagement.DeleteRolePolicyAsync(Name, policyName, cancellationToken))
            .ConfigureAwait(false);
        _otherPolicies.Remove(policyName);
        _policy = policyName == PolicyName ? null : _policy;
    });

    /// <summary>Whether a policy's name is the one that Install uses for this rule or hook in another Region.</summary>
    private bool IsOfOtherRegion(string policyName)
    {
        string prefix = Definition.PolicyPrefix;
        return policyName != PolicyName && policyName.StartsWith(prefix, StringComparison.Ordinal)
            && s_region.IsMatch(policyName.Substring(prefix.Length));
    }
}
