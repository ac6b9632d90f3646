namespace RedisCompliance.Reports;

/// <summary>
/// What has changed from one audit to the next. What was not audited this time is never gone or fixed, and what nobody
/// knows is no change.
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
    /// <param name="reference">The earlier one.</param>
    /// <param name="difference">The later one; its findings are told since when they stand and what became of them.</param>
    /// <returns>A change for each resource of either, in the order of <see cref="ComplianceChangeType.All"/>.</returns>
    public static IReadOnlyList<ComplianceChange> Compare(AuditSnapshot reference, AuditSnapshot difference)
    {
        List<ComplianceChange> changes = [];
        foreach (Finding after in difference.Findings.Values)
        {
            reference.Findings.TryGetValue(after.Key, out Finding? before);
            (string change, string? reason) = Tell(before, after, reference.Coverage, difference.Coverage);
            after.Since = before is not null && VerdictOf(before) == VerdictOf(after) ? before.Since ?? before.EvidenceTime : after.EvidenceTime;
            after.Change = change == ComplianceChangeType.Unchanged ? null : change;
            changes.Add(Make(change, reason, before, after));
        }

        foreach (Finding before in reference.Findings.Values.Where(before => !difference.Findings.ContainsKey(before.Key)))
        {
            bool isAudited = difference.Coverage.IsComplete(before.AccountId, before.Region);
            changes.Add(Make(
                isAudited ? ComplianceChangeType.Gone : ComplianceChangeType.NotAudited,
                isAudited ? null : Missing(difference.Coverage, before), before, null));
        }

        changes.AddRange(difference.Coverage.Unaudited.Select(OfTarget));
        return [.. changes.OrderBy(change => Order(change.Change)).ThenBy(change => change.AccountId, StringComparer.Ordinal)
            .ThenBy(change => change.Region, StringComparer.Ordinal).ThenBy(change => change.ComplianceResourceId, StringComparer.Ordinal)];
    }

    private static (string Change, string? Reason) Tell(Finding? before, Finding after, Coverage earlier, Coverage later)
    {
        if (before is null)
        {
            bool isProven = earlier.IsComplete(after.AccountId, after.Region);
            return (ComplianceChangeType.New, isProven ? null : "Nothing shows that the earlier audit had seen everything there.");
        }

        return (VerdictOf(before), VerdictOf(after)) switch
        {
            (Verdict.Failed, Verdict.Passed) when later.IsFailed(after.AccountId, after.Region) =>
                (ComplianceChangeType.NotAudited, "It was found compliant in a target that could not be audited completely."),
            (Verdict.Failed, Verdict.Passed) => (ComplianceChangeType.Fixed, null),
            (Verdict.Passed, Verdict.Failed) => (ComplianceChangeType.Regressed, null),
            (Verdict.Exempt, Verdict.Failed) or (Verdict.Exempt, Verdict.Passed) => OfExemption(before, after),
            (not Verdict.Exempt, Verdict.Exempt) => (ComplianceChangeType.NewlyExempt, null),
            (not Verdict.None, Verdict.None) => (ComplianceChangeType.BeingDeleted, null),
            (Verdict.None, not Verdict.None) => (ComplianceChangeType.New, "The resource of that name was being deleted before."),
            _ when IsKeyChanged(before, after) => (ComplianceChangeType.KeyChanged, null),
            _ => (ComplianceChangeType.Unchanged, null),
        };
    }

    /// <summary>The last day tells whether an exemption has expired or was taken back.</summary>
    private static (string Change, string? Reason) OfExemption(Finding before, Finding after) =>
        after.IsExemptionExpired || (before.ExemptUntil is { } last && after.OrderingTimestamp >= last.AddDays(1))
            ? (ComplianceChangeType.ExemptionExpired, null)
            : (ComplianceChangeType.ExemptionRemoved, null);

    /// <summary>Only what both audits know can have changed: of a stored result and of a standalone cluster, the key is unknown.</summary>
    private static bool IsKeyChanged(Finding before, Finding after) =>
        (IsKnown(before.EncryptionState) && IsKnown(after.EncryptionState) && before.EncryptionState != after.EncryptionState)
        || (IsKnown(before.KeyKind) && IsKnown(after.KeyKind) && (before.KeyKind != after.KeyKind || IsOther(before.KmsKeyId, after.KmsKeyId)));

    /// <summary>An id and the ARN of a key may name the same.</summary>
    private static bool IsOther(string? before, string? after) =>
        before is not null && after is not null && !string.Equals(KeyId(before), KeyId(after), StringComparison.OrdinalIgnoreCase);

    private static string KeyId(string key) => key.Substring(key.LastIndexOf('/') + 1);

    private static bool IsKnown(string word) => word != KeyKind.Unknown;

    private static string Missing(Coverage coverage, Finding before) => coverage.IsFailed(before.AccountId, before.Region)
        ? "Its account and Region could not be audited completely."
        : coverage.State == CoverageState.Unknown ? "The later audit comes without a report of what it has audited."
        : "Its account and Region are not among those that were audited.";

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
