using System.Globalization;
using System.Text.Json;

namespace RedisCompliance;

/// <summary>A resource as AWS Config has recorded it: in an event, or in its history.</summary>
/// <remarks>AWS Config API Reference, ConfigurationItem; Developer Guide, "Example Events for AWS Config Rules".</remarks>
public sealed class ConfigurationItem
{
    private readonly JsonElement _configuration;
    private readonly IReadOnlyDictionary<string, string>? _tags;

    private ConfigurationItem(
        string resourceType, string resourceId, string? status, DateTime captureTime, JsonElement configuration, IReadOnlyDictionary<string, string>? tags)
    {
        ResourceType = resourceType;
        ResourceId = resourceId;
        Status = status;
        CaptureTime = captureTime;
        _configuration = configuration;
        _tags = tags;
    }

    /// <summary>The type of the resource.</summary>
    public string ResourceType { get; }

    /// <summary>The id of the resource.</summary>
    public string ResourceId { get; }

    /// <summary><c>OK</c>, <c>ResourceDiscovered</c>, <c>ResourceDeleted</c> …</summary>
    public string? Status { get; }

    /// <summary>When it was recorded, UTC: the ordering timestamp of its evaluation.</summary>
    public DateTime CaptureTime { get; }

    /// <summary>The account of the resource; null where the item does not say.</summary>
    public string? AccountId { get; private init; }

    /// <summary>Whether the resource still exists.</summary>
    public bool Exists => Status is "OK" or "ResourceDiscovered";

    /// <summary>Reads an item, or the summary of one.</summary>
    /// <param name="item">The JSON of the item.</param>
    /// <returns>The item.</returns>
    /// <exception cref="ConfigEventException">It is none.</exception>
    public static ConfigurationItem Read(JsonElement item) => new(
        Text(item, "resourceType") ?? throw Missing("resourceType"),
        Text(item, "resourceId") ?? throw Missing("resourceId"),
        Text(item, "configurationItemStatus"),
        Time(item),
        Configuration(item),
        Tags(item)) { AccountId = Text(item, "awsAccountId") };

    /// <summary>Reads an item of AWS Config's history.</summary>
    /// <param name="json">The JSON of the item.</param>
    /// <returns>The item.</returns>
    /// <exception cref="ConfigEventException">It is none.</exception>
    public static ConfigurationItem Parse(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return Read(document.RootElement);
    }

    /// <summary>The evaluation of the item.</summary>
    /// <param name="policy">What is asked.</param>
    /// <param name="leftScope">Whether the resource left the rule's scope.</param>
    /// <returns>NOT_APPLICABLE for what is gone or not in the policy's scope, and else the policy's verdict.</returns>
    public ConfigEvaluation Evaluate(AtRestPolicy policy, bool leftScope)
    {
        RedisResource? resource = leftScope || !Exists ? null : ToResource();
        return resource is not null && policy.IsInScope(resource)
            ? ConfigEvaluation.From(AtRestEvaluator.Evaluate(resource, CaptureTime, policy))
            : new ConfigEvaluation
            {
                ComplianceResourceType = ResourceType,
                ComplianceResourceId = ResourceId,
                ComplianceType = ComplianceType.NotApplicable,
                OrderingTimestamp = CaptureTime,
            };
    }

    /// <summary>AWS Config writes the members of a configuration with a small first letter.</summary>
    private RedisResource? ToResource()
    {
        if (RedisCompliance.ResourceType.Find(ResourceType) is null)
        {
            return null;
        }

        ResourceRecord record = default;
        if (_configuration.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty member in _configuration.EnumerateObject())
            {
                if (Enum.TryParse(member.Name, ignoreCase: true, out ResourceMember known) && member.Value.ValueKind is JsonValueKind.String or JsonValueKind.True or JsonValueKind.False)
                {
                    record.Set(known, member.Value.ToString());
                }
            }
        }

        record.Set(IdMember(), ResourceId);
        return record.ToResource(ResourceType) is { } resource ? resource with { Tags = _tags } : null;
    }

    private static Dictionary<string, string>? Tags(JsonElement item) =>
        item.TryGetProperty("tags", out JsonElement tags) && tags.ValueKind == JsonValueKind.Object
            ? tags.EnumerateObject().ToDictionary(tag => tag.Name, tag => tag.Value.ToString(), StringComparer.Ordinal)
            : null;

    private ResourceMember IdMember() => ResourceType switch
    {
        RedisCompliance.ResourceType.CacheCluster => ResourceMember.CacheClusterId,
        RedisCompliance.ResourceType.ServerlessCache => ResourceMember.ServerlessCacheName,
        _ => ResourceMember.ReplicationGroupId,
    };

    /// <summary>An object in events, the text of one in the history.</summary>
    private static JsonElement Configuration(JsonElement item)
    {
        if (!item.TryGetProperty("configuration", out JsonElement configuration))
        {
            return default;
        }

        if (configuration.ValueKind != JsonValueKind.String)
        {
            return configuration.Clone();
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(configuration.GetString()!);
            return document.RootElement.Clone();
        }
        catch (JsonException exception)
        {
            throw new ConfigEventException(ConfigEventFault.InvalidMember, Messages.ItemNotJson, exception);
        }
    }

    private static DateTime Time(JsonElement item)
    {
        if (item.TryGetProperty("configurationItemCaptureTime", out JsonElement time))
        {
            if (time.ValueKind == JsonValueKind.Number)
            {
                return DateTimeOffset.FromUnixTimeMilliseconds((long)(time.GetDouble() * 1000)).UtcDateTime;
            }

            if (time.ValueKind == JsonValueKind.String
                && DateTime.TryParse(time.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out DateTime parsed))
            {
                return parsed;
            }
        }

        throw Missing("configurationItemCaptureTime");
    }

    private static string? Text(JsonElement item, string name) =>
        item.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static ConfigEventException Missing(string name) =>
        new(ConfigEventFault.InvalidMember, $"The configuration item has no {name}.");
}
