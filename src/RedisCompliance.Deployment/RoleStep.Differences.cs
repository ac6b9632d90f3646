namespace RedisCompliance.Deployment;

/// <content>How the role differs from what Install gave it.</content>
internal sealed partial class RoleStep
{
    public override IEnumerable<string> Remarks()
    {
        if (_role?.PermissionsBoundary is { } boundary)
        {
            yield return Messages.BoundaryLeft.With(boundary);
        }

        foreach (string name in Elsewhere(policy =>
            !PolicyDocuments.MayDeny(policy) && !PolicyDocuments.IsOfInstallation(policy, use.Actions)))
        {
            yield return Messages.PolicyElsewhereWide.With(name);
        }
    }

    public override IEnumerable<string> Differences()
    {
        if (_role is null || IsGiven)
        {
            yield break;
        }

        if (!PolicyDocuments.AreSame(_role.AssumeRolePolicyDocument, use.Trust))
        {
            yield return use.TrustDiffers;
        }

        if (!PolicyDocuments.AreSame(_policy, DesiredPolicy))
        {
            yield return (_policy is null ? Messages.PolicyMissing : Messages.PolicyDiffers).With(PolicyName);
        }

        foreach (string arn in ToAttach)
        {
            yield return Messages.NotAttached.With(arn);
        }

        foreach (string arn in ToDetach)
        {
            yield return Messages.AttachedNeedless.With(arn);
        }

        foreach (string name in ExtraPolicies)
        {
            yield return Messages.PolicyNotOfInstall.With(name);
        }

        foreach (string name in Elsewhere(PolicyDocuments.MayDeny))
        {
            yield return Messages.PolicyElsewhereDenies.With(name);
        }

        if (MissingTags(_role.Tags) is { Count: > 0 } missing)
        {
            yield return TagsDiffer(missing);
        }
    }

    /// <summary>The inline policies of other Regions that meet a condition.</summary>
    private IEnumerable<string> Elsewhere(Func<string?, bool> isSo) => _otherPolicies
        .Where(policy => IsOfOtherRegion(policy.Key) && isSo(policy.Value)).Select(policy => policy.Key)
        .OrderBy(name => name, StringComparer.Ordinal);
}
