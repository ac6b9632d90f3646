namespace RedisCompliance.Reports;

/// <summary>
/// Compares two audits. A resource that was not audited this time never counts as gone or fixed, and an unknown value never counts as a
/// change.
/// </summary>
internal static class AuditComparison
{
    private enum Verdict
    {
        Failed,
        Passed,
        Exempt,
        None,
    }

    /// <summary>Compares two audits.</summary>
    /// <param name="reference">The earlier audit.</param>
    /// <param name="difference">The later audit; its findings receive their Since and Change.</param>
    /// <returns>A change for each resource in either audit, in the order of <see cref="ComplianceChangeType.All"/>.</returns>
    public static IReadOnlyList<ComplianceChange> Compare(AuditSnapshot reference, AuditSnapshot difference)
    {
        List<ComplianceChange> changes = [];
        foreach (Finding after in difference.Findings.Values)
        {
            reference.Findings.TryGetValue(after.Key, out Finding? before);
            (string change, string? reason) = Tell(before, after, reference.Coverage, difference.Coverage);
            after.Since = before is not null && VerdictOf(before) == VerdictOf(after) ? before.Since ?? before.EvidenceTime
                : after.EvidenceTime;
            after.Change = change == ComplianceChangeType.Unchanged ? null : change;
            changes.Add(Make(change, reason, before, after));
        }

        foreach (Finding before in reference.Findings.Values.Where(before => !difference.Findings.ContainsKey(before.Key)))
        {
            string? obstacle = WhyNotGone(difference, before);
            changes.Add(Make(obstacle is null ? ComplianceChangeType.Gone : ComplianceChangeType.NotAudited, obstacle, before, null));
        }

        changes.AddRange(difference.Coverage.Unaudited.Select(OfTarget));
        return [.. changes.OrderBy(change => Order(change.Change)).ThenBy(change => change.AccountId, StringComparer.Ordinal)
            .ThenBy(change => change.Region, StringComparer.Ordinal)
                .ThenBy(change => change.ComplianceResourceId, StringComparer.Ordinal)];
    }

    private static (string Change, string? Reason) Tell(Finding? before, Finding after, Coverage earlier, Coverage later)
    {
        if (before is null)
        {
            return (ComplianceChangeType.New, after.Address is not null ? "It is planned." : earlier.WouldShow(after) ? null
                : "Nothing shows that the earlier audit had seen everything there.");
        }

        if (WhyStillFailed(before, after, later) is { } doubt)
        {
            return (ComplianceChangeType.NotAudited, doubt);
        }

        return (VerdictOf(before), VerdictOf(after)) switch
        {
            (Verdict.Failed, Verdict.Passed) => (ComplianceChangeType.Fixed, OtherPolicy() ?? Unproven()),
            (Verdict.Passed, Verdict.Failed) => (ComplianceChangeType.Regressed, OtherPolicy()),
            (Verdict.Exempt, Verdict.Failed) or (Verdict.Exempt, Verdict.Passed) => OfExemption(before, after),
            (not Verdict.Exempt, Verdict.Exempt) => (ComplianceChangeType.NewlyExempt, null),
            (not Verdict.None, Verdict.None) => (ComplianceChangeType.BeingDeleted, null),
            (Verdict.None, not Verdict.None) => (ComplianceChangeType.New, "The resource of that name was being deleted before."),
            _ when IsKeyChanged(before, after) => (ComplianceChangeType.KeyChanged, null),
            _ => (ComplianceChangeType.Unchanged, null),
        };

        string? OtherPolicy() => later.IsOfOtherPolicy(earlier, after.AccountId, after.Region)
            ? "The two audits asked for different policies." : null;

        string? Unproven() => before.EvidenceTime is null ? "Nothing says when the earlier audit found it not compliant."
            : later.IsComplete(after.AccountId, after.Region) ? null
            : "Nothing shows that the later audit has seen everything there.";
    }

    /// <summary>Why a later finding does not show that what failed has changed; null if it does, or fails as well.</summary>
    public static string? WhyStillFailed(Finding before, Finding after, Coverage later)
    {
        Verdict verdict = VerdictOf(after);
        return VerdictOf(before) != Verdict.Failed || verdict == Verdict.Failed ? null
            : verdict == Verdict.Passed && later.IsFailed(after.AccountId, after.Region)
                ? "It was found compliant in a target that could not be audited completely."
            : after.EvidenceTime is null ? "Nothing says when it was evaluated."
            // An exemption of today may be about evidence of yesterday.
            : verdict != Verdict.Exempt && after.EvidenceTime < before.EvidenceTime ? "Its evidence is older than the earlier audit's."
            : null;
    }

    /// <summary>The last day shows whether an exemption has expired or was removed.</summary>
    private static (string Change, string? Reason) OfExemption(Finding before, Finding after) =>
        after.IsExemptionExpired || (before.ExemptUntil is { } last && after.OrderingTimestamp >= last.AddDays(1))
            ? (ComplianceChangeType.ExemptionExpired, null)
            : (ComplianceChangeType.ExemptionRemoved, null);

    /// <summary>Only values known to both audits can differ: the key of a stored result or a standalone cluster is unknown.</summary>
    private static bool IsKeyChanged(Finding before, Finding after) =>
        (IsKnown(before.EncryptionState) && IsKnown(after.EncryptionState) && before.EncryptionState != after.EncryptionState)
        || (IsKnown(before.KeyKind) && IsKnown(after.KeyKind)
            && (before.KeyKind != after.KeyKind || IsOther(before.KmsKeyId, after.KmsKeyId)));

    /// <summary>A key id and an ARN may name the same key.</summary>
    private static bool IsOther(string? before, string? after) =>
        before is not null && after is not null && !string.Equals(KeyId(before), KeyId(after), StringComparison.OrdinalIgnoreCase);

    private static string KeyId(string key) => key.Substring(key.LastIndexOf('/') + 1);

    private static bool IsKnown(string word) => word != KeyKind.Unknown;

    /// <summary>Why a resource that is missing from the later audit may still exist; null if it is gone.</summary>
    public static string? WhyNotGone(AuditSnapshot later, Finding before) =>
        before.Address is not null ? "It was only planned. That a later plan does not have it shows nothing of what exists."
        : later.Coverage.IsFailed(before.AccountId, before.Region) ? "Its account and Region could not be audited completely."
        : later.Coverage.State == CoverageState.Unknown ? "The later audit comes without a report of what it has audited."
        : !later.Coverage.IsComplete(before.AccountId, before.Region) ? "Its account and Region are not among those that were audited."
        : !later.Coverage.WouldShow(before) ? "The later audit did not ask for resources of its type and engine."
        : later.HasUndated ? "Nothing says when the later audit was made."
        : later.SeenAt < before.EvidenceTime ? "The later audit is older than the earlier one."
        : null;

    private static ComplianceChange OfTarget(UnauditedTarget target) => new()
    {
        Change = ComplianceChangeType.NotAudited,
        ComplianceResourceType = ResourceType.Account,
        ComplianceResourceId = target.AccountId ?? "-",
        AccountId = target.AccountId,
        Region = target.Region,
        Reason = target.Reason,
    };

    private static ComplianceChange Make(string change, string? reason, Finding? before, Finding? after)
    {
        Finding one = after ?? before!;
        return new ComplianceChange
        {
            Change = change,
            ComplianceResourceType = one.ResourceType,
            ComplianceResourceId = one.Id,
            AccountId = one.AccountId,
            Region = one.Region,
            ReferenceComplianceType = before?.ComplianceType,
            ComplianceType = after?.ComplianceType,
            ReferenceEncryption = before?.Encryption,
            Encryption = after?.Encryption,
            ReferenceKmsKeyId = before?.KmsKeyId,
            KmsKeyId = after?.KmsKeyId,
            Since = after?.Since,
            Reason = reason,
        };
    }

    private static Verdict VerdictOf(Finding finding) => finding.Status switch
    {
        FindingStatus.Compliant => Verdict.Passed,
        FindingStatus.Exempt => Verdict.Exempt,
        FindingStatus.NotApplicable => Verdict.None,
        _ => Verdict.Failed,
    };

    private static int Order(string change)
    {
        int place = 0;
        while (ComplianceChangeType.All[place] != change)
        {
            place++;
        }

        return place;
    }
}
