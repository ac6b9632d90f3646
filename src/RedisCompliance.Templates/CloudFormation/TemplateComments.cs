using System.Text;

namespace RedisCompliance.Templates.CloudFormation;

/// <summary>
/// The comments of a YAML template that exempt a resource: <c># redis-compliance: exempt until 2026-12-31: the reason</c>, in the
/// line above the resource or anywhere in it.
/// </summary>
internal sealed class TemplateComments
{
    private const string Mark = "redis-compliance:";
    private const string Until = "exempt until ";

    private readonly List<(int Line, string Text)> _comments = [];

    /// <summary>None: JSON has no comments.</summary>
    public static TemplateComments None { get; } = new();

    /// <summary>Finds the comments of a template.</summary>
    public static TemplateComments Read(byte[] utf8)
    {
        TemplateComments comments = new();
        using StringReader lines = new(Encoding.UTF8.GetString(utf8));
        int number = 0;
        while (lines.ReadLine() is { } line)
        {
            number++;
            int sharp = line.IndexOf('#');
            if (sharp < 0 || (sharp > 0 && line[sharp - 1] is not (' ' or '\t')))
            {
                continue;
            }

            string text = line.Substring(sharp + 1).Trim();
            if (text.StartsWith(Mark, StringComparison.OrdinalIgnoreCase))
            {
                comments._comments.Add((number, text.Substring(Mark.Length).Trim()));
            }
        }

        return comments;
    }

    /// <summary>Whether there is a comment of the resource that begins in a line, whatever it says.</summary>
    public bool HasOne(int line, int next) => TextOf(line, next) is not null;

    /// <summary>The exemption of the resource that begins in a line; null where there is none.</summary>
    /// <param name="line">Where it begins.</param>
    /// <param name="next">Where the next begins, whose own is in the line above.</param>
    /// <exception cref="FormatException">The comment has no reason or last day.</exception>
    public (string LastDay, string Reason)? Find(int line, int next)
    {
        string? text = TextOf(line, next);
        if (text is null)
        {
            return null;
        }

        string rest = text.StartsWith(Until, StringComparison.OrdinalIgnoreCase) ? text.Substring(Until.Length) : string.Empty;
        int colon = rest.IndexOf(':');
        return colon < 0 ? throw new FormatException(Messages.ExemptionUnreadable)
            : (rest.Substring(0, colon).Trim(), rest.Substring(colon + 1).Trim());
    }

    private string? TextOf(int line, int next) =>
        _comments.FirstOrDefault(comment => comment.Line >= line - 1 && comment.Line < next - 1).Text;
}
