namespace RedisCompliance.Remediation.Facts;

/// <summary>Which key a resource must have, and which it is to get. No way is offered that it does not allow.</summary>
internal sealed class KeyRule
{
    private KeyRule(bool isRequired, string? key, RemediationBlocker? violation, string description)
    {
        IsRequired = isRequired;
        Key = key;
        Violation = violation;
        Description = description;
    }

    /// <summary>Whether a key of one's own is needed, by the policy or by the wish of who asks for the plan.</summary>
    public bool IsRequired { get; }

    /// <summary>The key to use; null where none is needed, or none is known.</summary>
    public string? Key { get; }

    /// <summary>Why a key cannot be used, or must be known first.</summary>
    public RemediationBlocker? Violation { get; }

    /// <summary>The rule in a sentence.</summary>
    public string Description { get; }

    /// <summary>The policies and the wish in a text that no language changes.</summary>
    public required string Policy { get; init; }

    /// <summary>Finds the rule for one resource.</summary>
    /// <param name="policies">The policies that count, all of them; none where nobody knows the policy.</param>
    /// <param name="wish">The key that is wished for; null for none.</param>
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

    /// <summary>A key id is of any Region; an ARN of its own. An alias is no key: it may lead to another one tomorrow.</summary>
    private static bool IsOfRegion(string key, string? region) =>
        !AtRestPolicy.IsAlias(key) && (!key.StartsWith("arn:", StringComparison.Ordinal) || key.Split(':') is { Length: > 4 } parts
            && string.Equals(parts[3], region, StringComparison.OrdinalIgnoreCase));
}
