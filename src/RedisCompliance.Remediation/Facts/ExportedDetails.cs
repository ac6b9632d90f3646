using System.Globalization;
using System.Text.Json;

namespace RedisCompliance.Remediation.Facts;

/// <summary>JSON output of <c>aws elasticache describe-…</c>, looked up by name as AWS would be.</summary>
internal sealed class ExportedDetails : IResourceDetails
{
    private static readonly (string List, string Name, DetailKind Kind)[] s_lists =
    [
        ("ReplicationGroups", "ReplicationGroupId", DetailKind.ReplicationGroup),
        ("CacheClusters", "CacheClusterId", DetailKind.CacheCluster),
        ("ServerlessCaches", "ServerlessCacheName", DetailKind.ServerlessCache),
        ("CacheSubnetGroups", "CacheSubnetGroupName", DetailKind.SubnetGroup),
        ("GlobalReplicationGroups", "GlobalReplicationGroupId", DetailKind.GlobalReplicationGroup),
    ];

    private readonly Dictionary<(DetailKind, string), List<(string Json, string? Arn, DescribedRecord Record)>> _records = [];

    /// <summary>Reads an exported file.</summary>
    /// <returns>Whether the file contains anything that a plan can use.</returns>
    /// <exception cref="JsonException">The file is not JSON.</exception>
    public bool Read(Stream json)
    {
        using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 32 });
        bool isOfUse = false;
        foreach ((string list, string name, DetailKind kind) in s_lists)
        {
            if (document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty(list, out JsonElement items) && items.ValueKind == JsonValueKind.Array)
            {
                isOfUse = true;
                foreach (JsonElement item in items.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object))
                {
                    Add(kind, name, item);
                }
            }
        }

        return isOfUse;
    }

    /// <summary>The details of one account and Region.</summary>
    public IResourceDetails In(string? accountId, string? region) => new Target(this, accountId, region);

    /// <inheritdoc/>
    public Task<IReadOnlyList<DescribedRecord>> DescribeAsync(DetailKind kind, string name, CancellationToken cancellationToken) =>
        Task.FromResult(Find(kind, name, null, null));

    /// <summary>The command that exports the missing data.</summary>
    public static string CommandOf(DetailKind kind, string name) => kind switch
    {
        DetailKind.ReplicationGroup => "aws elasticache describe-replication-groups",
        DetailKind.CacheCluster => "aws elasticache describe-cache-clusters",
        DetailKind.ServerlessCache => "aws elasticache describe-serverless-caches",
        DetailKind.SubnetGroup => "aws elasticache describe-cache-subnet-groups",
        DetailKind.GlobalReplicationGroup => "aws elasticache describe-global-replication-groups --show-member-info",
        DetailKind.Parameters =>
            $"aws elasticache describe-cache-parameters --source user --cache-parameter-group-name {AwsCliText.Quote(name)}",
        _ => $"aws elasticache list-tags-for-resource --resource-name {AwsCliText.Quote(name)}",
    };

    private void Add(DetailKind kind, string nameMember, JsonElement item)
    {
        DescribedRecord record = Convert(item);
        if (record.TextOf(nameMember) is not { } name)
        {
            return;
        }

        if (!_records.TryGetValue((kind, name.ToLowerInvariant()), out List<(string Json, string? Arn, DescribedRecord Record)>? known))
        {
            _records.Add((kind, name.ToLowerInvariant()), known = []);
        }

        string json = item.GetRawText();
        if (known.All(other => other.Json != json))
        {
            known.Add((json, record.TextOf("ARN"), record));
        }
    }

    private IReadOnlyList<DescribedRecord> Find(DetailKind kind, string name, string? accountId, string? region) =>
        !_records.TryGetValue((kind, name.ToLowerInvariant()), out List<(string Json, string? Arn, DescribedRecord Record)>? known) ? []
            : [.. known.Where(one => IsOf(one.Arn, accountId, region)).Select(one => one.Record)];

    private static bool IsOf(string? text, string? accountId, string? region)
    {
        ElastiCacheArn arn = ElastiCacheArn.Parse(text);
        return (accountId is null || arn.AccountId.IsEmpty || arn.AccountId.SequenceEqual(accountId.AsSpan()))
            && (region is null || arn.Region.IsEmpty || arn.Region.SequenceEqual(region.AsSpan()));
    }

    private static DescribedRecord Convert(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                DescribedRecord structure = new();
                foreach (JsonProperty property in element.EnumerateObject()
                    .Where(property => property.Value.ValueKind != JsonValueKind.Null))
                {
                    structure.Add(property.Name, Convert(property.Value));
                }

                return structure;
            case JsonValueKind.Array:
                DescribedRecord list = new();
                foreach (JsonElement item in element.EnumerateArray())
                {
                    list.Add(string.Empty, Convert(item));
                }

                return list;
            case JsonValueKind.Number:
                return new DescribedRecord(element.TryGetInt64(out long number)
                    ? number.ToString(CultureInfo.InvariantCulture) : element.GetRawText());
            case JsonValueKind.True:
                return new DescribedRecord("true");
            case JsonValueKind.False:
                return new DescribedRecord("false");
            default:
                return new DescribedRecord(element.ValueKind == JsonValueKind.String ? element.GetString() : null);
        }
    }

    private sealed class Target(ExportedDetails details, string? accountId, string? region) : IResourceDetails
    {
        public Task<IReadOnlyList<DescribedRecord>> DescribeAsync(DetailKind kind, string name, CancellationToken cancellationToken) =>
            Task.FromResult(details.Find(kind, name, accountId, region));
    }
}
