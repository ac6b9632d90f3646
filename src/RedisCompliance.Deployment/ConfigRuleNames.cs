namespace RedisCompliance.Deployment;

/// <summary>The length limits of rule names. AWS Config accepts longer names than it returns results for.</summary>
/// <remarks>
/// AWS Config API Reference: ConfigRuleName allows 128 characters in ConfigRule but 64 in GetComplianceDetailsByConfigRule, which the
/// function needs to find deleted resources.
/// </remarks>
public static class ConfigRuleNames
{
    /// <summary>The longest name, in characters, that AWS Config returns results for.</summary>
    public const int MaxReadable = 64;

    /// <summary>The prefix that AWS Config gives an organization rule's name in member accounts.</summary>
    public const string MemberPrefix = "OrgConfigRule-";

    /// <summary>The length of the suffix that AWS Config adds: a hyphen and eight characters.</summary>
    private const int MemberSuffixLength = 9;

    /// <summary>The longest allowed name, in characters.</summary>
    /// <param name="isOfOrganization">Whether the rule is an organization rule.</param>
    /// <returns>The length.</returns>
    public static int MaxLength(bool isOfOrganization) =>
        isOfOrganization ? MaxReadable - MemberPrefix.Length - MemberSuffixLength : MaxReadable;
}
