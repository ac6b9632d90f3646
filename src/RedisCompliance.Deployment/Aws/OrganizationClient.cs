namespace RedisCompliance.Deployment.Aws;

/// <summary>The organization that a rule is deployed to.</summary>
internal sealed class OrganizationClient(AwsConnection connection) : AmazonOrganizationsClient(connection), IOrganizations
{
    public async Task<IReadOnlyList<string>> ListAccountIdsAsync(CancellationToken cancellationToken)
    {
        List<string> ids = [];
        await foreach (IReadOnlyList<OrganizationAccount> page in ListAccountsAsync(cancellationToken).ConfigureAwait(false))
        {
            ids.AddRange(page.Where(account => !account.IsInactive).Select(account => account.Id));
        }

        ids.Sort(StringComparer.Ordinal);
        return ids;
    }
}
