namespace RedisCompliance.Templates.Terraform;

/// <content>Combines what plan and configuration say about a resource.</content>
internal sealed partial class TerraformReader
{
    private const string ReplicationGroup = "aws_elasticache_replication_group.";
    private const string GlobalReplicationGroup = "aws_elasticache_global_replication_group.";

    private PlannedMembers MembersOf(TerraformResource resource)
    {
        bool isServerless = resource.ResourceType == ResourceType.ServerlessCache;
        bool isCloudControl = resource.Type.StartsWith("awscc_", StringComparison.Ordinal);
        string id = resource.ResourceType == ResourceType.CacheCluster ? isCloudControl ? "cluster_name" : "cluster_id"
            : !isServerless ? "replication_group_id"
            : isCloudControl ? "serverless_cache_name" : "name";
        PlannedValue flag = isServerless ? PlannedValue.Absent : Value(resource, "at_rest_encryption_enabled");
        return new PlannedMembers
        {
            ResourceType = resource.ResourceType!,
            Address = PlainText.Of(resource.Address),
            Id = Value(resource, id),
            Engine = Value(resource, "engine"),
            EngineVersion = Value(resource, "engine_version"),

            // The provider has read an existing resource from AWS, so a missing value is not a default.
            Flag = !flag.IsAbsent ? flag
                : resource.Exists ? PlannedValue.Because("the state does not have it")
                : !Value(resource, "primary_cluster_id").IsAbsent
                    ? PlannedValue.Because("not set, and the group is made of a cluster that exists") : flag,
            Key = Value(resource, "kms_key_id"),
            Durability = Value(resource, "durability"),
            ReplicationGroupId = resource.ResourceType == ResourceType.CacheCluster
                ? Value(resource, "replication_group_id") : PlannedValue.Absent,
            GlobalId = resource.ResourceType == ResourceType.ReplicationGroup && flag.Text is null
                ? Value(resource, "global_replication_group_id") : PlannedValue.Absent,
            Region = PlainText.Of(resource.Standing?.Get("region").Text),
            Arn = PlainText.Of(resource.Standing?.Get("arn").Text),
            Tags = resource.Standing?.Tags,
        };
    }

    private PlannedValue Value(TerraformResource resource, string attribute)
    {
        (string? text, bool isUnreadable) = resource.Standing?.Get(attribute) ?? default;
        return isUnreadable ? PlannedValue.Because($"{attribute} has a value that cannot be read")
            : text is not null ? PlannedValue.Of(text).AsMember()
            : resource.IsOpen(attribute) ? _configuration.Explain(resource.Module, $"{resource.Type}.{resource.Name}", attribute)
            : PlannedValue.Absent;
    }

    /// <summary>
    /// Null if the cluster's group is in the same input, because the group's verdict covers it. Otherwise the cluster shares its group's
    /// engine and encryption, which are unknown here.
    /// </summary>
    private PlannedMembers? OfMember(TerraformResource resource, PlannedMembers members, TerraformGroups groups)
    {
        PlannedValue group = members.ReplicationGroupId;
        if (group.IsAbsent || string.Equals(members.Engine.Text, "memcached", StringComparison.OrdinalIgnoreCase))
        {
            return members;
        }

        if (group.Text is not null)
        {
            return groups.Has(group.Text, members.Region) ? null
                : members with
                {
                    Engine = PlannedValue.Because($"that of the replication group {group.Text}, which is not described here"),
                };
        }

        return Target(resource.Module, $"{resource.Type}.{resource.Name}", "replication_group_id", ReplicationGroup) is { } place
            && groups.At(place).Any() ? null
            : members with { Engine = PlannedValue.Because($"perhaps that of a replication group: {group.Unknown}") };
    }

    private RedisResource ToResource(
        TerraformResource resource, PlannedMembers members, TerraformGroups groups, int depth)
    {
        (string Module, string Name)? global = members.GlobalId.Unknown is null ? null
            : Target(resource.Module, $"{resource.Type}.{resource.Name}", "global_replication_group_id", GlobalReplicationGroup);
        bool isSecondary = members.GlobalId.Text is not null || global is not null;
        return members.ToResource(
            new PlannedState
            {
                Address = members.Address,
                Line = resource.Line,
                Action = options.PlanSection == PlanSection.Drift ? PlannedAction.Drift : resource.Action,
                NotJudged = resource.Action == PlannedAction.Delete && options.PlanSection == PlanSection.Planned
                    ? "the plan deletes it" : null,
                IsSecondary = isSecondary,
                GlobalUnknown = isSecondary ? null : members.GlobalId.Unknown,
                Primary = global is { } datastore && depth == 0 ? FindPrimary(datastore, groups) : null,
                IsUnknownTolerated = options.TolerateUnknown,
            },
            source);
    }

    /// <summary>The plan's only group that a Global Datastore in the plan has as its primary.</summary>
    private RedisResource? FindPrimary((string Module, string Name) datastore, TerraformGroups groups)
    {
        if (Target(datastore.Module, datastore.Name, "primary_replication_group_id", ReplicationGroup) is not { } place)
        {
            return null;
        }

        (TerraformResource Resource, PlannedMembers Members)[] found = [.. groups.At(place).Take(2)];
        return found.Length == 1 ? ToResource(found[0].Resource, found[0].Members, groups, depth: 1) : null;
    }

    /// <summary>The only resource that an attribute certainly refers to, if it has the given type.</summary>
    private (string Module, string Name)? Target(string module, string resource, string attribute, string type) =>
        _configuration.TargetOf(module, resource, attribute) is { } target && target.Name.StartsWith(type, StringComparison.Ordinal)
            ? target : null;
}
