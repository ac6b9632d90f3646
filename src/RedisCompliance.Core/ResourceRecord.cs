namespace RedisCompliance;

/// <summary>
/// Collects the members of one resource as the ElastiCache API names them, from whichever form it came in (XML,
/// JSON, a PowerShell object), and makes the <see cref="RedisResource"/> of them. The one home of those names.
/// </summary>
/// <remarks>Amazon ElastiCache API Reference: ReplicationGroup, CacheCluster, ServerlessCache.</remarks>
public struct ResourceRecord
{
    private string? _replicationGroupId;
    private string? _cacheClusterId;
    private string? _serverlessCacheName;
    private string? _arn;
    private string? _engine;
    private string? _engineVersion;
    private string? _status;
    private string? _cacheClusterStatus;
    private string? _storageEncryptionType;
    private string? _atRestEncryptionEnabled;
    private string? _kmsKeyId;

    /// <summary>The members that are read; all others are passed over.</summary>
    public static IReadOnlyList<string> Members { get; } =
    [
        "ReplicationGroupId", "CacheClusterId", "ServerlessCacheName", "ARN", "Engine", "EngineVersion", "Status",
        "CacheClusterStatus", "StorageEncryptionType", "AtRestEncryptionEnabled", "KmsKeyId",
    ];

    /// <summary>Takes one member; a name that is not in <see cref="Members"/> is ignored, a blank value is an absent one.</summary>
    /// <param name="member">The API's name of the member.</param>
    /// <param name="value">Its value as text.</param>
    public void Set(string member, string? value)
    {
        string? text = string.IsNullOrWhiteSpace(value) ? null : value!.Trim();
        switch (member)
        {
            case "ReplicationGroupId": _replicationGroupId = text; break;
            case "CacheClusterId": _cacheClusterId = text; break;
            case "ServerlessCacheName": _serverlessCacheName = text; break;
            case "ARN": _arn = text; break;
            case "Engine": _engine = text; break;
            case "EngineVersion": _engineVersion = text; break;
            case "Status": _status = text; break;
            case "CacheClusterStatus": _cacheClusterStatus = text; break;
            case "StorageEncryptionType": _storageEncryptionType = text; break;
            case "AtRestEncryptionEnabled": _atRestEncryptionEnabled = text; break;
            case "KmsKeyId": _kmsKeyId = text; break;
            default: break;
        }
    }

    /// <summary>Whether <see cref="Set"/> would take a member of that name.</summary>
    /// <param name="member">The API's name of the member.</param>
    /// <returns>False for the members that are passed over.</returns>
    public static bool Takes(string member) => member switch
    {
        "ReplicationGroupId" or "CacheClusterId" or "ServerlessCacheName" or "ARN" or "Engine" or "EngineVersion"
            or "Status" or "CacheClusterStatus" or "StorageEncryptionType" or "AtRestEncryptionEnabled" or "KmsKeyId" => true,
        _ => false,
    };

    /// <summary>Makes the resource of the members taken so far.</summary>
    /// <param name="resourceType">Its type where the listing tells it; null to tell it by the member that names it.</param>
    /// <param name="region">The Region for a resource whose ARN is missing.</param>
    /// <returns>The resource, or null if nothing names it: neither its id nor an ARN that ends in one.</returns>
    public readonly RedisResource? ToResource(string? resourceType = null, string? region = null)
    {
        // A member cluster carries its group's id as well as its own, so the cluster's id is looked at first.
        resourceType ??= _serverlessCacheName is not null ? ResourceType.ServerlessCache
            : _cacheClusterId is not null ? ResourceType.CacheCluster
            : _replicationGroupId is not null ? ResourceType.ReplicationGroup
            : null;
        var arn = ElastiCacheArn.Parse(_arn);
        string? id = resourceType switch
        {
            ResourceType.ReplicationGroup => _replicationGroupId,
            ResourceType.CacheCluster => _cacheClusterId,
            ResourceType.ServerlessCache => _serverlessCacheName,
            _ => null,
        };
        id ??= arn.ResourceId;
        resourceType ??= arn.ResourceType;
        if (id is null || resourceType is null)
        {
            return null;
        }

        return new RedisResource
        {
            ResourceType = resourceType,
            Id = id,
            Arn = _arn,
            Region = arn.Region ?? region,
            AccountId = arn.AccountId,
            Engine = _engine?.ToLowerInvariant(),
            EngineVersion = _engineVersion,
            Status = resourceType == ResourceType.CacheCluster ? _cacheClusterStatus ?? _status : _status,
            StorageEncryptionType = _storageEncryptionType,
            AtRestEncryptionEnabled = _atRestEncryptionEnabled,
            KmsKeyId = _kmsKeyId,
            ReplicationGroupId = resourceType == ResourceType.CacheCluster ? _replicationGroupId : null,
        };
    }
}
