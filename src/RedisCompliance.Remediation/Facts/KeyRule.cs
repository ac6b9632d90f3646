namespace RedisCompliance.Remediation.Facts;

/// <summary>The key that a resource must have, and the one to give it. No way is offered that violates this.</summary>
internal sealed class KeyRule
{
    private KeyRule(bool isRequired, string? key, RemediationBlocker? violation, string description)
    {
        IsRequired = isRequired;
        Key = key;
        Violation = violation;
        Description = description;
    }

    /// <summary>Whether a customer-managed key is needed, because of the policy or at the user's request.</summary>
    public bool IsRequired { get; }

    /// <summary>The key to use; null if none is needed or known.</summary>
    public string? Key { get; }

    /// <summary>Why the key cannot be used, or must be determined first.</summary>
    public RemediationBlocker? Violation { get; }

    /// <summary>The rule in one sentence.</summary>
    public string Description { get; }

    /// <summary>The policies and the requested key, in a language-independent form.</summary>
    public required string Policy { get; init; }

    /// <summary>Finds the rule for one resource.</summary>
    /// <param name="policies">All policies that apply; empty if the policy is unknown.</param>
    /// <param name="wish">The requested key; null for none.</param>
    /// <param name="evaluation">The resource.</param>
    public static KeyRule Find(IReadOnlyList<AtRestPolicy> policies, string? wish, Evaluation evaluation)
    {
        string policy = string.Join("; ", policies.Select(one => string.Join(" ",
            new[] { one.RequireCustomerManagedKey ? "customer" : "any" }.Concat(one.ApprovedKmsKeyIds))).Append(wish ?? "-"));
        IReadOnlyCollection<string>[] approved = [.. policies.Select(one => one.ApprovedKmsKeyIds).Where(keys => keys.Count > 0)];
        bool isRequired = approved.Length > 0 || policies.Any(one => one.RequireCustomerManagedKey)
            || evaluation.EncryptionState == EncryptionState.Encrypted;
        bool IsApproved(string key) => approved.All(keys => keys.Any(one => AtRestPolicy.IsSameKey(one, key)));
        if (policies.Count == 0)
        {
            return new(isRequired || wish is not null, wish, Blockers.KeyPolicyUnknown(), Messages.KeyPolicyUnknown) { Policy = policy };
        }

        if (wish is not null)
        {
            return new(true, wish, !IsApproved(wish) ? Blockers.KeyNotApproved(wish)
                : IsOfRegion(wish, evaluation.Region) ? null : Blockers.KeyOfOtherRegion(wish), Messages.KeyPolicyWish.With(wish))
            {
                Policy = policy,
            };
        }

        if (!isRequired)
        {
            return new(false, null, null, Messages.KeyPolicyAny) { Policy = policy };
        }

        string? key = approved.Length == 0 ? null
            : approved[0].FirstOrDefault(one => IsOfRegion(one, evaluation.Region) && IsApproved(one));
        string asked = approved.Length == 0 ? Messages.KeyPolicyCustomer : Messages.KeyPolicyApproved.With(
            string.Join(", ", approved.SelectMany(keys => keys).Distinct()));
        return new(true, key, key is null ? Blockers.KeyUnknown() : null, asked) { Policy = policy };
    }

    /// <summary>
    /// A key id fits any Region, an ARN only its own. An alias does not count as a key: it may point to another one tomorrow.
    /// </summary>
    private static bool IsOfRegion(string key, string? region) =>
        !AtRestPolicy.IsAlias(key) && (!key.StartsWith("arn:", StringComparison.Ordinal) || key.Split(':') is { Length: > 4 } parts
            && string.Equals(parts[3], region, StringComparison.OrdinalIgnoreCase));
}
