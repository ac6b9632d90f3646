using System.Globalization;

namespace RedisCompliance.Resources;

/// <summary>
/// A record as AWS describes it, whichever form it came in: texts, structures and lists by AWS's own names. What is missing is
/// null, and never a default.
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
    /// The text; null of a structure, of a list, and of a text that cannot be shown as it is: what is written out is another text,
    /// and no command may hold it in its place.
    /// </summary>
    public string? Text { get; }

    /// <summary>The members of a structure, or the items of a list.</summary>
    public IEnumerable<DescribedRecord> Items => _members.Select(member => member.Value);

    /// <summary>The member of that name; null where there is none.</summary>
    public DescribedRecord? this[string name] => _members.Find(member => member.Name == name).Value;

    /// <summary>Adds a member or an item.</summary>
    public void Add(string name, DescribedRecord value) => _members.Add((name, value));

    /// <summary>A member that is a text with something in it.</summary>
    public string? TextOf(string name) => this[name]?.Text is { Length: > 0 } text ? text : null;

    /// <summary>A member that is true or false.</summary>
    public bool? FlagOf(string name) => bool.TryParse(TextOf(name), out bool flag) ? flag : null;

    /// <summary>A member that is a whole number.</summary>
    public int? NumberOf(string name) =>
        int.TryParse(TextOf(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : null;

    /// <summary>The items of a member that is a list; none where it is missing.</summary>
    public IReadOnlyList<DescribedRecord> ListOf(string name) => this[name] is { } list ? [.. list.Items] : [];
}

/// <summary>What a plan may need to know of a resource.</summary>
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

    /// <summary>The parameters of a parameter group that somebody has set, by its name.</summary>
    Parameters,

    /// <summary>A Global Datastore with its members, by its id.</summary>
    GlobalReplicationGroup,

    /// <summary>The tags of a resource, by its ARN.</summary>
    Tags,
}

/// <summary>The port to what ElastiCache says of one thing by its name.</summary>
internal interface IResourceDetails
{
    /// <summary>Describes one thing.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Ends the call, wherever it is.</param>
    /// <returns>What the list of the answer holds: the thing, or several for parameters and tags; none where it is not there.</returns>
    /// <exception cref="ServiceCallException">It could not be had, retries included.</exception>
    Task<IReadOnlyList<DescribedRecord>> DescribeAsync(DetailKind kind, string name, CancellationToken cancellationToken);
}
