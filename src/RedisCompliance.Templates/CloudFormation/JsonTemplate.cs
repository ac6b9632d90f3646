using System.Text;
using System.Text.Json;

namespace RedisCompliance.Templates.CloudFormation;

/// <summary>Parses JSON into nodes.</summary>
internal static class JsonTemplate
{
    public static TemplateNode Read(byte[] utf8, CancellationToken cancellationToken)
    {
        Utf8JsonReader reader = new(utf8, new JsonReaderOptions { MaxDepth = TemplateLimits.MaxDepth + 2 });
        try
        {
            LineCounter lines = new(utf8);
            reader.Read();
            TemplateNode root = Read(ref reader, lines, new TemplateLimits(), 1, cancellationToken);
            reader.Read();
            return root;
        }
        catch (JsonException exception)
        {
            throw new ExportFormatException(Messages.NotJson.With((exception.LineNumber ?? 0) + 1), exception);
        }
        catch (InvalidOperationException exception)
        {
            throw new ExportFormatException(Messages.NotJson.With(1), exception);
        }
    }

    private static TemplateNode Read(
        ref Utf8JsonReader reader, LineCounter lines, TemplateLimits limits, int depth, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        int line = lines.At(reader.TokenStartIndex);
        limits.Count(depth, line);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartArray:
                ListNode list = new(line);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    list.Items.Add(Read(ref reader, lines, limits, depth + 1, cancellationToken));
                }

                return list;
            case JsonTokenType.StartObject:
                MapNode map = new(line);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    int keyLine = lines.At(reader.TokenStartIndex);
                    string key = reader.GetString()!;
                    reader.Read();
                    map.Add(key, Read(ref reader, lines, limits, depth + 1, cancellationToken), keyLine);
                }

                return map;
            case JsonTokenType.String:
                return new ScalarNode(reader.GetString(), line);
            case JsonTokenType.Null:
                return new ScalarNode(null, line);
            default:
                // Numbers, true and false keep their spelling.
                return new ScalarNode(Encoding.UTF8.GetString(reader.ValueSpan.ToArray()), line, isPlain: true);
        }
    }

    /// <summary>Finds the line of a byte; positions must be requested in ascending order.</summary>
    private sealed class LineCounter(byte[] utf8)
    {
        private int _position;
        private int _line = 1;

        public int At(long position)
        {
            for (; _position < position; _position++)
            {
                _line += utf8[_position] == (byte)'\n' ? 1 : 0;
            }

            return _line;
        }
    }
}
