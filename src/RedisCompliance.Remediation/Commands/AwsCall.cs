namespace RedisCompliance.Remediation.Commands;

/// <summary>A call to Amazon ElastiCache: the operation and its request members, under AWS's names and in order.</summary>
internal sealed class AwsCall(string operation) : Dictionary<string, object>(StringComparer.Ordinal)
{
    private readonly List<string> _order = [];

    public string Operation { get; } = operation;

    /// <summary>The members in the order in which they were set.</summary>
    public IEnumerable<KeyValuePair<string, object>> Members => _order.Select(name => new KeyValuePair<string, object>(name, this[name]));

    /// <summary>
    /// Members whose values a command reads from a file, so that they stay out of the shell history: file name by member.
    /// </summary>
    public Dictionary<string, string> Files { get; } = [];

    /// <summary>Sets a member; null or an empty list omits it.</summary>
    public AwsCall With(string member, object? value)
    {
        if (value is not (null or IReadOnlyCollection<object> { Count: 0 }))
        {
            _order.Add(member);
            this[member] = value;
        }

        return this;
    }

    /// <summary>Sets a member that is a list of strings; an empty list omits it.</summary>
    public AwsCall WithTexts(string member, IEnumerable<string> values) => With(member, (object[])[.. values]);

    /// <summary>Sets the tags without those of AWS. Unknown tags are omitted here and block the way elsewhere.</summary>
    public AwsCall WithTags(IEnumerable<KeyValuePair<string, string>>? tags) => With("Tags", (object[])
        [.. (tags ?? []).Where(tag => !tag.Key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase)).Select(tag =>
            Structure(("Key", tag.Key), ("Value", tag.Value)))]);

    /// <summary>Sets a member whose value the user keeps in a file.</summary>
    public AwsCall FromFile(string member, string file)
    {
        Files[member] = file;
        return With(member, file);
    }

    /// <summary>Creates a structure without null members.</summary>
    public static IReadOnlyDictionary<string, object> Structure(params (string Name, object? Value)[] members) =>
        members.Where(member => member.Value is not null).ToDictionary(member => member.Name, member => member.Value!);
}
