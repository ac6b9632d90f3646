using System.Text.Json;

namespace RedisCompliance.Config.Events;

/// <summary>A resource as AWS Config recorded it.</summary>
/// <remarks>AWS Config API Reference, ConfigurationItem; Developer Guide, "Example Events for AWS Config Rules".</remarks>
public sealed class ConfigurationItem
{
    /// <summary>
    /// Members by name. Enum.Parse would also accept "9" and "Engine, ARN". AWS Config does not record backups, so their members
    /// are left out.
    /// </summary>
    private static readonly Dictionary<string, ResourceMember> s_members = Enum.GetValues(typeof(ResourceMember)).Cast<ResourceMember>()
        .Where(member => member <= ResourceMember.KmsKeyId)
        .ToDictionary(member => member.ToString(), StringComparer.OrdinalIgnoreCase);

    /// <summary>The recorded resource; null if it is gone or not an ElastiCache resource.</summary>
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

    /// <summary>AWS Config's id of the resource.</summary>
    public string ResourceId { get; }

    /// <summary>When AWS Config recorded the resource, UTC: the ordering timestamp of its evaluation.</summary>
    public DateTime CaptureTime { get; }

    /// <summary>The account of the resource; null if the item does not name it.</summary>
    public string? AccountId { get; }

    /// <summary>Whether the resource still exists and AWS Config records it.</summary>
    public bool Exists { get; }

    /// <summary>Reads an item, or an item's summary.</summary>
    /// <param name="item">The JSON of the item.</param>
    /// <returns>The item.</returns>
    /// <exception cref="ConfigEventException">The JSON is not a configuration item.</exception>
    public static ConfigurationItem Read(JsonElement item) =>
        EventJson.ReadObject(item, ConfigEventFault.InvalidMember, Messages.TheItem, members => new ConfigurationItem(members));

    /// <summary>Reads an item from AWS Config's history.</summary>
    /// <param name="json">The JSON of the item.</param>
    /// <returns>The item.</returns>
    /// <exception cref="ConfigEventException">The JSON is not a configuration item.</exception>
    public static ConfigurationItem Parse(string json) =>
        EventJson.ReadObject(json, ConfigEventFault.InvalidMember, Messages.TheItem, members => new ConfigurationItem(members));

    /// <summary>Judges the resource.</summary>
    /// <param name="policy">The rule's policy.</param>
    /// <param name="leftScope">Whether the resource left the rule's scope.</param>
    /// <returns>NOT_APPLICABLE if the resource is gone or out of scope; otherwise the policy's verdict.</returns>
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
    /// AWS Config API Reference, ConfigurationItem.configurationItemStatus. An unlisted status does not mean that the resource is
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
                // Events hold an object; the history holds its text.
                record = EventJson.ReadObject(text.GetString()!, ConfigEventFault.InvalidMember, Messages.ItemConfiguration, ReadMembers);
                break;
            case { } configuration:
                record = EventJson.ReadObject(configuration, ConfigEventFault.InvalidMember, Messages.ItemConfiguration, ReadMembers);
                break;
        }

        // "Always encrypted" applies to a serverless cache that the item describes, not to an item without a description.
        bool isDescribed = (record.Present & (MemberNames.ARN | MemberNames.Status)) != 0;
        record.Set(IdMember(), ResourceId);
        return record.ToResource(ResourceType) is not { } resource ? null : resource with
        {
            Tags = ReadTags(item),
            LeftOut = isDescribed ? MemberNames.None : MemberNameTable.SaidByAbsence(ResourceType) & ~record.Present,
        };
    }

    /// <summary>AWS Config begins the names of a configuration's members in lower case.</summary>
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

            // Two different values leave the member unknown.
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
