namespace RedisCompliance.Deployment;

/// <summary>An organization rule in AWS Config.</summary>
/// <param name="Settings">Its settings.</param>
/// <param name="Arn">Its ARN; its last part is in the names of the members' rules.</param>
/// <param name="ExcludedAccounts">The excluded accounts.</param>
public sealed record OrganizationRuleDetail(ConfigRuleSettings Settings, string Arn, IReadOnlyList<string> ExcludedAccounts)
{
    /// <summary>The name of the rule that AWS Config creates from it in each member account.</summary>
    public string MemberRuleName => $"{ConfigRuleNames.MemberPrefix}{Arn.Split('/').Last()}";
}

/// <summary>AWS Config's progress with an organization rule.</summary>
/// <param name="Status">For example <c>CREATE_SUCCESSFUL</c>, <c>UPDATE_FAILED</c> or <c>DELETE_IN_PROGRESS</c>.</param>
/// <param name="ErrorCode">The error code if it failed.</param>
/// <param name="ErrorMessage">The error message if it failed.</param>
/// <remarks>AWS Config API Reference, OrganizationConfigRuleStatus.</remarks>
public sealed record OrganizationRuleStatus(string Status, string? ErrorCode, string? ErrorMessage)
{
    /// <summary>Whether AWS Config is deleting the rule, or keeps only its name.</summary>
    public bool IsBeingDeleted => Status is "DELETE_IN_PROGRESS" or "DELETE_SUCCESSFUL";

    /// <summary>Whether AWS Config has finished without success.</summary>
    public bool HasFailed => Status.EndsWith("_FAILED", StringComparison.Ordinal);

    /// <summary>Whether the rule is deployed.</summary>
    public bool IsDone => Status is "CREATE_SUCCESSFUL" or "UPDATE_SUCCESSFUL";
}

/// <summary>The progress of an organization rule in one member account.</summary>
/// <remarks>AWS Config API Reference, MemberAccountStatus.</remarks>
public sealed class MemberAccountStatus
{
    /// <summary>The member account.</summary>
    public required string AccountId { get; init; }

    /// <summary>The rule's name in that account.</summary>
    public string? ConfigRuleName { get; init => field = PlainText.Of(value); }

    /// <summary>For example <c>CREATE_SUCCESSFUL</c> or <c>UPDATE_FAILED</c>.</summary>
    public required string MemberAccountRuleStatus { get; init => field = PlainText.Of(value); }

    /// <summary>The error code if it failed.</summary>
    public string? ErrorCode { get; init => field = PlainText.Of(value); }

    /// <summary>The error message if it failed.</summary>
    public string? ErrorMessage { get; init => field = PlainText.OneLine(value); }

    /// <summary>Whether the rule is deployed. An unknown status counts as neither done nor in progress.</summary>
    public bool IsDone => MemberAccountRuleStatus is "CREATE_SUCCESSFUL" or "UPDATE_SUCCESSFUL";

    /// <summary>Whether AWS Config is still working on it.</summary>
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

    /// <summary>Lists the ids of the accounts in use, in order.</summary>
    Task<IReadOnlyList<string>> ListAccountIdsAsync(CancellationToken cancellationToken);
}

/// <summary>The port to AWS Config's organization rules.</summary>
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

    /// <summary>Reads AWS Config's progress with a rule; null if there is no such rule or no status.</summary>
    Task<OrganizationRuleStatus?> DescribeOrganizationConfigRuleStatusAsync(string ruleName, CancellationToken cancellationToken);

    /// <summary>Reads the status in each member account.</summary>
    Task<IReadOnlyList<MemberAccountStatus>> GetOrganizationConfigRuleDetailedStatusAsync(
        string ruleName, CancellationToken cancellationToken);
}
