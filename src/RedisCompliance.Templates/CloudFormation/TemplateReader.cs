using System.Text.RegularExpressions;

namespace RedisCompliance.Templates.CloudFormation;

/// <summary>Reads the resources of a CloudFormation template, such as those that CDK writes to cdk.out.</summary>
internal sealed partial class TemplateReader
{
    /// <summary>CloudFormation allows 500.</summary>
    private const int MaxResources = 5_000;
    private const string ForEach = "Fn::ForEach::";

    private static readonly Regex s_harmless = new(
        "^AWS::(LanguageExtensions|(Serverless|SecretsManager|CodeDeployBlueGreen|ServiceCatalog)(-[0-9-]+)?)$",
        RegexOptions.CultureInvariant);

    private static readonly string[] s_holders =
    [
        "AWS::CloudFormation::Stack", "AWS::CloudFormation::StackSet", "AWS::Serverless::Application",
        "AWS::ServiceCatalog::CloudFormationProvisionedProduct",
    ];

    private readonly MapNode _root;
    private readonly MapNode _resources;
    private readonly ResourceSource _source;
    private readonly PlannedOptions _options;
    private readonly TemplateComments _comments;
    private readonly PlannedInput _input = new();
    private readonly CancellationToken _cancellationToken;
    private int _count;
    private int _nested;

    private TemplateReader(
        MapNode root, TemplateComments comments, ResourceSource source, PlannedOptions options, CancellationToken cancellationToken)
    {
        _root = Unwrap(root);
        _comments = comments;
        _source = source;
        _options = options;
        _cancellationToken = cancellationToken;
        _resources = _root["Resources"] as MapNode ?? throw new ExportFormatException(Messages.NoResources);
    }

    /// <summary>Reads a template.</summary>
    public static PlannedInput Read(
        Stream stream, InputFormat format, ResourceSource source, PlannedOptions options, CancellationToken cancellationToken)
    {
        byte[] utf8 = ReadWhole(stream);
        return Read(utf8, format == InputFormat.CloudFormationYaml, source, options, cancellationToken);
    }

    /// <summary>Reads a template from memory.</summary>
    public static PlannedInput Read(
        byte[] utf8, bool isYaml, ResourceSource source, PlannedOptions options, CancellationToken cancellationToken)
    {
        TemplateNode root = isYaml ? YamlTemplate.Read(utf8, cancellationToken) : JsonTemplate.Read(utf8, cancellationToken);
        TemplateComments comments = isYaml ? TemplateComments.Read(utf8, cancellationToken) : TemplateComments.None;
        return new TemplateReader(
            root as MapNode ?? throw new ExportFormatException(Messages.NoObject), comments, source, options, cancellationToken).Read();
    }

    /// <summary>Reads one resource with resolved properties, as a hook receives it.</summary>
    public static PlannedInput Read(
        string logicalId, string type, MapNode properties, ResourceSource source, PlannedOptions options,
        CancellationToken cancellationToken)
    {
        MapNode resource = new(properties.Line);
        resource.Add("Properties", properties, properties.Line);
        MapNode root = new(properties.Line);
        root.Add("Resources", new MapNode(properties.Line), properties.Line);
        TemplateReader reader = new(root, TemplateComments.None, source, options, cancellationToken);
        reader._input.Resources.Add(reader.ToResource(
            logicalId, resource, type, properties.Line, new TemplateScope(root, options, cancellationToken), isPrimary: false));
        return reader._input;
    }

    /// <summary>
    /// The macro on a template; null if there is none. A macro may change anything; AWS's own do not touch ElastiCache, except for the
    /// one that includes text.
    /// </summary>
    /// <remarks>CloudFormation, Transform reference.</remarks>
    public static string? MacroOver(MapNode root)
    {
        IEnumerable<TemplateNode?> transforms = root["Transform"] switch
        {
            ListNode list => list.Items,
            TemplateNode one => [one],
            null => [],
        };
        return transforms.Select(MapNode.NameOfMacro).FirstOrDefault(name => !s_harmless.IsMatch(name))
            ?? (root["Fn::Transform"] is { } inline ? MapNode.NameOfMacro(inline) : null);
    }

    /// <summary>Whether a type contains resources of its own, described in another template.</summary>
    public static bool HoldsOthers(string type) =>
        s_holders.Contains(type, StringComparer.OrdinalIgnoreCase) || type.EndsWith("::MODULE", StringComparison.OrdinalIgnoreCase);

    private static byte[] ReadWhole(Stream stream)
    {
        Utf8Source text = new(stream);
        using MemoryStream whole = new();
        byte[] buffer = new byte[64 * 1024];
        for (int read = text.Read(buffer, 0, buffer.Length); read > 0; read = text.Read(buffer, 0, buffer.Length))
        {
            whole.Write(buffer, 0, read);
            if (whole.Length > TemplateLimits.MaxLength)
            {
                throw new ExportFormatException(Messages.TemplateTooLong.With(TemplateLimits.MaxLength / (1024 * 1024)));
            }
        }

        return whole.ToArray();
    }

    /// <summary>The output of <c>aws cloudformation get-template</c> contains the template.</summary>
    private static MapNode Unwrap(MapNode root) =>
        root["Resources"] is null && root["TemplateBody"] is MapNode body ? body : root;

    private PlannedInput Read()
    {
        if (_root["Parameters"] is MapNode parameters)
        {
            _input.Parameters.UnionWith(parameters.Members.Select(member => member.Key));
        }

        string? macro = MacroOver(_root);
        if (macro is not null)
        {
            WarnOf(macro);
        }

        TemplateScope scope = new(_root, _options, _cancellationToken) { Macro = macro ?? _resources.Macro };
        foreach ((string key, TemplateNode value, int line) in _resources.Members)
        {
            ReadMember(key, value, line, scope);
        }

        if (_nested > 0)
        {
            _input.Warnings.Add(Messages.NestedStacks.With(_source.Path, _nested));
        }

        return _input;
    }

    private void WarnOf(string macro)
    {
        string warning = Messages.Macro.With(_source.Path, macro);
        if (!_input.Warnings.Contains(warning))
        {
            _input.Warnings.Add(warning);
        }
    }

    private void ReadMember(string key, TemplateNode value, int line, TemplateScope scope)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        if (key.StartsWith(ForEach, StringComparison.Ordinal))
        {
            ReadLoop(value, line, scope);
            return;
        }

        if (MapNode.IsFunction(key, value))
        {
            WarnOf(MapNode.NameOfMacro(value));
            return;
        }

        Count();
        MapNode? resource = value is MapNode map ? scope.Named(map) : null;
        if (resource?["Type"] is ScalarNode { Text: { } type })
        {
            ReadResource(key, resource, type, line, scope);
        }
        else
        {
            WarnOf(resource?.Macro
                ?? throw new ExportFormatException(Messages.ResourceWithoutType.With(scope.Substitute(key) ?? key, line)));
        }
    }

    private void ReadResource(string key, MapNode resource, string pattern, int line, TemplateScope scope)
    {
        string type = scope.Substitute(pattern) ?? TypesLike(pattern).FirstOrDefault() ?? pattern;
        if (ResourceType.Default.Contains(type, StringComparer.Ordinal))
        {
            _input.Resources.Add(ToResource(key, resource, type, line, scope, isPrimary: false));
        }
        else if (resource.Macro is { } macro)
        {
            WarnOf(macro);
        }
        else
        {
            _nested += HoldsOthers(type) ? 1 : 0;
        }
    }

    /// <summary>If a loop builds a type from an unknown value, it may be any type with the same beginning.</summary>
    private static IEnumerable<string> TypesLike(string pattern)
    {
        string begin = pattern.Split('$', '&')[0];
        return ResourceType.Default.Concat(s_holders).Where(known => known.StartsWith(begin, StringComparison.Ordinal));
    }

    private void Count()
    {
        if (++_count > MaxResources)
        {
            throw new ExportFormatException(Messages.TooManyResources.With(MaxResources));
        }
    }

    private void ReadLoop(TemplateNode value, int line, TemplateScope scope)
    {
        if (value is not ListNode { Items: [ScalarNode { Text: { } variable }, var collection, MapNode body] })
        {
            throw new ExportFormatException(Messages.LoopUnreadable.With(line));
        }

        // If the collection is unknown, the body is read once, for what is the same in every iteration.
        IEnumerable<string?> rounds = scope.ResolveList(collection)?.Select(item => item.IsLoose ? null : item.Text) ?? [null];
        foreach (string? round in rounds)
        {
            // Counts even an empty loop, or nested loops would never end.
            Count();
            TemplateScope inner = scope.With(variable, round, body);
            foreach ((string key, TemplateNode member, int memberLine) in body.Members)
            {
                ReadMember(key, member, memberLine, inner);
            }
        }
    }
}
