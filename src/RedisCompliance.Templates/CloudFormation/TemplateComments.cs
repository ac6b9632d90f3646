using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Tokens;

namespace RedisCompliance.Templates.CloudFormation;

/// <summary>
/// The comments of a YAML template that exempt a resource: <c># redis-compliance: exempt until 2026-12-31: the reason</c>. One counts
/// for the resource that it surely stands at: in a line of it, below its lines and indented as they are, or right above its name and
/// indented no deeper.
/// </summary>
internal sealed class TemplateComments
{
    private const string Mark = "redis-compliance:";
    private const string Until = "exempt until ";

    private readonly List<Found> _comments = [];

    /// <summary>None: JSON has no comments.</summary>
    public static TemplateComments None { get; } = new();

    /// <summary>Finds the comments of a template that was read: a text is none, whatever stands in it.</summary>
    /// <exception cref="ExportFormatException">It is no YAML.</exception>
    public static TemplateComments Read(byte[] utf8, CancellationToken cancellationToken)
    {
        string text = Encoding.UTF8.GetString(utf8);
        return text.IndexOf(Mark, StringComparison.OrdinalIgnoreCase) < 0 ? None : Read(text, cancellationToken);
    }

    /// <summary>What a comment at a resource says, whatever that is; null where there is none.</summary>
    public string? TextAt(TemplateLines? resource) =>
        resource is { } lines ? _comments.FirstOrDefault(comment => comment.IsAt(lines))?.Text : null;

    /// <summary>The exemption in a comment at a resource; null where there is none.</summary>
    /// <exception cref="FormatException">The comment has no reason or last day.</exception>
    public (string LastDay, string Reason)? Find(TemplateLines? resource)
    {
        string? text = TextAt(resource);
        if (text is null)
        {
            return null;
        }

        string rest = text.StartsWith(Until, StringComparison.OrdinalIgnoreCase) ? text.Substring(Until.Length) : string.Empty;
        int colon = rest.IndexOf(':');
        return colon < 0 ? throw new FormatException(Messages.ExemptionUnreadable)
            : (rest.Substring(0, colon).Trim(), rest.Substring(colon + 1).Trim());
    }

    private static TemplateComments Read(string text, CancellationToken cancellationToken)
    {
        TemplateComments comments = new();
        try
        {
            // The parser leaves comments out, and its scanner has them.
            Scanner scanner = new(new StringReader(text), skipComments: false);
            int last = 0;
            Found? above = null;
            while (scanner.MoveNext())
            {
                cancellationToken.ThrowIfCancellationRequested();
                Token token = scanner.Current!;
                int line = YamlTemplate.LineOf(token.Start);
                if (token is not Comment comment)
                {
                    last = line;
                    continue;
                }

                int column = checked((int)token.Start.Column);
                string said = comment.Value.Trim();
                bool isMarked = said.StartsWith(Mark, StringComparison.OrdinalIgnoreCase);
                int least = above is { IsInline: false } && above.Line == line - 1 ? Math.Min(above.Least, column) : column;
                string marked = isMarked ? said.Substring(Mark.Length).Trim() : string.Empty;
                Found found = new(line, column, least, comment.IsInline, last, marked);
                above = found;
                if (isMarked)
                {
                    comments._comments.Add(found);
                }
            }
        }
        catch (YamlException exception)
        {
            throw new ExportFormatException(
                Messages.NotYaml.With(YamlTemplate.LineOf(exception.Start), exception.Message), exception);
        }

        return comments;
    }

    /// <param name="Line">Its line.</param>
    /// <param name="Column">Where in the line.</param>
    /// <param name="Least">The least column of the lines of comments without a break that it is the last of so far.</param>
    /// <param name="IsInline">Whether something else is before it in the line.</param>
    /// <param name="LineBefore">The line of what was before it.</param>
    /// <param name="Text">What it says.</param>
    private sealed record Found(int Line, int Column, int Least, bool IsInline, int LineBefore, string Text)
    {
        public bool IsAt(TemplateLines lines) =>
            IsInline ? lines.Has(Line)
            // Under a resource that is commented out it is that one's.
            : Column > lines.Column ? Least > lines.Column && lines.Has(LineBefore)
            : Line == lines.First - 1;
    }
}
