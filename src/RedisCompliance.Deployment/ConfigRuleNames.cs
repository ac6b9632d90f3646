namespace RedisCompliance.Deployment;

/// <summary>How long the name of a rule may be: AWS Config takes more than it reads results back for.</summary>
/// <remarks>
/// AWS Config API Reference: ConfigRuleName has 128 characters in ConfigRule and 64 in GetComplianceDetailsByConfigRule, with
/// which the function finds what is gone.
/// </remarks>
public static class ConfigRuleNames
{
    /// <summary>The most characters of a name that results are read back for.</summary>
    public const int MaxReadable = 64;

    /// <summary>What AWS Config puts before the name of an organization's rule in the members.</summary>
    public const string MemberPrefix = "OrgConfigRule-";

    /// <summary>What it puts behind it: a hyphen and eight characters.</summary>
    private const int MemberSuffixLength = 9;

    /// <summary>The most characters of a name.</summary>
    /// <param name="isOfOrganization">Whether it is of a rule of an organization.</param>
    /// <returns>The length.</returns>
    public static int MaxLength(bool isOfOrganization) =>
        isOfOrganization ? MaxReadable - MemberPrefix.Length - MemberSuffixLength : MaxReadable;
}
