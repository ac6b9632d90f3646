using System.Runtime.CompilerServices;

namespace RedisCompliance.Aws.Fleet;

/// <summary>Finds the accounts of an organization, or of some of its units and all units below them.</summary>
internal static class OrganizationPages
{
    public static async IAsyncEnumerable<IReadOnlyList<OrganizationAccount>> ReadAsync(
        AmazonOrganizationsClient client, FleetSettings settings, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (settings.Organization)
        {
            await foreach (IReadOnlyList<OrganizationAccount> page in client.ListAccountsAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return page;
            }
        }

        Queue<string> units = new(settings.OrganizationalUnitIds);
        HashSet<string> seen = [];
        while (units.Count > 0)
        {
            string unit = units.Dequeue();
            if (seen.Add(unit))
            {
                await foreach (IReadOnlyList<OrganizationAccount> page in client.ListAccountsForParentAsync(unit, cancellationToken)
                    .ConfigureAwait(false))
                {
                    yield return page;
                }

                foreach (string below in await client.ListOrganizationalUnitsForParentAsync(unit, cancellationToken).ConfigureAwait(false))
                {
                    units.Enqueue(below);
                }
            }
        }
    }
}
