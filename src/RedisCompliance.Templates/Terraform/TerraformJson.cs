using System.Text.Json;

namespace RedisCompliance.Templates.Terraform;

/// <summary>Reads Terraform's JSON, of any length, through a small window.</summary>
internal sealed class TerraformJson(Stream stream, CancellationToken cancellationToken)
{
    /// <summary>The maximum number of members in an object; resources and modules are in arrays.</summary>
    private const int MaxMembers = 100_000;

    private readonly ExportBuffer _json = new(stream, hasBackups: false, cancellationToken) { CountsLines = true };

    /// <summary>The current line.</summary>
    public int Line => _json.Line;

    /// <summary>Reads the single document.</summary>
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

    /// <summary>Reads the members of an object; the action reads each value. False if the value is null.</summary>
    /// <exception cref="ExportFormatException">The value has another type.</exception>
    public bool ReadObject(Action<string> member) => Read(member) switch
    {
        JsonTokenType.StartObject => true,
        JsonTokenType.Null => false,
        _ => throw OtherShape(),
    };

    /// <summary>Reads the members of a value; false if it is not an object.</summary>
    public bool TryReadObject(Action<string> member) => Read(member) == JsonTokenType.StartObject;

    /// <summary>Reads tags: an object of the aws provider, or the awscc provider's array of objects with a key and a value.</summary>
    public void ReadTags(Action<string, string?> tag)
    {
        JsonTokenType first = _json.ReadValueStart();
        switch (first)
        {
            case JsonTokenType.StartObject:
                ReadMembers(name => tag(name, ReadScalar().Text));
                break;
            case JsonTokenType.StartArray:
                for (JsonTokenType token = _json.ReadValueStart(); token != JsonTokenType.EndArray; token = _json.ReadValueStart())
                {
                    ReadTag(token, tag);
                }

                break;
            default:
                _json.SkipRest(first);
                break;
        }
    }

    /// <summary>Reads the members of a value, if it has any.</summary>
    /// <returns>The type of its first token.</returns>
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

    /// <summary>Reads an array or null; the action reads the members of each element, which is an object.</summary>
    /// <exception cref="ExportFormatException">The value has another type.</exception>
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

    /// <summary>The error for a value that Terraform does not print in this place.</summary>
    public ExportFormatException OtherShape() => new(Messages.OtherShape.With(Line));

    /// <summary>
    /// Reads the members of an object after its start. A duplicate name is an error, even for a value that would be skipped; the content
    /// of a skipped value does not matter and is not checked.
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

    private void ReadTag(JsonTokenType first, Action<string, string?> tag)
    {
        if (first != JsonTokenType.StartObject)
        {
            _json.SkipRest(first);
            return;
        }

        Dictionary<string, string?> parts = new(StringComparer.Ordinal);
        ReadMembers(name => parts[name] = ReadScalar().Text);
        if (parts.TryGetValue("key", out string? key) && key is not null)
        {
            tag(key, parts.TryGetValue("value", out string? value) ? value : null);
        }
    }

    /// <summary>Reads the strings of an array.</summary>
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

    /// <summary>Reads a string, or true or false as a string.</summary>
    /// <returns>The text, null for null; unreadable if it is anything else.</returns>
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

    /// <summary>Skips a value.</summary>
    public void Skip() => _json.SkipRest(_json.ReadValueStart());
}
