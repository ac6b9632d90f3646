namespace RedisCompliance.Aws.Organizations;

/// <summary>
/// The operations of AWS Organizations that this project calls. Names follow AWSSDK.Organizations, which this client replaces.
/// </summary>
/// <remarks>AWS Organizations API Reference, version 2016-11-28.</remarks>
internal class AmazonOrganizationsClient(AwsConnection connection)
    : JsonServiceClient(connection, new AmazonOrganizationsConfig(connection), "AWSOrganizationsV20161128")
{
    public Task<string> DescribeOrganizationAsync(CancellationToken cancellationToken) =>
        CallAsync("DescribeOrganization", _ => { },
            answer => answer.Find("Organization")?.RequiredText("Id")
                ?? throw new System.Text.Json.JsonException("Organization is missing."), cancellationToken);

    /// <summary>The accounts of the organization, a page at a time.</summary>
    public IAsyncEnumerable<IReadOnlyList<OrganizationAccount>> ListAccountsAsync(CancellationToken cancellationToken) =>
        PagesAsync("ListAccounts", _ => { }, "Accounts", ReadAccount, cancellationToken);

    /// <summary>The accounts directly in an organizational unit, a page at a time.</summary>
    public IAsyncEnumerable<IReadOnlyList<OrganizationAccount>> ListAccountsForParentAsync(
        string parentId, CancellationToken cancellationToken) =>
        PagesAsync("ListAccountsForParent", json => json.WriteString("ParentId", parentId), "Accounts", ReadAccount, cancellationToken);

    /// <summary>The ids of the organizational units directly in another.</summary>
    public Task<List<string>> ListOrganizationalUnitsForParentAsync(string parentId, CancellationToken cancellationToken) =>
        ListAsync("ListOrganizationalUnitsForParent", json => json.WriteString("ParentId", parentId), "OrganizationalUnits",
            unit => unit.RequiredText("Id"), cancellationToken);

    // State replaced Status in 2026 (AWS Organizations API Reference, Account); older answers have only Status.
    private static OrganizationAccount ReadAccount(System.Text.Json.JsonElement account) =>
        new(account.RequiredText("Id"), account.Text("Name"), account.Text("State") ?? account.Text("Status"));

    private sealed class AmazonOrganizationsConfig(AwsConnection connection) : ServiceConfig(connection, "Organizations", "organizations")
    {
        public override string ServiceVersion => "2016-11-28";
    }
}

/// <summary>An account of an organization.</summary>
/// <param name="Id">The 12-digit account id.</param>
/// <param name="Name">Its name.</param>
/// <param name="State">Its state; null if the answer has none.</param>
internal sealed record OrganizationAccount(string Id, string? Name, string? State)
{
    /// <summary>Whether the account can be used.</summary>
    public bool IsActive => State == "ACTIVE";

    /// <summary>Whether the account cannot be used. An unknown state is neither: the account is entered, with a warning.</summary>
    public bool IsInactive => State is "PENDING_ACTIVATION" or "SUSPENDED" or "PENDING_CLOSURE" or "CLOSED";
}
