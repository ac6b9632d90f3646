namespace RedisCompliance.Templates.CloudFormation;

/// <summary>
/// Resolves the names of a template: parameters, mappings, conditions, resources and the variables of enclosing loops. Says what a value
/// will be, or why that cannot be determined. It looks nothing up outside the template and runs nothing.
/// </summary>
internal sealed partial class TemplateScope
{
    /// <summary>The maximum length of a composed string.</summary>
    private const int MaxText = 64 * 1024;

    /// <summary>The maximum number of mapping entries to compare. CloudFormation allows 200.</summary>
    private const int MaxEntries = 1_000;

    /// <summary>An unreadable value: neither a string nor a list, and without keys.</summary>
    private static readonly MapNode s_unreadable = new(0);

    private readonly MapNode _root;
    private readonly PlannedOptions _options;
    private readonly Dictionary<string, bool?> _conditions;
    private readonly Dictionary<string, string?> _loop;
    private readonly ScopeLimits _limits;

    public TemplateScope(MapNode root, PlannedOptions options, CancellationToken cancellationToken)
        : this(root, options, new(StringComparer.Ordinal), new(StringComparer.Ordinal), new ScopeLimits(cancellationToken))
    {
    }

    private TemplateScope(
        MapNode root, PlannedOptions options, Dictionary<string, bool?> conditions, Dictionary<string, string?> loop,
        ScopeLimits limits) =>
        (_root, _options, _conditions, _loop, _limits) = (root, options, conditions, loop, limits);

    /// <summary>The enclosing macro, which may change anything here; null if there is none.</summary>
    public string? Macro { get; init; }

    /// <summary>Creates the scope of a loop's body; a null value cannot be determined.</summary>
    public TemplateScope With(string variable, string? value, MapNode body) =>
        new(_root, _options, new(StringComparer.Ordinal), new(_loop, StringComparer.Ordinal) { [variable] = value }, _limits)
        {
            Macro = Macro ?? body.Macro,
        };

    /// <summary>Resolves a value.</summary>
    public PlannedValue Resolve(TemplateNode? node)
    {
        PlannedValue value = node switch
        {
            null => PlannedValue.Absent,
            ScalarNode scalar => OfText(scalar.Text) with { IsLoose = scalar.IsLoose },
            MapNode { Function: { } function } =>
                _limits.Within(() => Call(function.Name, function.Argument), PlannedValue.Because(ScopeLimits.Reason)),
            _ => PlannedValue.Because("it has a value that cannot be read"),
        };

        // Checked on the final string, however it was composed.
        return value.Text?.Contains("{{changeSet:") == true ? PlannedValue.Because("known only after the change set is executed")
            : value.Text?.Contains("[[servicecatalog:") == true ? PlannedValue.Because("a text that AWS::ServiceCatalog replaces")
            : value.Text?.Contains("{{resolve:") == true ? PlannedValue.Because("a dynamic reference, which is read at deployment")
            : value;
    }

    /// <summary>Resolves a list; null if it cannot be determined, or if an item is not set, which shifts those after it.</summary>
    public IReadOnlyList<PlannedValue>? ResolveList(TemplateNode? node) =>
        _limits.Within(() => ListOf(node), null) is { } list && !list.Any(item => item.IsAbsent) ? list : null;

    private IReadOnlyList<PlannedValue>? ListOf(TemplateNode? node)
    {
        switch (node)
        {
            case ListNode list:
                return [.. list.Items.Select(Resolve)];
            case MapNode { Function: { Name: "Fn::Split", Argument: ListNode { Items.Count: 2 } split } }:
                return Resolve(split.Items[0]).Text is { } mark && Resolve(split.Items[1]) is { Text: { } text, IsLoose: false }
                    ? Split(text, mark) : null;
            case MapNode { Function: { Name: "Fn::If", Argument: ListNode { Items.Count: 3 } choice } }:
                return IsTrue(NameOf(choice.Items[0])) is { } isTrue ? ResolveList(choice.Items[isTrue ? 1 : 2]) : null;
            case MapNode { Function: { Name: "Ref", Argument: ScalarNode { Text: { } name } } }:
                return OfParameter(name) is { Text: { } texts, IsLoose: false }
                    ? [.. Split(texts, ",").Select(item => PlannedValue.Of(item.Text!.Trim()))] : null;
            case MapNode { Function: { Name: "Fn::FindInMap", Argument: ListNode map } }:
                return OutcomesOf(map).Take(2).ToArray() is [var only] ? ResolveList(only) : null;
            default:
                return null;
        }
    }

    /// <summary>Substitutes the variables of enclosing loops in an object's member names.</summary>
    public MapNode Named(MapNode map) => _loop.Count == 0 ? map : map.WithNames(Substitute);

    /// <summary>
    /// Replaces the variables of enclosing loops; strings in a loop's body are patterns. Null if a value cannot be determined.
    /// </summary>
    public string? Substitute(string text)
    {
        foreach (KeyValuePair<string, string?> variable in _loop)
        {
            if (!text.Contains($"${{{variable.Key}}}") && !text.Contains($"&{{{variable.Key}}}"))
            {
                continue;
            }

            if (variable.Value is null)
            {
                return null;
            }

            text = text.Replace($"${{{variable.Key}}}", variable.Value)
                .Replace($"&{{{variable.Key}}}", new string([.. variable.Value.Where(char.IsLetterOrDigit)]));
            if (text.Length > MaxText)
            {
                return null;
            }
        }

        return text;
    }

    /// <summary>The template's resource that a value refers to; null if it refers to none.</summary>
    /// <param name="node">The value.</param>
    /// <param name="logicalId">The resource's logical id.</param>
    /// <param name="attribute">The attribute; null for a <c>Ref</c>, empty if it cannot be determined.</param>
    public MapNode? FindResource(TemplateNode? node, out string? logicalId, out string? attribute)
    {
        (string? name, TemplateNode? argument) = node is MapNode { Function: { } function } ? function : default;
        if (name == "Ref")
        {
            (logicalId, attribute) = (NameOf(argument), null);
        }
        else
        {
            string?[] path = name != "Fn::GetAtt" ? []
                : argument is ListNode list ? [.. list.Items.Select(NameOf)] : [.. NameOf(argument)?.Split(['.'], 2) ?? []];
            (logicalId, attribute) = (path.ElementAtOrDefault(0), path.ElementAtOrDefault(1) ?? string.Empty);
        }

        return logicalId is null ? null : (_root["Resources"] as MapNode)?[logicalId] as MapNode;
    }

    private static List<PlannedValue> Split(string text, string mark) =>
        [.. text.Split([mark], StringSplitOptions.None).Take(10_000).Select(PlannedValue.Of)];

    private string? NameOf(TemplateNode? node) => node is ScalarNode { Text: { } text } ? Substitute(text) : null;

    private PlannedValue OfText(string? text)
    {
        string? known = text is null ? null : Substitute(text);
        return text is not null && known is null ? PlannedValue.Because("it is made of a loop's value that cannot be determined")
            : PlannedValue.Of(known);
    }

    private PlannedValue Call(string name, TemplateNode argument) => (name, argument) switch
    {
        ("Ref", _) when NameOf(argument) is { } target => OfReference(argument, target),
        ("Fn::If", ListNode { Items.Count: 3 } list) => Choose(list),
        ("Fn::FindInMap", ListNode list) => Find(list),
        ("Fn::Sub", _) => Sub(argument),
        ("Fn::Join", ListNode { Items: [var mark, var items] }) => Join(Resolve(mark), ResolveList(items)),
        ("Fn::Select", ListNode { Items: [var index, var items] }) => Select(Resolve(index), ResolveList(items)),
        ("Fn::ImportValue", _) => PlannedValue.Because("imported from another stack"),
        ("Fn::GetAtt", _) => OfAttribute(name, argument),
        _ => PlannedValue.Because($"{name} is known only at deployment"),
    };

    private PlannedValue OfReference(TemplateNode argument, string name)
    {
        if (name == "AWS::NoValue")
        {
            return PlannedValue.Absent;
        }

        if (_loop.TryGetValue(name, out string? value))
        {
            return value is null ? PlannedValue.Because($"the loop's value {name} cannot be determined") : PlannedValue.Of(value);
        }

        return (_root["Resources"] as MapNode)?[name] is MapNode && (_root["Parameters"] as MapNode)?[name] is null
            ? OfAttribute("Ref", argument) : OfParameter(name);
    }

    /// <summary>A value that is known only once the resource is created.</summary>
    private PlannedValue OfAttribute(string function, TemplateNode argument)
    {
        MapNode call = new(argument.Line);
        call.Add(function, argument, argument.Line);
        MapNode? resource = FindResource(call, out string? logicalId, out _);
        return PlannedValue.Because($"known only after {PlainText.OneLine(logicalId)} is created") with
        {
            IsCustomerKey = resource is { HasFunctions: false }
                && resource["Type"] is ScalarNode { Text: "AWS::KMS::Key" or "AWS::KMS::ReplicaKey" },
        };
    }

    /// <summary>
    /// Resolves a parameter: the given value or else its default. For a Systems Manager parameter, both name the place of the value
    /// rather than the value.
    /// </summary>
    private PlannedValue OfParameter(string name)
    {
        string? given = _options.Parameters.TryGetValue(name, out string? value) ? value : null;
        if (given is not null && name.StartsWith("AWS::", StringComparison.Ordinal))
        {
            return PlannedValue.Of(given);
        }

        if (_root["Parameters"] is not MapNode { Macro: null } all || all[name] is not MapNode { HasFunctions: false } parameter
            || parameter["Type"] is not ScalarNode { Text: { } type })
        {
            return PlannedValue.Because($"{PlainText.OneLine(name)} is known only at deployment");
        }

        if (type.StartsWith("AWS::SSM::Parameter::Value<", StringComparison.Ordinal))
        {
            return PlannedValue.Because($"the parameter {PlainText.OneLine(name)} is read from Systems Manager at deployment");
        }

        if (given is not null)
        {
            return given != TemplateParameterFile.KeepsValue ? PlannedValue.Of(given)
                : PlannedValue.Because($"the parameter {PlainText.OneLine(name)} keeps the value that the stack has");
        }

        return parameter["Default"] switch
        {
            ScalarNode { Text: { } text } known when _options.Guarded is null =>
                PlannedValue.Of(text) with { IsLoose = known.IsLoose },
            // For a list, each item is an allowed value, but the deployer may repeat it.
            _ when IsOneText(type) && parameter["AllowedValues"] is ListNode { Items: [ScalarNode { Text: { } text } only] } =>
                PlannedValue.Of(text) with { IsLoose = only.IsLoose },
            ScalarNode { Text: not null } =>
                PlannedValue.Because($"the parameter {PlainText.OneLine(name)} has a default, and a deployment may give another value"),
            _ => PlannedValue.Because($"the parameter {PlainText.OneLine(name)} has no default"),
        };
    }

    /// <summary>Whether a parameter's value equals the allowed text: a list has several items, a number several spellings.</summary>
    private static bool IsOneText(string type) => type == "String" || type.StartsWith("AWS::", StringComparison.Ordinal);
}
