using System.Text.Json;

namespace RedisCompliance.Config.Events;

/// <summary>A resource as AWS Config has recorded it, in an event.</summary>
/// <remarks>AWS Config API Reference, ConfigurationItem; Developer Guide, "Example Events for AWS Config Rules".</remarks>
public sealed class ConfigurationItem
{
    /// <summary>
    /// By name and nothing else: as enumeration values, "9" and "Engine, ARN" would be members, too. Those of backups are not recorded.
    /// </summary>
    private static readonly Dictionary<string, ResourceMember> s_members = Enum.GetValues(typeof(ResourceMember)).Cast<ResourceMember>()
        .Where(member => member <= ResourceMember.KmsKeyId)
        .ToDictionary(member => member.ToString(), StringComparer.OrdinalIgnoreCase);

    /// <summary>What was recorded; null where the resource is gone, or none of ElastiCache.</summary>
    private readonly RedisResource? _resource;

    private ConfigurationItem(JsonElement item)
    {
        ResourceType = RequiredText(item, "resourceType");
        ResourceId = RequiredText(item, "resourceId");
        Exists = ReadExists(RequiredText(item, "configurationItemStatus"));
        CaptureTime = item.Time("configurationItemCaptureTime") ?? throw Missing("configurationItemCaptureTime");
        AccountId = item.Text("awsAccountId");
        _resource = Exists && RedisCompliance.ResourceType.Default.Contains(ResourceType) ? ReadResource(item) : null;
    }

    /// <summary>The type of the resource.</summary>
    public string ResourceType { get; }

    /// <summary>The id of the resource, as AWS Config has it.</summary>
    public string ResourceId { get; }

    /// <summary>When it was recorded, UTC: the ordering timestamp of its evaluation.</summary>
    public DateTime CaptureTime { get; }

    /// <summary>The account of the resource; null where the item does not say.</summary>
    public string? AccountId { get; }

    /// <summary>Whether the resource still exists, and is recorded.</summary>
    public bool Exists { get; }

    /// <summary>Reads an item, or the summary of one.</summary>
    /// <param name="item">The JSON of the item.</param>
    /// <returns>The item.</returns>
    /// <exception cref="ConfigEventException">It is none.</exception>
    public static ConfigurationItem Read(JsonElement item) =>
        EventJson.ReadObject(item, ConfigEventFault.InvalidMember, Messages.TheItem, members => new ConfigurationItem(members));

    /// <summary>Reads an item of AWS Config's history.</summary>
    /// <param name="json">The JSON of the item.</param>
    /// <returns>The item.</returns>
    /// <exception cref="ConfigEventException">It is none.</exception>
    public static ConfigurationItem Parse(string json) =>
        EventJson.ReadObject(json, ConfigEventFault.InvalidMember, Messages.TheItem, members => new ConfigurationItem(members));

    /// <summary>Judges the resource.</summary>
    /// <param name="policy">What is asked.</param>
    /// <param name="leftScope">Whether the resource left the rule's scope.</param>
    /// <returns>NOT_APPLICABLE for what is gone or not in the policy's scope, and else the policy's verdict.</returns>
    public ConfigEvaluation Evaluate(AtRestPolicy policy, bool leftScope)
    {
        Evaluation? judged = !leftScope && _resource is not null && policy.IsInScope(_resource)
            ? AtRestEvaluator.Evaluate(_resource, CaptureTime, policy)
            : null;
        return new ConfigEvaluation
        {
            ComplianceResourceType = ResourceType,
            ComplianceResourceId = ResourceId,
            ComplianceType = judged?.ComplianceType ?? ComplianceType.NotApplicable,
            Annotation = judged?.Annotation,
            OrderingTimestamp = CaptureTime,
        };
    }

    /// <remarks>
    /// AWS Config API Reference, ConfigurationItem.configurationItemStatus. What it does not list is not taken for
    /// gone.
    /// </remarks>
    private static bool ReadExists(string status) => status switch
    {
        "OK" or "ResourceDiscovered" => true,
        "ResourceDeleted" or "ResourceDeletedNotRecorded" or "ResourceNotRecorded" => false,
        _ => throw new ConfigEventException(ConfigEventFault.InvalidMember, Messages.ItemStatusUnknown.With(status)),
    };

    private RedisResource? ReadResource(JsonElement item)
    {
        ResourceRecord record = default;
        switch (item.Find("configuration"))
        {
            case null:
                break;
            case { ValueKind: JsonValueKind.String } text:
                // An object in events, the text of one in the history.
                record = EventJson.ReadObject(text.GetString()!, ConfigEventFault.InvalidMember, Messages.ItemConfiguration, ReadMembers);
                break;
            case { } configuration:
                record = EventJson.ReadObject(configuration, ConfigEventFault.InvalidMember, Messages.ItemConfiguration, ReadMembers);
                break;
        }

        // That a serverless cache is always encrypted is said of one that is described, and not of an item without a description.
        bool isDescribed = (record.Present & (MemberNames.ARN | MemberNames.Status)) != 0;
        record.Set(IdMember(), ResourceId);
        return record.ToResource(ResourceType) is not { } resource ? null : resource with
        {
            Tags = ReadTags(item),
            LeftOut = isDescribed ? MemberNames.None : MemberNameTable.SaidByAbsence(ResourceType) & ~record.Present,
        };
    }

    /// <summary>AWS Config writes the members of a configuration with a small first letter.</summary>
    private static ResourceRecord ReadMembers(JsonElement configuration)
    {
        ResourceRecord record = default;
        foreach (JsonProperty property in configuration.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Null || !s_members.TryGetValue(property.Name, out ResourceMember member))
            {
                continue;
            }

            string value = property.Value.ValueKind is JsonValueKind.String or JsonValueKind.True or JsonValueKind.False
                ? property.Value.ToString()
                : throw EventJson.Misshapen(property.Name, property.Value);

            // Said twice, and not the same: neither of the two is known to be so.
            string? before = record.Get(member);
            bool isAgreed = before is null || string.Equals(before, value, StringComparison.OrdinalIgnoreCase);
            record.Set(member, isAgreed ? value : $"{before} and {value}");
        }

        return record;
    }

    private static IReadOnlyDictionary<string, string>? ReadTags(JsonElement item) =>
        item.Find("tags") is { ValueKind: JsonValueKind.Object } tags
            ? TagReading.Plain(tags.EnumerateObject().Select(tag => new KeyValuePair<string, string>(tag.Name, tag.Value.ToString())))
            : null;

    private ResourceMember IdMember() => ResourceType switch
    {
        RedisCompliance.ResourceType.CacheCluster => ResourceMember.CacheClusterId,
        RedisCompliance.ResourceType.ServerlessCache => ResourceMember.ServerlessCacheName,
        _ => ResourceMember.ReplicationGroupId,
    };

    private static string RequiredText(JsonElement item, string name) =>
        item.Text(name) is { } text && !string.IsNullOrWhiteSpace(text) ? text : throw Missing(name);

    private static ConfigEventException Missing(string name) => new(ConfigEventFault.InvalidMember, Messages.ItemMemberMissing.With(name));
}
