using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace RedisCompliance.HelpBuilder;

/// <summary>A source of help that is not as it should be.</summary>
internal sealed class HelpException(string file, string problem) : Exception($"{Path.GetFileName(file)}: {problem}");

/// <summary>An example: what it does, its code, and what there is to say of it.</summary>
internal sealed record Example(string Title, string Code, IReadOnlyList<string> Remarks);

/// <summary>
/// The help of one cmdlet as its Markdown says it. First heading: the name, followed by the synopsis. Second-level
/// headings in this order: description, parameters, inputs, outputs, examples, notes, links; whatever their language.
/// </summary>
internal sealed record CmdletHelp(
    string Synopsis,
    IReadOnlyList<string> Description,
    EntryTexts Parameters,
    IReadOnlyList<(string Type, IReadOnlyList<string> Text)> Inputs,
    IReadOnlyList<(string Type, IReadOnlyList<string> Text)> Outputs,
    IReadOnlyList<Example> Examples,
    IReadOnlyList<string> Notes,
    IReadOnlyList<(string Text, string Uri)> Links)
{
    private const int SectionCount = 7;

    /// <summary>Reads a cmdlet's file.</summary>
    /// <exception cref="HelpException">It lacks a section, or an output of this module's is explained nowhere.</exception>
    public static CmdletHelp Read(string file, SharedTexts shared)
    {
        Block[] blocks = [.. Markdown.Parse(File.ReadAllText(file))];
        List<List<Block>> sections = Split(blocks, level: 2);
        if (sections.Count != SectionCount + 1)
        {
            throw new HelpException(file,
                $"{sections.Count - 1} sections where {SectionCount} were expected: "
                    + "description, parameters, inputs, outputs, examples, notes, links.");
        }

        return new CmdletHelp(
            string.Join(' ', Texts(sections[0].Skip(1))),
            Texts(sections[1].Skip(1)),
            EntryTexts.Of(sections[2], shared),
            Entries(sections[3]),
            [.. Entries(sections[4]).Select(output => (output.Type, WithProperties(file, output, shared)))],
            [.. Split(sections[5], level: 3).Skip(1).Select(example => ToExample(file, example))],
            Texts(sections[6].Skip(1)),
            [.. sections[7].SelectMany(block => block.Descendants<LinkInline>())
                .Select(link => (Plain(link), link.Url is { Length: > 0 } url
                    && url.StartsWith("https:", StringComparison.Ordinal) ? url : string.Empty))]);
    }

    /// <summary>The blocks before the first heading of a level, and from each such heading to the next.</summary>
    internal static List<List<Block>> Split(IEnumerable<Block> blocks, int level)
    {
        List<List<Block>> parts = [[]];
        foreach (Block block in blocks)
        {
            if (block is HeadingBlock heading && heading.Level == level)
            {
                parts.Add([]);
            }

            parts[^1].Add(block);
        }

        return parts;
    }

    /// <summary>The paragraphs and list items, as plain text.</summary>
    internal static IReadOnlyList<string> Texts(IEnumerable<Block> blocks) => [.. blocks.SelectMany(block => block switch
    {
        ParagraphBlock paragraph => [Plain(paragraph.Inline!)],
        ListBlock list => list.Cast<ListItemBlock>().Select(item => "- " + string.Join(' ', Texts(item))),
        FencedCodeBlock code => ["    " + code.Lines.ToString().ReplaceLineEndings("\n    ")],
        _ => Enumerable.Empty<string>(),
    })];

    internal static string Plain(ContainerInline inlines) => string.Concat(inlines.Select(inline => inline switch
    {
        LiteralInline literal => literal.Content.ToString(),
        CodeInline code => code.Content,
        LineBreakInline => " ",
        ContainerInline container => Plain(container),
        HtmlInline html => html.Tag,
        HtmlEntityInline entity => entity.Transcoded.ToString(),
        _ => string.Empty,
    }));

    internal static string TitleOf(Block heading) => Plain(((HeadingBlock)heading).Inline!);

    private static (string Type, IReadOnlyList<string> Text)[] Entries(List<Block> section) =>
        [.. Split(section, level: 3).Skip(1).Select(entry => (TitleOf(entry[0]), Texts(entry.Skip(1))))];

    private static IReadOnlyList<string> WithProperties(
        string file, (string Type, IReadOnlyList<string> Text) output, SharedTexts shared) =>
        shared.Types.Find(output.Type) is { } properties ? [.. output.Text, .. properties]
            : !output.Type.StartsWith("RedisCompliance.", StringComparison.Ordinal) ? output.Text
            : throw new HelpException(file, $"the properties of {output.Type} are not explained in {SharedTexts.TypesFile}.");

    private static Example ToExample(string file, List<Block> blocks)
    {
        FencedCodeBlock code = blocks.OfType<FencedCodeBlock>().FirstOrDefault()
            ?? throw new HelpException(file, $"the example '{TitleOf(blocks[0])}' has no code.");
        return new Example(TitleOf(blocks[0]), code.Lines.ToString().ReplaceLineEndings("\n"),
            Texts(blocks.Skip(1).Where(block => block != code)));
    }
}
