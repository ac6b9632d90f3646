using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Tokens;

namespace RedisCompliance.Templates.CloudFormation;

/// <summary>
/// The YAML comments that exempt a resource: <c># redis-compliance: exempt until 2026-12-31: the reason</c>. A comment counts for a
/// resource only if its place is unambiguous: on one of its lines, below its lines with the same indentation, or right above its name
/// and indented no deeper.
/// </summary>
internal sealed class TemplateComments
{
    private const string Mark = "redis-compliance:";
    private const string Until = "exempt until ";

    private readonly List<Found> _comments = [];

    /// <summary>No comments, as in JSON.</summary>
    public static TemplateComments None { get; } = new();

    /// <summary>Finds the comments of a template that has been parsed; comment-like text inside strings does not count.</summary>
    /// <exception cref="ExportFormatException">The text is not YAML.</exception>
    public static TemplateComments Read(byte[] utf8, CancellationToken cancellationToken)
    {
        string text = Encoding.UTF8.GetString(utf8);
        return text.IndexOf(Mark, StringComparison.OrdinalIgnoreCase) < 0 ? None : Read(text, cancellationToken);
    }

    /// <summary>The text of a comment at a resource, valid or not; null if there is none.</summary>
    public string? TextAt(TemplateLines? resource) =>
        resource is { } lines ? _comments.FirstOrDefault(comment => comment.IsAt(lines))?.Text : null;

    /// <summary>The exemption in a comment at a resource; null if there is none.</summary>
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
            // The parser drops comments; the scanner keeps them.
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
    /// <param name="Column">Its column.</param>
    /// <param name="Least">The smallest column in the uninterrupted block of comment lines that ends here.</param>
    /// <param name="IsInline">Whether other content precedes it on the line.</param>
    /// <param name="LineBefore">The line of the preceding content.</param>
    /// <param name="Text">Its text after the mark.</param>
    private sealed record Found(int Line, int Column, int Least, bool IsInline, int LineBefore, string Text)
    {
        public bool IsAt(TemplateLines lines) =>
            IsInline ? lines.Has(Line)
            // Below a commented-out resource, the comment belongs to that resource.
            : Column > lines.Column ? Least > lines.Column && lines.Has(LineBefore)
            : Line == lines.First - 1;
    }
}
