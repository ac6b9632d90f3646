using System.Text.Json;

namespace RedisCompliance.Reports.Formats;

/// <summary>Writes JSON objects as the items of an array whose brackets the caller writes.</summary>
internal sealed class JsonItems(Stream stream, string separator = ",\n") : IDisposable
{
    private readonly Utf8JsonWriter _json = new(stream, JsonText.Compact);
    private bool _isBegun;

    /// <summary>Writes an item.</summary>
    public void Write(Action<Utf8JsonWriter> write)
    {
        if (_isBegun)
        {
            stream.WriteText(separator);
        }

        _isBegun = true;
        write(_json);
        _json.Flush();
        _json.Reset();
    }

    /// <summary>Disposes of the writer but not of the stream.</summary>
    public void Dispose() => _json.Dispose();

    /// <summary>Whether nothing has been written.</summary>
    public bool IsEmpty => !_isBegun;
}
