using System.Runtime.CompilerServices;

namespace RedisCompliance.Aws.Protocols;

/// <content>Tags and other markup: where they begin and end, and whether they are allowed there.</content>
internal sealed partial class Utf8XmlReader
{
    /// <summary>Advances past the next tag. True if it opens an element, false if it closes one or the document ends.</summary>
    [MethodImpl(MethodOptions.AggressiveOptimization)]
    private bool ReadTag()
    {
        while (true)
        {
            int text = FindTag();
            if (text < 0)
            {
                if (Depth > 0)
                {
                    throw BrokenOff();
                }

                CheckOutsideRoot(Rest);
                _position = _end;
                return false;
            }

            if (Depth == 0)
            {
                CheckOutsideRoot(Rest.Slice(0, text));
            }

            _position += text + 1;
            switch (_position < _end ? _xml[_position] : throw BrokenOff())
            {
                case (byte)'/':
                    ReadEndTag();
                    return false;
                case (byte)'!':
                case (byte)'?':
                    SkipMarkup();
                    break;
                default:
                    ReadStartTag();
                    return true;
            }
        }
    }

    [MethodImpl(MethodOptions.AggressiveOptimization)]
    private void ReadStartTag()
    {
        int start = _position;
        _isUnusual |= _position < _end && XmlWellFormedness.InName(_xml[_position]) != XmlWellFormedness.NameByte.Start;
        while (_position < _end && XmlWellFormedness.InName(_xml[_position]) is var kind and not XmlWellFormedness.NameByte.None)
        {
            _isUnusual |= kind == XmlWellFormedness.NameByte.Unusual;
            _position++;
        }

        if (_position == start || Depth == MaxDepth)
        {
            throw Damaged(_position == start ? "A tag has no name" : "The elements nest too deeply");
        }

        _nameStarts[Depth] = start;
        _nameLengths[Depth++] = _position - start;
        int attributes = _position;
        while (_position < _end)
        {
            byte next = _xml[_position++];
            if (next == '>')
            {
                _isEmptyElement = _xml[_position - 2] == '/';
                _isUnusual |= _position - 1 > attributes
                    && !XmlWellFormedness.IsPlainAttributes(_xml.AsSpan(attributes, _position - 1 - attributes));
                return;
            }

            if (next is (byte)'"' or (byte)'\'')
            {
                int value = Rest.IndexOf(next);
                _position += value < 0 ? throw BrokenOff() : value + 1;
            }
            else if (next == '<')
            {
                throw Damaged("A tag begins within a tag");
            }
        }

        throw BrokenOff();
    }

    [MethodImpl(MethodOptions.AggressiveOptimization)]
    private void ReadEndTag()
    {
        if (Depth == 0)
        {
            throw Damaged("An element is closed that was never opened");
        }

        ReadOnlySpan<byte> open = NameAt(Depth - 1);
        int length = open.Length + 1;
        if (_position + length >= _end || _xml[_position + length] != '>')
        {
            length = Rest.IndexOf((byte)'>');
            if (length < 0)
            {
                throw BrokenOff();
            }
        }

        ReadOnlySpan<byte> name = _xml.AsSpan(_position + 1, length - 1);
        while (name.Length > open.Length && XmlText.IsSpace(name[name.Length - 1]))
        {
            name = name.Slice(0, name.Length - 1);
        }

        if (!name.SequenceEqual(open))
        {
            throw Damaged("An element is closed by another's tag");
        }

        _position += length + 1;
        Depth--;
    }

    /// <summary>Skips a comment, CDATA or processing instruction; the position is its second character.</summary>
    private void SkipMarkup()
    {
        _isUnusual = true;
        if (Rest.StartsWith("!DOCTYPE"u8))
        {
            throw Damaged("It has a document type definition");
        }

        ReadOnlySpan<byte> close = Rest.StartsWith("!--"u8) ? "-->"u8
            : Rest.StartsWith("![CDATA["u8) && Depth > 0 ? "]]>"u8
            : Rest[0] == (byte)'?' ? "?>"u8
            : throw Damaged("It has a declaration");
        int length = Rest.IndexOf(close);
        _position += length < 0 ? throw BrokenOff() : length + close.Length;
    }

    /// <summary>The distance to the next tag, -1 if there is none; notes anything unusual in the text before it.</summary>
    [MethodImpl(MethodOptions.AggressiveOptimization)]
    private int FindTag()
    {
        _hasEscapes = false;
        ReadOnlySpan<byte> rest = Rest;
        int at = XmlWellFormedness.IndexOfNoText(rest);
        while (at >= 0 && rest[at] != '<')
        {
            _hasEscapes |= rest[at] is (byte)'&' or (byte)'\r';
            _hasOtherScripts |= rest[at] >= 0x80;
            _isUnusual |= rest[at] < 0x80 && !XmlWellFormedness.IsPlain(rest.Slice(at));
            int next = XmlWellFormedness.IndexOfNoText(rest.Slice(at + 1));
            at = next < 0 ? -1 : at + 1 + next;
        }

        return at;
    }

    private void CheckOutsideRoot(ReadOnlySpan<byte> text)
    {
        foreach (byte b in text)
        {
            if (!XmlText.IsSpace(b))
            {
                throw Damaged("There is text outside of the root element");
            }
        }
    }
}
