namespace RedisCompliance.Deployment;

/// <summary>An organization rule as AWS Config has it.</summary>
/// <param name="Settings">What it was put with.</param>
/// <param name="Arn">Its ARN; the last part of it is in the names of the members' rules.</param>
/// <param name="ExcludedAccounts">The accounts that are left out.</param>
public sealed record OrganizationRuleDetail(ConfigRuleSettings Settings, string Arn, IReadOnlyList<string> ExcludedAccounts)
{
    /// <summary>The name of the rule that AWS Config makes of it in each member account.</summary>
    public string MemberRuleName => $"{ConfigRuleNames.MemberPrefix}{Arn.Split('/').Last()}";
}

/// <summary>How far AWS Config is with a rule in the whole organization.</summary>
/// <param name="Status">For example <c>CREATE_SUCCESSFUL</c>, <c>UPDATE_FAILED</c> or <c>DELETE_IN_PROGRESS</c>.</param>
/// <param name="ErrorCode">The error where it failed.</param>
/// <param name="ErrorMessage">What failed.</param>
/// <remarks>AWS Config API Reference, OrganizationConfigRuleStatus.</remarks>
public sealed record OrganizationRuleStatus(string Status, string? ErrorCode, string? ErrorMessage)
{
    /// <summary>Whether the rule is on its way out, or gone but for its name.</summary>
    public bool IsBeingDeleted => Status is "DELETE_IN_PROGRESS" or "DELETE_SUCCESSFUL";

    /// <summary>Whether AWS Config has come to its end, and not to the one that was asked for.</summary>
    public bool HasFailed => Status.EndsWith("_FAILED", StringComparison.Ordinal);

    /// <summary>Whether the rule is as it was put.</summary>
    public bool IsDone => Status is "CREATE_SUCCESSFUL" or "UPDATE_SUCCESSFUL";
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

    /// <summary>Whether the rule is there as it was put. A status that is not known is none of those.</summary>
    public bool IsDone => MemberAccountRuleStatus is "CREATE_SUCCESSFUL" or "UPDATE_SUCCESSFUL";

    /// <summary>Whether AWS Config is still at it.</summary>
    public bool IsInProgress => MemberAccountRuleStatus.EndsWith("_IN_PROGRESS", StringComparison.Ordinal);

    /// <summary>Account, status and error, for a log line.</summary>
    /// <returns>For example <c>111111111111: CREATE_FAILED NoAvailableConfigurationRecorder</c>.</returns>
    public override string ToString() => $"{AccountId}: {MemberAccountRuleStatus} {ErrorCode} {ErrorMessage}".TrimEnd();
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

    /// <summary>Reads how far AWS Config is with a rule; null where there is no such rule, or none is told of.</summary>
    Task<OrganizationRuleStatus?> DescribeOrganizationConfigRuleStatusAsync(string ruleName, CancellationToken cancellationToken);

    /// <summary>Reads the status in each member account.</summary>
    Task<IReadOnlyList<MemberAccountStatus>> GetOrganizationConfigRuleDetailedStatusAsync(
        string ruleName, CancellationToken cancellationToken);
}
