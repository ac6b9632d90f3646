using System.Globalization;

namespace RedisCompliance.Resources;

/// <summary>
/// A record from any source, as texts, structures and lists under AWS's own names. A missing member is null, never a default.
/// </summary>
internal sealed class DescribedRecord
{
    private readonly List<(string Name, DescribedRecord Value)> _members = [];

    /// <summary>A text.</summary>
    public DescribedRecord(string? text) => Text = text is not null && PlainText.IsPlain(text) ? text : null;

    /// <summary>A structure or a list.</summary>
    public DescribedRecord()
    {
    }

    /// <summary>
    /// The text; null for a structure, a list, and a text that is not plain. An escaped text would be a different value, which no
    /// command may carry instead.
    /// </summary>
    public string? Text { get; }

    /// <summary>The members of a structure, or the items of a list.</summary>
    public IEnumerable<DescribedRecord> Items => _members.Select(member => member.Value);

    /// <summary>The member of that name, or null.</summary>
    public DescribedRecord? this[string name] => _members.Find(member => member.Name == name).Value;

    /// <summary>Adds a member or an item.</summary>
    public void Add(string name, DescribedRecord value) => _members.Add((name, value));

    /// <summary>A text member; null if it is missing or empty.</summary>
    public string? TextOf(string name) => this[name]?.Text is { Length: > 0 } text ? text : null;

    /// <summary>A Boolean member; null if it is missing or not one.</summary>
    public bool? FlagOf(string name) => bool.TryParse(TextOf(name), out bool flag) ? flag : null;

    /// <summary>An integer member; null if it is missing or not one.</summary>
    public int? NumberOf(string name) =>
        int.TryParse(TextOf(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : null;

    /// <summary>The items of a list member; empty if it is missing.</summary>
    public IReadOnlyList<DescribedRecord> ListOf(string name) => this[name] is { } list ? [.. list.Items] : [];
}

/// <summary>What a remediation plan may look up.</summary>
internal enum DetailKind
{
    /// <summary>A replication group, by its id.</summary>
    ReplicationGroup,

    /// <summary>A cache cluster, by its id.</summary>
    CacheCluster,

    /// <summary>A serverless cache, by its name.</summary>
    ServerlessCache,

    /// <summary>A subnet group, by its name.</summary>
    SubnetGroup,

    /// <summary>The user-set parameters of a parameter group, by the group's name.</summary>
    Parameters,

    /// <summary>A Global Datastore with its members, by its id.</summary>
    GlobalReplicationGroup,

    /// <summary>The tags of a resource, by its ARN.</summary>
    Tags,
}

/// <summary>The port that looks up ElastiCache details by name.</summary>
internal interface IResourceDetails
{
    /// <summary>Describes one resource or group.</summary>
    /// <param name="kind">What to describe.</param>
    /// <param name="name">Its name, id or ARN.</param>
    /// <param name="cancellationToken">Cancels the call at any point.</param>
    /// <returns>The items of the answer's list: one, or several for parameters and tags; empty if nothing has that name.</returns>
    /// <exception cref="ServiceCallException">The call failed, retries included.</exception>
    Task<IReadOnlyList<DescribedRecord>> DescribeAsync(DetailKind kind, string name, CancellationToken cancellationToken);
}
