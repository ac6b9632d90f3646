using System.Globalization;

namespace RedisCompliance.Remediation.Views;

/// <summary>The new resource as a configuration for Terraform's AWS provider.</summary>
internal static class TerraformTemplate
{
    private static readonly Dictionary<string, string> s_group = new(StringComparer.Ordinal)
    {
        ["ReplicationGroupId"] = "replication_group_id",
        ["ReplicationGroupDescription"] = "description",
        ["SnapshotName"] = "snapshot_name",
        ["AtRestEncryptionEnabled"] = "at_rest_encryption_enabled",
        ["KmsKeyId"] = "kms_key_id",
        ["Engine"] = "engine",
        ["EngineVersion"] = "engine_version",
        ["CacheNodeType"] = "node_type",
        ["DataTieringEnabled"] = "data_tiering_enabled",
        ["NumCacheClusters"] = "num_cache_clusters",
        ["NumNodeGroups"] = "num_node_groups",
        ["ReplicasPerNodeGroup"] = "replicas_per_node_group",
        ["ClusterMode"] = "cluster_mode",
        ["AutomaticFailoverEnabled"] = "automatic_failover_enabled",
        ["MultiAZEnabled"] = "multi_az_enabled",
        ["CacheParameterGroupName"] = "parameter_group_name",
        ["CacheSubnetGroupName"] = "subnet_group_name",
        ["SecurityGroupIds"] = "security_group_ids",
        ["Port"] = "port",
        ["TransitEncryptionEnabled"] = "transit_encryption_enabled",
        ["TransitEncryptionMode"] = "transit_encryption_mode",
        ["AuthToken"] = "auth_token",
        ["UserGroupIds"] = "user_group_ids",
        ["PreferredMaintenanceWindow"] = "maintenance_window",
        ["SnapshotRetentionLimit"] = "snapshot_retention_limit",
        ["SnapshotWindow"] = "snapshot_window",
        ["AutoMinorVersionUpgrade"] = "auto_minor_version_upgrade",
        ["NotificationTopicArn"] = "notification_topic_arn",
        ["NetworkType"] = "network_type",
        ["IpDiscovery"] = "ip_discovery",
        ["Durability"] = "durability",
    };

    private static readonly Dictionary<string, string> s_serverless = new(StringComparer.Ordinal)
    {
        ["ServerlessCacheName"] = "name",
        ["Engine"] = "engine",
        ["MajorEngineVersion"] = "major_engine_version",
        ["SnapshotArnsToRestore"] = "snapshot_arns_to_restore",
        ["KmsKeyId"] = "kms_key_id",
        ["Description"] = "description",
        ["SecurityGroupIds"] = "security_group_ids",
        ["SubnetIds"] = "subnet_ids",
        ["UserGroupId"] = "user_group_id",
        ["SnapshotRetentionLimit"] = "snapshot_retention_limit",
        ["DailySnapshotTime"] = "daily_snapshot_time",
    };

    private static readonly Dictionary<string, string> s_limits =
        new(StringComparer.Ordinal) { ["DataStorage"] = "data_storage", ["ECPUPerSecond"] = "ecpu_per_second" };

    public static string Of(NewResource resource)
    {
        Dictionary<string, string> names = resource.IsServerless ? s_serverless : s_group;
        SortedSet<string> variables = new(StringComparer.Ordinal);
        StringWriter body = new(CultureInfo.InvariantCulture);
        foreach (KeyValuePair<string, object> member in resource.Members.Where(member => names.ContainsKey(member.Key)))
        {
            string value = member.Key == "AuthToken" ? Variable("auth_token", variables) : Literal(member.Value, variables);
            body.Write($"  {names[member.Key]} = {value}\n");
        }

        if (resource.IsServerless && resource.Members.ContainsKey("NetworkType"))
        {
            // Terraform Registry, aws_elasticache_serverless_cache.
            body.Write("\n  # The old cache has a network type, which this resource has no argument for.\n");
        }

        AddBlocks(body, resource.Members, variables);
        StringWriter text = new(CultureInfo.InvariantCulture);
        foreach (string variable in variables)
        {
            text.Write($"variable \"{variable}\" {{\n  type = string\n{(variable == "auth_token" ? "  sensitive = true\n" : null)}}}\n\n");
        }

        string label = resource.IsServerless ? "aws_elasticache_serverless_cache" : "aws_elasticache_replication_group";
        text.Write($"resource \"{label}\" \"encrypted\" {{\n{body}}}\n");
        return text.ToString();
    }

    /// <summary>Quotes a string so that nothing in it starts an interpolation or a directive.</summary>
    internal static string Quote(string text) =>
        $"\"{text.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("${", "$${").Replace("%{", "%%{")}\"";

    private static void AddBlocks(StringWriter body, IReadOnlyDictionary<string, object> members, SortedSet<string> variables)
    {
        foreach (IReadOnlyDictionary<string, object> shard in Structures(members, "NodeGroupConfiguration"))
        {
            body.Write("\n  node_group_configuration {\n");
            Add(body, "    node_group_id", shard, "NodeGroupId", variables);
            Add(body, "    slots", shard, "Slots", variables);
            Add(body, "    replica_count", shard, "ReplicaCount", variables);
            body.Write("  }\n");
        }

        foreach (IReadOnlyDictionary<string, object> log in Structures(members, "LogDeliveryConfigurations"))
        {
            body.Write("\n  log_delivery_configuration {\n");
            if (log.TryGetValue("DestinationDetails", out object? details)
                && ((IReadOnlyDictionary<string, object>)details).Values.First() is IReadOnlyDictionary<string, object> destination)
            {
                body.Write($"    destination = {Literal(destination.Values.First(), variables)}\n");
            }

            Add(body, "    destination_type", log, "DestinationType", variables);
            Add(body, "    log_format", log, "LogFormat", variables);
            Add(body, "    log_type", log, "LogType", variables);
            body.Write("  }\n");
        }

        if (members.TryGetValue("CacheUsageLimits", out object? limits))
        {
            body.Write("\n  cache_usage_limits {\n");
            foreach (KeyValuePair<string, object> limit in (IReadOnlyDictionary<string, object>)limits)
            {
                body.Write($"    {s_limits[limit.Key]} {{\n");
                foreach (KeyValuePair<string, object> part in (IReadOnlyDictionary<string, object>)limit.Value)
                {
                    body.Write($"      {part.Key.ToLowerInvariant()} = {Literal(part.Value, variables)}\n");
                }

                body.Write("    }\n");
            }

            body.Write("  }\n");
        }

        IReadOnlyDictionary<string, object>[] tags = [.. Structures(members, "Tags")];
        if (tags.Length > 0)
        {
            body.Write("\n  tags = {\n");
            foreach (IReadOnlyDictionary<string, object> tag in tags)
            {
                body.Write($"    {Quote((string)tag["Key"])} = {Quote((string)tag["Value"])}\n");
            }

            body.Write("  }\n");
        }
    }

    private static void Add(
        StringWriter body, string name, IReadOnlyDictionary<string, object> structure, string member, SortedSet<string> variables)
    {
        if (structure.TryGetValue(member, out object? value))
        {
            body.Write($"{name} = {Literal(value, variables)}\n");
        }
    }

    private static IEnumerable<IReadOnlyDictionary<string, object>> Structures(IReadOnlyDictionary<string, object> members, string name) =>
        members.TryGetValue(name, out object? list) ? ((IEnumerable<object>)list).Cast<IReadOnlyDictionary<string, object>>() : [];

    private static string Literal(object value, SortedSet<string> variables) => value switch
    {
        bool flag => flag ? "true" : "false",
        int number => number.ToString(CultureInfo.InvariantCulture),
        string text => NewResource.Parameters.TryGetValue(text, out string? parameter)
            ? Variable(AwsCliText.OptionOf(parameter).Replace('-', '_'), variables) : Quote(text),
        IEnumerable<object> list => $"[{string.Join(", ", list.Select(item => Literal(item, variables)))}]",
        _ => throw new ArgumentOutOfRangeException(nameof(value), value, null),
    };

    private static string Variable(string name, SortedSet<string> variables)
    {
        variables.Add(name);
        return "var." + name;
    }
}
