using System.Text;
using System.Text.Json;

namespace RedisCompliance;

/// <summary>A window on a JSON text that moves over it as it is read; one record at a time is whole in the window.</summary>
internal sealed class ExportBuffer(Stream stream)
{
    private const int InitialSize = 64 * 1024;

    /// <summary>The longest description of one resource that is read: a group of 500 nodes takes about a tenth of it.</summary>
    private const int MaxRecordSize = 4 * 1024 * 1024;

    private static readonly JsonReaderOptions s_options = new() { MaxDepth = 32, CommentHandling = JsonCommentHandling.Disallow };

    private readonly Utf8Source _source = new(stream);
    private byte[] _buffer = new byte[InitialSize];
    private int _start;
    private int _end;
    private bool _isFinal;
    private long _consumed;
    private JsonReaderState _state = new(s_options);

    public bool IsEmpty => _source.IsEmpty;

    /// <summary>Moves to the next document; null at the end of the text.</summary>
    public JsonTokenType? TryReadDocumentStart()
    {
        _state = new JsonReaderState(s_options);
        while (true)
        {
            while (_start < _end && _buffer[_start] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            {
                _start++;
                _consumed++;
            }

            if (_start < _end)
            {
                return ReadToken(out _);
            }

            if (_isFinal)
            {
                return null;
            }

            ReadOn();
        }
    }

    /// <summary>Reads the name of the next property of the document, or null at its end.</summary>
    public string? ReadPropertyName() =>
        ReadToken(out string? name) == JsonTokenType.EndObject ? null : name ?? string.Empty;

    /// <summary>Reads a value that is a text or null.</summary>
    public string? ReadScalar(string key)
    {
        JsonTokenType token = ReadToken(out string? text);
        return token is JsonTokenType.String or JsonTokenType.Null ? text
            : throw new ExportFormatException(Messages.ExportNoString.With(key, token));
    }

    /// <summary>Enters the array of resources that a key holds.</summary>
    public void ReadArrayStart(string key)
    {
        JsonTokenType token = ReadToken(out _);
        if (token != JsonTokenType.StartArray)
        {
            throw new ExportFormatException(Messages.ExportNoArray.With(key, token));
        }
    }

    /// <summary>Passes over a value of any size.</summary>
    public void SkipValue()
    {
        int depth = 0;
        do
        {
            depth += ReadToken(out _) switch
            {
                JsonTokenType.StartObject or JsonTokenType.StartArray => 1,
                JsonTokenType.EndObject or JsonTokenType.EndArray => -1,
                _ => 0,
            };
        }
        while (depth > 0);
    }

    /// <summary>Reads one object of the array, or sees the array end.</summary>
    public bool TryReadRecord(out ResourceRecord record)
    {
        try
        {
            while (true)
            {
                Utf8JsonReader reader = Open();
                if (!reader.Read())
                {
                    ReadOn();
                    continue;
                }

                if (reader.TokenType == JsonTokenType.EndArray)
                {
                    Advance(in reader);
                    record = default;
                    return false;
                }

                if (reader.TokenType != JsonTokenType.StartObject)
                {
                    throw new ExportFormatException(Messages.ExportElementNoObject.With(reader.TokenType));
                }

                Utf8JsonReader content = reader;
                if (reader.TrySkip())
                {
                    record = ReadRecord(ref content);
                    Advance(in reader);
                    return true;
                }

                ReadOn();
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw Damaged(exception);
        }
    }

    private static ResourceRecord ReadRecord(ref Utf8JsonReader reader)
    {
        ResourceRecord record = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ResourceMember? known = ResourceRecord.MemberOf(reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan);
            reader.Read();
            if (known is not { } member)
            {
                reader.TrySkip();
                continue;
            }

            record.Set(member, reader.TokenType switch
            {
                JsonTokenType.String => reader.GetString(),
                JsonTokenType.Null => null,
                JsonTokenType.True => "true",
                JsonTokenType.False => "false",
                _ => throw new ExportFormatException(Messages.ExportNoStringOrBoolean.With(member, reader.TokenType)),
            });
        }

        return record;
    }

    private JsonTokenType ReadToken(out string? text)
    {
        try
        {
            while (true)
            {
                Utf8JsonReader reader = Open();
                if (reader.Read())
                {
                    text = reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.String ? reader.GetString() : null;
                    Advance(in reader);
                    return reader.TokenType;
                }

                ReadOn();
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw Damaged(exception);
        }
    }

    private Utf8JsonReader Open() => new(new ReadOnlySpan<byte>(_buffer, _start, _end - _start), _isFinal, _state);

    private void Advance(in Utf8JsonReader reader)
    {
        int consumed = checked((int)reader.BytesConsumed);
        _start += consumed;
        _consumed += consumed;
        _state = reader.CurrentState;
    }

    /// <summary>Gets more of the text behind what is in the window and not yet read.</summary>
    private void ReadOn()
    {
        if (_isFinal)
        {
            throw Damaged(null);
        }

        Buffer.BlockCopy(_buffer, _start, _buffer, 0, _end - _start);
        _end -= _start;
        _start = 0;
        if (_buffer.Length - _end < Utf8Source.MinBuffer)
        {
            if (_buffer.Length >= MaxRecordSize)
            {
                throw new ExportFormatException(Messages.ExportValueTooLong.With(_consumed, MaxRecordSize / (1024 * 1024)));
            }

            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        // To the brim, since a record that is not yet whole is gone over again from its start each time.
        int filledFrom = _end;
        int read;
        do
        {
            read = _source.Read(_buffer, _end, _buffer.Length - _end);
            _end += read;
        }
        while (read > 0 && _buffer.Length - _end >= Utf8Source.MinBuffer);
        _isFinal = _end == filledFrom;
    }

    private ExportFormatException Damaged(Exception? cause) => cause is null or JsonException && _isFinal
        ? new ExportFormatException(Messages.ExportBrokenOff.With(_consumed + _end - _start), cause)
        : new ExportFormatException(Messages.ExportNotJson.With(_consumed), cause);
}
