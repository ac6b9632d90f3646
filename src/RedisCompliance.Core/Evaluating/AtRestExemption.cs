using System.Globalization;

namespace RedisCompliance.Evaluating;

/// <summary>
/// Resources that somebody has decided not to judge: which, why, and until when. All three are asked for, so that no
/// exemption is without a reason or for ever.
/// </summary>
public sealed record AtRestExemption
{
    /// <summary>How <see cref="Expires"/> is written.</summary>
    public const string DateFormat = "yyyy-MM-dd";

    /// <summary>The names of the members, in the order in which they are written.</summary>
    public static IReadOnlyList<string> Members { get; } = [nameof(Id), nameof(Tag), nameof(Reason), nameof(Expires)];

    /// <summary>
    /// The ids, with the wildcards <c>*</c> and <c>?</c>; where it begins with <c>arn:</c>, the ARNs, so that account and
    /// Region can be named. Null for any.
    /// </summary>
    public string? Id { get; init; }

    /// <summary>
    /// A tag, as <c>key</c> or <c>key=value</c>; wildcards in either. Null for any. With an id as well, both must
    /// match.
    /// </summary>
    public string? Tag { get; init; }

    /// <summary>Why. It is the annotation of the evaluation.</summary>
    public required string Reason { get; init; }

    /// <summary>The last day on which it counts, UTC.</summary>
    public required DateTime Expires { get; init; }

    /// <summary>The last day, as it is written.</summary>
    public string LastDay => Expires.ToString(DateFormat, CultureInfo.InvariantCulture);

    /// <summary>Reads an exemption.</summary>
    /// <param name="members">Its members by name, as a rule parameter, a file or an object has them.</param>
    /// <returns>The exemption.</returns>
    /// <exception cref="FormatException">
    /// A member is missing, wrong or unknown. Unknown ones are not passed over: <c>Tags</c> for <c>Tag</c> would exempt
    /// whatever else matches.
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

            // Written as the resource's own texts are, so that the two are still the same text where they were.
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

    /// <summary>Whether it is of that resource. Tags that were not read match nothing.</summary>
    internal bool Covers(RedisResource resource) =>
        (Id is null || Wildcard.IsMatch(Id, Id.StartsWith("arn:", StringComparison.OrdinalIgnoreCase) ? ArnOf(resource) : resource.Id)
            || (resource.Planned is { } planned && Wildcard.IsMatch(Id, planned.Address)))
        && (Tag is null || (resource.Tags?.Any(HasTag) ?? false));

    /// <summary>Whether it does not count any more.</summary>
    /// <param name="moment">The moment of the audit, UTC.</param>
    /// <returns>Whether its last day is over.</returns>
    public bool IsExpired(DateTime moment) => moment.Date > Expires.Date;

    /// <summary>The ARN, if it is the resource's own.</summary>
    private static string ArnOf(RedisResource resource) =>
        (resource.Unreadable & MemberNames.ARN) != 0 ? string.Empty : resource.Arn ?? string.Empty;

    private bool HasTag(KeyValuePair<string, string> tag)
    {
        int equals = Tag!.IndexOf('=');
        return equals < 0 ? Wildcard.IsMatch(Tag, tag.Key)
            : Wildcard.IsMatch(Tag.Substring(0, equals), tag.Key) && Wildcard.IsMatch(Tag.Substring(equals + 1), tag.Value);
    }

    /// <summary>A day, or a moment of it as JSON has one; nothing that depends on whose calendar it is.</summary>
    private static DateTime ReadDay(string text) =>
        DateTime.TryParseExact(text, [DateFormat, "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"], CultureInfo.InvariantCulture,
            DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out DateTime day)
            ? day.Date
            : throw new FormatException(Messages.ExemptionExpiryInvalid.With(text, DateFormat));
}
