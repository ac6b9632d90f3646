using System.Globalization;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace RedisCompliance.Templates.CloudFormation;

/// <summary>
/// Parses YAML into nodes, event by event, creating only strings, lists and objects. Short tags become their functions. CloudFormation
/// accepts neither aliases nor merges, so nothing can multiply.
/// </summary>
internal sealed class YamlTemplate
{
    private static readonly HashSet<string> s_functions = new(StringComparer.Ordinal)
    {
        "And", "Base64", "Cidr", "Equals", "FindInMap", "ForEach", "GetAtt", "GetAZs", "GetStackOutput", "If", "ImportValue", "Join",
        "Length", "Not", "Or", "Select", "Split", "Sub", "ToJsonString", "Transform",
    };

    private readonly TemplateLimits _limits = new();
    private readonly CancellationToken _cancellationToken;
    private readonly IParser _parser;

    private YamlTemplate(byte[] utf8, CancellationToken cancellationToken)
    {
        _parser = new Parser(new StringReader(Encoding.UTF8.GetString(utf8)));
        _cancellationToken = cancellationToken;
    }

    /// <summary>Reads the single document.</summary>
    /// <exception cref="ExportFormatException">The text is not YAML that CloudFormation accepts.</exception>
    public static TemplateNode Read(byte[] utf8, CancellationToken cancellationToken)
    {
        YamlTemplate template = new(utf8, cancellationToken);
        try
        {
            return template.ReadDocument();
        }
        catch (YamlException exception)
        {
            throw new ExportFormatException(Messages.NotYaml.With(LineOf(exception.Start), exception.Message), exception);
        }
    }

    /// <summary>The line of a mark.</summary>
    public static int LineOf(Mark mark) => checked((int)mark.Line);

    private ParsingEvent Next()
    {
        _cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return _parser.MoveNext() ? _parser.Current! : throw new ExportFormatException(Messages.NotYaml.With(1, string.Empty));
        }
        catch (InvalidOperationException exception)
        {
            // YamlDotNet's own, for a flow mapping that goes on at a lower indent.
            int line = LineOf(_parser.Current?.End ?? Mark.Empty);
            throw new ExportFormatException(Messages.NotYaml.With(line, exception.Message), exception);
        }
    }

    private TemplateNode ReadDocument()
    {
        Next();
        if (Next() is not DocumentStart)
        {
            throw new ExportFormatException(Messages.NoObject);
        }

        TemplateNode root = ReadNode(Next(), 1);
        Next();
        return Next() is StreamEnd ? root : throw new ExportFormatException(Messages.SecondDocument);
    }

    private TemplateNode ReadNode(ParsingEvent first, int depth)
    {
        int line = LineOf(first.Start);
        _limits.Count(depth, line);
        TemplateNode node = first switch
        {
            AnchorAlias alias => throw new ExportFormatException(Messages.YamlAlias.With(alias.Value.Value, line)),
            Scalar scalar => ReadScalar(scalar, line),
            SequenceStart => ReadList(line, depth),
            MappingStart start => ReadMap(start, line, depth),
            _ => throw new ExportFormatException(Messages.NotYaml.With(line, string.Empty)),
        };
        return first is NodeEvent { Tag.IsEmpty: false } tagged ? ReadTag(tagged.Tag.Value, node, line) : node;
    }

    private ListNode ReadList(int line, int depth)
    {
        ListNode list = new(line);
        for (ParsingEvent next = Next(); next is not SequenceEnd; next = Next())
        {
            list.Items.Add(ReadNode(next, depth + 1));
        }

        return list;
    }

    private MapNode ReadMap(MappingStart start, int line, int depth)
    {
        MapNode map = new(line);
        for (ParsingEvent next = Next(); next is not MappingEnd; next = Next())
        {
            (int keyLine, int keyColumn) = (LineOf(next.Start), checked((int)next.Start.Column));
            if (next is AnchorAlias alias)
            {
                throw new ExportFormatException(Messages.YamlAlias.With(alias.Value.Value, keyLine));
            }

            string key = next is Scalar scalar ? scalar.Value : throw new ExportFormatException(Messages.YamlKey.With(keyLine));
            map.HasLooseKeys |= ReadScalar((Scalar)next, keyLine).IsLoose;
            if (key == "<<")
            {
                throw new ExportFormatException(Messages.YamlAlias.With(key, keyLine));
            }

            ParsingEvent first = Next();
            TemplateNode value = ReadNode(first, depth + 1);
            map.Add(key, value, keyLine);
            if (start.Style == MappingStyle.Block && value is MapNode member)
            {
                // A block ends where the next one starts, a flow mapping with its brace.
                int end = LineOf(_parser.Current!.Start);
                member.Lines = new(keyLine, keyColumn, first is MappingStart { Style: MappingStyle.Flow } ? end + 1 : end);
            }
        }

        return map;
    }

    private static ScalarNode ReadScalar(Scalar scalar, int line)
    {
        bool isPlain = scalar.Style == ScalarStyle.Plain;
        return new ScalarNode(isPlain && scalar.Value is ("" or "~" or "null" or "Null" or "NULL") ? null : scalar.Value, line, isPlain);
    }

    private static TemplateNode ReadTag(string tag, TemplateNode node, int line)
    {
        if (tag.StartsWith("tag:yaml.org,2002:", StringComparison.Ordinal))
        {
            // The value of a string that is tagged as a boolean, number, time or null is unknown.
            switch (tag.Substring("tag:yaml.org,2002:".Length))
            {
                case "map" or "seq":
                    return node;
                case "str":
                    return node is ScalarNode scalar ? new ScalarNode(scalar.Text, line) : node;
                case "bool" or "int" or "float" or "null" or "timestamp":
                    return new MapNode(line);
            }
        }

        string name = tag.TrimStart('!');
        string function = name is "Ref" or "Condition" ? name
            : s_functions.Contains(name) && tag[0] == '!' ? $"Fn::{name}"
            : throw new ExportFormatException(Messages.YamlTag.With(tag, line.ToString(CultureInfo.InvariantCulture)));
        MapNode call = new(line);
        call.Add(function, node, line);
        return call;
    }
}
