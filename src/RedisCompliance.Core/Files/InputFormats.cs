using System.Text;
using System.Text.Json;

namespace RedisCompliance.Files;

/// <summary>The format of an input file.</summary>
internal enum InputFormat
{
    /// <summary>Output of the AWS CLI, or an unknown format, whose fault the export reader reports.</summary>
    Export,

    /// <summary>A Terraform plan or state in JSON.</summary>
    Terraform,

    /// <summary>A CloudFormation template in JSON.</summary>
    CloudFormationJson,

    /// <summary>A CloudFormation template in YAML.</summary>
    CloudFormationYaml,
}

/// <summary>Tells plans and templates from exports by their beginning, never by the file's name.</summary>
internal static class InputFormats
{
    private const int HeadLength = 64 * 1024;

    private static readonly string[] s_terraform =
        ["format_version", "terraform_version", "planned_values", "resource_changes", "resource_drift", "prior_state", "lineage"];

    private static readonly string[] s_template =
        ["AWSTemplateFormatVersion", "Resources", "Parameters", "Mappings", "Conditions", "Transform", "TemplateBody"];

    /// <summary>Detects the format from the beginning, and returns a stream that still has all of it.</summary>
    public static (InputFormat Format, Stream Whole) Detect(Stream stream)
    {
        byte[] head = new byte[HeadLength];
        int length = 0;
        while (length < head.Length && stream.Read(head, length, head.Length - length) is int read and > 0)
        {
            length += read;
        }

        Utf8Source source = new(new MemoryStream(head, 0, length));
        byte[] text = new byte[HeadLength];
        int end = 0;
        try
        {
            while (text.Length - end >= Utf8Source.MinBuffer && source.Read(text, end, text.Length - end) is int more and > 0)
            {
                end += more;
            }
        }
        catch (ExportFormatException)
        {
            // The text is cut off in the middle of a character, or damaged. Its reader reports that.
        }

        return (Detect(new ReadOnlySpan<byte>(text, 0, end), isCut: length == head.Length), new HeadStream(head, length, stream));
    }

    /// <summary>Whether a text other than JSON has a template's keys at the start of a line.</summary>
    /// <param name="text">The text, or its beginning.</param>
    /// <param name="isCut">Whether the text continues; Resources may then come later, after long Mappings.</param>
    public static bool IsYamlTemplate(string text, bool isCut = false)
    {
        string[] keys = isCut ? s_template : ["Resources", "AWSTemplateFormatVersion"];
        return text.Split('\n').Any(line => keys.Any(key => IsKey(line, key)));
    }

    private static InputFormat Detect(ReadOnlySpan<byte> text, bool isCut)
    {
        int first = 0;
        while (first < text.Length && text[first] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            first++;
        }

        return first == text.Length ? InputFormat.Export
            : text[first] == (byte)'{' ? DetectJson(text.Slice(first))
            : text[first] is (byte)'[' or (byte)'<' ? InputFormat.Export
            : IsYamlTemplate(Encoding.UTF8.GetString(text.ToArray()), isCut) ? InputFormat.CloudFormationYaml : InputFormat.Export;
    }

    /// <summary>Looks for top-level keys of Terraform and CloudFormation, which exports do not have.</summary>
    private static InputFormat DetectJson(ReadOnlySpan<byte> text)
    {
        Utf8JsonReader reader = new(text, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = 512 }));
        InputFormat found = InputFormat.Export;
        try
        {
            while (reader.Read() && (reader.CurrentDepth > 0 || reader.TokenType != JsonTokenType.EndObject))
            {
                if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1)
                {
                    continue;
                }

                string name = reader.GetString()!;
                if (s_terraform.Contains(name, StringComparer.Ordinal))
                {
                    return InputFormat.Terraform;
                }

                if (name == "root_module")
                {
                    return found;
                }

                bool isObject = reader.Read() && reader.TokenType is JsonTokenType.StartObject;
                if (name == "configuration" && isObject)
                {
                    return InputFormat.Terraform;
                }

                if (s_template.Contains(name, StringComparer.Ordinal) && (isObject || name is "AWSTemplateFormatVersion"))
                {
                    return InputFormat.CloudFormationJson;
                }
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The format's reader reports what is wrong, and where.
        }

        return found;
    }

    private static bool IsKey(string line, string name)
    {
        string text = line.TrimStart('\uFEFF', '"', '\'');
        return text.StartsWith(name, StringComparison.Ordinal)
            && text.Substring(name.Length).TrimStart('"', '\'', ' ', '\t') is [':', ..];
    }

    /// <summary>Reads the inspected beginning, and then the rest.</summary>
    private sealed class HeadStream(byte[] head, int length, Stream rest) : ReadOnlyStream
    {
        private int _position;

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (_position >= length)
            {
                return rest.Read(buffer, offset, count);
            }

            int read = Math.Min(count, length - _position);
            Array.Copy(head, _position, buffer, offset, read);
            _position += read;
            return read;
        }
    }
}
