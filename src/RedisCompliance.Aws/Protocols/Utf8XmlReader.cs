using System.Runtime.CompilerServices;
using System.Text;
using System.Xml;

namespace RedisCompliance.Aws.Protocols;

/// <summary>
/// A forward reader over the XML of an answer in memory. For such answers it behaves like System.Xml.XmlReader (a property
/// test compares them) at a fraction of the cost, which matters most in a new process: see docs/adr/0003. It reads elements,
/// text, CDATA and the predefined entities; it skips attributes, comments and processing instructions, and refuses a DTD.
/// Only UTF-8, as in the Query protocol.
/// </summary>
internal sealed partial class Utf8XmlReader
{
    private const int MaxDepth = 64;

    private readonly byte[] _xml;
    private readonly int _start;
    private readonly int _end;
    private readonly int[] _nameStarts = new int[MaxDepth];
    private readonly int[] _nameLengths = new int[MaxDepth];
    private int _position;
    private bool _isEmptyElement;
    private bool _isUnusual;
    private bool _hasOtherScripts;
    private bool _hasEscapes;

    /// <summary>Starts before the root element.</summary>
    /// <exception cref="XmlException">The document is in another encoding.</exception>
    public Utf8XmlReader(ArraySegment<byte> xml)
    {
        _xml = xml.Array!;
        _position = xml.Offset;
        _end = xml.Offset + xml.Count;
        if (Rest.StartsWith("\uFEFF"u8))
        {
            _position += 3;
        }

        _start = _position;
        if (Rest.StartsWith("<?xml"u8))
        {
            int length = Rest.IndexOf("?>"u8);
            XmlText.CheckEncoding(length < 0 ? Rest : Rest.Slice(0, length));
            if (XmlWellFormedness.IsPlainDeclaration(Rest))
            {
                _position += length + 2;
            }
        }
    }

    /// <summary>How many elements are open.</summary>
    public int Depth { get; private set; }

    /// <summary>The name of the current element, without a prefix.</summary>
    public ReadOnlySpan<byte> LocalName
    {
        get
        {
            ReadOnlySpan<byte> name = NameAt(Depth - 1);
            return _isUnusual ? name.Slice(name.LastIndexOf((byte)':') + 1) : name;
        }
    }

    private ReadOnlySpan<byte> Rest => _xml.AsSpan(_position, _end - _position);

    /// <summary>
    /// Advances to the next child of the element that was open at that depth; the caller need not read the child's content.
    /// False at the element's end, which the reader has then passed. Depth 0 stands for the document.
    /// </summary>
    /// <exception cref="XmlException">The XML is damaged or breaks off.</exception>
    [MethodImpl(MethodOptions.AggressiveOptimization)]
    public bool ReadChild(int depth)
    {
        while (Depth > depth)
        {
            SkipContent();
        }

        if (TakeEmptyElementEnd())
        {
            return false;
        }

        return ReadTag();
    }

    /// <summary>Advances to the next item of a list, like <see cref="ReadChild"/>; text between items is an error.</summary>
    /// <exception cref="XmlException">The XML is damaged or breaks off, or there is text.</exception>
    [MethodImpl(MethodOptions.AggressiveOptimization)]
    public bool ReadItem(int depth)
    {
        while (Depth > depth)
        {
            SkipContent();
        }

        int text = _isEmptyElement ? 0 : Math.Max(FindTag(), 0);
        for (int i = _position; i < _position + text; i++)
        {
            if (!XmlText.IsSpace(_xml[i]))
            {
                throw Damaged("Text was found where only elements were expected");
            }
        }

        return ReadChild(depth);
    }

    /// <summary>
    /// Reads the text of the current element, which has no child elements, and advances past its end. White space at both
    /// ends is trimmed. Returns <paramref name="likely"/> itself if the text is the same: listings repeat
    /// themselves.
    /// </summary>
    /// <exception cref="XmlException">The XML is damaged or breaks off, or there is a child element.</exception>
    [MethodImpl(MethodOptions.AggressiveOptimization)]
    public string ReadText(string? likely = null)
    {
        if (TakeEmptyElementEnd())
        {
            return string.Empty;
        }

        int start = _position;
        int length = FindTag();
        if (length < 0)
        {
            throw BrokenOff();
        }

        if (_xml[start + length + 1 < _end ? start + length + 1 : start] != '/' || _hasEscapes)
        {
            return ReadMixedText()?.Trim() ?? throw HasElements();
        }

        _position += length;
        if (ReadTag())
        {
            throw HasElements();
        }

        XmlText.Trim(_xml, ref start, ref length);
        return likely is not null && XmlText.IsSame(_xml, start, length, likely) ? likely : XmlText.Decode(_xml, start, length);
    }

    /// <summary>The text of the current element; null if a child element was found, whose content the caller may skip.</summary>
    /// <exception cref="XmlException">The XML is damaged or breaks off.</exception>
    public string? ReadTextOrNull() => TakeEmptyElementEnd() ? string.Empty : ReadMixedText()?.Trim();

    /// <summary>
    /// Reads to the end of the document and checks all of it: a document that breaks off or is damaged after the part of
    /// interest is damaged all the same.
    /// </summary>
    /// <exception cref="XmlException">The XML is damaged or breaks off.</exception>
    public void ReadToEnd()
    {
        if (ReadChild(0))
        {
            throw Damaged("There is a second root element");
        }

        if (_isUnusual || (_hasOtherScripts && !XmlWellFormedness.IsText(_xml, _start, _end - _start)))
        {
            XmlWellFormedness.Validate(_xml, _start, _end - _start);
        }
    }

    /// <summary>Skips the rest of the current element.</summary>
    [MethodImpl(MethodOptions.AggressiveOptimization)]
    private void SkipContent()
    {
        int depth = Depth;
        if (TakeEmptyElementEnd())
        {
            return;
        }

        while (Depth >= depth)
        {
            if (ReadTag())
            {
                TakeEmptyElementEnd();
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TakeEmptyElementEnd()
    {
        bool isEmpty = _isEmptyElement;
        if (isEmpty)
        {
            _isEmptyElement = false;
            Depth--;
        }

        return isEmpty;
    }

    /// <summary>
    /// The text of an element in the general case: entities, CDATA, comments, line ends of other systems. Null if an
    /// element begins in it.
    /// </summary>
    private string? ReadMixedText()
    {
        StringBuilder text = new();
        while (true)
        {
            int length = FindTag();
            if (length < 0)
            {
                throw BrokenOff();
            }

            XmlText.AppendUnescaped(text, XmlText.Decode(_xml, _position, length));
            _position += length;
            if (Rest.StartsWith("<![CDATA["u8))
            {
                _isUnusual = true;
                int close = Rest.IndexOf("]]>"u8);
                text.Append(XmlText.Normalize(XmlText.Decode(_xml, _position + 9, close < 0 ? throw BrokenOff() : close - 9)));
                _position += close + 3;
            }
            else if (Rest.StartsWith("<!--"u8) || Rest.StartsWith("<?"u8))
            {
                _position++;
                SkipMarkup();
            }
            else if (ReadTag())
            {
                return null;
            }
            else
            {
                return text.ToString();
            }
        }
    }

    private ReadOnlySpan<byte> NameAt(int level) => _xml.AsSpan(_nameStarts[level], _nameLengths[level]);

    private XmlException HasElements() => Damaged("An element was found where only text was expected");

    private XmlException Damaged(string what) => new($"{what}, at byte {_position}.");

    private XmlException BrokenOff() => new($"The XML breaks off after {_end} bytes.");
}
