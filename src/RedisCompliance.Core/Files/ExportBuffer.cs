using System.Text.Json;

namespace RedisCompliance.Files;

/// <summary>A window on a JSON text that moves over it as it is read; one record at a time is whole in the window.</summary>
internal sealed class ExportBuffer(Stream stream, CancellationToken cancellationToken)
{
    private const int InitialSize = 64 * 1024;

    /// <summary>The longest description of one resource that is read: a group of 500 nodes takes about a tenth of it.</summary>
    private const int MaxRecordSize = 4 * 1024 * 1024;

    private static readonly JsonReaderOptions s_options = new() { MaxDepth = 32, CommentHandling = JsonCommentHandling.Disallow };

    private readonly Utf8Source _source = new(stream);
    private byte[] _buffer = new byte[InitialSize];
    private int _start;

    /// <summary>How far the bytes can be read; some after it may wait for those that explain them.</summary>
    private int _ready;
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
            while (_start < _ready && _buffer[_start] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            {
                Move(1);
            }

            // Files that were put one after another keep the byte order mark of each.
            if (_ready - _start >= 3 && _buffer[_start] == 0xEF && _buffer[_start + 1] == 0xBB && _buffer[_start + 2] == 0xBF)
            {
                Move(3);
                continue;
            }

            bool mayBeMark = _start < _ready && _ready - _start < 3 && _buffer[_start] == 0xEF;
            if (_start < _ready && !(mayBeMark && !_isFinal))
            {
                return ReadToken(out _);
            }

            if (_isFinal && _start == _ready)
            {
                return null;
            }

            ReadOn();
        }
    }

    /// <summary>Reads the name of the next property of the object, or null at its end.</summary>
    public string? ReadPropertyName() =>
        ReadToken(out string? name) == JsonTokenType.EndObject ? null : name ?? string.Empty;

    /// <summary>Reads a value that is a text or null.</summary>
    public string? ReadScalar(string key)
    {
        JsonTokenType token = ReadToken(out string? text);
        return token is JsonTokenType.String or JsonTokenType.Null ? text
            : throw new ExportFormatException(Messages.ExportNoString.With(key, token));
    }

    /// <summary>Reads the first token of a value.</summary>
    public JsonTokenType ReadValueStart() => ReadToken(out _);

    /// <summary>Passes over the rest of a value of any size.</summary>
    /// <param name="first">Its first token, which was read.</param>
    public void SkipRest(JsonTokenType first)
    {
        int depth = DepthOf(first);
        while (depth > 0)
        {
            depth += DepthOf(ReadToken(out _));
        }
    }

    /// <summary>Reads the value of a member into a record.</summary>
    public void ReadMember(int index, ref ResourceRecord record)
    {
        try
        {
            while (true)
            {
                Utf8JsonReader reader = Open();
                ResourceRecord attempt = record;
                if (reader.Read() && RecordJson.TryReadValue(ref reader, index, default, ref attempt))
                {
                    Advance(in reader);
                    record = attempt;
                    return;
                }

                ReadOn();
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw Damaged(exception);
        }
    }

    /// <summary>Reads one object of an array.</summary>
    /// <param name="isList">Whether the array is a list of resources, whose members are none but theirs.</param>
    /// <param name="record">The record; of the call before, the one that it is likely to be like.</param>
    /// <returns>Null at the array's end. Of a container, nothing but its start was read.</returns>
    public RecordOutcome? TryReadRecord(bool isList, ref ResourceRecord record)
    {
        ResourceRecord like = record;
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
                    return null;
                }

                if (reader.TokenType != JsonTokenType.StartObject)
                {
                    throw new ExportFormatException(Messages.ExportElementNoObject.With(reader.TokenType)) { IsOfAnother = !isList };
                }

                Utf8JsonReader content = reader;
                RecordOutcome outcome = RecordJson.TryRead(ref content, in like, isList, out record);
                if (outcome != RecordOutcome.Incomplete)
                {
                    Advance(outcome == RecordOutcome.Whole ? content : reader);
                    return outcome;
                }

                ReadOn();
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw Damaged(exception);
        }
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

    private static int DepthOf(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject or JsonTokenType.StartArray => 1,
        JsonTokenType.EndObject or JsonTokenType.EndArray => -1,
        _ => 0,
    };

    private Utf8JsonReader Open() => new(new ReadOnlySpan<byte>(_buffer, _start, _ready - _start), _isFinal, _state);

    private void Advance(in Utf8JsonReader reader)
    {
        Move(checked((int)reader.BytesConsumed));
        _state = reader.CurrentState;
    }

    private void Move(int count)
    {
        _start += count;
        _consumed += count;
    }

    /// <summary>Gets more of the text behind what is in the window and not yet read.</summary>
    private void ReadOn()
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_isFinal)
        {
            throw Damaged(null);
        }

        Buffer.BlockCopy(_buffer, _start, _buffer, 0, _end - _start);
        _end -= _start;
        _ready -= _start;
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
        _ready = EightBitText.Repair(_buffer, _start, _ready, _end, _isFinal);
    }

    private ExportFormatException Damaged(Exception? cause) => cause is null or JsonException && _isFinal
        ? new ExportFormatException(Messages.ExportBrokenOff.With(_consumed + _end - _start), cause)
        : new ExportFormatException(Messages.ExportNotJson.With(_consumed), cause);
}
