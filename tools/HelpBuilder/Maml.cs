using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Xml.Linq;

namespace RedisCompliance.HelpBuilder;

/// <summary>What help says by itself in a language: where it is online, and which values a parameter takes.</summary>
internal sealed record Language(string Culture, string ValuesAre, string OnlineVersion)
{
    public static IReadOnlyList<Language> All { get; } =
        [new("en-US", "Values: {0}.", "Online version"), new("ja-JP", "指定できる値: {0}。", "オンライン版")];
}

/// <summary>
/// Writes help as Get-Help reads it: what only people can say comes from the Markdown, and everything else (syntax, types,
/// positions, aliases, defaults, values) from the cmdlets themselves.
/// </summary>
internal static class Maml
{
    private static readonly XNamespace s_root = "http://msh";
    private static readonly XNamespace s_maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace s_command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace s_dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    /// <summary>Writes the help of all cmdlets into one file.</summary>
    /// <exception cref="HelpException">A parameter is not described, or a described one does not exist.</exception>
    public static void Write(string file, Language language, Uri project, IEnumerable<(CmdletInfo Cmdlet, CmdletHelp Help)> cmdlets) =>
        new XDocument(new XElement(s_root + "helpItems", new XAttribute("schema", "maml"),
            cmdlets.Select(entry => Command(entry.Cmdlet, entry.Help, language, project)))).Save(file);

    private static XElement Command(CmdletInfo cmdlet, CmdletHelp help, Language language, Uri project)
    {
        ParameterMetadata[] parameters =
            [.. cmdlet.Parameters.Values.Where(parameter => !Cmdlet.CommonParameters.Contains(parameter.Name))];
        if (help.Parameters.Own.Except(parameters.Select(parameter => parameter.Name)).FirstOrDefault() is { } unknown)
        {
            throw new HelpException(cmdlet.Name + ".md", $"it describes a parameter {unknown}, which the cmdlet does not have.");
        }

        object instance = Activator.CreateInstance(cmdlet.ImplementingType)!;
        return new XElement(s_command + "command",
            new XAttribute(XNamespace.Xmlns + "maml", s_maml), new XAttribute(XNamespace.Xmlns + "command", s_command),
            new XAttribute(XNamespace.Xmlns + "dev", s_dev),
            new XElement(s_command + "details",
                new XElement(s_command + "name", cmdlet.Name),
                new XElement(s_command + "verb", cmdlet.Verb),
                new XElement(s_command + "noun", cmdlet.Noun),
                Paragraphs("description", [help.Synopsis])),
            Paragraphs("description", help.Description),
            new XElement(s_command + "syntax",
                cmdlet.ParameterSets.OrderByDescending(set => set.IsDefault).Select(set => new XElement(s_command + "syntaxItem",
                new XElement(s_maml + "name", cmdlet.Name),
                set.Parameters.Where(parameter => !Cmdlet.CommonParameters.Contains(parameter.Name))
                    .OrderBy(parameter => parameter.Position < 0 ? int.MaxValue : parameter.Position)
                    .Select(parameter => Parameter(cmdlet, parameter, help, instance, language, isSyntax: true))))),
            new XElement(s_command + "parameters", parameters.OrderBy(parameter => parameter.Name, StringComparer.Ordinal)
                .Select(parameter => Parameter(cmdlet, InAnySet(cmdlet, parameter.Name), help, instance, language, isSyntax: false))),
            new XElement(s_command + "inputTypes", help.Inputs.Select(input => Typed("inputType", input.Type, input.Text))),
            new XElement(s_command + "returnValues", help.Outputs.Select(output => Typed("returnValue", output.Type, output.Text))),
            new XElement(s_maml + "alertSet", new XElement(s_maml + "alert", help.Notes.Select(Paragraph))),
            new XElement(s_command + "examples", help.Examples.Select((example, index) => new XElement(s_command + "example",
                new XElement(s_maml + "title", $"-------- {(index + 1).ToString(CultureInfo.InvariantCulture)}: {example.Title} --------"),
                new XElement(s_dev + "code", example.Code),
                new XElement(s_dev + "remarks", example.Remarks.Select(Paragraph))))),
            // Get-Help -Online takes the first address that it finds.
            new XElement(s_command + "relatedLinks",
                help.Links.Prepend((language.OnlineVersion, $"{project}/blob/main/docs/{language.Culture}/{cmdlet.Name}.md"))
                    .Select(link =>
                new XElement(s_maml + "navigationLink", new XElement(s_maml + "linkText", link.Item1),
                    new XElement(s_maml + "uri", link.Item2)))));
    }

    /// <summary>The parameter as most of its sets have it: one that takes the pipeline in any set is said to.</summary>
    private static CommandParameterInfo InAnySet(CmdletInfo cmdlet, string name) => cmdlet.ParameterSets
        .SelectMany(set => set.Parameters.Where(parameter => parameter.Name == name))
        .OrderByDescending(parameter => parameter.ValueFromPipeline || parameter.ValueFromPipelineByPropertyName)
        .ThenByDescending(parameter => parameter.Position)
        .First();

    private static XElement Parameter(
        CmdletInfo cmdlet, CommandParameterInfo parameter, CmdletHelp help, object instance, Language language, bool isSyntax)
    {
        IReadOnlyList<string> text = help.Parameters.Find(parameter.Name) is { Count: > 0 } found ? found
            : throw new HelpException(
                cmdlet.Name + ".md", $"the parameter {parameter.Name} is not described, nor in {SharedTexts.ParametersFile}.");
        Collection<string> values = [.. parameter.Attributes.OfType<ValidateSetAttribute>().SelectMany(set => set.ValidValues)];
        bool isSwitch = parameter.ParameterType == typeof(SwitchParameter);
        bool isArray = parameter.ParameterType.IsArray;
        return new XElement(s_command + "parameter",
            new XAttribute("required", parameter.IsMandatory),
            new XAttribute("variableLength", isArray),
            new XAttribute("globbing", parameter.Attributes.OfType<SupportsWildcardsAttribute>().Any()),
            new XAttribute("pipelineInput", Pipeline(parameter)),
            new XAttribute("position", parameter.Position < 0 ? "named" : parameter.Position.ToString(CultureInfo.InvariantCulture)),
            new XAttribute("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
            new XElement(s_maml + "name", parameter.Name),
            // The syntax shows a few values; Get-Help -Parameter shows no syntax, and there may be many.
            Paragraphs("description", values.Count > 0
                ? [.. text, string.Format(CultureInfo.InvariantCulture, language.ValuesAre, string.Join(", ", values))] : text),
            isSyntax && values.Count is > 0 and <= 8
                ? new XElement(s_command + "parameterValueGroup", values.Select(value => new XElement(s_command + "parameterValue",
                    new XAttribute("required", false), new XAttribute("variableLength", false), value)))
                : null,
            isSyntax && isSwitch ? null : new XElement(s_command + "parameterValue",
                new XAttribute("required", !isSwitch), new XAttribute("variableLength", isArray), TypeName(parameter.ParameterType)),
            new XElement(s_dev + "type", new XElement(s_maml + "name", TypeName(parameter.ParameterType)), new XElement(s_maml + "uri")),
            new XElement(s_dev + "defaultValue", Default(parameter, instance)));
    }

    private static string Pipeline(CommandParameterInfo parameter) =>
        (parameter.ValueFromPipeline, parameter.ValueFromPipelineByPropertyName) switch
    {
        (true, true) => "True (ByValue, ByPropertyName)",
        (true, false) => "True (ByValue)",
        (false, true) => "True (ByPropertyName)",
        _ => "False",
    };

    private static string TypeName(Type type) => type.IsArray ? TypeName(type.GetElementType()!) + "[]" : type.Name;

    private static string Default(CommandParameterInfo parameter, object instance) =>
        parameter.ParameterType == typeof(SwitchParameter) ? "False"
            : Convert.ToString(instance.GetType().GetProperty(parameter.Name)?.GetValue(instance),
                CultureInfo.InvariantCulture) is { Length: > 0 } value ? value
            : "None";

    private static XElement Typed(string element, string type, IReadOnlyList<string> text) => new(s_command + element,
        new XElement(s_dev + "type", new XElement(s_maml + "name", type), new XElement(s_maml + "uri")), Paragraphs("description", text));

    private static XElement Paragraphs(string element, IEnumerable<string> paragraphs) =>
        new(s_maml + element, paragraphs.Select(Paragraph));

    private static XElement Paragraph(string text) => new(s_maml + "para", text);
}
