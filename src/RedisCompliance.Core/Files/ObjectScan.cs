using System.Text.Json;

namespace RedisCompliance.Files;

/// <summary>Collects what an object holds while it is read.</summary>
internal sealed class ObjectScan
{
    private const int KeysNamed = 5;

    private readonly List<string> _keys = [];

    public string Keys => string.Join(", ", _keys);

    public bool IsEmpty => _keys.Count == 0;

    public bool HasToken { get; set; }

    /// <summary>The number of encryption members outside any list of resources.</summary>
    public int Strays { get; set; }

    public bool HasLists { get; private set; }

    /// <summary>The resource type of its last list.</summary>
    public string? ListedType { get; private set; }

    public RedisResource? LastListed { get; private set; }

    /// <summary>A list's key whose value is not an array.</summary>
    public (string Name, JsonTokenType Token)? NotAList { get; set; }

    /// <summary>A token's key whose value is not a string.</summary>
    public (string Name, JsonTokenType Token)? NotAText { get; set; }

    /// <summary>The token of a list element that is not an object.</summary>
    public JsonTokenType? Scalar { get; set; }

    /// <summary>What is wrong with the object, whatever else was read from it; null if nothing is.</summary>
    public string? FailureOf(bool isResource) =>
        NotAList is { } list && !(isResource && list.Token == JsonTokenType.Null) ? Messages.ExportNoArray.With(list.Name, list.Token)
        : NotAText is { } text && HasLists ? Messages.ExportNoString.With(text.Name, text.Token)
        : Scalar is { } scalar ? Messages.ExportElementNoObject.With(scalar)
        : IsEmpty ? Messages.ExportEmptyObject
        : null;

    public void AddKey(string name)
    {
        if (_keys.Count < KeysNamed)
        {
            _keys.Add(name);
        }
    }

    public void AddList(string? resourceType, RedisResource? last) =>
        (HasLists, ListedType, LastListed) = (true, resourceType, last);
}
