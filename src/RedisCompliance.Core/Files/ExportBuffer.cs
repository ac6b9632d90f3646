using System.Text.Json;

namespace RedisCompliance.Files;

/// <summary>A window that moves over a JSON text as it is read, and holds one complete record at a time.</summary>
internal sealed partial class ExportBuffer(Stream stream, bool hasBackups, CancellationToken cancellationToken)
{
    private const int InitialSize = 64 * 1024;

    /// <summary>The maximum size of one resource's description; a group of 500 nodes takes about a tenth of it.</summary>
    private const int MaxRecordSize = 4 * 1024 * 1024;

    private static readonly JsonReaderOptions s_options = new() { MaxDepth = 512, CommentHandling = JsonCommentHandling.Disallow };

    private readonly Utf8Source _source = new(stream);
    private byte[] _buffer = new byte[InitialSize];
    private int _start;

    /// <summary>The end of the readable bytes. Bytes after it may need the next ones to be understood.</summary>
    private int _ready;
    private int _end;
    private bool _isFinal;
    private bool _hasBegun;
    private bool _isInList;
    private long _consumed;
    private JsonReaderState _state = new(s_options);

    public bool IsEmpty => _source.IsEmpty;

    /// <summary>Whether resources were found. The rest then counts as an export too, not as another command's output.</summary>
    public bool IsOurs { get; set; }

    /// <summary>Whether the text begins like an export, even a failed one: as JSON, CLIXML or an error of the AWS CLI.</summary>
    public bool BeginsAsExport { get; private set; }

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

            // Concatenated files keep their byte order marks.
            if (_ready - _start >= 3 && _buffer[_start] == 0xEF && _buffer[_start + 1] == 0xBB && _buffer[_start + 2] == 0xBF)
            {
                Move(3);
                continue;
            }

            bool mayBeMark = _start < _ready && _ready - _start < 3 && _buffer[_start] == 0xEF;
            if (_start < _ready && !(mayBeMark && !_isFinal))
            {
                LookAtBeginning();
                return ReadToken(out _);
            }

            if (_isFinal && _start == _ready)
            {
                return null;
            }

            ReadOn();
        }
    }

    /// <summary>Reads the name of the object's next property; null at the object's end.</summary>
    public string? ReadPropertyName() =>
        ReadToken(out string? name) == JsonTokenType.EndObject ? null : name ?? string.Empty;

    /// <summary>Reads any token, and its text if it is a name.</summary>
    public JsonTokenType ReadNext(out string? name) => ReadToken(out name);

    /// <summary>Reads the first token of a value, and its text if it is a string.</summary>
    public JsonTokenType ReadText(out string? text) => ReadToken(out text, readsText: true);

    /// <summary>Reads the first token of a value.</summary>
    public JsonTokenType ReadValueStart() => ReadToken(out _);

    /// <summary>Reads the value of a member into a record.</summary>
    public void ReadMember(int index, ref ResourceRecord record)
    {
        try
        {
            while (true)
            {
                Utf8JsonReader reader = Open();
                ResourceRecord attempt = record;
                if (reader.Read() && RecordJson.TryReadValue(ref reader, index, default, hasBackups, ref attempt))
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

    /// <summary>Reads one element of an array.</summary>
    /// <param name="isList">Whether the array is a list of resources, which cannot contain other resources.</param>
    /// <param name="record">The record; on entry, the previous one, which it probably resembles.</param>
    /// <param name="token">The element's first token.</param>
    /// <returns>Null at the array's end. For a container or an array, only its start has been read.</returns>
    public RecordOutcome? TryReadRecord(bool isList, ref ResourceRecord record, out JsonTokenType token)
    {
        ResourceRecord like = record;
        _isInList = isList;
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

                token = reader.TokenType;
                if (token != JsonTokenType.StartObject)
                {
                    Advance(in reader);
                    return token switch
                    {
                        JsonTokenType.EndArray => null,
                        JsonTokenType.StartArray => RecordOutcome.Array,
                        _ => RecordOutcome.Scalar,
                    };
                }

                Utf8JsonReader content = reader;
                RecordOutcome outcome = RecordJson.TryRead(ref content, in like, isList, hasBackups, out record);
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

    /// <summary>Reads a token. Only texts that the caller wants are decoded, and so can be invalid.</summary>
    private JsonTokenType ReadToken(out string? text, bool readsText = false)
    {
        try
        {
            while (true)
            {
                Utf8JsonReader reader = Open();
                if (reader.Read())
                {
                    bool isWanted = reader.TokenType == JsonTokenType.PropertyName
                        || (readsText && reader.TokenType == JsonTokenType.String);
                    text = isWanted ? reader.GetString() : null;
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

    /// <summary>The change of depth at a token: 1, -1 or 0.</summary>
    public static int DepthOf(JsonTokenType token) => token switch
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
        CountLines(count);
        _start += count;
        _consumed += count;
    }

    /// <summary>Reads more of the text into the window, after the unread bytes.</summary>
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
                throw new ExportFormatException(Messages.ExportValueTooLong.With(_consumed, MaxRecordSize / (1024 * 1024)))
                {
                    IsOfAnother = !IsOurs && !_isInList && !NamesResource(),
                };
            }

            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        // Fills the window: an incomplete record is parsed again from its start each time.
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

    /// <summary>Inspects the beginning of the text before it is parsed.</summary>
    private void LookAtBeginning()
    {
        if (_hasBegun)
        {
            return;
        }

        _hasBegun = true;
        ReadOnlySpan<byte> text = new(_buffer, _start, _ready - _start);
        bool isClixml = text.StartsWith("<Objs "u8);
        BeginsAsExport = text[0] is (byte)'{' or (byte)'[' || isClixml
            || text.StartsWith("An error occurred ("u8) || text.StartsWith("aws: "u8);
        if (isClixml)
        {
            throw new ExportFormatException(Messages.ExportClixml);
        }
    }

    /// <summary>Whether the window contains the name of an id member, and so perhaps a resource that is too long.</summary>
    private bool NamesResource()
    {
        ReadOnlySpan<byte> text = new(_buffer, _start, _ready - _start);
        return text.IndexOf("ReplicationGroupId"u8) >= 0
            || text.IndexOf("CacheClusterId"u8) >= 0
            || text.IndexOf("ServerlessCacheName"u8) >= 0
            || (hasBackups && text.IndexOf("SnapshotName"u8) >= 0);
    }

    private ExportFormatException Damaged(Exception? cause) => cause is null or JsonException && _isFinal
        ? new ExportFormatException(Messages.ExportBrokenOff.With(_consumed + _end - _start), cause)
        : new ExportFormatException(Messages.ExportNotJson.With(_consumed), cause);
}
