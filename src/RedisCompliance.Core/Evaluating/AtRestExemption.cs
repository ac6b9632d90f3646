using System.Globalization;

namespace RedisCompliance.Evaluating;

/// <summary>
/// An approved exception: which resources are not judged, why, and until when. All three are required, so no exemption lacks a
/// reason or lasts for ever.
/// </summary>
public sealed record AtRestExemption
{
    /// <summary>The format of <see cref="Expires"/>.</summary>
    public const string DateFormat = "yyyy-MM-dd";

    /// <summary>The names of the members, in writing order.</summary>
    public static IReadOnlyList<string> Members { get; } = [nameof(Id), nameof(Tag), nameof(Reason), nameof(Expires)];

    /// <summary>
    /// The id, with the wildcards <c>*</c> and <c>?</c>. A pattern that begins with <c>arn:</c> is matched against the ARN, so that
    /// it can name an account and Region. Null for any.
    /// </summary>
    public string? Id { get; init; }

    /// <summary>
    /// A tag, as <c>key</c> or <c>key=value</c>, with wildcards in either part. Null for any. If an id is given as well, both must
    /// match.
    /// </summary>
    public string? Tag { get; init; }

    /// <summary>The reason, which becomes part of the annotation.</summary>
    public required string Reason { get; init; }

    /// <summary>The last day on which the exemption counts, UTC.</summary>
    public required DateTime Expires { get; init; }

    /// <summary><see cref="Expires"/> as text.</summary>
    public string LastDay => Expires.ToString(DateFormat, CultureInfo.InvariantCulture);

    /// <summary>Reads an exemption.</summary>
    /// <param name="members">Its members by name, from a rule parameter, a file or an object.</param>
    /// <returns>The exemption.</returns>
    /// <exception cref="FormatException">
    /// A member is missing, wrong or unknown. Unknown members are not ignored: with <c>Tags</c> for <c>Tag</c>, the exemption would
    /// cover everything else that matches.
    /// </exception>
    public static AtRestExemption Read(IEnumerable<KeyValuePair<string, string?>> members)
    {
        Dictionary<string, string> given = new(StringComparer.OrdinalIgnoreCase);
        foreach (KeyValuePair<string, string?> member in members)
        {
            if (!Members.Contains(member.Key, StringComparer.OrdinalIgnoreCase))
            {
                throw new FormatException(Messages.ExemptionMemberUnknown.With(member.Key, string.Join(", ", Members)));
            }

            if (PlainText.Trim(member.Value) is not { } value)
            {
                continue;
            }

            // Escaped in the same way as the resource's own texts, so that equal texts stay equal.
            bool isProse = member.Key.Equals(nameof(Reason), StringComparison.OrdinalIgnoreCase);
            string text = isProse ? PlainText.OneLine(value) : PlainText.Of(value);
            if (given.TryGetValue(member.Key, out string? before) && before != text)
            {
                throw new FormatException(Messages.ExemptionMemberTwice.With(member.Key));
            }

            given[member.Key] = text;
        }

        if (given.TryGetValue(nameof(Id), out string? pattern) && pattern.IndexOfAny(['[', ']']) >= 0)
        {
            throw new FormatException(Messages.ExemptionWildcardUnknown.With(pattern));
        }

        string? Text(string name) => given.TryGetValue(name, out string? member) ? member : null;
        if (Text(nameof(Id)) is null && Text(nameof(Tag)) is null)
        {
            throw new FormatException(Messages.ExemptionOfNothing);
        }

        return new AtRestExemption
        {
            Id = Text(nameof(Id)),
            Tag = Text(nameof(Tag)),
            Reason = Text(nameof(Reason)) ?? throw new FormatException(Messages.ExemptionWithoutReason),
            Expires = ReadDay(Text(nameof(Expires)) ?? throw new FormatException(Messages.ExemptionWithoutExpiry)),
        };
    }

    /// <summary>Whether the exemption covers the resource. Tags that were not read match nothing.</summary>
    internal bool Covers(RedisResource resource) =>
        (Id is null || Wildcard.IsMatch(Id, Id.StartsWith("arn:", StringComparison.OrdinalIgnoreCase) ? ArnOf(resource) : resource.Id)
            || (resource.Planned is { } planned && Wildcard.IsMatch(Id, planned.Address)))
        && (Tag is null || (resource.Tags?.Any(HasTag) ?? false));

    /// <summary>Whether the exemption has expired.</summary>
    /// <param name="moment">The moment of the audit, UTC.</param>
    /// <returns>True after the last day.</returns>
    public bool IsExpired(DateTime moment) => moment.Date > Expires.Date;

    /// <summary>The resource's ARN; empty if it is missing or not its own.</summary>
    private static string ArnOf(RedisResource resource) =>
        (resource.Unreadable & MemberNames.ARN) != 0 ? string.Empty : resource.Arn ?? string.Empty;

    private bool HasTag(KeyValuePair<string, string> tag)
    {
        int equals = Tag!.IndexOf('=');
        return equals < 0 ? Wildcard.IsMatch(Tag, tag.Key)
            : Wildcard.IsMatch(Tag.Substring(0, equals), tag.Key) && Wildcard.IsMatch(Tag.Substring(equals + 1), tag.Value);
    }

    /// <summary>Reads a date, or a JSON timestamp, whose date counts. The formats are fixed, so the culture does not matter.</summary>
    private static DateTime ReadDay(string text) =>
        DateTime.TryParseExact(text, [DateFormat, "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"], CultureInfo.InvariantCulture,
            DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out DateTime day)
            ? day.Date
            : throw new FormatException(Messages.ExemptionExpiryInvalid.With(text, DateFormat));
}
