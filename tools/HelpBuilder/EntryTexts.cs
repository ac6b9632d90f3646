using Markdig;
using Markdig.Syntax;

namespace RedisCompliance.HelpBuilder;

/// <summary>What cmdlets share: parameters that several have, and the properties of what they put out.</summary>
internal sealed record SharedTexts(EntryTexts Parameters, EntryTexts Types)
{
    /// <summary>The file with a heading for each parameter that cmdlets share.</summary>
    public const string ParametersFile = "common-parameters.md";

    /// <summary>The file with a heading for each type that cmdlets put out, by its full name.</summary>
    public const string TypesFile = "outputs.md";

    /// <summary>Reads what cmdlets share in a language.</summary>
    public static SharedTexts Read(string folder) =>
        new(EntryTexts.Read(Path.Combine(folder, ParametersFile)), EntryTexts.Read(Path.Combine(folder, TypesFile)));
}

/// <summary>
/// What is said of parameters or of types, by the names in third-level headings; several names have commas between them. A paragraph
/// that is nothing but the name of a type brings the type's own text with it.
/// </summary>
internal sealed class EntryTexts
{
    private readonly Dictionary<string, IReadOnlyList<string>> _texts = [];
    private readonly EntryTexts? _shared;
    private readonly EntryTexts _types;

    private EntryTexts(IEnumerable<Block> blocks, SharedTexts? shared)
    {
        _shared = shared?.Parameters;
        _types = shared?.Types ?? this;
        foreach (List<Block> entry in CmdletHelp.Split(blocks, level: 3).Skip(1))
        {
            foreach (string name in CmdletHelp.TitleOf(entry[0]).Split(", "))
            {
                _texts.Add(name.TrimStart('-'), CmdletHelp.Texts(entry.Skip(1)));
            }
        }
    }

    /// <summary>Those that are described here, and not in what is shared.</summary>
    public IEnumerable<string> Own => _texts.Keys;

    /// <summary>Reads a file of texts that cmdlets share.</summary>
    public static EntryTexts Read(string file) => new(Markdown.Parse(File.ReadAllText(file)), null);

    /// <summary>A cmdlet's own parameters, over those that cmdlets share.</summary>
    public static EntryTexts Of(IEnumerable<Block> blocks, SharedTexts shared) => new(blocks, shared);

    /// <summary>What is said of one; null for nothing.</summary>
    public IReadOnlyList<string>? Find(string name) => _texts.GetValueOrDefault(name) is { } own
        ? [.. own.SelectMany(text => (string[])[text, .. _types.Find(text) ?? []])]
        : _shared?.Find(name);
}
