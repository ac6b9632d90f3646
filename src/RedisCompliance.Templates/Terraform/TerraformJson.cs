using System.Text.Json;

namespace RedisCompliance.Templates.Terraform;

/// <summary>Walks over the JSON of Terraform, of any length, in one small window.</summary>
internal sealed class TerraformJson(Stream stream, CancellationToken cancellationToken)
{
    /// <summary>The most members of an object that is read: resources and modules are in arrays.</summary>
    private const int MaxMembers = 100_000;

    private readonly ExportBuffer _json = new(stream, hasBackups: false, cancellationToken) { CountsLines = true };

    /// <summary>The line that is read.</summary>
    public int Line => _json.Line;

    /// <summary>Reads the one document.</summary>
    public void ReadDocument(Action<string> member)
    {
        if (_json.TryReadDocumentStart() != JsonTokenType.StartObject)
        {
            throw new ExportFormatException(Messages.NoObject);
        }

        ReadMembers(member);
        if (_json.TryReadDocumentStart() is not null)
        {
            throw new ExportFormatException(Messages.SecondDocument);
        }
    }

    /// <summary>Reads the members of an object; the action reads each value. False where the value is null.</summary>
    /// <exception cref="ExportFormatException">It is something else.</exception>
    public bool ReadObject(Action<string> member) => Read(member) switch
    {
        JsonTokenType.StartObject => true,
        JsonTokenType.Null => false,
        _ => throw OtherShape(),
    };

    /// <summary>Reads the members of a value that may be an object or not.</summary>
    public bool TryReadObject(Action<string> member) => Read(member) == JsonTokenType.StartObject;

    /// <summary>Reads the members of a value, if it has any.</summary>
    /// <returns>With what it begins.</returns>
    public JsonTokenType Read(Action<string> member)
    {
        JsonTokenType first = _json.ReadValueStart();
        if (first == JsonTokenType.StartObject)
        {
            ReadMembers(member);
        }
        else
        {
            _json.SkipRest(first);
        }

        return first;
    }

    /// <summary>Reads an array, which may be null; the action reads each element, which is an object, by its members.</summary>
    /// <exception cref="ExportFormatException">It is something else.</exception>
    public void ReadArray(Action element)
    {
        JsonTokenType first = _json.ReadValueStart();
        if (first == JsonTokenType.Null)
        {
            return;
        }

        for (JsonTokenType token = first == JsonTokenType.StartArray ? _json.ReadValueStart() : throw OtherShape();
            token != JsonTokenType.EndArray; token = _json.ReadValueStart())
        {
            if (token != JsonTokenType.StartObject)
            {
                throw OtherShape();
            }

            element();
        }
    }

    /// <summary>What is said of a value that Terraform does not print in its place.</summary>
    public ExportFormatException OtherShape() => new(Messages.OtherShape.With(Line));

    /// <summary>
    /// Reads the members of an object whose start was read. One that appears twice is an error, also where it would be passed over;
    /// what lies within a value that is passed over says nothing, so it is not looked at.
    /// </summary>
    public void ReadMembers(Action<string> member)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        while (_json.ReadPropertyName() is { } name)
        {
            if (!seen.Add(name))
            {
                throw new ExportFormatException(Messages.DuplicateKey.With(name, Line));
            }

            if (seen.Count > MaxMembers)
            {
                throw new ExportFormatException(Messages.TooManyValues.With(MaxMembers));
            }

            member(name);
        }
    }

    /// <summary>Reads the texts of an array.</summary>
    public List<string> ReadTexts(int most)
    {
        List<string> texts = [];
        JsonTokenType first = _json.ReadValueStart();
        if (first != JsonTokenType.StartArray)
        {
            _json.SkipRest(first);
            return texts;
        }

        for (JsonTokenType token = _json.ReadText(out string? text); token != JsonTokenType.EndArray; token = _json.ReadText(out text))
        {
            _json.SkipRest(token);
            if (text is not null && texts.Count < most)
            {
                texts.Add(text);
            }
        }

        return texts;
    }

    /// <summary>Reads a value: a text, or true or false as one.</summary>
    /// <returns>Null for null; what it is where it is neither.</returns>
    public (string? Text, bool IsUnreadable) ReadScalar()
    {
        JsonTokenType token = _json.ReadText(out string? text);
        _json.SkipRest(token);
        return token switch
        {
            JsonTokenType.String => (text, false),
            JsonTokenType.True => ("true", false),
            JsonTokenType.False => ("false", false),
            JsonTokenType.Null => (null, false),
            _ => (null, true),
        };
    }

    /// <summary>Passes over a value.</summary>
    public void Skip() => _json.SkipRest(_json.ReadValueStart());
}
