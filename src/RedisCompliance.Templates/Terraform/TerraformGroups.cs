namespace RedisCompliance.Templates.Terraform;

/// <summary>The replication groups that will exist according to a plan or state, by place in the configuration and by name.</summary>
internal sealed class TerraformGroups
{
    private readonly ILookup<(string Module, string Name), (TerraformResource Resource, PlannedMembers Members)> _byPlace;
    private readonly ILookup<string, PlannedMembers> _byId;

    public TerraformGroups(IEnumerable<(TerraformResource Resource, PlannedMembers Members)> all)
    {
        (TerraformResource Resource, PlannedMembers Members)[] groups =
        [
            .. all.Where(one =>
                one.Resource.ResourceType == ResourceType.ReplicationGroup && one.Resource.Action != PlannedAction.Delete),
        ];
        _byPlace = groups.ToLookup(one => (one.Resource.Module, $"{one.Resource.Type}.{one.Resource.Name}"));
        _byId = groups.Where(one => one.Members.Id.Text is not null)
            .ToLookup(one => one.Members.Id.Text!, one => one.Members, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The groups at one place; several if it has count or for_each.</summary>
    public IEnumerable<(TerraformResource Resource, PlannedMembers Members)> At((string Module, string Name) place) => _byPlace[place];

    /// <summary>Whether there is a group of that name that is not in another Region.</summary>
    public bool Has(string id, string? region) =>
        _byId[id].Any(group => region is null || group.Region is null || region == group.Region);
}
