namespace RedisCompliance.Deployment;

/// <summary>An organization rule as AWS Config has it.</summary>
/// <param name="Settings">What it was put with.</param>
/// <param name="Arn">Its ARN; the last part of it is in the names of the members' rules.</param>
/// <param name="ExcludedAccounts">The accounts that are left out.</param>
public sealed record OrganizationRuleDetail(ConfigRuleSettings Settings, string Arn, IReadOnlyList<string> ExcludedAccounts)
{
    /// <summary>The name of the rule that AWS Config makes of it in each member account.</summary>
    public string MemberRuleName => $"OrgConfigRule-{Arn.Split('/').Last()}";
}

/// <summary>How far an organization rule is in one member account.</summary>
/// <remarks>AWS Config API Reference, MemberAccountStatus.</remarks>
public sealed class MemberAccountStatus
{
    /// <summary>The member account.</summary>
    public required string AccountId { get; init; }

    /// <summary>The rule's name in that account.</summary>
    public string? ConfigRuleName { get; init => field = PlainText.Of(value); }

    /// <summary>For example <c>CREATE_SUCCESSFUL</c> or <c>UPDATE_FAILED</c>.</summary>
    public required string MemberAccountRuleStatus { get; init => field = PlainText.Of(value); }

    /// <summary>The error where it failed.</summary>
    public string? ErrorCode { get; init => field = PlainText.Of(value); }

    /// <summary>What failed.</summary>
    public string? ErrorMessage { get; init => field = PlainText.OneLine(value); }
}

/// <summary>The port to AWS Organizations.</summary>
/// <remarks>AWS Organizations API Reference, DescribeOrganization.</remarks>
public interface IOrganizations
{
    /// <summary>Reads the id of the organization, for example <c>o-a1b2c3d4e5</c>.</summary>
    Task<string> DescribeOrganizationAsync(CancellationToken cancellationToken);

    /// <summary>Lists the ids of the accounts that are not out of use, in order.</summary>
    Task<IReadOnlyList<string>> ListAccountIdsAsync(CancellationToken cancellationToken);
}

/// <summary>The port to the rules that AWS Config has for a whole organization.</summary>
/// <remarks>AWS Config API Reference, PutOrganizationConfigRule.</remarks>
public interface IOrganizationRules
{
    /// <summary>Reads an organization rule.</summary>
    Task<OrganizationRuleDetail?> DescribeOrganizationConfigRuleAsync(string ruleName, CancellationToken cancellationToken);

    /// <summary>Creates or replaces an organization rule.</summary>
    Task PutOrganizationConfigRuleAsync(
        ConfigRuleSettings settings, IReadOnlyCollection<string> excludedAccounts, CancellationToken cancellationToken);

    /// <summary>Deletes an organization rule and the rules of the members.</summary>
    Task DeleteOrganizationConfigRuleAsync(string ruleName, CancellationToken cancellationToken);

    /// <summary>Reads the status in each member account.</summary>
    Task<IReadOnlyList<MemberAccountStatus>> GetOrganizationConfigRuleDetailedStatusAsync(
        string ruleName, CancellationToken cancellationToken);
}
