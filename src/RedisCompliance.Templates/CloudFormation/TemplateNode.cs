using System.Text.RegularExpressions;

namespace RedisCompliance.Templates.CloudFormation;

/// <summary>A value in a JSON or YAML template, with the line it starts on.</summary>
internal abstract class TemplateNode(int line)
{
    /// <summary>The line, counted from 1.</summary>
    public int Line { get; } = line;
}

/// <summary>A string, number, boolean or null.</summary>
/// <param name="text">The text.</param>
/// <param name="line">The line.</param>
/// <param name="isPlain">Whether it is unquoted.</param>
internal sealed class ScalarNode(string? text, int line, bool isPlain = false) : TemplateNode(line)
{
    private static readonly Regex s_loose = new(
        @"^(?:y|n|yes|no|on|off|true|false|[-+]?(?:\.?[0-9][0-9_]*|0[xob][0-9a-f_]+)(?::[0-9]+)*(?:\.[0-9_]*)?(?:e[-+]?[0-9]+)?"
            + @"|[-+]?\.inf|\.nan)$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    private static readonly Regex s_sure = new(
        @"^(?:0|-?[1-9][0-9]{0,8}|-?(?:0|[1-9][0-9]{0,8})\.[0-9]{0,8}[1-9])$", RegexOptions.CultureInvariant);

    /// <summary>The text as written; null for null.</summary>
    public string? Text { get; } = text;

    /// <summary>Whether CloudFormation may convert it: unquoted, yes and On are true in YAML 1.1, 010 is 8, and 1.10 is 1.1.</summary>
    /// <remarks>
    /// CloudFormation, Template formats: it supports YAML 1.1. Observed for yes and no, which appear as true and false in tags.
    /// </remarks>
    public bool IsLoose =>
        isPlain && Text is { Length: < 100 } and not ("true" or "false") && s_loose.IsMatch(Text) && !s_sure.IsMatch(Text);
}

/// <summary>A list.</summary>
internal sealed class ListNode(int line) : TemplateNode(line)
{
    public List<TemplateNode> Items { get; } = [];
}

/// <summary>An object. No key appears twice.</summary>
internal sealed class MapNode(int line) : TemplateNode(line)
{
    private readonly Dictionary<string, TemplateNode> _values = new(StringComparer.Ordinal);

    /// <summary>The members in order, each with the line of its key.</summary>
    public List<(string Key, TemplateNode Value, int Line)> Members { get; } = [];

    /// <summary>The function that it calls: an object whose single member has a function's name.</summary>
    public (string Name, TemplateNode Argument)? Function =>
        Members.Count == 1 && (Members[0].Key is "Ref" or "Condition" || Members[0].Key.StartsWith("Fn::", StringComparison.Ordinal))
            ? (Members[0].Key, Members[0].Value) : null;

    /// <summary>The lines of the object and its name, if no other member shares them.</summary>
    public TemplateLines? Lines { get; set; }

    /// <summary>Whether CloudFormation may convert any of the keys.</summary>
    public bool HasLooseKeys { get; set; }

    /// <summary>Whether any member is a function or a macro, which may set or change the others.</summary>
    public bool HasFunctions { get; private set; }

    /// <summary>The macro among the members, which may change all others; null if there is none.</summary>
    public string? Macro { get; private set; }

    public TemplateNode? this[string key] => _values.TryGetValue(key, out TemplateNode? value) ? value : null;

    /// <summary>Adds a member.</summary>
    /// <exception cref="ExportFormatException">The key already exists.</exception>
    public void Add(string key, TemplateNode value, int line)
    {
        if (_values.ContainsKey(key))
        {
            throw new ExportFormatException(Messages.DuplicateKey.With(key, line));
        }

        _values.Add(key, value);
        Members.Add((key, value, line));
        HasFunctions |= IsFunction(key, value);
        if (key == "Fn::Transform" || IsShortTransform(key, value))
        {
            Macro ??= NameOfMacro(value);
        }
    }

    /// <summary>Whether a member is a function or a macro.</summary>
    public static bool IsFunction(string key, TemplateNode value) =>
        key.StartsWith("Fn::", StringComparison.Ordinal) || IsShortTransform(key, value);

    /// <summary>
    /// Returns the members under new names. A name that cannot be determined is null: that member may be any, like what a function sets.
    /// </summary>
    public MapNode WithNames(Func<string, string?> rename)
    {
        MapNode renamed = new(Line) { Lines = Lines, HasLooseKeys = HasLooseKeys };
        foreach ((string key, TemplateNode value, int line) in Members)
        {
            string? name = rename(key);
            renamed.Add(name ?? key, value, line);
            renamed.HasFunctions |= name is null;
        }

        return renamed;
    }

    /// <summary>The name of a macro.</summary>
    public static string NameOfMacro(TemplateNode? macro) =>
        PlainText.OneLine(((macro is MapNode map ? map["Name"] : macro) as ScalarNode)?.Text) ?? "Fn::Transform";

    /// <remarks>CloudFormation, Fn::Transform: JSON has a short form. A resource may also be named Transform.</remarks>
    private static bool IsShortTransform(string key, TemplateNode value) =>
        key == "Transform" && value is MapNode map && map["Name"] is not null && map["Type"] is null;
}

/// <summary>The lines of a YAML member that shares them with no other.</summary>
/// <param name="First">The line of its name.</param>
/// <param name="Column">The column where its name starts.</param>
/// <param name="End">The first line after it.</param>
internal readonly record struct TemplateLines(int First, int Column, int End)
{
    public bool Has(int line) => line >= First && line < End;
}

/// <summary>Limits on reading a template; CloudFormation allows one megabyte and 500 resources.</summary>
internal sealed class TemplateLimits
{
    /// <summary>The maximum length, in bytes.</summary>
    public const int MaxLength = 16 * 1024 * 1024;

    /// <summary>The maximum depth.</summary>
    public const int MaxDepth = 100;

    /// <summary>The maximum number of values.</summary>
    public const int MaxNodes = 200_000;

    private int _nodes;

    /// <summary>Counts a value.</summary>
    public void Count(int depth, int line)
    {
        if (depth > MaxDepth)
        {
            throw new ExportFormatException(Messages.TooDeep.With(MaxDepth, line));
        }

        if (++_nodes > MaxNodes)
        {
            throw new ExportFormatException(Messages.TooManyValues.With(MaxNodes));
        }
    }
}
