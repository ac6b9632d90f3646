using System.Text;

namespace RedisCompliance.Commands.Sources;

/// <summary>Assembles JSON that comes down the pipeline as text, line by line or at once.</summary>
internal sealed class PipelineText
{
    /// <summary>The maximum length of a text; files have no such limit.</summary>
    public const int MaxLength = 256 * 1024 * 1024;

    private byte[] _text = [];
    private int _length;
    private int _depth;
    private bool _isInString;
    private bool _isEscaped;

    /// <summary>Whether a text has begun but not ended.</summary>
    public bool IsOpen => _length > 0;

    /// <summary>Whether a line begins a JSON text.</summary>
    public static bool IsStart(string line)
    {
        string text = line.TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        return text.Length > 0 && (text[0] is '{' or '[' || text.TrimEnd() == "null");
    }

    /// <summary>Whether a line belongs to another kind of text, such as YAML or a table, and is no path.</summary>
    public static bool IsProse(string line) =>
        line.Length > 0 && (char.IsWhiteSpace(line[0]) || line[0] is '-' or '+' or '|' or '#' or '<'
            || line.IndexOfAny(['"', '{', '}', '[', ']', '|', '<', '>', '\t', '\n', ',']) >= 0 || line.Contains(": ")
                || line[line.Length - 1] == ':');

    /// <summary>Adds a line.</summary>
    /// <returns>The text, if it ends with this line.</returns>
    public Stream? Add(string line)
    {
        foreach (char c in line)
        {
            Follow(c);
        }

        int room = Encoding.UTF8.GetMaxByteCount(line.Length) + 1;
        if (_text.Length - _length < room)
        {
            Array.Resize(ref _text, Math.Max(_text.Length * 2, _length + room));
        }

        _length += Encoding.UTF8.GetBytes(line, 0, line.Length, _text, _length);
        _text[_length++] = (byte)'\n';
        return (_depth <= 0 && !_isInString) || _length > MaxLength ? Take() : null;
    }

    /// <summary>Returns the text so far, complete or not.</summary>
    public Stream Take()
    {
        MemoryStream text = new(_text, 0, _length);
        _text = [];
        _length = 0;
        _depth = 0;
        _isInString = _isEscaped = false;
        return text;
    }

    private void Follow(char c)
    {
        if (_isInString)
        {
            _isInString = _isEscaped || c != '"';
            _isEscaped = !_isEscaped && c == '\\';
            return;
        }

        switch (c)
        {
            case '"': _isInString = true; break;
            case '{' or '[': _depth++; break;
            case '}' or ']': _depth--; break;
        }
    }
}
