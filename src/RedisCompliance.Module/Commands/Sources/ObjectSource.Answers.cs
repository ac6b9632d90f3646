using System.Collections;
using System.Management.Automation;

namespace RedisCompliance.Commands.Sources;

/// <content>Reads complete answers with lists of resources, and tables of answers.</content>
internal sealed partial class ObjectSource
{
    private static readonly (string Name, string? ResourceType)[] s_lists =
    [
        ("ReplicationGroups", ResourceType.ReplicationGroup), ("CacheClusters", ResourceType.CacheCluster),
        ("ServerlessCaches", ResourceType.ServerlessCache), ("Snapshots", ResourceType.Snapshot),
        ("ServerlessCacheSnapshots", ResourceType.ServerlessCacheSnapshot), ("Accounts", null),
    ];

    private static readonly (string Name, string ResourceType)[] s_single =
    [
        ("ReplicationGroup", ResourceType.ReplicationGroup), ("CacheCluster", ResourceType.CacheCluster),
        ("ServerlessCache", ResourceType.ServerlessCache), ("Snapshot", ResourceType.Snapshot),
        ("ServerlessCacheSnapshot", ResourceType.ServerlessCacheSnapshot),
    ];

    /// <summary>The lists to read: those of backups only on request.</summary>
    private readonly (string Name, string? ResourceType)[] _lists =
        [.. s_lists.Where(list => hasBackups || !ResourceType.IsBackup(list.ResourceType))];

    private readonly (string Name, string ResourceType)[] _single =
        [.. s_single.Where(single => hasBackups || !ResourceType.IsBackup(single.ResourceType))];

    /// <summary>
    /// Reads a complete answer, such as <c>Get-EC… -Select *</c> and <c>aws … | ConvertFrom-Json</c> give, or answers in a
    /// resource.
    /// </summary>
    private bool TryReadAnswer(PSObject input, Place place)
    {
        RedisResource? before = _last;
        string? listed = null;
        bool isAnswer = false;
        foreach ((string name, string? resourceType) in _lists.Where(list => ObjectMembers.Has(input, list.Name)))
        {
            isAnswer |= ReadList(input, ObjectMembers.Value(input, name), place, resourceType);
            listed = resourceType;
        }

        foreach ((string name, string resourceType) in _single)
        {
            if (ObjectMembers.Value(input, name) is { } item && item is IDictionary or not (string or IEnumerable))
            {
                isAnswer = true;
                Read(PSObject.AsPSObject(item), place.Within(resourceType));
            }
        }

        // Windows PowerShell writes an array that PowerShell has wrapped as {"value":[…],"Count":2}.
        string? read = null;
        if (!isAnswer && ObjectMembers.Has(input, "Count")
            && ObjectMembers.Value(input, "value") is IEnumerable and not string and { } wrapped)
        {
            read = "value";
            isAnswer = ReadList(input, wrapped, place, place.ResourceType);
        }

        if (isAnswer)
        {
            bool hasToken = (ObjectMembers.Text(input, "Marker") ?? ObjectMembers.Text(input, "NextToken")) is not null;
            _pages.Note(hasToken, listed, ReferenceEquals(_last, before) ? null : _last);

            // Beside its own lists, an answer may hold answers of other Regions or accounts.
            _strays += ReadTable(input, place, read).Strays;
        }

        return isAnswer;
    }

    /// <summary>
    /// Reads the items of a list, or the single item that PowerShell unrolled from it. The AWS SDK's empty list is
    /// null.
    /// </summary>
    private bool ReadList(PSObject answer, object? list, Place place, string? resourceType)
    {
        if (list is null)
        {
            return answer.TypeNames.Any(name => name.Contains("Amazon."));
        }

        Read(PSObject.AsPSObject(list), place.Within(resourceType));
        return true;
    }

    private bool TryReadTable(PSObject input, Place place)
    {
        (bool isTable, int strays) = ReadTable(input, place);
        _strays += isTable ? strays : 0;
        return isTable;
    }

    /// <summary>Reads a table of answers, such as one per Region or account, from ConvertFrom-Json or made by hand.</summary>
    /// <param name="input">The object.</param>
    /// <param name="place">The object's place.</param>
    /// <param name="read">A member that was read as a list; null for none.</param>
    /// <returns>Whether it holds answers, and how many records tell of encryption but are in no list of resources.</returns>
    private (bool IsTable, int Strays) ReadTable(PSObject input, Place place, string? read = null)
    {
        bool isTable = false;
        int strays = 0;
        if (place.Depth < MaxDepth && input.BaseObject is PSCustomObject or IDictionary)
        {
            bool IsOpen(string name) => !IsListName(name) && !string.Equals(name, read, StringComparison.OrdinalIgnoreCase);
            foreach (PSObject entry in ObjectMembers.Names(input).Where(IsOpen).ToArray()
                .SelectMany(name => Entries(ObjectMembers.Value(input, name))))
            {
                (bool isOfTable, int more) = ReadEntry(entry, place.Deeper());
                isTable |= isOfTable;
                strays += more;
            }
        }

        return (isTable, strays);
    }

    private (bool IsTable, int Strays) ReadEntry(PSObject entry, Place place)
    {
        if (_lists.Any(list => list.ResourceType is not null && ObjectMembers.Value(entry, list.Name) is { } listed
            && HasObjects(listed)))
        {
            return (TryReadAnswer(entry, place), 0);
        }

        (bool isTable, int strays) = ReadTable(entry, place);
        return (isTable, strays + (ObjectRecord.TellsState(entry) ? 1 : 0));
    }

    /// <summary>The objects of a value: its items, or the value itself.</summary>
    private static IEnumerable<PSObject> Entries(object? value) =>
        (value is IEnumerable several and not (string or IDictionary) ? several.Cast<object?>() : [value])
            .OfType<object>().Select(PSObject.AsPSObject).Where(entry => entry.BaseObject is PSCustomObject or IDictionary);

    /// <summary>Whether a list holds resources; the lists of a user group, for example, hold names.</summary>
    private static bool HasObjects(object listed) =>
        listed is not string && (listed is IDictionary or not IEnumerable
            || ((IEnumerable)listed).Cast<object?>().Any(item => ObjectMembers.Unwrap(item) is not (null or string)));

    private bool IsListName(string name) =>
        _lists.Any(list => list.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            || _single.Any(single => single.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
