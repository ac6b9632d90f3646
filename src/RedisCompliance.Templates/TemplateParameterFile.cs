using RedisCompliance.Templates.CloudFormation;

namespace RedisCompliance.Templates;

/// <summary>
/// Reads a parameter file: a list of ParameterKey and ParameterValue as for the AWS CLI, an object with Parameters as for CodePipeline,
/// or an object of names and values.
/// </summary>
internal static class TemplateParameterFile
{
    /// <summary>Stands for a parameter that keeps its previous value, which is unknown here.</summary>
    public const string KeepsValue = "{{resolve:UsePreviousValue}}";

    /// <summary>Adds the parameters of a file.</summary>
    /// <exception cref="ExportFormatException">The file is not a parameter file.</exception>
    public static void Read(byte[] utf8, IDictionary<string, string> parameters, CancellationToken cancellationToken)
    {
        TemplateNode root = JsonTemplate.Read(utf8, cancellationToken);
        switch (root)
        {
            case ListNode list:
                foreach (TemplateNode item in list.Items)
                {
                    MapNode? entry = item as MapNode;
                    string key = (entry?["ParameterKey"] as ScalarNode)?.Text
                        ?? throw new ExportFormatException(Messages.ParameterFileUnreadable.With(item.Line));

                    parameters[key] = entry!["UsePreviousValue"] is null or ScalarNode { Text: "false" }
                        ? Text(entry["ParameterValue"], entry.Line) : KeepsValue;
                }

                break;
            case MapNode map:
                foreach ((string key, TemplateNode value, int line) in ((map["Parameters"] as MapNode) ?? map).Members)
                {
                    parameters[key] = Text(value, line);
                }

                break;
            default:
                throw new ExportFormatException(Messages.ParameterFileUnreadable.With(root.Line));
        }
    }

    private static string Text(TemplateNode? value, int line) => value switch
    {
        ScalarNode { Text: { } text } => text,
        ListNode list => string.Join(",", list.Items.Select(item => Text(item, line))),
        _ => throw new ExportFormatException(Messages.ParameterFileUnreadable.With(line)),
    };
}
