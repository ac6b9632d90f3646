using System.Collections.Concurrent;
using System.Globalization;
using System.Security;
using System.Text;

namespace RedisCompliance.Endpoint;

/// <summary>The describe operations of ElastiCache, with their paging.</summary>
public sealed class ElastiCacheService
{
    private const string Namespace = "http://elasticache.amazonaws.com/doc/2015-02-02/";

    private readonly ConcurrentDictionary<(string Account, string Region), List<Described>> _resources = [];
    private readonly ConcurrentDictionary<string, (string Key, string Value)[]> _tags = [];
    private readonly ConcurrentDictionary<string, Answer> _pages = [];
    private readonly ConcurrentDictionary<(string List, string Name), string> _others = [];

    /// <summary>The most resources on a page, whatever the caller asks for.</summary>
    public int PageSize { get; set; } = 100;

    /// <summary>Whether members are left out of cache clusters when the caller asks for it; moto lists them regardless.</summary>
    public bool HonoursNotInReplicationGroups { get; set; } = true;

    /// <summary>What every account has that has nothing of its own in a Region; for fleets of accounts that are all alike.</summary>
    public IReadOnlyList<Described> Everywhere
    {
        get;
        set
        {
            field = value;
            _pages.Clear();
        }
    }
    = [];

    public void Add(string region, params IEnumerable<Described> resources) =>
        _resources.GetOrAdd((Described.Account, region), _ => []).AddRange(resources);

    /// <summary>Gives resources to another account, with its id in their ARNs.</summary>
    public void AddTo(string account, string region, params IEnumerable<Described> resources) =>
        _resources.GetOrAdd((account, region), _ => []).AddRange(resources.Select(resource => resource.In(account, region)));

    /// <summary>Tags a resource.</summary>
    public void Tag(string arn, params (string Key, string Value)[] tags) => _tags[arn] = tags;

    /// <summary>Adds what is described beside resources: a subnet group, the parameters of a group, a Global Datastore.</summary>
    public void AddOther(string list, string name, string xml) => _others[(list, name)] = xml;

    internal Answer Answer(EndpointCall call) => call.Operation switch
    {
        "DescribeReplicationGroups" when call.Parameters.TryGetValue("ReplicationGroupId", out string? id) =>
            One(call, "ReplicationGroups", "ReplicationGroup", "ReplicationGroupId", id),
        "DescribeCacheClusters" when call.Parameters.TryGetValue("CacheClusterId", out string? id) =>
            One(call, "CacheClusters", "CacheCluster", "CacheClusterId", id),
        "DescribeServerlessCaches" when call.Parameters.TryGetValue("ServerlessCacheName", out string? id) =>
            One(call, "ServerlessCaches", "member", "ServerlessCacheName", id),
        "DescribeCacheSubnetGroups" => Other(call, "CacheSubnetGroups", call.Parameters["CacheSubnetGroupName"]),
        "DescribeCacheParameters" => Other(call, "Parameters", call.Parameters["CacheParameterGroupName"]),
        "DescribeGlobalReplicationGroups" => Other(call, "GlobalReplicationGroups", call.Parameters["GlobalReplicationGroupId"]),
        "DescribeReplicationGroups" => Page(call, "ReplicationGroups", "ReplicationGroup", "Marker", "MaxRecords"),
        "DescribeCacheClusters" => Page(call, "CacheClusters", "CacheCluster", "Marker", "MaxRecords"),
        "DescribeServerlessCaches" => Page(call, "ServerlessCaches", "member", "NextToken", "MaxResults"),
        "DescribeSnapshots" => Page(call, "Snapshots", "Snapshot", "Marker", "MaxRecords"),
        "DescribeServerlessCacheSnapshots" =>
            Page(call, "ServerlessCacheSnapshots", "ServerlessCacheSnapshot", "NextToken", "MaxResults"),
        "ListTagsForResource" => Tags(call.Parameters["ResourceName"]),
        _ => Endpoint.Answer.Error(400, "InvalidAction", $"The action {call.Operation} is not valid for this web service."),
    };

    /// <summary>One resource by its id; of another one AWS says that it is not there.</summary>
    private Answer One(EndpointCall call, string list, string element, string member, string id)
    {
        (IReadOnlyList<Described> there, Func<Described, Described> here) = There(call);
        return there.FirstOrDefault(resource => resource.List == list && resource.Members[member] == id) is { } found
            ? List(call, list, $"<{element}>{Members(here(found))}{found.Nested}</{element}>")
            : Endpoint.Answer.Error(404, element == "member" ? "ServerlessCacheNotFoundFault" : element + "NotFoundFault",
                $"{element} {id} not found.");
    }

    private Answer Other(EndpointCall call, string list, string name) => _others.TryGetValue((list, name), out string? xml)
        ? List(call, list, xml) : Endpoint.Answer.Error(404, list[..^1] + "NotFoundFault", $"{name} not found.");

    private static Answer List(EndpointCall call, string list, string xml) => Endpoint.Answer.Xml(
        $"<{call.Operation}Response xmlns=\"{Namespace}\"><{call.Operation}Result><{list}>{xml}</{list}></{call.Operation}Result>"
        + $"</{call.Operation}Response>");

    private static string Members(Described resource) => string.Concat(
        resource.Members.Select(member => $"<{member.Key}>{SecurityElement.Escape(member.Value)}</{member.Key}>"));

    /// <summary>What is there, and how one of it is described here: what is everywhere has ARNs of the account that asks.</summary>
    private (IReadOnlyList<Described> All, Func<Described, Described> Here) There(EndpointCall call)
    {
        string account = SecurityTokenService.AccountOf(call.AccessKey);
        return _resources.TryGetValue((account, call.Region), out List<Described>? own)
            ? (own, resource => resource) : (Everywhere, resource => resource.In(account, call.Region));
    }

    private Answer Tags(string arn) => Endpoint.Answer.Xml($"""
        <ListTagsForResourceResponse xmlns="{Namespace}">
          <ListTagsForResourceResult>
            <TagList>{string.Concat((_tags.GetValueOrDefault(arn) ?? []).Select(TagItem))}</TagList>
          </ListTagsForResourceResult>
        </ListTagsForResourceResponse>
        """);

    private static string TagItem((string Key, string Value) tag) =>
        $"<Tag><Key>{SecurityElement.Escape(tag.Key)}</Key><Value>{SecurityElement.Escape(tag.Value)}</Value></Tag>";

    // Pages do not change once they were asked for, so that in benchmarks the endpoint costs next to nothing.
    private Answer Page(EndpointCall call, string list, string element, string markerName, string sizeName) =>
        _pages.GetOrAdd(
            $"{SecurityTokenService.AccountOf(call.AccessKey)} {call.Region} {call.Operation} {call.Marker} {PageSize} "
                + $"{IsOfMembers(call)}",
            _ => Render(call, list, element, markerName, sizeName));

    private static bool IsOfMembers(EndpointCall call) =>
        call.Parameters.GetValueOrDefault("ShowCacheClustersNotInReplicationGroups") != "true";

    private Answer Render(EndpointCall call, string list, string element, string markerName, string sizeName)
    {
        bool standaloneOnly = HonoursNotInReplicationGroups && !IsOfMembers(call);
        (IReadOnlyList<Described> there, Func<Described, Described> here) = There(call);
        Described[] all = [.. there
            .Where(resource => resource.List == list && !(standaloneOnly && resource.Members.ContainsKey("ReplicationGroupId")))];
        int size = Math.Min(PageSize, int.Parse(call.Parameters.GetValueOrDefault(sizeName) ?? "100", CultureInfo.InvariantCulture));
        int start = call.Marker.Length == 0 ? 0 : int.Parse(call.Marker.Split('-')[^1], CultureInfo.InvariantCulture);
        StringBuilder xml = new();
        xml.Append(CultureInfo.InvariantCulture,
            $"<?xml version=\"1.0\"?>\n<{call.Operation}Response xmlns=\"{Namespace}\">\n  <{call.Operation}Result>\n    <{list}>\n");
        foreach (Described resource in all.Skip(start).Take(size).Select(here))
        {
            xml.Append(CultureInfo.InvariantCulture, $"      <{element}>\n");
            foreach ((string name, string? value) in resource.Members)
            {
                xml.Append(CultureInfo.InvariantCulture, $"        <{name}>{SecurityElement.Escape(value)}</{name}>\n");
            }

            xml.Append(resource.Nested).Append(CultureInfo.InvariantCulture, $"      </{element}>\n");
        }

        xml.Append(CultureInfo.InvariantCulture, $"    </{list}>\n");
        if (start + size < all.Length)
        {
            xml.Append(CultureInfo.InvariantCulture, $"    <{markerName}>page-{start + size}</{markerName}>\n");
        }

        const string Metadata = "<ResponseMetadata><RequestId>11111111-2222-3333-4444-555555555555</RequestId></ResponseMetadata>";
        xml.Append(CultureInfo.InvariantCulture, $"  </{call.Operation}Result>\n  {Metadata}\n</{call.Operation}Response>\n");
        return Endpoint.Answer.Xml(xml.ToString());
    }
}
