using System.Text.Json;

namespace RedisCompliance.Files;

/// <summary>What an object was seen to hold while it was read.</summary>
internal sealed class ObjectScan
{
    private const int KeysNamed = 5;

    private readonly List<string> _keys = [];

    public string Keys => string.Join(", ", _keys);

    public bool IsEmpty => _keys.Count == 0;

    public bool HasToken { get; set; }

    /// <summary>How often a state of encryption is told where no list of resources is.</summary>
    public int Strays { get; set; }

    public bool HasLists { get; private set; }

    /// <summary>What its last list is of.</summary>
    public string? ListedType { get; private set; }

    public RedisResource? LastListed { get; private set; }

    /// <summary>The key of a list that has another value.</summary>
    public (string Name, JsonTokenType Token)? NotAList { get; set; }

    /// <summary>The key of a token that has another value.</summary>
    public (string Name, JsonTokenType Token)? NotAText { get; set; }

    /// <summary>The kind of an element of its lists that is no object.</summary>
    public JsonTokenType? Scalar { get; set; }

    /// <summary>What is wrong with the object, whatever else was read of it; null where nothing is.</summary>
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
