namespace RedisCompliance.Files;

/// <summary>Compares two records of one resource, and chooses the one that stands.</summary>
internal static class RecordComparison
{
    /// <summary>Compares two records of one resource.</summary>
    /// <param name="policy">The policy of the audit.</param>
    /// <param name="first">The record that was read first.</param>
    /// <param name="second">The record that was read later.</param>
    /// <returns>
    /// The members in which the records contradict each other, and whether the second record stands. The worse evidence stands, so
    /// that the order of files cannot improve a verdict; if they agree, the newer one stands.
    /// </returns>
    public static (MemberNames Contradicted, bool IsSecond) Compare(AtRestPolicy policy, RedisResource first, RedisResource second)
    {
        bool isFirstInScope = IsInScope(policy, first);
        bool isSecondInScope = IsInScope(policy, second);
        bool isNewer = second.Source?.ObservedAt > first.Source?.ObservedAt;
        if (!isFirstInScope && !isSecondInScope)
        {
            return (MemberNames.None, isNewer);
        }

        MemberNames contradicted = Contradiction(first, second);
        int rank = Rank(policy, second).CompareTo(Rank(policy, first));
        bool isSecond = rank > 0
            || (rank == 0 && (isFirstInScope == isSecondInScope ? isNewer : isSecondInScope));

        // If the records agree, one that is out of scope does not count against one that is in scope.
        return contradicted == MemberNames.None
            && isFirstInScope != isSecondInScope ? (contradicted, isSecondInScope) : (contradicted, isSecond);
    }

    /// <summary>Whether a resource is judged: if it is in scope, or its records contradict each other, even about scope.</summary>
    public static bool IsInScope(AtRestPolicy policy, RedisResource resource) =>
        policy.IsInScope(resource) || resource.Contradicted != MemberNames.None;

    private static MemberNames Contradiction(RedisResource first, RedisResource second)
    {
        (string state, _, string key) = AtRestEvaluator.Assess(first);
        (string otherState, _, string otherKey) = AtRestEvaluator.Assess(second);
        bool differInKey = state == EncryptionState.Encrypted
            && ((key != otherKey && key != KeyKind.Unknown && otherKey != KeyKind.Unknown)
                || (first.KmsKeyId is { } id && second.KmsKeyId is { } otherId
                    && !id.Equals(otherId, StringComparison.OrdinalIgnoreCase)));
        return (state != otherState ? MemberNames.StorageEncryptionType : differInKey ? MemberNames.KmsKeyId : MemberNames.None)
            | (AtRestEvaluator.IsBeingDeleted(first.Status) != AtRestEvaluator.IsBeingDeleted(second.Status) ? MemberNames.Status
                : MemberNames.None)
            | (first.Engine is not null && second.Engine is not null
                && IsMemcached(first) != IsMemcached(second) ? MemberNames.Engine : MemberNames.None);
    }

    private static bool IsMemcached(RedisResource resource) =>
        string.Equals(resource.Engine, AtRestPolicy.Memcached, StringComparison.OrdinalIgnoreCase);

    /// <summary>Ranks a record: the worse its evidence, and then its verdict, the higher.</summary>
    private static int Rank(AtRestPolicy policy, RedisResource resource) => AtRestEvaluator.Assess(resource).State switch
    {
        EncryptionState.Unencrypted => 4,
        EncryptionState.Unknown => 3,
        _ => AtRestEvaluator.Evaluate(resource, default, policy).ComplianceType switch
        {
            ComplianceType.NonCompliant => 2,
            ComplianceType.Compliant => 1,
            _ => 0,
        },
    };
}
